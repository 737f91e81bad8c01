"""Which expression says when a claim holds, and which says when it was said."""

from typing import TypedDict

from spacy.tokens import Doc

from pipeline.layers.store import Attribution, Time, context, layers


class ClaimDate(TypedDict):
    """When a claim holds: ISO dates (either may be open), the words that say so, and how that was found."""

    start: str | None
    end: str | None
    text: str
    basis: str
    span: list[int] | None
    rule: str


def claim_date(doc: Doc, i: int, j: int) -> ClaimDate | None:
    """When the claim on tokens [i, j) (its number, or the word of its trend) holds."""
    sent = doc[i].sent
    near = [t for t in layers(doc).get("times", []) if sent.start <= t["i"] < sent.end and t["since"]]
    if near:
        best = min(near, key=lambda t: abs(t["i"] - i))
        return _from_time(doc, best, "governs.nearest")
    published = context(doc)["published"]
    if not published:
        return None
    day = published[:10]
    return ClaimDate(start=day, end=day, text="", basis="publication", span=None, rule="governs.publication")


def _from_time(doc: Doc, t: Time, rule: str) -> ClaimDate:
    return ClaimDate(
        start=t["since"],
        end=t["until"],
        text=doc.text[t["start"] : t["end"]],
        basis=t["basis"],
        span=[t["start"], t["end"]],
        rule=rule,
    )


def claim_said(doc: Doc, i: int, j: int) -> tuple[str | None, str | None] | None:
    """When the claim on tokens [i, j) was said, where the text says so."""
    return None


def said_date(doc: Doc, attribution: Attribution) -> tuple[str | None, str | None] | None:
    """When an attributed statement was said, where the text says so."""
    return None
