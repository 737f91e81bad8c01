"""Train the ranker of entities (pipeline/claims/ranker.py): numpy and scipy only, the same seed gives the same weights.

Each group holds the candidates of one number, some of them right; the loss is the negative logarithm of the softmax
share that the right ones have together. Adam (Kingma and Ba 2015) with decoupled decay, one cycle of the learning
rate; features and hidden units are dropped at random, which is what lets so few articles teach so many weights.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.claims.ranker import Ranker

Floats = NDArray[np.float32]
F4 = np.float32
WIDTH, NETWORKS, PASSES, BATCH = 64, 3, 12, 64
RATE, DECAY, SPARE, DROP, LEAST = 3e-3, 1e-3, 0.4, 0.4, 6


class Group(NamedTuple):
    """The candidates of a number: their features (spelled, the scene's among them), which are right, its weight."""

    rows: list[list[str]]
    right: list[int]
    weight: float


class Adam:
    """One optimiser for all arrays of a network."""

    def __init__(self, params: Sequence[Floats]) -> None:
        self.first = [np.zeros_like(p) for p in params]
        self.second = [np.zeros_like(p) for p in params]
        self.time = 0

    def step(self, params: Sequence[Floats], slopes: Sequence[Floats], rate: float) -> None:
        self.time += 1
        pace = F4(rate * np.sqrt(1 - 0.999**self.time) / (1 - 0.9**self.time))
        for p, g, m, v in zip(params, slopes, self.first, self.second, strict=True):
            m += F4(0.1) * (g - m)
            v += F4(0.001) * (g * g - v)
            p -= pace * m / (np.sqrt(v) + F4(1e-8)) + F4(rate * DECAY) * p


def fit(groups: Sequence[Group], networks: int = NETWORKS) -> Ranker:
    """A ranker from groups with at least one right candidate each."""
    seen = Counter(name for g in groups for row in g.rows for name in row)
    names = sorted(name for name, count in seen.items() if count >= LEAST)
    place = {name: k for k, name in enumerate(names)}
    flat = [[place[name] for name in row if name in place] for g in groups for row in g.rows]
    ends = np.cumsum([0, *(len(row) for row in flat)])
    ids = np.array([k for row in flat for k in row])
    x = csr_matrix((np.ones(len(ids), F4), ids, ends), shape=(len(flat), len(names)))
    made = [_network(x, groups, seed) for seed in range(networks)]
    single, vectors, bias, inner, inner_bias, outer = zip(*made, strict=True)
    arrays = {
        "single": np.sum(single, axis=0),
        "vectors": np.concatenate(vectors, axis=1),
        "bias": np.concatenate(bias),
        "inner": np.stack(inner),
        "inner_bias": np.stack(inner_bias),
        "outer": np.stack(outer),
    }
    return Ranker(names, arrays)


def _network(x: csr_matrix, groups: Sequence[Group], seed: int) -> list[Floats]:
    rng = np.random.default_rng(seed)
    sizes = np.array([len(g.right) for g in groups])
    starts = np.cumsum([0, *sizes])
    right = np.array([y for g in groups for y in g.right], F4)
    weight = np.array([g.weight for g in groups], F4)
    w = WIDTH
    params = [
        np.zeros(x.shape[1], F4),
        rng.normal(0, 0.05, (x.shape[1], w)).astype(F4),
        np.zeros(w, F4),
        rng.normal(0, (2 / w) ** 0.5, (w, w)).astype(F4),
        np.zeros(w, F4),
        rng.normal(0, (1 / w) ** 0.5, w).astype(F4),
    ]
    adam, steps = Adam(params), PASSES * -(-len(groups) // BATCH)
    for _ in range(PASSES):
        order = rng.permutation(len(groups))
        for at in range(0, len(order), BATCH):
            part = order[at : at + BATCH]
            rows = np.concatenate([np.arange(starts[k], starts[k + 1]) for k in part])
            slopes = _slopes(params, x[rows], right[rows], sizes[part], weight[part], rng)
            t = adam.time + 1
            adam.step(params, slopes, RATE * min(t / (0.1 * steps), (steps - t) / (0.9 * steps)))
    return params


def _slopes(
    params: Sequence[Floats], x: csr_matrix, right: Floats, sizes: NDArray[np.int64], weight: Floats,
    rng: np.random.Generator,
) -> list[Floats]:  # fmt: skip
    """The gradient of the loss of a batch."""
    single, vectors, bias, inner, inner_bias, outer = params
    x = csr_matrix((x.data * (rng.random(x.nnz) > SPARE), x.indices, x.indptr), shape=x.shape)
    below = x @ vectors + bias
    kept = (rng.random(below.shape) > DROP).astype(F4) / F4(1 - DROP)
    hidden = np.maximum(below, 0) * kept
    above = hidden @ inner + inner_bias
    kept_above = (rng.random(above.shape) > DROP).astype(F4) / F4(1 - DROP)
    top = np.maximum(above, 0) * kept_above
    score = x @ single + top @ outer
    first, group = np.cumsum([0, *sizes])[:-1], np.repeat(np.arange(len(sizes)), sizes)
    e = np.exp(score - np.maximum.reduceat(score, first)[group])
    p = e / np.add.reduceat(e, first)[group]
    hit = np.maximum(np.add.reduceat(p * right, first), 1e-9)
    d = ((p - right * p / hit[group]) * weight[group] / len(sizes)).astype(F4)
    d_top = np.outer(d, outer) * kept_above * (above > 0)
    d_hidden = (d_top @ inner.T) * kept * (below > 0)
    return [x.T @ d, x.T @ d_hidden, d_hidden.sum(0), hidden.T @ d_top, d_top.sum(0), top.T @ d]
