"""Which entity a number belongs to: candidates ranked by a log-linear model in two passes, plain rules without one.

The second pass sees what the first one chose for the neighbouring numbers, so that a run of numbers about one
entity holds together. Method: stacked generalization (Wolpert 1992); at training the first pass is cross-validated.
"""

import math
from dataclasses import dataclass

from pipeline.claims.candidates import Candidate, candidates_for
from pipeline.claims.conjoin import conjoined
from pipeline.claims.features import Scene, entity_features
from pipeline.claims.index import Index
from pipeline.linear import load_model

FIRST, SECOND = "claim_entity1", "claim_entity2"


@dataclass(slots=True)
class Linked:
    """The candidates of a number with their probabilities, best first; `rows` are the features, for `explain`."""

    scene: Scene
    candidates: list[Candidate]
    rows: list[dict[str, float]]
    scores: list[float]

    def best(self) -> int | None:
        """Place of the best candidate, or None without one."""
        if not self.candidates:
            return None
        return max(range(len(self.scores)), key=lambda k: (self.scores[k], -k))


def candidates_of(index: Index, scenes: list[Scene]) -> list[Linked]:
    """The candidates of every number of an article with their features, scored by the plain rule."""
    linked = []
    for s in scenes:
        found = candidates_for(index, s.i, s.j)
        rows = [entity_features(index, s, c) for c in found]
        linked.append(Linked(s, found, rows, [r["rule"] for r in rows]))
    return linked


def score(linked: list[Linked]) -> None:
    """Score the candidates of all numbers of an article, in place."""
    _pass(linked, FIRST)
    add_neighbours(linked)
    _pass(linked, SECOND)


def _pass(linked: list[Linked], name: str) -> None:
    model = load_model(name)
    for one in linked:
        if model is None:
            one.scores = [_squash(r["rule"] + 1.5 * r.get("prev_p", 0.0)) for r in one.rows]
        else:
            weights = model.weights
            raw = [sum(w["yes"] for n in conjoined(r) if (w := weights.get(n)) is not None) for r in one.rows]
            one.scores = softmax(raw)


def softmax(raw: list[float]) -> list[float]:
    """Scores of the candidates of one number as probabilities."""
    top = max(raw, default=0.0)
    grown = [math.exp(x - top) for x in raw]
    total = sum(grown) or 1.0
    return [x / total for x in grown]


def _squash(score: float) -> float:
    return max(0.02, min(0.95, 0.5 + score / 12.0))


def add_neighbours(linked: list[Linked]) -> None:
    """Features of the second pass: the first pass's own score, and its choices for the numbers around."""
    tops = [_top(one) for one in linked]
    twins = _twins(linked)
    for n, one in enumerate(linked):
        lead = max(one.scores, default=0.0)
        near = [(name, m) for name, m in (("prev", n - 1), ("prev2", n - 2), ("next", n + 1)) if 0 <= m < len(linked)]
        near = [(name, m) for name, m in near if abs(one.scene.sent - linked[m].scene.sent) <= 3]
        for k, (c, row) in enumerate(zip(one.candidates, one.rows, strict=True)):
            row["p1"] = _bin(one.scores[k])
            row["p1_top"] = float(one.scores[k] == lead)
            for name, m in near:
                _neighbour(row, name, one, linked[m], c, tops[m])
            same = [tops[m] for m in twins.get(n, ())]
            if same:
                row["twin"] = _bin(max((p for key, p in same if key == c.key), default=0.0))


def _top(one: Linked) -> tuple[str, float]:
    best = one.best()
    return (one.candidates[best].key, one.scores[best]) if best is not None else ("", 0.0)


def _bin(p: float) -> float:
    """The logit in steps of a half, for a log-linear model."""
    return round(2.0 * math.log(max(0.004, p) / max(0.004, 1.0 - p))) / 2.0


def _twins(linked: list[Linked]) -> dict[int, list[int]]:
    """Numbers of other sentences with the same figure."""
    by: dict[tuple[float | None, float | None, str], list[int]] = {}
    for n, one in enumerate(linked):
        q = one.scene.quantity
        if q["low"] is not None or q["high"] is not None:
            by.setdefault((q["low"], q["high"], q["unit"]), []).append(n)
    return {
        n: [m for m in group if linked[m].scene.sent != linked[n].scene.sent]
        for group in by.values()
        if len(group) > 1
        for n in group
    }


def _neighbour(row: dict[str, float], name: str, one: Linked, other: Linked, c: Candidate, top: tuple[str, float]) -> None:
    gap = abs(one.scene.sent - other.scene.sent)
    verb = "v" if one.scene.verb == other.scene.verb else ""
    unit = "u" if one.scene.quantity["unit"] == other.scene.quantity["unit"] else ""
    metric = "m" if one.scene.metric == other.scene.metric else ""
    sure = "s" if top[1] > 0.6 else ""
    me = "me" if top[0] == c.key else "not"
    row[f"{name}={me}{gap}{verb}{unit}{metric}{sure}"] = 1.0
    row[f"{name}_{me}={one.scene.slots[0]}{min(1, gap)}"] = 1.0
