"""Trends: a metric said to move, with no number for it in its own clause."""

from typing import TypedDict

from spacy.tokens import Doc

from pipeline.claims.index import Index
from pipeline.claims.sight import Sight, index_of, sight
from pipeline.layers.store import Movement, Quantity


class Trend(TypedDict):
    """A trend: tokens of the mover, its direction, metric, and the token that names whose metric it is."""

    i: int
    j: int
    direction: str
    metric: str
    metric_span: list[int] | None
    hint: int | None
    rule: str


def places(index: Index) -> list[Movement]:
    """Where a trend may be said."""
    return index.movements


def as_quantity(doc: Doc, m: Movement) -> Quantity:
    """A mover in the shape of a quantity, so that one chooser serves both."""
    return Quantity(
        start=m["start"],
        end=m["end"],
        i=m["i"],
        j=m["j"],
        rule=m["rule"],
        low=None,
        high=None,
        unit="",
        approx=False,
        bound="exact",
        change="=",
        concept=[],
        kind="trend",  # type: ignore[typeddict-item]
        noun=None,
        aspect="change",
        direction=m["direction"],
        move=None,
        mover=[m["i"], m["j"]],
        equivalents=[],
        reason=None,
    )


def find_trends(doc: Doc) -> list[Trend]:
    """All trends of a Doc, in text order."""
    index = index_of(doc)
    found = []
    for m in index.movements:
        place = sight(index, m["i"], m["j"])
        near = [h for h in place.metrics if h.relation.startswith(("v:subj", "down", "up:noun", "in", "v:dobj", "n:"))]
        if not near or _has_number(index, place):
            continue
        hit = min(near, key=lambda h: abs(h.distance))
        mention = index.metrics[hit.at]
        found.append(
            Trend(
                i=m["i"],
                j=m["j"],
                direction=m["direction"],
                metric=mention["ids"][0],
                metric_span=[mention["start"], mention["end"]],
                hint=None,
                rule="trend.words",
            )
        )
    return found


def _has_number(index: Index, place: Sight) -> bool:
    a, b = index.sents[place.sent]
    return any(index.quantity_at[t] >= 0 for t in range(max(a, place.i - 6), min(b, place.j + 8)))
