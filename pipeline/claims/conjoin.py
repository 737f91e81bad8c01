"""Features of a candidate for a log-linear ranker: what differs between candidates, and what goes with what.

A softmax over the candidates of one number cancels all that they share, so shared features (unit, metric, verb slots)
enter only in conjunction with the candidate's own.
"""

from itertools import pairwise

Row = dict[str, float]

_SHARED = ("u=", "metric=", "slot_s=", "slot_o=", "qdep=", "k=", "vc=")
_ALONE = ("vc=", "u=", "k=", "qdep=", "metric=", "role=", "move=", "asp=", "verb=", "slot_s=", "slot_o=")
_CONSTANT = frozenset(
    [
        "sent_names",
        "sent_no",
        "sent_len",
        "q_at",
        "q_before",
        "log_value",
        "verb_up",
        "mv_verb",
        "has_subj",
        "say_verb",
        "metric_p0",
    ]
)
_WAYS = ("dep=", "subj=", "owns=", "mside=", "as=")
_FLAGS = (
    "slot_s_me", "slot_o_me", "in_subj", "is_topic", "in_title", "up_subj", "sent_subj", "prev_subj", "para_subj",
    "first_name", "is_source", "side_subj",
)  # fmt: skip
_BINS = (4.0, 6.0, 10.0, 20.0, 1e9)


def _binned(value: float) -> str:
    if abs(value) < 1:
        return f"{value:.1f}"
    if abs(value) < 4:
        return str(int(value))
    return next(str(int(low)) for low, high in pairwise(_BINS) if abs(value) < high) + "+"


def conjoined(row: Row) -> Row:
    """The row as indicator features and their conjunctions."""
    out: Row = {}
    shared: list[str] = []
    ways: list[str] = []
    kind = form = ""
    for name, value in row.items():
        if not value:
            continue
        if "=" not in name:
            if name not in _CONSTANT:
                out[f"{name}#{_binned(value)}"] = 1.0
            continue
        if name.startswith("type="):
            kind = name
        elif name.startswith("form="):
            form = name
        elif name.startswith(_WAYS):
            ways.append(name)
        if name.startswith(_SHARED):
            shared.append(name)
        if not name.startswith(_ALONE):
            out[name] = 1.0
    here = "here" if row.get("here") else f"far{int(row.get('same_para', 0))}"
    _cross(out, row, shared, ways, (kind, form, here))
    return out


def _cross(out: Row, row: Row, shared: list[str], ways: list[str], own: tuple[str, str, str]) -> None:
    kind, form, here = own
    flags = [m for m in _FLAGS if row.get(m)]
    for a in shared:
        out[f"{a}&{kind}"] = 1.0
        out[f"{a}&{form}&{here}"] = 1.0
        if a.startswith(("slot", "qdep", "metric")):
            for m in flags:
                out[f"{a}&{m}"] = 1.0
        if a.startswith("slot"):
            out[f"{a}&{here}&newer{int(row.get('newer', 0))}"] = 1.0
            out[f"{a}&{here}&rank{min(4, int(row.get('rank', 0)))}"] = 1.0
            out[f"{a}&{kind}&{here}"] = 1.0
        if a.startswith(("metric=", "qdep", "u=", "vc=")):
            for way in ways:
                out[f"{a}&{way}"] = 1.0
    before = int(row.get("before", 0))
    for way in ways:
        if not way.startswith(("mside", "as=")):
            out[f"{way}&{kind}"] = 1.0
            out[f"{way}&before{before}"] = 1.0
    out[f"{form}&{here}&rank{int(row.get('rank', 0))}"] = 1.0
    out[f"{here}&title{int(row.get('in_title', 0))}&topic{int(row.get('is_topic', 0))}"] = 1.0
    seg = "".join(str(int(row.get(n, 0))) for n in ("seg_any", "seg_in", "seg_only", "seg_verb", "seg_out", "nearest"))
    out[f"seg{seg}"] = 1.0
    out[f"seg{seg}&{form}&subj{int(row.get('in_subj', 0))}"] = 1.0
    out[f"seg{seg}&{kind}"] = 1.0
    out[f"{kind}&{form}"] = 1.0
    out[f"between{int(row.get('names_between', 0))}&{before}&{int(row.get('in_subj', 0))}"] = 1.0
