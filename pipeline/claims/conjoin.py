"""Features of a candidate for a log-linear ranker: what differs between candidates, and what goes with what.

A softmax over the candidates of one number cancels all that they share, so shared features (unit, metric, verb slots)
enter only in conjunction with the candidate's own. What goes with what is said once (`_own`), as groups: a function
that spells conjunctions out, and the few values it spells them from. `conjoined` spells every feature, for training
and `explain`; `scores` sums the same weights and spells a group only where it meets its values for the first time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

Row = dict[str, float]
Group = tuple[Callable[..., tuple[str, ...]], tuple[Any, ...]]
"""How conjunctions are spelled, and from what."""

_SHARED = ("u=", "metric=", "slot_s=", "slot_o=", "qdep=", "k=", "vc=")
_ALONE = (*_SHARED, "best=", "role=", "move=", "asp=", "verb=")
_CONSTANT = frozenset(
    ("sent_names", "sent_no", "sent_len", "q_at", "q_before", "log_value", "verb_up", "mv_verb", "has_subj", "say_verb")
) | {"metric_p0"}
_WAYS = ("dep=", "subj=", "owns=", "mside=", "as=")
_FLAGS = (
    *("slot_s_me", "slot_o_me", "in_subj", "is_topic", "in_title", "up_subj", "sent_subj", "prev_subj", "para_subj"),
    *("first_name", "is_source", "side_subj"),
)
_SEGMENT = ("seg_any", "seg_in", "seg_only", "seg_verb", "seg_out", "nearest")
_ONLY = ("fit_only", "fit_here", "fit_none_here", "fit_last", "fit_first")
_BINS = (4.0, 6.0, 10.0, 20.0, 1e9)
_NOWHERE = (0,) * len(_SEGMENT)
MOST = 1 << 17
"""Sums remembered by a ranker before it starts anew."""


@dataclass(slots=True)
class Tables:
    """The weights of a ranker, and the sums it has made of them."""

    single: dict[str, float] = field(default_factory=dict)
    """Weights of the candidate's own features."""
    crossed: dict[str, dict[str, float]] = field(default_factory=dict)
    """By shared feature the weights of what it is crossed with."""
    known: dict[Any, float] = field(default_factory=dict)
    """Sums by group, and weights by feature and value."""


def tables(weights: Mapping[str, Mapping[str, float]]) -> Tables:
    """The weights of a ranker, laid out for `scores`."""
    made = Tables()
    for name, by_label in weights.items():
        if name.startswith(_SHARED):
            a, _, own = name.partition("&")
            made.crossed.setdefault(a, {})[own] = by_label["yes"]
        else:
            made.single[name] = by_label["yes"]
    return made


def _binned(value: float) -> str:
    if abs(value) < 1:
        return f"{value:.1f}"
    if abs(value) < 4:
        return str(int(value))
    return next(str(int(low)) for low, high in pairwise(_BINS) if abs(value) < high) + "+"


_ALONE_KIND, _OTHER, _KIND, _FORM, _WAY, _NUMBER, _FITS, _PICK, _BEST = range(9)


@lru_cache(maxsize=1 << 15)
def _class(name: str) -> int:
    """What a feature is to `_own`."""
    if "=" not in name:
        return _NUMBER
    if name.startswith("best="):
        return _BEST
    if name.startswith(_ALONE):
        return _ALONE_KIND
    for start, what in (("type=", _KIND), ("form=", _FORM), ("fit=", _FITS), ("pick=", _PICK)):
        if name.startswith(start):
            return what
    return _WAY if name.startswith(_WAYS) else _OTHER


def _spelled(name: str, value: float) -> str:
    """A feature as an indicator; empty where it does not differ between candidates."""
    what = _class(name)
    if what == _NUMBER:
        return "" if name in _CONSTANT else f"{name}#{_binned(value)}"
    return "" if what in (_ALONE_KIND, _BEST) else name


def _own(row: Row) -> tuple[list[Group], list[Group]]:
    """The conjunctions of a candidate's own features, and what of them is crossed with the scene's."""
    kind = form = fit = best = ""
    pick = "pick=none"
    ways: list[str] = []
    for name in row:
        if "=" in name and (what := _class(name)) not in (_ALONE_KIND, _OTHER):
            if what == _WAY:
                ways.append(name)
            elif what == _KIND:
                kind = name
            elif what == _FORM:
                form = name
            elif what == _FITS:
                fit = name
            elif what == _PICK:
                pick = name
            else:
                best = name
    get = row.get
    before, subject, near, names, segment = 0, 0, 0, 0, _NOWHERE
    if get("here"):
        here = "here"
        before, subject, near = int(get("before", 0)), int(get("in_subj", 0)), int(get("nearest", 0))
        names, segment = int(get("names_between", 0)), tuple([int(get(n, 0)) for n in _SEGMENT])
    else:
        here = "far1" if get("same_para") else "far0"
    rank, rival = int(get("rank", 0)), int(get("rival", 0))
    title, topic = int(get("in_title", 0)), int(get("is_topic", 0))
    tells, source = int(get("tells", 0)), int(get("is_source", 0))
    only = tuple([int(get(n, 0)) for n in _ONLY])
    groups: list[Group] = [(_by_way, (way, kind, before, fit)) for way in ways]
    groups += [
        (_by_place, (kind, form, here, rank, title, topic)),
        (_by_segment, (segment, kind, form, subject)),
        (_by_gap, (names, before, subject)),
        (_by_pick, (pick, best, fit, form, here)),
        (_by_fit, (fit, form, here, only, rival)),
        (_by_part, (fit, here, subject, topic, title, before, near)),
        (_by_teller, (fit, kind, source, tells)),
    ]
    crossed: list[Group] = [(_as_kind, (kind, form, here)), (_as_slot, (kind, here, int(get("newer", 0)), rank))]
    crossed += [(_as_flag, (m,)) for m in _FLAGS if get(m)]
    crossed += [(_as_way, (way,)) for way in ways]
    return groups, crossed


def _by_way(way: str, kind: str, before: int, fit: str) -> tuple[str, ...]:
    found = () if way.startswith(("mside", "as=")) else (f"{way}&{kind}", f"{way}&before{before}")
    return found if way.startswith("as=") else (*found, f"{fit}&{way}")


def _by_place(kind: str, form: str, here: str, rank: int, title: int, topic: int) -> tuple[str, ...]:
    return f"{form}&{here}&rank{rank}", f"{here}&title{title}&topic{topic}", f"{kind}&{form}"


def _by_segment(flags: tuple[int, ...], kind: str, form: str, subject: int) -> tuple[str, ...]:
    segment = "seg" + "".join(map(str, flags))
    return segment, f"{segment}&{form}&subj{subject}", f"{segment}&{kind}"


def _by_gap(names: int, before: int, subject: int) -> tuple[str, ...]:
    return (f"between{names}&{before}&{subject}",)


def _by_pick(pick: str, best: str, fit: str, form: str, here: str) -> tuple[str, ...]:
    return f"{pick}&{fit}", f"{pick}&{form}", f"{best}&{form}&{here}", f"{best}&{pick}"


def _by_fit(fit: str, form: str, here: str, flags: tuple[int, ...], rival: int) -> tuple[str, ...]:
    """How the candidate's type goes with the metric, and who else of its kind there is."""
    only = "".join(map(str, flags))
    return (
        f"{fit}&{here}",
        f"{fit}&{form}&{here}",
        f"{fit}&{only}&{here}&{form}",
        f"{fit}&{only}",
        f"{form}&rival{rival}&{here}",
        f"{fit}&{form}&rival{rival}",
    )


def _by_part(fit: str, here: str, subject: int, topic: int, title: int, before: int, near: int) -> tuple[str, ...]:
    return f"{fit}&subj{subject}", f"{fit}&topic{topic}&title{title}&{here}", f"{fit}&{before}&nearest{near}"


def _by_teller(fit: str, kind: str, source: int, tells: int) -> tuple[str, ...]:
    return f"{fit}&source{source}&tells{tells}", f"{kind}&tells{tells}&source{source}"


def _as_kind(kind: str, form: str, here: str) -> tuple[str, ...]:
    return kind, f"{form}&{here}"


def _as_slot(kind: str, here: str, newer: int, rank: int) -> tuple[str, ...]:
    return f"{here}&newer{newer}", f"{here}&rank{min(4, rank)}", f"{kind}&{here}"


def _as_flag(flag: str) -> tuple[str, ...]:
    return (flag,)


def _as_way(way: str) -> tuple[str, ...]:
    return (way,)


_CROSSED = {
    _as_kind: _SHARED,
    _as_flag: ("slot", "qdep", "metric"),
    _as_way: ("metric=", "qdep", "u=", "vc="),
    _as_slot: ("slot",),
}
"""Which shared features each class of a candidate's own features is crossed with."""


def _shared(row: Row) -> list[str]:
    return [name for name, value in row.items() if value and name.startswith(_SHARED)]


def conjoined(row: Row) -> Row:
    """The row as indicator features and their conjunctions."""
    kept = {name: value for name, value in row.items() if value}
    groups, crossed = _own(kept)
    single = [spelled for name, value in kept.items() if (spelled := _spelled(name, value))]
    out = dict.fromkeys([*single, *(name for spell, given in groups for name in spell(*given))], 1.0)
    for a in _shared(row):
        for spell, given in crossed:
            if a.startswith(_CROSSED[spell]):
                out.update((f"{a}&{own}", 1.0) for own in spell(*given))
    return out


def scores(weights: Tables, shared: Row, rows: Sequence[Row]) -> list[float]:
    """The raw score of each candidate of one number: `shared` is what its scene shares, `rows` what is their own."""
    if len(weights.known) > MOST:
        weights.known.clear()
    subs = [weights.crossed[a] for a in _shared(shared) if a in weights.crossed]
    met: dict[Group, float] = {}
    return [_score(weights, row, subs, met) for row in rows]


def _score(weights: Tables, row: Row, subs: list[dict[str, float]], met: dict[Group, float]) -> float:
    """The score of a candidate; `met` are the sums of crossed features of its scene so far."""
    known, single, total = weights.known, weights.single, 0.0
    groups, crossed = _own(row)
    for pair in row.items():
        if not pair[1]:
            continue
        weight = known.get(pair)
        if weight is None:
            weight = known[pair] = single.get(_spelled(*pair), 0.0)
        total += weight
    for group in groups:
        weight = known.get(group)
        if weight is None:
            spell, given = group
            weight = known[group] = sum([single.get(name, 0.0) for name in spell(*given)], 0.0)
        total += weight
    for group in crossed:
        weight = met.get(group)
        if weight is None:
            spell, given = group
            weight = met[group] = sum([sub.get(own, 0.0) for own in spell(*given) for sub in subs], 0.0)
        total += weight
    return total
