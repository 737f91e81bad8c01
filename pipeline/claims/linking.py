"""Which entity a number belongs to: candidates ranked by small networks, plain rules where none ship.

The ranker is a softmax over the candidates of one number, trained by tools/train_claims.py with all right candidates as
one outcome. A second pass over neighbouring numbers was tried and did not help (docs/eval.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.claims import owners
from pipeline.claims.candidates import Candidate, candidates_for
from pipeline.claims.features import entity_features
from pipeline.claims.index import Index
from pipeline.claims.ranker import Row, load_ranker
from pipeline.claims.scene import Scene
from pipeline.claims.whose import picks
from pipeline.layers.store import value_of

MODEL = "claim_entity"
FLOOR = 0.02
"""No candidate is ruled out altogether when two numbers decide together."""
TWINS = 50


@dataclass(slots=True)
class Linked:
    """The candidates of a number with their features and probabilities."""

    scene: Scene
    candidates: list[Candidate]
    own: Sequence[Row]
    """What each is by itself; the scene has what they share."""
    scores: list[float]

    def best(self) -> int | None:
        """Place of the best candidate, or None without one."""
        if not self.candidates:
            return None
        return self.scores.index(max(self.scores))


def candidates_of(index: Index, scenes: list[Scene]) -> list[Linked]:
    """The candidates of every number of an article with their features, scored by the plain rule."""
    linked = []
    for s in scenes:
        picked = picks(index, s)
        s.picks = {key: (n, way) for n, (key, way) in enumerate(picked)}
        s.best_way = picked[0][1] if picked else ""
        found = [c for c in candidates_for(index, s.i, s.j) if may_win(s, c)]
        own = [entity_features(index, s, c) for c in found]
        linked.append(Linked(s, found, own, [row["rule"] for row in own]))
    return linked


def may_win(s: Scene, c: Candidate) -> bool:
    """Whether a candidate has any chance, by its kind and place: those without one need no features and no ranker.

    Of 26,278 candidates of the 125 articles of the claims data a sixth is left out here: the ranker had chosen one of
    them (of 2,381 numbers).
    """
    back = s.sent - c.sent
    if back == 0:
        return True
    if c.form in ("group", "implied"):
        return c.form == "group" and back > 0
    fit = owners.fit(s.metric, c.type, c.rule, c.name)
    return fit == owners.GOOD if back < 0 else fit != owners.BAD or back == 1


def score(linked: list[Linked]) -> None:
    """Score the candidates of all numbers of an article, in place."""
    ranker = load_ranker(MODEL)
    ranked = ranker.scores_of([(one.scene.shared, one.own) for one in linked]) if ranker else None
    for n, one in enumerate(linked):
        one.scores = softmax(ranked[n]) if ranked else [_squash(row["rule"]) for row in one.own]
        _clause_subject(one)
    agree(linked)


def _clause_subject(one: Linked) -> None:
    """A pronoun after an if-clause ("if miners merge, their value ...") means its subject."""
    best = one.best()
    if best is None or not {"pron_they", "pron_it"} & set(one.scene.slots):
        return
    row = one.own[best]
    speaker = one.candidates[best].form == "pronoun" and row.get("is_source")
    if not speaker and (row.get("side_self") or not row.get("side_subj")):
        return
    beside = [k for k, row in enumerate(one.own) if row.get("side_self") and one.candidates[k].form != "pronoun"]
    if beside:
        k = max(beside, key=lambda k: (one.scores[k], -k))
        one.scores[k], one.scores[best] = one.scores[best], one.scores[k]


def softmax(raw: list[float]) -> list[float]:
    """Scores of the candidates of one number as probabilities."""
    top = max(raw, default=0.0)
    grown = [math.exp(x - top) for x in raw]
    total = sum(grown) or 1.0
    return [x / total for x in grown]


def _squash(score: float) -> float:
    return max(0.02, min(0.95, 0.5 + score / 12.0))


def agree(linked: list[Linked]) -> None:
    """One figure in two sentences is nearly always one entity's: let such numbers decide together."""
    twins = _twins(linked)
    joint: dict[int, list[float]] = {}
    for n, others in twins.items():
        one = linked[n]
        scores = [math.log(max(p, FLOOR)) for p in one.scores]
        for m in others:
            held = {c.key: p for c, p in zip(linked[m].candidates, linked[m].scores, strict=True)}
            for k, c in enumerate(one.candidates):
                scores[k] += math.log(max(held.get(c.key, 0.0), FLOOR))
        joint[n] = softmax(scores)
    for n, scores in joint.items():
        linked[n].scores = scores


def _twins(linked: list[Linked]) -> dict[int, list[int]]:
    """Numbers of other sentences with the same figure.

    Not of one that stands in more than `TWINS` places: no report says a figure so often, and each is compared with all.
    """
    by: dict[tuple[float | None, float | None, str], list[int]] = {}
    for n, one in enumerate(linked):
        q = one.scene.quantity
        value = value_of(q)
        if value is not None and (q["kind"] == "money" or value >= 1000):
            by.setdefault((q["low"], q["high"], q["unit"]), []).append(n)
    return {
        n: [m for m in group if linked[m].scene.sent != linked[n].scene.sent]
        for group in by.values()
        if 1 < len(group) <= TWINS
        for n in group
    }
