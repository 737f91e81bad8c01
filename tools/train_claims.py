"""Train the models of pipeline/claims (entity linking, claim or not) from a gold file.

    python tools/train_claims.py DATA [--out pipeline/weights] [--docs CACHE.spacy] [--folds 8]

DATA holds articles.jsonl and gold.jsonl in the form of docs/claims.md (tools/corpus.py puts our own articles
beside them); articles with split "train" and "extra" are learned from, figures are of "train" alone. Small networks
(tools/rank.py) link entities; boosted trees (scikit-learn's histogram gradient boosting, seed fixed) say claim or not.
What one model sees of another is cross-validated by article, so that no score is better at training than it will be in
use.
Prints grouped cross-validation figures.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import rank
from corpus import documents
from sklearn.ensemble import HistGradientBoostingClassifier
from spacy.tokens import Doc

from pipeline.claims import assembly, linking, reasons
from pipeline.claims.candidates import as_entity
from pipeline.claims.linking import Linked
from pipeline.claims.metric import choose_metric
from pipeline.claims.ranker import Ranker, of_candidate, of_scene, save
from pipeline.layers.store import layers

SEED = 7
Row = dict[str, float]
Gold = dict[str, Any]
GENERIC = {"the", "a", "an", "of", "and", "inc", "corp", "corporation", "co", "company", "plc", "ltd", "limited",
           "group", "sa", "ag", "nv", "llc", "lp", "holdings", "us", "its", "their", "s"}  # fmt: skip
YES = {"max_iter": 120, "learning_rate": 0.06, "max_leaf_nodes": 8, "min_samples_leaf": 8, "l2_regularization": 2.0}


# --- gold ---------------------------------------------------------------------------------------------------------


def keywords(text: str) -> set[str]:
    """The telling words of a name, without plural s."""
    found = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return {w.rstrip("s") or w for w in ([w for w in found if w not in GENERIC] or found)}


def same_name(a: str, b: str) -> bool:
    """Whether one name's words are contained in the other's."""
    x, y = keywords(a), keywords(b)
    return bool(x and y) and (x <= y or y <= x)


def entities_of(gold: Gold) -> list[str]:
    """All names that count as right."""
    found: list[str] = []
    for version in (gold, gold.get("alt") or {}):
        name = version.get("entity")
        found += name if isinstance(name, list) else [name] if name else []
    return found


def same_number(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-3 * max(abs(a), abs(b), 1e-9)


def align(doc: Doc, golds: list[Gold]) -> dict[int, Gold]:
    """First token of a quantity -> its gold claim, by sentence and value, in text order."""
    groups: dict[tuple[Any, ...], list[Gold]] = defaultdict(list)
    for g in golds:
        if g["kind"] != "trend":
            groups[(*g["sent"], g["low"], g["high"])].append(g)
    found: dict[int, Gold] = {}
    for (start, end, *_), some in groups.items():
        ends = {g[k] for g in some for k in ("low", "high") if g[k] is not None}
        ends |= {(g.get("alt") or {}).get(k) for g in some for k in ("low", "high")} - {None}
        hits = [
            q
            for q in layers(doc)["quantities"]
            if start - 3 <= q["start"] < end
            and q["i"] not in found
            and q["kind"] != "vague"
            and any(same_number(v, e) for v in (q["low"], q["high"]) if v is not None for e in ends)
        ]
        if len(hits) > len(some):
            units = {g["unit"] for g in some}
            hits = [q for q in hits if q["unit"] in units] or hits
        found.update({q["i"]: g for q, g in zip(hits, some, strict=False)})
    return found


def align_trends(doc: Doc, golds: list[Gold], trends: list[dict[str, Any]]) -> dict[int, Gold]:
    """First token of a movement -> its gold trend: same sentence, same direction, in text order."""
    found: dict[int, Gold] = {}
    used: set[int] = set()
    for t in trends:
        at = doc[t["i"]].idx
        for n, g in enumerate(golds):
            here = g["kind"] == "trend" and n not in used and g["sent"][0] <= at < g["sent"][1]
            if here and g["direction"] == t["direction"]:
                found[t["i"]] = g
                used.add(n)
                break
    return found


# --- trees ----------------------------------------------------------------------------------------------------------


def columns(rows: list[Row], least: int) -> list[str]:
    """The features worth a column: seen often enough."""
    seen: Counter[str] = Counter(name for row in rows for name in row)
    return sorted(name for name, n in seen.items() if n >= least)


def matrix(rows: list[Row], names: list[str]) -> np.ndarray:
    place = {n: k for k, n in enumerate(names)}
    out = np.zeros((len(rows), len(names)))
    for k, row in enumerate(rows):
        for name, value in row.items():
            if name in place:
                out[k, place[name]] = value
    return out


class Fitted:
    """A fitted classifier with its columns."""

    def __init__(
        self, rows: list[Row], y: list[int], weights: list[float], params: dict[str, Any], least: int = 8
    ) -> None:
        self.names = columns(rows, least)
        self.model = HistGradientBoostingClassifier(random_state=SEED, early_stopping=False, **params)
        self.model.fit(matrix(rows, self.names), np.array(y), sample_weight=np.array(weights))

    def __call__(self, rows: list[Row]) -> list[float]:
        if not rows:
            return []
        return [float(p) for p in self.model.predict_proba(matrix(rows, self.names))[:, 1]]

    def export(self, meta: dict[str, Any]) -> dict[str, Any]:
        """The JSON of pipeline.claims.trees, with only the columns that some tree uses."""
        trees = [_tree(p[0].nodes) for p in self.model._predictors]
        used = sorted({f for t in trees for f in t[0] if f >= 0})
        place = {f: k for k, f in enumerate(used)}
        for t in trees:
            t[0] = [place[f] if f >= 0 else -1 for f in t[0]]
        bias = float(np.ravel(self.model._baseline_prediction)[0])
        return {"features": [self.names[f] for f in used], "bias": round(bias, 5), "trees": trees, "meta": meta}


def _tree(nodes: Any) -> list[list[Any]]:
    n = len(nodes)
    leaf = [bool(x["is_leaf"]) for x in nodes]
    value, weight = [float(x["value"]) for x in nodes], [float(x["count"]) for x in nodes]
    for k in range(n - 1, -1, -1):
        if not leaf[k]:
            a, b = int(nodes[k]["left"]), int(nodes[k]["right"])
            value[k] = (value[a] * weight[a] + value[b] * weight[b]) / (weight[a] + weight[b])
    return [
        [-1 if leaf[k] else int(nodes[k]["feature_idx"]) for k in range(n)],
        [0.0 if leaf[k] else float(f"{nodes[k]['num_threshold']:.6g}") for k in range(n)],
        [0 if leaf[k] else int(nodes[k]["left"]) for k in range(n)],
        [0 if leaf[k] else int(nodes[k]["right"]) for k in range(n)],
        [round(v, 5) for v in value],
    ]


# --- examples -------------------------------------------------------------------------------------------------------


class Example:
    """One article: its scenes with candidates, what gold says of them, and its fold."""

    def __init__(self, doc: Doc, golds: list[Gold], fold: int, extra: bool = False) -> None:
        self.doc, self.golds, self.fold, self.extra = doc, golds, fold, extra
        self.index, self.linked, self.left, self.trends = assembly.scenes_of(doc)
        known = align(doc, golds)
        moved = align_trends(doc, golds, self.trends)
        self.gold = [self._gold(x, known, moved) for x in self.linked]

    def _gold(self, x: Linked, known: dict[int, Gold], moved: dict[int, Gold]) -> Gold | None:
        return (moved if x.scene.quantity["kind"] == "trend" else known).get(x.scene.i)


def folds_of(ids: list[str], count: int) -> dict[str, int]:
    """Articles to folds, outlets spread evenly: by order within the sorted ids."""
    return {key: n % count for n, key in enumerate(sorted(ids))}


EXTRA = 0.3
"""What an article of ours weighs beside one of the data: we choose what is in it."""


def entity_groups(examples: list[Example]) -> Iterator[rank.Group]:
    """The candidates of each number, those right for it, and its weight."""
    for ex in examples:
        for x, g in zip(ex.linked, ex.gold, strict=True):
            if g is None or not x.candidates:
                continue
            names = entities_of(g)
            right = [int(any(same_name(c.name, n) for n in names)) for c in x.candidates]
            if any(right):
                scene = of_scene(x.scene.shared)
                rows = [scene + of_candidate(row) for row in x.own]
                yield rank.Group(rows, right, (0.5 if g.get("optional") else 1.0) * (EXTRA if ex.extra else 1.0))


def fit_entity(examples: list[Example]) -> Ranker:
    return rank.fit(list(entity_groups(examples)))


def claim_rows(examples: list[Example]) -> Iterator[tuple[Row, int, float]]:
    for ex in examples:
        for row, x, g in _claim_inputs(ex):
            if g is not None and g.get("optional"):
                continue
            del x
            yield row, int(g is not None), 1.0


def _claim_inputs(ex: Example) -> Iterator[tuple[Row, Linked, Gold | None]]:
    for x, g in zip(ex.linked, ex.gold, strict=True):
        if x.scene.quantity["kind"] == "trend":
            continue
        best = x.best()
        entity = as_entity(ex.index, x.candidates[best]) if best is not None else None
        sure = choose_metric(ex.doc, x.scene.quantity, entity)[2]
        yield reasons.claim_features(ex.index, x.scene, x, sure), x, g


def fit_claim(examples: list[Example]) -> Fitted:
    rows, y, w = zip(*claim_rows(examples), strict=True)
    return Fitted(list(rows), list(y), list(w), YES, 5)


def apply_pass(examples: list[Example], ranker: Ranker) -> None:
    """Write the scores of one pass."""
    for ex in examples:
        for x in ex.linked:
            x.scores = linking.softmax(ranker.scores(x.scene.shared, x.own))


def cross(examples: list[Example], folds: int) -> None:
    """Held-out scores for every article: each fold scored by a model of the others."""
    models = [fit_entity([e for e in examples if e.fold != f]) for f in range(folds)]
    for f, model in enumerate(models):
        apply_pass([e for e in examples if e.fold == f], model)


def accuracy(examples: list[Example], trend: bool) -> str:
    right = total = possible = 0
    for ex in (e for e in examples if not e.extra):
        for x, g in zip(ex.linked, ex.gold, strict=True):
            if g is None or g.get("optional") or (x.scene.quantity["kind"] == "trend") != trend:
                continue
            total += 1
            names = entities_of(g)
            best = x.best()
            right += best is not None and any(same_name(x.candidates[best].name, n) for n in names)
            possible += any(same_name(c.name, n) for c in x.candidates for n in names)
    return f"{right / max(1, total):.3f} of {total} (possible {possible / max(1, total):.3f})"


def claim_figures(examples: list[Example], folds: int) -> list[tuple[float, int]]:
    """Held-out (probability, gold) pairs of claim or not; prints precision, recall and F1 by threshold."""
    pairs: list[tuple[float, int]] = []
    for f in range(folds):
        model = fit_claim([e for e in examples if e.fold != f])
        for ex in (e for e in examples if e.fold == f and not e.extra):
            kept = [(r, g) for r, _, g in _claim_inputs(ex) if not (g and g.get("optional"))]
            pairs += [(p, int(g is not None)) for p, (_, g) in zip(model([r for r, _ in kept]), kept, strict=True)]
    for t in (0.3, 0.4, 0.5, 0.6):
        tp = sum(y for p, y in pairs if p >= t)
        said, gold = sum(p >= t for p, _ in pairs), sum(y for _, y in pairs)
        print(f"  claim >= {t}: p {tp / max(1, said):.3f} r {tp / max(1, gold):.3f}")
    return pairs


# --- main ---------------------------------------------------------------------------------------------------------


def train(examples: list[Example], folds: int, log: Callable[[str], None] = print) -> tuple[Ranker, dict[str, Any]]:
    """All models from the train examples; leaves held-out scores on the examples."""
    meta = {"trained_by": "tools/train_claims.py", "articles": len(examples), "seed": SEED}
    entity = fit_entity(examples)
    cross(examples, folds)
    log(f"entity, held out: {accuracy(examples, False)}; trends {accuracy(examples, True)}")
    for ex in examples:
        linking.agree(ex.linked)
    log(f"  with repeats agreed: {accuracy(examples, False)}; trends {accuracy(examples, True)}")
    claim = fit_claim(examples)
    claim_figures(examples, folds)
    return entity, {reasons.MODEL: claim.export(meta)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("pipeline/weights"))
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--folds", type=int, default=8)
    args = parser.parse_args()
    found = [x for x in documents(args.data, args.docs) if x[0].get("split") in ("train", "extra")]
    fold = folds_of([row["id"] for row, _, _ in found], args.folds)
    examples = [Example(doc, gold, fold[row["id"]], row["split"] == "extra") for row, gold, doc in found]
    entity, models = train(examples, args.folds)
    save(entity, args.out / f"{linking.MODEL}.npz")
    for name, data in models.items():
        (args.out / f"{name}.json").write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
