"""Reading the entities layer by place."""

from bisect import bisect_right

from spacy.tokens import Doc

from pipeline.layers.store import Entity, layers


def entity_at(doc: Doc, i: int) -> Entity | None:
    """The name or resolved reference that covers token i; the shorter where two do; None where none does."""
    found = layers(doc).get("entities", [])
    at = bisect_right(found, i, key=lambda e: e["i"])
    best: Entity | None = None
    for entity in reversed(found[max(0, at - 8) : at]):
        if entity["i"] <= i < entity["j"] and (best is None or entity["j"] - entity["i"] < best["j"] - best["i"]):
            best = entity
    return best
