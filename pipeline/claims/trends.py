"""Trends: a metric said to move, with no number for it in its own clause.

Every word of the `movements` layer is a candidate. A trained log-linear model (weights/trends.json) says which are
trends: by the words of metrics around, how they hang on the mover, the numbers of its clause, its verb forms. Without
the weights a plain rule does. The metric is chosen as for a number (`pipeline.claims.metric`).
"""

from typing import TypedDict

from spacy.tokens import Doc

from pipeline.claims.index import NONE, Index
from pipeline.claims.metric import metric_at
from pipeline.claims.sight import Sight, coarse, index_of, sight, words
from pipeline.claims.syntax import SUBJECTS, label, subjects
from pipeline.layers.store import Movement, Quantity
from pipeline.linear import load_model

_TIGHT = ("v:subj", "v:dobj", "v:prep", "down", "up:noun", "in", "n:")
_DEFAULT_LEAST = 0.5


class Trend(TypedDict):
    """A trend: tokens of the mover, its direction, metric, and the token that names whose metric it is."""

    i: int
    j: int
    direction: str
    metric: str
    metric_span: list[int] | None
    """Characters of the words that name the metric."""
    hint: int | None
    rule: str
    p: float


def find_trends(doc: Doc) -> list[Trend]:
    """All trends of a Doc, in text order."""
    index = index_of(doc)
    model = load_model("trends")
    scored: list[tuple[float, Movement]] = []
    for m in places(index):
        place = sight(index, m["i"], m["j"])
        if not place.metrics and not _near_entity(index, place):
            continue
        if model is None:
            p = 0.6 if _by_rule(index, place) else 0.0
        else:
            p = model.probabilities(trend_features(index, place, m))["yes"]
        scored.append((p, m))
    least = float(model.meta.get("least", _DEFAULT_LEAST)) if model else _DEFAULT_LEAST
    return [_trend(index, m, p) for p, m in kept(index, scored, least)]


def kept(index: Index, scored: list[tuple[float, Movement]], least: float) -> list[tuple[float, Movement]]:
    """The movers likely enough; of two that say one movement (one hangs on the other) the likelier."""
    found = [(p, m) for p, m in scored if p >= least]
    dropped: set[int] = set()
    for a, (p, m) in enumerate(found):
        for b in range(a + 1, min(a + 4, len(found))):
            q, n = found[b]
            if n["i"] - m["j"] > 3 or n["direction"] != m["direction"]:
                continue
            top, low = sight(index, m["i"], m["j"]), sight(index, n["i"], n["j"])
            if top.root in low.chain[1:3] or low.root in top.chain[1:3]:
                dropped.add(b if p >= q else a)
    return [pair for k, pair in enumerate(found) if k not in dropped]


def places(index: Index) -> list[Movement]:
    """Where a trend may be said."""
    return index.movements


def as_quantity(m: Movement) -> Quantity:
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


def _trend(index: Index, m: Movement, p: float) -> Trend:
    place = sight(index, m["i"], m["j"])
    answer = metric_at(index, place, as_quantity(m), None)
    return Trend(
        i=m["i"],
        j=m["j"],
        direction=m["direction"],
        metric=answer[0],
        metric_span=answer[1],
        hint=_hint(index, place),
        rule=f"trend.{m['rule']}",
        p=round(p, 6),
    )


def _hint(index: Index, place: Sight) -> int | None:
    """The token that says whose metric moves: an owner or "of" object of the metric word, else subject or object."""
    near = [h for h in place.metrics if coarse(h.relation).startswith(_TIGHT)]
    heads = [h.root for h in sorted(near, key=lambda h: abs(h.distance))[:1]]
    if place.verb is not None:
        heads += subjects(index, place.verb)[:1]
    heads.append(place.root)
    for head in heads:
        for c in index.children[head]:
            if index.dep[c] in ("poss", "compound", "nmod", "amod") and index.entity_at[c] != NONE:
                return c
            if index.dep[c] == "prep":
                held = [o for o in index.children[c] if index.dep[o] == "pobj" and index.entity_at[o] != NONE]
                if held:
                    return held[0]
    return heads[1] if len(heads) > 2 else None


def _near_entity(index: Index, place: Sight) -> bool:
    return bool(index.entities_in[place.sent])


def _by_rule(index: Index, place: Sight) -> bool:
    tight = any(coarse(h.relation).startswith(_TIGHT) for h in place.metrics)
    return tight and _numbers(index, place)[0] == "q=none"


def _numbers(index: Index, place: Sight) -> list[str]:
    """How the numbers of the sentence stand to a mover; `q=none` first where there is none near."""
    a, b = index.sents[place.sent]
    names: list[str] = []
    k = index.notes.setdefault("first_quantity", {})
    assert isinstance(k, dict)
    if place.sent not in k:
        k[place.sent] = sorted({index.quantity_at[t] for t in range(a, b)} - {NONE})
    for n in k[place.sent]:
        q = index.quantities[n]
        gap = q["i"] - place.j + 1 if q["i"] >= place.j else q["j"] - 1 - place.i
        if q["reason"]:
            continue
        other = sight(index, q["i"], q["j"])
        tied = place.root in other.chain[:5] or (other.root in place.chain[:4])
        same = other.verb is not None and other.verb == place.verb
        where = "tied" if tied else "verb" if same else "apart"
        size = "3" if abs(gap) <= 3 else "7" if abs(gap) <= 7 else "15" if abs(gap) <= 15 else "far"
        names += [f"q={where}", f"q={where}&{'b' if gap < 0 else 'a'}{size}", f"qd={'b' if gap < 0 else 'a'}{size}"]
        if q["mover"] and q["mover"][0] < place.j and place.i < q["mover"][1]:
            names.append(f"q=its&{size}")
    return names or ["q=none"]


def trend_features(index: Index, place: Sight, m: Movement) -> dict[str, float]:
    """What speaks for a trend at a mover, by name."""
    form, way = m["form"], m["direction"]
    tag = index.doc[place.root].tag_
    names = [f"m={m['rule']}", f"form={form}", f"way={way}&{form}", f"tag={tag}", f"dep={label(index, place.root)}"]
    names += [f"m={m['rule']}&{label(index, place.root)}", f"role={index.roles[place.sent]}"]
    names += [f"form={form}&{x}" for x in (label(index, place.root), tag)]
    names += _numbers(index, place)
    names += _metric_words(index, place, form)
    names += _frame(index, place, form)
    a, b = index.sents[place.sent]
    names += [f"b{place.i - t}={index.lemma[t]}" for t in range(max(a, place.i - 2), place.i)]
    names += [f"a{t - place.j}={index.lemma[t]}" for t in range(place.j, min(b, place.j + 2))]
    names.append(f"size={min(6, (b - a) // 6)}")
    others = sum(1 for h in place.movers if h.relation != "in" and abs(h.distance) <= 4)
    names.append(f"others={min(2, others)}")
    return dict.fromkeys(names, 1.0)


def _metric_words(index: Index, place: Sight, form: str) -> list[str]:
    if not place.metrics:
        return ["t=none"]
    names: list[str] = []
    tight = False
    for hit in place.metrics:
        mention, rel = index.metrics[hit.at], coarse(hit.relation)
        kind = mention["rule"].rpartition(".")[2]
        near = "n" if abs(hit.distance) <= 3 else "m" if abs(hit.distance) <= 8 else "f"
        names += [f"t={kind}&{rel}", f"t={kind}&{rel}&{form}", f"t={kind}&{near}"]
        if rel.startswith(_TIGHT) and kind != "verb":
            tight = True
            names += [
                f"id={mention['ids'][0]}&{rel[:6]}",
                f"id={mention['ids'][0]}",
                f"w={words(index, mention['i'], mention['j'])}",
            ]
    names.append(f"tight={tight}&{form}")
    return names


def _frame(index: Index, place: Sight, form: str) -> list[str]:
    """Verbs over the mover, its subject and object and what they are."""
    names: list[str] = []
    for n, t in enumerate(place.chain[1:4], 1):
        names.append(f"up{n}={index.lemma[t]}" if index.pos[t] != "PROPN" else f"up{n}=PROPN")
        names.append(f"up{n}p={index.pos[t]}&{form}")
    root = place.root
    aux = [index.lower[c] for c in index.children[root] if index.dep[c] in ("aux", "auxpass", "neg", "mark", "prt")]
    names.append(f"aux={'+'.join(aux[:3])}&{label(index, root)}")
    verb = place.verb
    if verb is None:
        return [*names, "v=none"]
    names += [f"v={index.lemma[verb]}", f"vt={index.doc[verb].tag_}&{form}"]
    for c in index.children[verb]:
        dep = index.dep[c]
        if dep in SUBJECTS or dep in ("dobj", "attr"):
            side = "s" if dep in SUBJECTS else "o"
            k = index.entity_at[c]
            kind = index.entities[k]["type"] if k != NONE else index.pos[c]
            names += [f"{side}={index.lemma[c]}" if index.pos[c] != "PROPN" else f"{side}=PROPN"]
            names += [f"{side}t={kind}", f"{side}t={kind}&{form}", f"{side}t={kind}&v={index.lemma[verb]}"]
    return names
