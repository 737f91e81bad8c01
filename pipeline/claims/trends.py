"""Trends: a metric said to move, with no number for it in its own clause.

Every word of the `movements` layer is a candidate. A trained log-linear model (weights/trends.json) says which are
trends: by the words of metrics around, how they hang on the mover, the numbers of its clause, its verb forms. Without
the weights a plain rule does. Its metric is chosen by
`pipeline.claims.trend_metric`.
"""

from typing import Literal, TypedDict

from spacy.tokens import Doc

from pipeline.claims.index import NONE, Index
from pipeline.claims.metric import metric_at
from pipeline.claims.sight import Sight, coarse, index_of, sight
from pipeline.claims.themes import Theme, group_of, standing, theme
from pipeline.claims.trend_features import TIGHT, numbers_in, trend_features
from pipeline.claims.trend_metric import choose
from pipeline.layers.store import Movement, Quantity
from pipeline.linear import load_model

_DEFAULT_LEAST = 0.5
_AMOUNTS = frozenset(
    ["verb.double", "verb.triple", "verb.treble", "verb.quadruple", "verb.quintuple", "verb.halve", "noun.doubling"]
)
EQUITIES = frozenset(["miner", "stock", "equity", "share", "bank", "airline", "producer", "developer"])
"""Heads of what is listed and moves by its shares: "Bitcoin miners slide"."""
_MARKS = frozenset(["record", "high", "low", "level", "peak", "trough", "mark", "target", "headline", "bottom", "top"])


class Trend(TypedDict):
    """A trend: characters and tokens of the mover, its direction, metric, and the token that names whose it is."""

    start: int
    end: int
    i: int
    j: int
    direction: Literal["up", "down", "unchanged"]
    metric: str
    metric_span: list[int] | None
    """Characters of the words that name the metric."""
    metric_p: float
    theme: int | None
    """The head of what moves ("markets" of "Asian markets fell")."""
    hint: int | None
    """A token of the name it belongs to, by the parse alone."""
    group: list[int] | None
    """Tokens of the theme where it is whose metric it is and has no name ("Asian stock markets")."""
    rule: str
    p: float


def find_trends(doc: Doc) -> list[Trend]:
    """All trends of a Doc, in text order."""
    index = index_of(doc)
    model = load_model("trends")
    scored: list[tuple[float, Movement]] = []
    for m in places(index):
        place = sight(index, m["i"], m["j"])
        if (not place.metrics and not _near_entity(index, place)) or _sized(index, m):
            continue
        if model is None:
            p = 0.6 if _by_rule(index, place, m) else 0.0
        else:
            p = model.probabilities(trend_features(index, place, m))["yes"]
        scored.append((p, m))
    least = float(model.meta.get("least", _DEFAULT_LEAST)) if model else _DEFAULT_LEAST
    return [_trend(index, m, p) for p, m in kept(index, scored, least)]


def kept(index: Index, scored: list[tuple[float, Movement]], least: float) -> list[tuple[float, Movement]]:
    """The movers likely enough; of two that say one movement (one hangs on the other) the likelier.

    A noun that another mover moves ("growth slowed") is what moves there, no movement of its own.
    """
    found = [(p, m) for p, m in scored if p >= least and not _sized(index, m)]
    dropped: set[int] = set()
    for a, (p, m) in enumerate(found):
        for b in range(a + 1, min(a + 4, len(found))):
            q, n = found[b]
            top, low = sight(index, m["i"], m["j"]), sight(index, n["i"], n["j"])
            if top.sent != low.sent:
                break
            over, under = theme(index, top, m), theme(index, low, n)
            if over.at == low.root or under.at == top.root:
                dropped.add(b if over.at == low.root else a)
            elif n["direction"] == m["direction"] and _one_move(top, low, over, under):
                dropped.add(b if p >= q else a)
    return [pair for k, pair in enumerate(found) if k not in dropped]


def _one_move(top: Sight, low: Sight, over: Theme, under: Theme) -> bool:
    """Whether two movers say the same: one hangs on the other close by, or they move one and the same word."""
    tied = top.root in low.chain[1:3] or low.root in top.chain[1:3]
    if low.i - top.j <= 3 and tied:
        return True
    held = low.root in top.chain[1:5] or top.root in low.chain[1:5]
    return held and (under.at is None or (under.how == "holder" and under.at == over.at))


def places(index: Index) -> list[Movement]:
    """Where a trend may be said: words of movement but those that say by how much ("doubled" is 100 percent)."""
    return [m for m in index.movements if m["rule"] not in _AMOUNTS and not _reached(index, m)]


def _sized(index: Index, m: Movement) -> bool:
    """Whether a number says by how much or to what: its clause gives its number, so it is no trend."""
    place = sight(index, m["i"], m["j"])
    about = theme(index, place, m)
    near = (index.quantities[n] for n in numbers_in(index, place.sent))
    return any(not q["reason"] and standing(index, place, about, q) in ("mine", "over") for q in near)


def _reached(index: Index, m: Movement) -> bool:
    """Whether "hit" says that a mark was reached ("hit a record", "hit $50"), not that something was hurt."""
    if m["rule"] != "verb.hit":
        return False
    marks = [c for c in index.children[m["i"]] if index.dep[c] == "dobj"]
    return not marks or any(index.lemma[c] in _MARKS or index.quantity_at[c] != NONE for c in marks)


def as_quantity(m: Movement | Trend) -> Quantity:
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
    model = load_model("trend_metric")
    if model is None:
        name, span, sure, _ = metric_at(index, place, as_quantity(m), None)
    else:
        name, span, sure = choose(index, model, place, m)
    about = theme(index, place, m)
    if name == "price" and about.at is not None and index.lemma[about.at] in EQUITIES:
        name = "share_price"
    return Trend(
        start=m["start"],
        end=m["end"],
        i=m["i"],
        j=m["j"],
        direction=m["direction"],
        metric=name,
        metric_span=span,
        metric_p=round(sure, 6),
        theme=about.at,
        hint=_hint(index, place, m),
        group=group_of(index, about, name),
        rule=f"trend.{m['rule']}",
        p=round(p, 6),
    )


def _hint(index: Index, place: Sight, m: Movement) -> int | None:
    """The token that says whose metric moves: a name in the theme's phrase, else who makes it move."""
    about = theme(index, place, m)
    for head in (about.at, about.agent):
        named = _named(index, head) if head is not None else None
        if named is not None:
            return named
    return about.at


def _named(index: Index, head: int) -> int | None:
    """A mention of an entity that a noun is, is owned by, or has before or behind it ("of", "in", "at")."""
    if index.entity_at[head] != NONE:
        return head
    owners = [c for c in index.children[head] if index.dep[c] == "poss"]
    before = [c for c in index.children[head] if index.dep[c] in ("compound", "nmod", "amod")]
    if index.lemma[head] in EQUITIES:  # "Bitcoin miners", "gold stocks": not what they mine
        before = [c for c in before if not _is_asset(index, c)]
    behind = [o for c in index.children[head] if index.dep[c] == "prep" for o in index.children[c]]
    return next((c for c in owners + before + behind if index.entity_at[c] != NONE), None)


def _is_asset(index: Index, t: int) -> bool:
    k = index.entity_at[t]
    return k != NONE and index.entities[k]["type"] in ("asset", "commodity", "currency")


def _near_entity(index: Index, place: Sight) -> bool:
    return bool(index.entities_in[place.sent])


def _by_rule(index: Index, place: Sight, m: Movement) -> bool:
    tight = any(coarse(h.relation).startswith(TIGHT) for h in place.metrics)
    about = theme(index, place, m)
    near = [standing(index, place, about, index.quantities[n]) for n in numbers_in(index, place.sent)]
    return tight and not {"mine", "over", "tied", "clause"} & set(near)
