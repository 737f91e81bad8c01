"""Log-linear models over named features: inspectable, kilobytes, the same bytes everywhere.

Weights are JSON: `{"labels": [...], "bias": {label: w}, "weights": {feature: {label: w}}, "meta": {...}}`; a classifier
may have a hidden half beside them (pipeline/deep.py), whose scores are added.
A feature is a string, present (1.0) or with a value. Inference is a sum in feature order, so it is exact and
deterministic. Trained by `tools/train_*.py` (scikit-learn, seed fixed); the method is multinomial logistic regression.
"""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.deep import Deep, load_deep

Vector = NDArray[np.float64]
Features = Mapping[str, float]


class LinearModel:
    """A log-linear classifier (several labels) or scorer (one label, `yes`)."""

    def __init__(self, data: Mapping[str, Any], deep: Deep | None = None) -> None:
        self.deep = deep
        self.labels: list[str] = list(data["labels"])
        self.bias: dict[str, float] = dict(data["bias"])
        self.weights: dict[str, dict[str, float]] = dict(data["weights"])
        self.meta: dict[str, Any] = dict(data.get("meta", {}))
        # Of a scorer, which has one label: its weight by feature.
        only = self.labels[0] if len(self.labels) == 1 else None
        self._single = {n: w[only] for n, w in self.weights.items() if only in w} if only is not None else {}
        # Of a classifier: one row a feature (filled when it is first met), one column a label, behind them those of
        # the hidden half; the bias is row 0.
        self._names = self.weights.keys() | deep.place.keys() if deep else self.weights.keys()
        columns = len(self.labels) + (deep.width if deep else 0)
        self._table: Vector = np.zeros((len(self._names) + 1 if only is None else 0, columns))
        self._row: dict[str, int] = {}

    def scores(self, features: Features) -> dict[str, float]:
        """The raw score of each label."""
        if len(self.labels) == 1:
            known, total = self._single, self.bias.get(self.labels[0], 0.0)
            for name, value in features.items():
                if name in known:
                    total += known[name] * value
            return {self.labels[0]: total}
        return dict(zip(self.labels, self.totals(features).tolist(), strict=True))

    def totals(self, features: Features) -> Vector:
        """The scores of a classifier in the order of its labels."""
        return self.finished(self.added(features, self.bias_row))

    def added(self, features: Features, start: Vector) -> Vector:
        """`start` (the bias, or what was added before) and what the features add, in their order: not yet scores."""
        places, values = [0], [1.0]
        rows_of, names = self._row, self._names
        for name, value in features.items():
            k = rows_of.get(name)
            if k is None:
                if name not in names:
                    continue
                k = self._place(name)
            places.append(k)
            values.append(value)
        rows = self._table.take(places, axis=0)
        rows[0] = start
        if values.count(1.0) < len(values):
            rows *= np.array(values)[:, None]
        found: Vector = np.add.reduce(rows)
        return found

    def finished(self, added: Vector) -> Vector:
        """The scores of the labels, once all is added."""
        if self.deep is None:
            return added
        count = len(self.labels)
        return added[:count] + self.deep.scores(added[count:].astype(np.float32))

    def _place(self, name: str) -> int:
        """The row of a feature with weights that is met for the first time."""
        by_label, hidden = self.weights.get(name), self.deep.row(name) if self.deep else None
        k = self._row[name] = len(self._row) + 1
        if by_label is not None:
            self._table[k, : len(self.labels)] = [by_label.get(label, 0.0) for label in self.labels]
        if hidden is not None:
            self._table[k] += np.concatenate(hidden)
        return k

    @cached_property
    def bias_row(self) -> Vector:
        """What is there before any feature."""
        row = np.zeros(self._table.shape[1])
        row[: len(self.labels)] = [self.bias.get(label, 0.0) for label in self.labels]
        return row

    def probabilities(self, features: Features, allowed: Iterable[str] | None = None) -> dict[str, float]:
        """Softmax over the labels (or those allowed); for one label, its logistic."""
        totals = self.scores(features)
        if len(self.labels) == 1:
            return {label: 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, s)))) for label, s in totals.items()}
        kept = {label: totals[label] for label in (allowed if allowed is not None else self.labels) if label in totals}
        top = max(kept.values(), default=0.0)
        grown = {label: math.exp(score - top) for label, score in kept.items()}
        total = sum(grown.values()) or 1.0
        return {label: value / total for label, value in grown.items()}

    def likeliest(self, features: Features) -> str:
        """The label of a classifier with the highest score."""
        return max(zip(self.totals(features).tolist(), self.labels, strict=True))[1]

    def why(self, features: Features, label: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that moved a label's score most, largest first."""
        moved = [(n, self.weights[n][label] * v) for n, v in features.items() if label in self.weights.get(n, {})]
        return sorted(moved, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


@cache
def load_model(name: str) -> LinearModel | None:
    """The model `pipeline/weights/<name>.json`, with its hidden half; None where it is not shipped (rules must do)."""
    path = resources.files("pipeline.weights").joinpath(f"{name}.json")
    return LinearModel(json.loads(path.read_text(encoding="utf-8")), load_deep(name)) if path.is_file() else None
