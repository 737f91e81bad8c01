"""What the trainers of small networks share (tools/rank.py, tools/deep.py): two hidden layers of rectifiers over
named features that are there or not, and the optimiser. Numpy and scipy only: the same seed gives the same weights.

Features and hidden units are dropped at random, which is what lets so few articles teach so many weights; Adam (Kingma
and Ba 2015) with decoupled decay, one cycle of the learning rate.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
F4 = np.float32
BATCH = 64
RATE, DECAY, SPARE, DROP = 3e-3, 1e-3, 0.4, 0.4


class Adam:
    """One optimiser for all arrays of a network."""

    def __init__(self, params: Sequence[Floats], decay: float = DECAY) -> None:
        self.first = [np.zeros_like(p) for p in params]
        self.second = [np.zeros_like(p) for p in params]
        self.time, self.decay = 0, decay

    def step(self, params: Sequence[Floats], slopes: Sequence[Floats], rate: float) -> None:
        """Move the arrays down their slopes, in place."""
        self.time += 1
        pace = F4(rate * np.sqrt(1 - 0.999**self.time) / (1 - 0.9**self.time))
        for p, g, m, v in zip(params, slopes, self.first, self.second, strict=True):
            m += F4(0.1) * (g - m)
            v += F4(0.001) * (g * g - v)
            p -= pace * m / (np.sqrt(v) + F4(1e-8)) + F4(rate * self.decay) * p


class Trace(NamedTuple):
    """What the way up leaves for the way down: inputs, layers, and which units were kept."""

    x: csr_matrix
    below: Floats
    hidden: Floats
    above: Floats
    top: Floats
    kept: Floats
    kept_above: Floats


def start(rng: np.random.Generator, features: int, width: int, outputs: int) -> list[Floats]:
    """The arrays of a network: vectors, bias, inner, inner_bias, outer (width, outputs)."""
    return [
        rng.normal(0, 0.05, (features, width)).astype(F4),
        np.zeros(width, F4),
        rng.normal(0, (2 / width) ** 0.5, (width, width)).astype(F4),
        np.zeros(width, F4),
        rng.normal(0, (1 / width) ** 0.5, (width, outputs)).astype(F4),
    ]


def spared(x: csr_matrix, rng: np.random.Generator) -> csr_matrix:
    """A batch with features dropped at random."""
    return csr_matrix((x.data * (rng.random(x.nnz) > SPARE), x.indices, x.indptr), shape=x.shape)


def up(params: Sequence[Floats], x: csr_matrix, rng: np.random.Generator) -> tuple[Floats, Trace]:
    """The scores (rows, outputs) of a batch, with units dropped at random."""
    vectors, bias, inner, inner_bias, outer = params
    below = x @ vectors + bias
    kept = (rng.random(below.shape) > DROP).astype(F4) / F4(1 - DROP)
    hidden = np.maximum(below, 0) * kept
    above = hidden @ inner + inner_bias
    kept_above = (rng.random(above.shape) > DROP).astype(F4) / F4(1 - DROP)
    top = np.maximum(above, 0) * kept_above
    return top @ outer, Trace(x, below, hidden, above, top, kept, kept_above)


def down(params: Sequence[Floats], t: Trace, d: Floats) -> list[Floats]:
    """The slopes of the arrays, from those of the scores (rows, outputs)."""
    _, _, inner, _, outer = params
    d_top = (d @ outer.T) * t.kept_above * (t.above > 0)
    d_hidden = (d_top @ inner.T) * t.kept * (t.below > 0)
    return [t.x.T @ d_hidden, d_hidden.sum(0), t.hidden.T @ d_top, d_top.sum(0), t.top.T @ d]


def descend(
    params: Sequence[Floats], slopes: Callable[[NDArray[np.int64]], Sequence[Floats]], count: int, passes: int,
    rng: np.random.Generator, decay: float = DECAY,
) -> None:  # fmt: skip
    """Train in place: `slopes` gives those of a batch of the `count` examples, each seen once a pass."""
    adam, steps = Adam(params, decay), passes * -(-count // BATCH)
    for _ in range(passes):
        order = rng.permutation(count)
        for at in range(0, count, BATCH):
            found = slopes(order[at : at + BATCH])
            t = adam.time + 1
            adam.step(params, found, RATE * min(t / (0.1 * steps), (steps - t) / (0.9 * steps)))
