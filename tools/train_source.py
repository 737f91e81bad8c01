"""Train the source filter on claims: `train_source.py CLAIMS_DIR [--docs FILE.spacy]`.

For every gold claim the attributions that cover its number are candidates; one is right where its source is in the
gold chain. Logistic regression, weights in pipeline/weights/source.json. `--docs` (see corpus.py) spares the parsing.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from corpus import documents
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from spacy.tokens import Doc
from train_claims import same_name

from pipeline.layers.attributions import add_attributions
from pipeline.layers.attributions.sourcing import THRESHOLD, candidates, place_features
from pipeline.nlp import AFTER_MODEL

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
SCALES = (1, 1e3, 1e6, 1e9, 1e12, 1e-2, 1e-3)
OUT = Path(__file__).parent.parent / "pipeline" / "weights" / "source.json"
LATER = AFTER_MODEL[AFTER_MODEL.index("newsclaims_attributions") + 1 :]


def place(text: str, claim: dict[str, Any]) -> tuple[int, int]:
    """Characters of the claim's number (or metric word) in its sentence."""
    a, b = claim["sent"]
    sentence = text[a:b]
    values = [v for v in (claim.get("low"), claim.get("high")) if v is not None]
    for match in NUMBER.finditer(sentence):
        read = float(match.group().replace(",", ""))
        if any(abs(read * k - v) <= 1e-3 * max(abs(v), 1e-9) for v in values for k in SCALES):
            return a + match.start(), a + match.end()
    for words in [claim.get("metric_text") or "", *(claim.get("metric_text") or "").split()]:
        at = sentence.lower().find(words.lower()) if words else -1
        if at >= 0:
            return a + at, a + at + len(words)
    return (a + b) // 2, (a + b) // 2 + 1


def twice(args: argparse.Namespace) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], Doc]]:
    """Rows, gold and Docs with layers up to attributions; every article twice: with the labeller and by rules alone."""
    for row, gold, doc in documents(args.claims, args.docs, LATER):
        yield row, gold, doc
        doc.tensor = np.zeros((0,), np.float32)
        yield row, gold, add_attributions(doc)


EXTRA = 0.3
"""What a candidate of our own articles weighs beside one of the data (searched by cross-validation on train)."""


def fitted(x: Any, y: np.ndarray, extra: np.ndarray, c: float) -> LogisticRegression:
    """The filter from candidates: features, right or not, of our own articles or not."""
    return LogisticRegression(C=c, max_iter=500).fit(x, y, sample_weight=np.where(extra, EXTRA, 1.0))


def cross_validated(x: Any, y: np.ndarray, groups: np.ndarray, extra: np.ndarray, c: float) -> float:
    """Share of the candidates of the data that filters without their articles judge rightly."""
    own, given, right = np.flatnonzero(extra), np.flatnonzero(~extra), 0
    for train, test in GroupKFold(10).split(given, y[given], groups[given]):
        learned, held = np.concatenate([given[train], own]), given[test]
        model = fitted(x[learned], y[learned], extra[learned], c)
        right += int(((model.predict_proba(x[held])[:, 1] > THRESHOLD) == y[held]).sum())
    return right / len(given)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--c", type=float, default=0.3)
    args = parser.parse_args()
    rows, labels, groups, extra = [], [], [], []
    for row, gold, doc in twice(args):
        if row["split"] not in ("train", "extra"):
            continue
        for claim in gold:
            wanted = [*(claim.get("source") or []), *((claim.get("alt") or {}).get("source") or [])]
            start, end = place(doc.text, claim)
            found = candidates(doc, start, end)
            hits = [any(same_name(link["name"], w) for link in one["chain"] for w in wanted) for one in found]
            if wanted and not any(hits):
                continue  # a name resolved wrongly, or nothing found: no lesson about the cue
            for rank, (one, hit) in enumerate(zip(found, hits, strict=True)):
                rows.append(place_features(doc, one, start, end, rank, len(found)))
                labels.append(hit)
                groups.append(row["id"])
                extra.append(row["split"] == "extra")
    vectors = DictVectorizer()
    x, y, ours = vectors.fit_transform(rows), np.array(labels), np.array(extra)
    right = cross_validated(x, y, np.array(groups), ours, args.c)
    print(f"{len(y)} candidates, {y.mean():.3f} right, cross-validated accuracy of the data's {right:.4f}")
    model = fitted(x, y, ours, args.c)
    weights = {
        name: {"yes": round(float(w), 4)}
        for name, w in sorted(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
        if abs(w) >= 0.01
    }
    meta = {
        "trained_by": "tools/train_source.py",
        "candidates": len(y),
        "cross_validated_accuracy": round(right, 4),
    }
    data = {"labels": ["yes"], "bias": {"yes": round(float(model.intercept_[0]), 4)}, "weights": weights, "meta": meta}
    OUT.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
