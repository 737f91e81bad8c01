"""Calibrate confidence on held-out claims: `calibrate.py CROSSVAL_OUT EVAL_FOLDER`.

CROSSVAL_OUT is what tools/crossval.py wrote: claims of articles that no model had seen. A claim is right where all its
card fields are (score_claims.py in EVAL_FOLDER judges). Isotonic regression (pool adjacent violators) of right on the
plain confidence, by kind of claim, smoothed by a prior of 4 claims at the kind's mean, thinned to knots, goes to
pipeline/weights/confidence.json. Prints the expected calibration error in ten bins, each fifth of the articles
calibrated by the others.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from corpus import read
from sklearn.isotonic import IsotonicRegression

OUT = Path(__file__).resolve().parent.parent / "pipeline" / "weights" / "confidence.json"
KINDS = ("quantity", "trend")
BINS, PARTS = 10, 5
Knots = list[list[float]]


def judged(folder: Path, evaluation: Path) -> dict[str, list[tuple[str, float, bool]]]:
    """By kind: (article, plain confidence, all card fields right) of every claim; optional gold left out."""
    sys.path.insert(0, str(evaluation))
    import score_claims as scorer

    texts = {a["id"]: a["text"] for a in read(folder / "articles.jsonl")}
    gold = {g["id"]: g["claims"] for g in read(folder / "gold.jsonl")}
    found: dict[str, list[tuple[str, float, bool]]] = {kind: [] for kind in KINDS}
    for row in read(folder / "pred.jsonl"):
        text = texts[row["id"]]
        golds = [g for claim in gold[row["id"]] for g in scorer.flatten(claim, text)]
        claims = [c for c in row["claims"] if c["kind"] in KINDS]
        preds = [p for claim in claims for p in scorer.flatten(claim, text)]
        pairs = {i: (j, verdict) for i, j, verdict in scorer.pair_up(preds, golds)}
        for n, claim in enumerate(claims):
            j, verdict = pairs.get(n, (None, {}))
            if j is not None and golds[j].get("optional"):
                continue
            fields = [f for f in scorer.CARD if not (claim["kind"] == "trend" and f == "range")]
            right = j is not None and all(verdict[f] for f in fields)
            found[claim["kind"]].append((row["id"], claim["confidence"], right))
    return found


def knots(rows: list[tuple[str, float, bool]], most: int = 8) -> Knots:
    """Monotone knots (plain, calibrated): means of equal groups by isotonic regression, thinned."""
    plain = np.array([p for _, p, _ in rows])
    right = np.array([float(r) for *_, r in rows])
    groups = np.array_split(np.argsort(plain, kind="stable"), min(most, max(1, len(rows) // 25)))
    x = [float(plain[g].mean()) for g in groups]
    y = [float((right[g].sum() + 4 * right.mean()) / (len(g) + 4)) for g in groups]
    fitted = IsotonicRegression().fit(x, y, sample_weight=[len(g) for g in groups]).predict(x)
    return [[round(a, 4), round(float(b), 4)] for a, b in zip(x, fitted, strict=True)]


def error(pairs: list[tuple[float, bool]]) -> float:
    """Expected calibration error: mean gap between confidence and rate of right, over equal-width bins."""
    total = 0.0
    for n in range(BINS):
        held = [(p, r) for p, r in pairs if n / BINS <= p < (n + 1) / BINS or (n == BINS - 1 and p == 1.0)]
        if held:
            total += abs(sum(p for p, _ in held) - sum(r for _, r in held))
    return total / max(1, len(pairs))


def crossed(rows: list[tuple[str, float, bool]]) -> list[tuple[float, bool]]:
    """Each part of the articles calibrated by the others."""
    order = {key: n % PARTS for n, key in enumerate(sorted({key for key, *_ in rows}))}
    out = []
    for part in range(PARTS):
        table = np.array(knots([r for r in rows if order[r[0]] != part]))
        out += [(float(np.interp(p, table[:, 0], table[:, 1])), r) for k, p, r in rows if order[k] == part]
    return out


def main() -> None:
    """Calibrate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("crossval", type=Path)
    parser.add_argument("evaluation", type=Path)
    args = parser.parse_args()
    found = judged(args.crossval, args.evaluation)
    every: list[tuple[float, bool]] = []
    for kind in KINDS:
        pairs = crossed(found[kind])
        every += pairs
        print(f"{kind}: {len(pairs)} claims, right {np.mean([r for _, r in pairs]):.3f}, ece {error(pairs):.3f}")
    print(f"both: ece {error(every):.3f}")
    data: dict[str, Any] = {kind: knots(found[kind]) for kind in KINDS}
    data["meta"] = {"trained_by": "tools/calibrate.py", "claims": len(every), "ece": round(error(every), 3)}
    OUT.write_text(json.dumps(data, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
