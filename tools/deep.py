"""Train the hidden half of a classifier (pipeline/deep.py), see tools/network.py.

The loss is the negative logarithm of the share of the label wanted. Weights that all labels share (`Shared` rows of
tools/learn.py) are learned beside the layers, and added to those of the log-linear half.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from network import F4, Floats, descend, down, spared, start, up
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.deep import Deep

WIDTH, NETWORKS, PASSES = 64, 2, 12


class Data(NamedTuple):
    """What is learned from: features by example, the place of its label, its weight; shared features by example and
    label, one row each, or None."""

    x: csr_matrix
    wanted: NDArray[np.int64]
    weight: Floats
    labels: int
    shared: csr_matrix | None


class Halves(NamedTuple):
    """What the networks learned: the hidden half, and what is added to bias and shared weights of the other one."""

    deep: Deep
    bias: Floats
    shared: Floats


def fit_deep(data: Data, names: Sequence[str], networks: int = NETWORKS, passes: int = PASSES) -> Halves:
    """Networks that differ by their seed."""
    made = [_network(data, seed, passes) for seed in range(networks)]
    vectors, bias, inner, inner_bias, outer, wide, *more = zip(*made, strict=True)
    arrays = {
        "vectors": np.concatenate(vectors, axis=1),
        "bias": np.concatenate(bias),
        "inner": np.stack(inner),
        "inner_bias": np.stack(inner_bias)[:, None, :],
        "outer": np.stack(outer),
        "wide": np.sum(wide, axis=0),
    }
    return Halves(Deep(names, arrays), *(np.sum(part, axis=0) for part in more))


def _network(data: Data, seed: int, passes: int) -> list[Floats]:
    rng = np.random.default_rng(seed)
    count, features = data.x.shape
    shared = data.shared.shape[1] if data.shared is not None else 0
    params = start(rng, features, WIDTH, data.labels)
    params += [np.zeros((features, data.labels), F4), np.zeros(data.labels, F4), np.zeros(shared, F4)]
    columns = np.arange(data.labels)

    def slopes(part: NDArray[np.int64]) -> list[Floats]:
        batch = spared(data.x[part], rng)
        score, trace = up(params[:5], batch, rng)
        score = score + batch @ params[5] + params[6]
        rows = data.shared[(part[:, None] * data.labels + columns).ravel()] if data.shared is not None else None
        if rows is not None:
            score = score + (rows @ params[7]).reshape(score.shape)
        d = _wrong(score, data.wanted[part], data.weight[part])
        common = rows.T @ d.ravel() if rows is not None else params[7]
        return [*down(params[:5], trace, d), batch.T @ d, d.sum(axis=0), common]

    descend(params, slopes, count, passes, rng)
    return params


def _wrong(score: Floats, wanted: NDArray[np.int64], weight: Floats) -> Floats:
    """The slope of the loss by the scores (examples, labels)."""
    p = np.exp(score - score.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(wanted)), wanted] -= 1
    found: Floats = (p * weight[:, None] / F4(len(wanted))).astype(F4)
    return found
