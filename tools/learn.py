"""Shared by tools/train_choosers.py: gold matched to what the layers found, and log-linear training.

The method is multinomial logistic regression with an L2 penalty, fitted by L-BFGS from zero: no randomness, the same
weights from the same data. `Shared` rows add features whose weight all labels share (a conditional logit).
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from deep import Data, Halves, fit_deep
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipeline.deep import Deep, save
from pipeline.layers.store import Quantity

Row = dict[str, float]
Floats = NDArray[np.float64]


def folds(groups: Sequence[str], count: int) -> list[tuple[list[int], list[int]]]:
    """Training and test rows of each fold; the rows of a group stay together."""
    order = {g: n % count for n, g in enumerate(sorted(set(groups)))}
    return [
        ([i for i, g in enumerate(groups) if order[g] != k], [i for i, g in enumerate(groups) if order[g] == k])
        for k in range(count)
    ]


def vocabulary(rows: Sequence[Row], least: int) -> dict[str, int]:
    """Features seen at least so often, numbered in name order."""
    seen = Counter(name for row in rows for name in row)
    return {name: n for n, name in enumerate(sorted(name for name, times in seen.items() if times >= least))}


def matrix(rows: Sequence[Row], names: dict[str, int]) -> csr_matrix:
    """Rows of named features as a sparse matrix."""
    data, cols, starts = [], [], [0]
    for row in rows:
        for name, value in row.items():
            if name in names:
                cols.append(names[name])
                data.append(value)
        starts.append(len(cols))
    return csr_matrix((data, cols, starts), shape=(len(rows), len(names)))


class Fit:
    """A fitted model: weights by feature and label, bias by label, weights shared by all labels, the hidden half."""

    def __init__(
        self,
        labels: list[str],
        names: dict[str, int],
        weights: Floats,
        bias: Floats,
        shared_names: dict[str, int] | None = None,
        shared: Floats | None = None,
        deep: Deep | None = None,
    ) -> None:
        self.labels, self.names, self.weights, self.bias = labels, names, weights, bias
        self.shared_names, self.shared, self.deep = shared_names or {}, shared, deep

    def scores(self, rows: Sequence[Row], shared_rows: Sequence[Sequence[Row]] | None = None) -> Floats:
        """The scores of all labels, by row."""
        x = matrix(rows, self.names)
        total = x @ self.weights + self.bias
        if shared_rows is not None:
            flat = [r for per_label in shared_rows for r in per_label]
            total += (matrix(flat, self.shared_names) @ self.shared).reshape(len(rows), -1)
        if self.deep is not None:
            total += np.stack([self.deep.scores(below) for below in x @ self.deep.arrays["vectors"]])
            total += x @ self.deep.arrays["wide"]
        return total

    def write(self, path: Path, meta: dict[str, Any], cut: float = 0.02) -> int:
        """The model as pipeline.linear reads it; weights nearer to zero than `cut` are left out."""
        cut, weights = cut / (1 + len(self.deep.arrays["inner"]) if self.deep else 1), {}
        for name, n in self.names.items():
            kept = {
                lab: round(float(w), 3) for lab, w in zip(self.labels, self.weights[n], strict=True) if abs(w) >= cut
            }
            if kept:
                weights[name] = kept
        if self.shared is not None:
            meta = meta | {"shared": {n: round(float(self.shared[k]), 3) for n, k in self.shared_names.items()}}
        bias = {lab: round(float(b), 3) for lab, b in zip(self.labels, self.bias, strict=True)}
        data = {"labels": self.labels, "bias": bias, "weights": weights, "meta": meta}
        path.write_text(
            json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n"
        )
        if self.deep is not None:
            save(self.deep, path.with_suffix(".npz"))
        return path.stat().st_size


def joined(plain: Fit, made: Halves) -> Fit:
    """A log-linear model and networks as one: the mean of their scores."""
    arrays = made.deep.arrays
    voices = 1 + len(arrays["inner"])
    return Fit(
        plain.labels,
        plain.names,
        plain.weights / voices,
        (plain.bias + made.bias) / voices,
        plain.shared_names,
        None if plain.shared is None else (plain.shared + made.shared) / voices,
        Deep(made.deep.names, arrays | {name: arrays[name] / voices for name in ("outer", "wide")}),
    )


def fit(
    rows: Sequence[Row],
    wanted: Sequence[str],
    labels: list[str],
    *,
    weights: Sequence[float] | None = None,
    shared_rows: Sequence[Sequence[Row]] | None = None,
    penalty: float = 1.0,
    shared_penalty: float = 0.1,
    least: int = 3,
    iterations: int = 60,
    networks: int = 0,
) -> Fit:
    """Fit a model to rows of features and the label wanted of each; `weights` are per row.

    With `networks` a hidden half of so many is fitted beside the log-linear one.
    """
    names = vocabulary(rows, least)
    x = matrix(rows, names)
    place = {lab: n for n, lab in enumerate(labels)}
    n, f, k = len(rows), len(names), len(labels)
    y = np.zeros((n, k))
    y[np.arange(n), [place[w] for w in wanted]] = 1.0
    importance = np.ones((n, 1)) if weights is None else np.asarray(weights, dtype=float).reshape(-1, 1)
    shared_names, s, g = {}, None, 0
    if shared_rows is not None:
        flat = [r for per_label in shared_rows for r in per_label]
        shared_names = vocabulary(flat, 3)
        s, g = matrix(flat, shared_names), len(shared_names)
        st = s.T.tocsr()
    xt = x.T.tocsr()

    def loss(theta: Floats) -> tuple[float, Floats]:
        w, b, v = theta[: f * k].reshape(f, k), theta[f * k : f * k + k], theta[f * k + k :]
        z = x @ w + b
        if s is not None:
            z += (s @ v).reshape(n, k)
        z -= z.max(axis=1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(axis=1, keepdims=True)
        value = -(importance * y * np.log(p + 1e-12)).sum()
        value += 0.5 * penalty * (w**2).sum() + 0.5 * 0.2 * (b**2).sum() + 0.5 * shared_penalty * (v**2).sum()
        d = importance * (p - y)
        parts = [(xt @ d + penalty * w).ravel(), d.sum(axis=0) + 0.2 * b]
        if s is not None:
            parts.append(st @ d.ravel() + shared_penalty * v)
        return value, np.concatenate(parts)

    best = minimize(loss, np.zeros(f * k + k + g), jac=True, method="L-BFGS-B", options={"maxiter": iterations}).x
    plain = Fit(
        labels,
        names,
        best[: f * k].reshape(f, k),
        best[f * k : f * k + k],
        shared_names,
        best[f * k + k :] if s is not None else None,
    )
    if not networks:
        return plain
    wanted_at = np.array([place[w] for w in wanted])
    single = [None if m is None else m.astype(np.float32) for m in (x, s)]
    data = Data(single[0], wanted_at, importance[:, 0].astype(np.float32), k, single[1])
    return joined(plain, fit_deep(data, list(names), networks))


def same_number(a: float | None, b: float | None) -> bool:
    """Equal but for rounding."""
    return a is not None and b is not None and abs(a - b) <= 1e-3 * max(abs(a), abs(b), 1e-9)


def unit_key(unit: str | None) -> str:
    """A unit without case and plural."""
    return (unit or "").lower().rstrip("s")


def quantity_of(gold: dict[str, Any], quantities: Sequence[Quantity], taken: Counter[int]) -> int | None:
    """The number of the quantity that a gold claim was read from: in its sentence, with its value; None if missing."""
    start, end = gold["sent"]
    ends = [v for v in (gold["low"], gold["high"]) if v is not None]
    best = None
    for k, q in enumerate(quantities):
        if not start <= q["start"] < end:
            continue
        if any(same_number(v, e) for v in (q["low"], q["high"]) for e in ends):
            unit = unit_key(q["unit"]) == unit_key(gold["unit"])
            rank = (unit, -taken[k], -k)
            if best is None or rank > best[0]:
                best = (rank, k)
    if best is None:
        return None
    taken[best[1]] += 1
    return best[1]
