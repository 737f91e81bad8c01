"""Features of a candidate for a log-linear ranker: what differs between candidates, and what goes with what.

A softmax over the candidates of one number cancels all that they share, so shared features (unit, metric, verb slots)
enter only in conjunction with the candidate's own. `conjoined` spells every feature out, for training and `explain`;
`scores` sums the same weights without spelling: what a scene shares is looked up once for all its candidates.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

Row = dict[str, float]
Tables = tuple[dict[str, float], dict[str, dict[str, float]]]
"""Weights of the candidate's own features, and by shared feature those of what it is crossed with."""

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
_BINS = (4.0, 6.0, 10.0, 20.0, 1e9)
_CROSSED = {
    "kind": _SHARED,
    "form": _SHARED,
    "flag": ("slot", "qdep", "metric"),
    "way": ("metric=", "qdep", "u=", "vc="),
    "slot": ("slot",),
}
"""Which shared features each class of a candidate's own features is crossed with."""


def _binned(value: float) -> str:
    if abs(value) < 1:
        return f"{value:.1f}"
    if abs(value) < 4:
        return str(int(value))
    return next(str(int(low)) for low, high in pairwise(_BINS) if abs(value) < high) + "+"


@lru_cache(maxsize=1 << 15)
def _single(name: str, value: float) -> str:
    """A number as an indicator; empty where it does not differ between candidates."""
    return "" if name in _CONSTANT else f"{name}#{_binned(value)}"


_ALONE_KIND, _OTHER, _KIND, _FORM, _WAY, _NUMBER, _FITS = range(7)


@lru_cache(maxsize=1 << 15)
def _class(name: str) -> int:
    """What a feature is to `_own`."""
    if "=" not in name:
        return _NUMBER
    if name.startswith(_ALONE):
        return _ALONE_KIND
    if name.startswith("type="):
        return _KIND
    if name.startswith("form="):
        return _FORM
    if name.startswith("fit="):
        return _FITS
    return _WAY if name.startswith(_WAYS) else _OTHER


def _own(row: Row, idle: frozenset[str] = frozenset()) -> tuple[list[str], list[tuple[str, str]]]:
    """The candidate's own features, and those to be crossed with what the scene shares, with their class.

    `idle`: names known to be neither.
    """
    single: list[str] = []
    ways: list[str] = []
    kind = form = fit = ""
    for name in [name for name in row if name not in idle] if idle else row:
        value = row[name]
        if not value:
            continue
        what = _class(name)
        if what == _NUMBER:
            if spelled := _single(name, value):
                single.append(spelled)
        elif what != _ALONE_KIND:
            single.append(name)
            if what == _KIND:
                kind = name
            elif what == _FORM:
                form = name
            elif what == _FITS:
                fit = name
            elif what == _WAY:
                ways.append(name)
    here = "here" if row.get("here") else f"far{int(row.get('same_para', 0))}"
    crossed = [("kind", kind), ("form", f"{form}&{here}")]
    crossed += [("flag", m) for m in _FLAGS if row.get(m)]
    crossed += [("way", way) for way in ways]
    crossed.append(("slot", f"{here}&newer{int(row.get('newer', 0))}"))
    crossed.append(("slot", f"{here}&rank{min(4, int(row.get('rank', 0)))}"))
    crossed.append(("slot", f"{kind}&{here}"))
    _pairs(single, row, ways, (kind, form, here))
    _fit_pairs(single, row, ways, (fit, form, here, kind))
    return single, crossed


def _pairs(single: list[str], row: Row, ways: list[str], own: tuple[str, str, str]) -> None:
    """Conjunctions among the candidate's own features."""
    kind, form, here = own
    before, subject = int(row.get("before", 0)), int(row.get("in_subj", 0))
    for way in ways:
        if not way.startswith(("mside", "as=")):
            single += (f"{way}&{kind}", f"{way}&before{before}")
    seg = "seg" + "".join(str(int(row.get(n, 0))) for n in _SEGMENT)
    single += (
        f"{form}&{here}&rank{int(row.get('rank', 0))}",
        f"{here}&title{int(row.get('in_title', 0))}&topic{int(row.get('is_topic', 0))}",
        seg,
        f"{seg}&{form}&subj{subject}",
        f"{seg}&{kind}",
        f"{kind}&{form}",
        f"between{int(row.get('names_between', 0))}&{before}&{subject}",
    )


def _fit_pairs(single: list[str], row: Row, ways: list[str], own: tuple[str, str, str, str]) -> None:
    """How the candidate's type goes with the metric, and where it stands."""
    fit, form, here, kind = own
    subject, before = int(row.get("in_subj", 0)), int(row.get("before", 0))
    pick = next((name for name in row if name.startswith("pick=")), "pick=none")
    best = next((name for name in row if name.startswith("best=")), "")
    single += (f"{pick}&{fit}", f"{pick}&{form}", f"{best}&{form}&{here}", f"{best}&{pick}")
    only = "".join(str(int(row.get(n, 0))) for n in ("fit_only", "fit_here", "fit_none_here", "fit_last", "fit_first"))
    single += (
        f"{fit}&{here}",
        f"{fit}&{form}&{here}",
        f"{fit}&subj{subject}",
        f"{fit}&source{int(row.get('is_source', 0))}&tells{int(row.get('tells', 0))}",
        f"{kind}&tells{int(row.get('tells', 0))}&source{int(row.get('is_source', 0))}",
        f"{fit}&topic{int(row.get('is_topic', 0))}&title{int(row.get('in_title', 0))}&{here}",
        f"{fit}&{only}&{here}&{form}",
        f"{fit}&{only}",
        f"{fit}&{before}&nearest{int(row.get('nearest', 0))}",
        f"{form}&rival{int(row.get('rival', 0))}&{here}",
        f"{fit}&{form}&rival{int(row.get('rival', 0))}",
    )
    single += [f"{fit}&{way}" for way in ways if not way.startswith("as=")]


def _shared(row: Row) -> list[str]:
    return [name for name, value in row.items() if value and name.startswith(_SHARED)]


def conjoined(row: Row) -> Row:
    """The row as indicator features and their conjunctions."""
    single, crossed = _own(row)
    out = dict.fromkeys(single, 1.0)
    for a in _shared(row):
        for kind, own in crossed:
            if a.startswith(_CROSSED[kind]):
                out[f"{a}&{own}"] = 1.0
    return out


def tables(weights: Mapping[str, Mapping[str, float]]) -> Tables:
    """The weights of a ranker, laid out for `scores`."""
    single: dict[str, float] = {}
    crossed: dict[str, dict[str, float]] = {}
    for name, by_label in weights.items():
        if name.startswith(_SHARED):
            a, _, own = name.partition("&")
            crossed.setdefault(a, {})[own] = by_label["yes"]
        else:
            single[name] = by_label["yes"]
    return single, crossed


def scores(weights: Tables, rows: Sequence[Row]) -> list[float]:
    """The raw score of each candidate of one number (all rows share what their scene shares)."""
    if not rows:
        return []
    single, crossed = weights
    subs = [crossed[a] for a in _shared(rows[0]) if a in crossed]
    idle = frozenset(name for name in rows[0] if name in _CONSTANT or _class(name) == _ALONE_KIND)
    known: dict[str, float] = {}
    found: list[float] = []
    for row in rows:
        alone, pairs = _own(row, idle)
        total = sum([single[name] for name in dict.fromkeys(alone) if name in single], 0.0)
        for own in dict.fromkeys([own for _, own in pairs]):
            weight = known.get(own)
            if weight is None:
                weight = known[own] = sum([sub[own] for sub in subs if own in sub], 0.0)
            total += weight
        found.append(total)
    return found
