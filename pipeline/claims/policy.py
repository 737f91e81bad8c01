"""Which parts of an article yield claims, and the few numbers that decide borderline cases. One table, one place."""

CLAIMING_ROLES = frozenset({"headline", "standfirst", "update", "heading", "body", "caption", "quote", "table", "list"})
"""Block roles whose text is the article proper. Related links, promotion, disclaimers, bylines yield nothing."""

SOFT_REASONS = frozenset({"count_of_actors", "duration_frame", "idiom", "vague_count", "age"})
"""Reasons of the numbers layer that the claim model may overrule: whether a count reports a size takes the sentence."""

CLAIM_THRESHOLD = 0.3
"""A quantity is a claim from this probability on. F1 on held-out folds is flat from 0.3 to 0.6; the low end was taken
for recall on the development articles."""

LOW_CONFIDENCE = 0.25
"""Claims below are kept and flagged `low_confidence`."""

PLAIN_CONFIDENCE = 0.6
"""The confidence of a statement, and of any claim while no confidence model ships."""

SOURCE_TYPES = frozenset({"person", "organization", "document", "data", "group", "anonymous", "publisher"})
"""What a link of the source chain may be (schemas.claim.SourceType)."""


def claims_from(role: str | None) -> bool:
    """Whether text of this block role yields claims; text in no block does (it was given without labels)."""
    return role is None or role in CLAIMING_ROLES
