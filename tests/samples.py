"""Claims and results made by hand, for tests of what stands behind the extraction. Imports no spaCy: it is slow."""

import re
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


def claim_of(text: str, start: int, end: int, **fields: Any) -> Json:
    """A whole claim on the characters [start, end) of a text, as JSON."""
    from schemas import Claim

    claim: Json = {
        "id": f"c{start:07}",
        "kind": "quantity",
        "entity": {"name": "Acme", "type": "company", "ids": {"ticker": "ACME"}, "text": "Acme"},
        "metric": {"id": "share_price", "text": "shares"},
        "aspect": "change",
        "direction": "down",
        "range": {"low": 4, "high": 4, "unit": "percent", "approx": False, "text": "4%"},
        "source": [
            {"name": "Reuters", "type": "organization", "cue": "said"},
            {"name": "Example Wire", "type": "publisher"},
        ],
        "date": {"start": "2025-03-26", "end": "2025-03-26", "text": "Wednesday", "basis": "relative"},
        "evidence": {
            "quote": text[start:end],
            "start": start,
            "end": end,
            "role": "body",
            "spans": [{"of": "range", "start": start, "end": end, "text": text[start:end], "rule": "test"}],
        },
        "confidence": 0.9,
        "rules": ["test"],
    }
    return Claim.model_validate(claim | fields).model_dump(mode="json")


def result_of_text(article_id: str, text: str, claims: Sequence[Json], **article: Any) -> Json:
    """A result made by hand, as JSON."""
    from schemas import Article, Result

    made = {"version": "1", "rules": "abc", "model": "none", "schema": "1"}
    whole = Article(id=article_id, text=text, publisher="Example Wire", **article)
    left = [{"start": 0, "end": 1, "text": text[0], "reason": "no_metric"}]
    found = Result.model_validate({"article": whole.model_dump(), "claims": claims, "unclaimed": left, "made_by": made})
    return found.model_dump(mode="json")


def numbers_in(text: str) -> list[tuple[int, int]]:
    """The characters of every digit group and number word of a text."""
    from pipeline.layers.quantities.tables import number_words, ordinals

    known = {*number_words(), *ordinals()}
    digits = [m.span() for m in re.finditer(r"\d+", text)]
    return digits + [m.span() for m in re.finditer(r"[^\W\d_]+", text) if m.group().lower() in known]
