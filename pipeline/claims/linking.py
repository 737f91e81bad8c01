"""Which entity a number belongs to: candidates scored by boosted trees in two passes, plain rules where none ship.

The second pass sees what the first one chose for the neighbouring numbers, so that a run of numbers about one
entity holds together. Method: stacked generalization (Wolpert 1992); at training the first pass is cross-validated.
"""

from dataclasses import dataclass

from pipeline.claims.candidates import Candidate, candidates_for
from pipeline.claims.features import Scene, entity_features
from pipeline.claims.index import Index
from pipeline.claims.trees import load_trees

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
    model = load_trees(name)
    if model is None:
        for one in linked:
            one.scores = [_squash(r["rule"] + 1.5 * r.get("prev_p", 0.0)) for r in one.rows]
        return
    scores = model.probabilities([r for one in linked for r in one.rows])
    at = 0
    for one in linked:
        one.scores = scores[at : at + len(one.rows)]
        at += len(one.rows)


def _squash(score: float) -> float:
    return max(0.02, min(0.95, 0.5 + score / 12.0))


def add_neighbours(linked: list[Linked]) -> None:
    """Features of the second pass: the first pass's own score, and its choices for the numbers around."""
    tops = []
    for one in linked:
        best = one.best()
        tops.append((one.candidates[best].key, one.scores[best]) if best is not None else ("", 0.0))
    for n, one in enumerate(linked):
        ranked = sorted(one.scores, reverse=True)
        for k, (c, row) in enumerate(zip(one.candidates, one.rows, strict=True)):
            score = one.scores[k]
            row["p1"] = score
            row["p1_lead"] = score - (ranked[0] if score < ranked[0] else ranked[1] if len(ranked) > 1 else 0.0)
            for name, m in (("prev", n - 1), ("prev2", n - 2), ("next", n + 1)):
                if 0 <= m < len(linked):
                    _neighbour(row, name, one, linked[m], c, tops[m])


def _neighbour(row: dict[str, float], name: str, one: Linked, other: Linked, c: Candidate, top: tuple[str, float]) -> None:
    gap = abs(one.scene.sent - other.scene.sent)
    if gap > 3:
        return
    row[f"{name}_p"] = top[1] if top[0] == c.key else -top[1]
    row[f"{name}_gap"] = float(gap)
    row[f"{name}_unit"] = float(one.scene.quantity["unit"] == other.scene.quantity["unit"])
    row[f"{name}_verb"] = float(one.scene.verb == other.scene.verb)
