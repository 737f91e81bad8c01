"""The article's topic: the company, asset or other thing that it is about."""

from collections.abc import Collection, Iterable

from spacy.tokens import Doc

from pipeline.layers.store import Entity, context, layers

TYPE_WEIGHT = {
    "company": 3.0,
    "organization": 2.0,
    "asset": 2.5,
    "index": 2.0,
    "exchange": 2.5,
    "fund": 2.5,
    "network": 2.5,
    "commodity": 2.0,
    "central_bank": 1.5,
    "product": 1.5,
    "currency": 1.2,
    "person": 0.7,
    "place": 0.8,
    "outlet": 0.1,
    "data_provider": 0.2,
}
TITLE_WEIGHT = 6.0
LEAD_WEIGHT = 3.0
LEAD_CHARS = 500
TITLE_TOKENS = 40


def topic(doc: Doc, types: Collection[str] | None = None, but: Collection[str] = ()) -> Entity | None:
    """The entity that the article is about: named in title and lead, and often; None where none is named.

    With `types`, the foremost entity of these types (the country of an economic report, say); never one named as in
    `but` (lower case).
    """
    scores: dict[str, float] = {}
    first: dict[str, Entity] = {}
    title_end = title_length(doc)
    for entity in names(doc):
        if (types is not None and entity["type"] not in types) or entity["name"].lower() in but:
            continue
        bonus = 1.0
        if entity["start"] < title_end:
            bonus += TITLE_WEIGHT
        elif entity["start"] < title_end + LEAD_CHARS:
            bonus += LEAD_WEIGHT
        weight = TYPE_WEIGHT.get(entity["type"], 1.0)
        scores[entity["key"]] = scores.get(entity["key"], 0.0) + weight * bonus
        first.setdefault(entity["key"], entity)
    if not scores:
        return None
    return first[max(scores, key=lambda key: (scores[key], -first[key]["start"]))]


def names(doc: Doc) -> Iterable[Entity]:
    """The named mentions of a Doc, in text order."""
    return (e for e in layers(doc).get("entities", []) if e["form"] == "name")


def title_length(doc: Doc) -> int:
    """Where the title ends in the text: the headline blocks, or the first line; 0 where there is none."""
    heads = [b["end"] for b in context(doc)["blocks"] if b["role"] == "headline"]
    if heads:
        return max(heads)
    return next((token.idx for token in doc[:TITLE_TOKENS] if "\n" in token.text), 0)
