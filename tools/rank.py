"""Train the ranker of entities (pipeline/claims/ranker.py), see tools/network.py.

Each group holds the candidates of one number, some of them right; the loss is the negative logarithm of the softmax
share that the right ones have together.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from network import F4, Floats, descend, down, spared, start, up
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.claims.ranker import Ranker

WIDTH, NETWORKS, PASSES, LEAST = 64, 3, 12, 6


class Group(NamedTuple):
    """The candidates of a number: their features (spelled, the scene's among them), which are right, its weight."""

    rows: list[list[str]]
    right: list[int]
    weight: float


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
        "outer": np.stack(outer)[:, :, 0],
    }
    return Ranker(names, arrays)


def _network(x: csr_matrix, groups: Sequence[Group], seed: int) -> list[Floats]:
    rng = np.random.default_rng(seed)
    sizes = np.array([len(g.right) for g in groups])
    starts = np.cumsum([0, *sizes])
    right = np.array([y for g in groups for y in g.right], F4)
    weight = np.array([g.weight for g in groups], F4)
    params = [np.zeros(x.shape[1], F4), *start(rng, x.shape[1], WIDTH, 1)]

    def slopes(part: NDArray[np.int64]) -> list[Floats]:
        rows = np.concatenate([np.arange(starts[k], starts[k + 1]) for k in part])
        batch = spared(x[rows], rng)
        score, trace = up(params[1:], batch, rng)
        d = _wrong(batch @ params[0] + score[:, 0], right[rows], sizes[part], weight[part])
        return [batch.T @ d, *down(params[1:], trace, d[:, None])]

    descend(params, slopes, len(groups), PASSES, rng)
    return params


def _wrong(score: Floats, right: Floats, sizes: NDArray[np.int64], weight: Floats) -> Floats:
    """The slope of the loss by the scores of the candidates of some numbers."""
    first, group = np.cumsum([0, *sizes])[:-1], np.repeat(np.arange(len(sizes)), sizes)
    e = np.exp(score - np.maximum.reduceat(score, first)[group])
    p = e / np.add.reduceat(e, first)[group]
    hit = np.maximum(np.add.reduceat(p * right, first), 1e-9)
    found: Floats = ((p - right * p / hit[group]) * weight[group] / len(sizes)).astype(F4)
    return found
