"""Features of the metric model: what is known around a number, and how each metric word hangs on it."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from math import floor, log10

from pipeline.claims.index import Index
from pipeline.claims.sight import Sight, bucket, by_sentence, coarse, sight, words
from pipeline.claims.syntax import SUBJECTS, label
from pipeline.layers.metrics import metrics, unit_kind
from pipeline.layers.store import Quantity, value_of

Names = tuple[str, ...]
BACK = 2
"""Sentences before that may name the metric."""


def hit_features(index: Index, place: Sight, kind: str) -> Iterator[tuple[int, bool, Names]]:
    """For each metric mention in reach: its index, whether it is in the sentence, and the shared features."""
    mark = "~" if kind == "trend" else ""
    siblings = {} if mark else siblings_by_metric(index, place)
    nearest = _nearest(place)
    for hit in place.metrics:
        names = _hit_names(hit.relation, _kind(index, hit.at), bucket(hit.distance), hit.at in nearest, mark)
        yield hit.at, True, names + siblings.get(hit.at, ())
    table = by_sentence(index, index.metrics, "metrics_in")
    for back in range(1, BACK + 1):
        for k in table.get(place.sent - back, ()):
            yield k, False, _far_names(f"prev{back}", "prev", _kind(index, k), mark) + siblings.get(k, ())
    if place.sent > BACK:
        for k in table.get(0, ()):
            yield k, False, _far_names("title", "title", _kind(index, k), mark) + siblings.get(k, ())


@cache
def _hit_names(relation: str, kind: str, distance: str, near: bool, mark: str) -> Names:
    rel = coarse(relation)
    names = [f"rel={rel}", f"kind={kind}", f"rel={rel}&{kind}", f"dist={distance}"]
    if near:
        names += ["nearest", f"nearest&{kind}", f"nearest&{distance}"]
    if "+" not in relation and relation != rel:
        names.append(f"rel={relation}")
    return tuple(mark + name for name in names)


@cache
def _far_names(where: str, side: str, kind: str, mark: str) -> Names:
    return (f"{mark}place={where}", f"{mark}place={side}&{kind}")


@cache
def _sibling_names(mark: str, relation: str, kind: str) -> Names:
    rel = coarse(relation)
    return (f"{mark}:rel={rel}", f"{mark}:kind={kind}&{rel[:2]}")


@cache
def rank_feature(rank: int) -> str:
    """How far down a mention's list of metrics one stands."""
    return f"rank={min(rank, 2)}"


def siblings_by_metric(index: Index, place: Sight) -> dict[int, Names]:
    """How metric words hang on the numbers before this one (same unit, or side by side): a series shares its metric.

    The same figure elsewhere in the article counts too.
    """
    found: dict[int, Names] = {}
    for mark, k in _before(index, place) + _repeats(index, place):
        other = sight(index, index.quantities[k]["i"], index.quantities[k]["j"])
        for hit in other.metrics:
            found[hit.at] = found.get(hit.at, ()) + _sibling_names(mark, hit.relation, _kind(index, hit.at))
    return found


def _before(index: Index, place: Sight) -> list[tuple[str, int]]:
    """Earlier quantities that may share the metric: (how they stand to this one, index), at most three."""
    at = index.quantity_at[place.i]
    if at < 0:
        return []
    found: list[tuple[str, int]] = []
    kind = kind_of(index.quantities[at])
    for k in range(at - 1, max(-1, at - 9), -1):
        other = index.quantities[k]
        back = place.sent - index.sent_of[other["i"]]
        if back > BACK or len(found) >= 3:
            break
        same = kind_of(other) == kind
        if back == 0 and (same or place.i - other["j"] <= 3):
            found.append((f"s{min(len(found), 1)}{'=' if same else '+'}", k))
        elif back and same and not any(name == "p" for name, _ in found):
            found.append(("p", k))
    return found


def _repeats(index: Index, place: Sight) -> list[tuple[str, int]]:
    """Up to two other places of the article where the same figure stands: what is named there names it here."""
    at = index.quantity_at[place.i]
    if at < 0:
        return []
    table = index.notes.get("figures")
    if table is None:
        made: dict[tuple[object, ...], list[int]] = {}
        for k, q in enumerate(index.quantities):
            made.setdefault((q["low"], q["high"], q["unit"]), []).append(k)
        table = index.notes["figures"] = made
    assert isinstance(table, dict)
    q = index.quantities[at]
    size = value_of(q)
    if size is None or (size < 20 and size == int(size)):
        return []
    same = (k for k in table[q["low"], q["high"], q["unit"]] if index.sent_of[index.quantities[k]["i"]] != place.sent)
    return [("r", k) for k in islice(same, 2)]


def _nearest(place: Sight) -> set[int]:
    before = [h for h in place.metrics if h.distance <= 0]
    after = [h for h in place.metrics if h.distance > 0]
    found = {max(before, key=lambda h: h.distance).at} if before else set()
    return found | ({min(after, key=lambda h: h.distance).at} if after else set())


def _kind(index: Index, k: int) -> str:
    return index.metrics[k]["rule"].rpartition(".")[2]


def kind_of(quantity: Quantity) -> str:
    """The kind of unit of a quantity; `trend` for a mover in its place."""
    return "trend" if str(quantity["kind"]) == "trend" else unit_kind(quantity["unit"])


def unit_features(name: str, quantity: Quantity | None, kind: str | None = None) -> dict[str, float]:
    """Whether a metric takes a kind of unit, and, for a quantity, whether the value is a sane one."""
    if kind is None:
        kind = kind_of(quantity) if quantity else "bare"
    if kind == "trend":
        return {"unit=trend": 1.0}
    found = dict(_fit(name, kind))
    if quantity and out_of_bounds(name, quantity, kind):
        found["bounds=out"] = 1.0
    return found


def out_of_bounds(name: str, quantity: Quantity, kind: str) -> bool:
    """Whether a value lies outside the sane ones of a metric."""
    bounds = metrics()[name].bounds.get(kind)
    value = value_of(quantity)
    return bounds is not None and value is not None and not bounds[0] <= value <= bounds[1]


@cache
def _fit(name: str, kind: str) -> tuple[tuple[str, float], ...]:
    units = metrics()[name].units
    return (("unit=ok" if kind in units or kind.removesuffix("_per") in units else "unit=bad", 1.0),)


def entity_features(type_: str, kind: str) -> dict[str, float]:
    """What the type of the entity says."""
    return {f"e={type_}": 2.0, f"e={type_}&{kind}": 2.0}


def context_features(index: Index, place: Sight, quantity: Quantity) -> dict[str, float]:
    """What is known around a number, by name; each is weighed for each metric."""
    unit, kind = quantity["unit"], kind_of(quantity)
    names = [f"u={unit.lower()}" if kind in ("count", "point", "duration") else f"u={unit}"]
    names += _size(quantity, kind)
    names += _around(index, place, kind)
    for hit in place.metrics:
        m = index.metrics[hit.at]
        term = words(index, m["i"], m["j"])
        names += [f"t={term}", f"t={term}&{kind}"]
        if abs(hit.distance) <= 8 or hit.relation[:2] in ("v:", "up", "do", "in"):
            names.append(f"tn={term}")
    names += _beside(index, place, kind)
    names.append(f"role={index.roles[place.sent]}")
    return {f"k={kind}": 2.0} | dict.fromkeys(names, 1.0)


def _beside(index: Index, place: Sight, kind: str) -> list[str]:
    """The kinds of the quantities next to this one in its sentence."""
    at = index.quantity_at[place.i]
    names = []
    for side, k in (("b", at - 1), ("a", at + 1)):
        if at >= 0 and 0 <= k < len(index.quantities) and index.sent_of[index.quantities[k]["i"]] == place.sent:
            names.append(f"q{side}={kind_of(index.quantities[k])}&{kind}")
    return names


def _size(quantity: Quantity, kind: str) -> list[str]:
    value = quantity["high"] if quantity["high"] is not None else quantity["low"]
    size = floor(log10(value)) if value and value > 0 else -9
    return [f"size={kind}:{size}", f"move={quantity['move']}", f"move={quantity['move']}&{kind}"]


def _around(index: Index, place: Sight, kind: str) -> list[str]:
    """Words beside the number, its governors, and the subject and object of its verb."""
    names = [f"dep={label(index, place.root)}", f"dep={label(index, place.root)}&{kind}"]
    a, b = index.sents[place.sent]
    for t in range(max(a, place.i - 4), min(b, place.j + 4)):
        if place.i <= t < place.j:
            names.append(f"w0={index.lemma[t]}") if index.pos[t] == "NOUN" else None
            continue
        near = t in (place.i - 1, place.j)
        names.append(f"w={index.lemma[t]}")
        if near:
            names.append(f"{'b' if t < place.i else 'a'}={index.lower[t]}&{kind}")
    for steps, t in enumerate(place.chain[1:4], 1):
        if index.pos[t] in ("NOUN", "PROPN", "VERB", "ADJ"):
            names.append(f"up{min(steps, 2)}={index.lemma[t]}")
    if place.verb is not None:
        names += [f"v={index.lemma[place.verb]}", f"v={index.lemma[place.verb]}&{kind}"]
        for c in index.children[place.verb]:
            if index.dep[c] in SUBJECTS or index.dep[c] in ("dobj", "attr"):
                side = "s" if index.dep[c] in SUBJECTS else "o"
                names.append(f"{side}={index.lemma[c]}")
                if index.entity_at[c] >= 0:
                    names.append(f"{side}t={index.entities[index.entity_at[c]]['type']}&{kind}")
    return names
