"""Level, change or comparison, and which way: the mover of a number, its preposition and its neighbours, weighed."""

from spacy.tokens import Doc

from pipeline.claims.index import Index
from pipeline.claims.sight import Sight, bucket, coarse, index_of, sight
from pipeline.claims.syntax import label
from pipeline.layers.metrics import unit_kind
from pipeline.layers.store import Quantity
from pipeline.linear import load_model

_COMPARED = frozenset({"than", "above", "below", "forecast", "expected", "expectation", "estimate", "twice", "average"})


def choose_aspect(doc: Doc, quantity: Quantity, metric_id: str) -> tuple[str, str | None, str]:
    """(level, change or comparison; up, down, unchanged or None; rule) of a quantity with its metric."""
    index = index_of(doc)
    place = sight(index, quantity["i"], quantity["j"])
    model = load_model("aspect")
    if model is None:
        return _by_rule(index, place, quantity)
    best = model.likeliest(aspect_features(index, place, quantity, metric_id))
    aspect, _, direction = best.partition(".")
    return aspect, direction or None, "aspect.model"


def _by_rule(index: Index, place: Sight, quantity: Quantity) -> tuple[str, str | None, str]:
    if quantity["aspect"]:
        return quantity["aspect"], None if quantity["aspect"] == "level" else quantity["direction"], "aspect.layer"
    before = index.lower[place.i - 1] if place.i else ""
    for hit in sorted(place.movers, key=lambda h: abs(h.distance)):
        near = hit.relation.startswith(("up", "in", "down")) or abs(hit.distance) <= 3
        if near and before not in ("to", "from", "at") and unit_kind(quantity["unit"]) != "bare":
            return "change", index.movements[hit.at]["direction"], "aspect.mover"
    return "level", None, "aspect.default"


def aspect_features(index: Index, place: Sight, quantity: Quantity, metric_id: str) -> dict[str, float]:
    """What speaks for level, change or comparison, by name."""
    kind = unit_kind(quantity["unit"])
    names = [f"k={kind}", f"m={metric_id}", f"m={metric_id}&{kind}", f"q={quantity['aspect']}:{quantity['direction']}"]
    names += [f"qm={quantity['move']}", f"qc={quantity['change']}", f"qk={quantity['kind']}"]
    a, b = index.sents[place.sent]
    for t in range(max(a, place.i - 3), place.i):
        names += [f"b={index.lower[t]}", f"b{place.i - t}={index.lower[t]}", f"b{place.i - t}={index.lower[t]}&{kind}"]
    for t in range(place.j, min(b, place.j + 3)):
        names += [f"a={index.lower[t]}", f"a{t - place.j}={index.lower[t]}", f"a{t - place.j}={index.lower[t]}&{kind}"]
    names += [f"dep={label(index, place.root)}", f"dep={label(index, place.root)}&{kind}"]
    if place.verb is not None:
        names += [f"v={index.lemma[place.verb]}", f"v={index.lemma[place.verb]}&{kind}"]
    names += [f"cmp={index.lower[t]}" for t in range(place.j, min(b, place.j + 6)) if index.lower[t] in _COMPARED]
    names += [f"in={index.lower[t]}" for t in range(place.i, place.j) if index.lower[t].isalpha()]
    names += _movers(index, place, kind)
    return dict.fromkeys(names, 1.0)


def _movers(index: Index, place: Sight, kind: str) -> list[str]:
    if not place.movers:
        return ["mv=none", f"mv=none&{kind}"]
    names: list[str] = []
    prep = label(index, place.root)
    prep = prep if prep.startswith("prep") else "bare"
    for n, hit in enumerate(sorted(place.movers, key=lambda h: (abs(h.distance), h.at))[:3]):
        m = index.movements[hit.at]
        way, rel = m["direction"], coarse(hit.relation)
        stem = f"{rel}&{way}"
        names += [f"mv={rel}", f"mv={stem}", f"mv={stem}&{kind}", f"mv={stem}&{prep}", f"ml={m['rule']}&{rel}"]
        if n == 0:
            names += [
                f"m0={way}&{bucket(hit.distance)}",
                f"m0={way}&{kind}",
                f"m0={m['form']}&{rel}&{way}",
                f"m0l={m['rule']}",
            ]
    return names
