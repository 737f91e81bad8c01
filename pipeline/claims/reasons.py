"""Claim or not: a small model decides, and what is not claimed gets its reason."""

from pipeline.claims.index import NONE, Index
from pipeline.claims.linking import Linked
from pipeline.claims.policy import CLAIM_THRESHOLD
from pipeline.claims.scene import Scene
from pipeline.claims.trees import load_trees
from pipeline.claims.words import SPEECH

MODEL = "claim_yes"


def claim_features(index: Index, s: Scene, linked: Linked, metric_p: float) -> dict[str, float]:
    """What speaks for and against a quantity being a claim."""
    q = s.quantity
    f = dict(s.shared)
    best = linked.best()
    if best is not None:
        c, row = linked.candidates[best], linked.own[best]
        f["ent_p"] = linked.scores[best]
        f[f"ent_type={c.type}"] = 1.0
        f[f"ent_form={c.form}"] = 1.0
        for name in ("in_subj", "here", "gap", "own_depth", "prev_p"):
            f[f"ent_{name}"] = row.get(name, -1.0)
    f["metric_p"] = metric_p
    f["has_metric_words"] = float(s.metric_span is not None)
    f[f"bound={q['bound']}"] = 1.0
    f[f"unit={q['unit']}"] = 1.0
    f[f"rule={q['rule']}"] = 1.0
    f["approx"] = float(q["approx"])
    f["digits"] = float(
        any(
            index.doc[t].is_digit or (index.doc[t].like_num and index.doc[t].text[0].isdigit()) for t in range(s.i, s.j)
        )
    )
    f["span"] = float(s.j - s.i)
    f["in_time"] = float(any(index.time_at[t] for t in range(s.i, s.j)))
    f["in_name"] = float(any(index.entity_at[t] != NONE for t in range(s.i, s.j)))
    _around(index, s, f)
    return f


def _around(index: Index, s: Scene, f: dict[str, float]) -> None:
    a, b = index.sents[s.sent]
    for name, t in (("l1", s.i - 1), ("l2", s.i - 2), ("r1", s.j), ("r2", s.j + 1)):
        if a <= t < b:
            f[f"{name}={index.lower[t]}"] = 1.0
    head = s.chain[1] if len(s.chain) > 1 else s.root
    f[f"head={index.lemma[head]}"] = 1.0
    f[f"headpos={index.pos[head]}"] = 1.0
    noun = s.quantity["noun"]
    if noun:
        f[f"noun={index.lemma[noun[1] - 1]}"] = 1.0
        f["noun_len"] = float(noun[1] - noun[0])
    f["speech_above"] = float(any(index.lemma[t] in SPEECH for t in s.chain))
    f["def"] = float(a <= s.i - 1 and index.lower[s.i - 1] in ("the", "its", "their", "his", "these", "those", "this"))


def claim_probabilities(rows: list[dict[str, float]]) -> list[float]:
    """The probability that each is a claim; without a model everything the layers left open is one."""
    model = load_trees(MODEL)
    return model.probabilities(rows) if model else [0.9] * len(rows)


def reason_for(p: float, linked: Linked, metric: str | None) -> str | None:
    """Why a quantity is no claim, or None."""
    if linked.best() is None:
        return "no_entity"
    if metric is None:
        return "no_metric"
    if p < CLAIM_THRESHOLD:
        return _guess(linked)
    return None


def _guess(linked: Linked) -> str:
    q = linked.scene.quantity
    if q["unit"].split("/")[0] in ("year", "month", "day", "hour", "minute", "week"):
        return "duration_frame"
    if q["kind"] == "count" and q["low"] is not None and q["low"] <= 12:
        return "count_of_actors"
    if q["kind"] == "vague":
        return "vague"
    if q["kind"] == "bare":
        return "no_metric"
    return "not_claim"
