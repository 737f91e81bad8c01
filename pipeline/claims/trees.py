"""Boosted trees over named features: trained offline (tools/train_claims.py), inferred with numpy, able to say why.

The JSON: `{"features": [name], "bias": b, "trees": [[feature, threshold, left, right, value], ...]}`; each tree is
five parallel lists over its nodes, leaves have feature -1; every node, inner ones too, has the mean score below
it, so that a prediction is the sum of what each split on its way added (Saabas 2014). A feature not given is 0.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray


class TreeModel:
    """A gradient-boosted binary classifier; deterministic, the same bits for any batch size."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.features: list[str] = list(data["features"])
        self.place = {name: k for k, name in enumerate(self.features)}
        self.bias = float(data["bias"])
        self.meta: dict[str, Any] = dict(data.get("meta", {}))
        trees = data["trees"]
        size = max((len(t[0]) for t in trees), default=1)

        def table(row: int, kind: type, fill: float) -> NDArray[Any]:
            out: NDArray[Any] = np.full((len(trees), size), fill, dtype=kind)
            for k, tree in enumerate(trees):
                out[k, : len(tree[row])] = tree[row]
            return out

        self.feature = table(0, np.int64, -1)
        self.threshold = table(1, np.float64, 0.0)
        self.left = table(2, np.int64, 0)
        self.right = table(3, np.int64, 0)
        self.value = table(4, np.float64, 0.0)
        self.depth = int(data.get("depth", 32))

    def matrix(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """The rows as a dense matrix in the order of `features`; names the model does not know are dropped."""
        out = np.zeros((len(rows), len(self.features)))
        place = self.place
        for k, row in enumerate(rows):
            for name, value in row.items():
                at = place.get(name)
                if at is not None:
                    out[k, at] = value
        return out

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """The probability of `yes` for each row."""
        if not rows:
            return []
        x = self.matrix(rows)
        trees = np.arange(self.feature.shape[0])[None, :]
        at = np.zeros((len(rows), self.feature.shape[0]), dtype=np.int64)
        lines = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            split = self.feature[trees, at]
            inner = split >= 0
            if not inner.any():
                break
            goes_left = x[lines, np.maximum(split, 0)] <= self.threshold[trees, at]
            at = np.where(inner, np.where(goes_left, self.left[trees, at], self.right[trees, at]), at)
        totals = self.value[trees, at].sum(axis=1) + self.bias
        return [1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, float(s))))) for s in totals]

    def why(self, row: Mapping[str, float], most: int = 5) -> list[tuple[str, float]]:
        """The features that moved the score of a row most, largest first."""
        moved: dict[str, float] = {}
        x = self.matrix([row])[0]
        for k in range(self.feature.shape[0]):
            at = 0
            while self.feature[k, at] >= 0:
                split = int(self.feature[k, at])
                nxt = int(self.left[k, at] if x[split] <= self.threshold[k, at] else self.right[k, at])
                name = self.features[split]
                moved[name] = moved.get(name, 0.0) + float(self.value[k, nxt] - self.value[k, at])
                at = nxt
        return sorted(moved.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


@cache
def load_trees(name: str) -> TreeModel | None:
    """The model `pipeline/weights/<name>.json`, or None where it is not shipped (rules must then do)."""
    path = resources.files("pipeline.weights").joinpath(f"{name}.json")
    return TreeModel(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
