"""One claim as one flat row: for CSV, Parquet, the database and the tables that `query` prints."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

# column -> type ("text", "number", "flag", "whole"), in the order of every flat output
COLUMNS: dict[str, str] = {
    "claim_id": "text",
    "article_id": "text",
    "source_path": "text",
    "url": "text",
    "publisher": "text",
    "published": "text",
    "title": "text",
    "kind": "text",
    "entity": "text",
    "entity_type": "text",
    "entity_text": "text",
    "ticker": "text",
    "counterparty": "text",
    "metric": "text",
    "metric_text": "text",
    "aspect": "text",
    "direction": "text",
    "low": "number",
    "high": "number",
    "unit": "text",
    "approx": "flag",
    "range_text": "text",
    "list_scope": "text",
    "source": "text",
    "date_start": "text",
    "date_end": "text",
    "date_text": "text",
    "date_basis": "text",
    "said_start": "text",
    "said_end": "text",
    "modality": "text",
    "hedged": "flag",
    "statement": "text",
    "confidence": "number",
    "quote": "text",
    "quote_start": "whole",
    "quote_end": "whole",
    "role": "text",
    "flags": "text",
}
ARTICLE_COLUMNS = ("article_id", "source_path", "url", "publisher", "published", "title")


def article_row(article: Json) -> Json:
    """The columns that all claims of an article share."""
    return {"article_id": article["id"], **{name: article.get(name) for name in ARTICLE_COLUMNS[1:]}}


def claim_row(claim: Json) -> Json:
    """A claim's own columns (`COLUMNS` without those of the article)."""
    entity, metric = claim["entity"] or {}, claim["metric"] or {}
    amount, date, said = claim["range"] or {}, claim["date"] or {}, claim["said"] or {}
    evidence = claim["evidence"]
    return {
        "claim_id": claim["id"],
        "kind": claim["kind"],
        "entity": entity.get("name"),
        "entity_type": entity.get("type"),
        "entity_text": entity.get("text"),
        "ticker": entity.get("ids", {}).get("ticker"),
        "counterparty": (claim["counterparty"] or {}).get("name"),
        "metric": metric.get("id"),
        "metric_text": metric.get("text"),
        **{name: claim[name] for name in ("aspect", "direction", "list_scope", "modality", "hedged", "statement")},
        "confidence": float(claim["confidence"]),
        "low": _number(amount.get("low")),
        "high": _number(amount.get("high")),
        "unit": amount.get("unit"),
        "approx": amount.get("approx"),
        "range_text": amount.get("text"),
        "source": chain(claim["source"]),
        "date_start": date.get("start"),
        "date_end": date.get("end"),
        "date_text": date.get("text"),
        "date_basis": date.get("basis"),
        "said_start": said.get("start"),
        "said_end": said.get("end"),
        "quote": evidence["quote"],
        "quote_start": evidence["start"],
        "quote_end": evidence["end"],
        "role": evidence["role"],
        "flags": " ".join(claim["flags"]) or None,
    }


def flat_rows(result: Json) -> list[Json]:
    """The claims of a result as rows with every column of `COLUMNS`, in that order."""
    shared = article_row(result["article"])
    rows = []
    for claim in result["claims"]:
        row = {**shared, **claim_row(claim)}
        rows.append({name: row[name] for name in COLUMNS})
    return rows


def chain(links: Sequence[Mapping[str, Any]]) -> str | None:
    """A source chain in words, innermost first; the publisher is left out where somebody else stands before it."""
    names = [link["name"] for link in links if link["type"] != "publisher"]
    return " < ".join(names) or next((link["name"] for link in links), None)


def _number(value: float | int | None) -> float | None:
    return None if value is None else float(value)
