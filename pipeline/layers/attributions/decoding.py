"""The best sequence of labels under a linear chain."""

import numpy as np
from numpy.typing import NDArray

from pipeline.layers.attributions.features import Ints

Floats = NDArray[np.float32]


def best_labels(scores: list[Floats], moves: Floats, first: Floats) -> list[Ints]:
    """The best label sequence of each window by the Viterbi algorithm; all windows are walked at the same time.

    `scores` are (tokens, labels) of a window, `moves` of a label (row) before another, `first` of one at the start.
    """
    lengths = np.array([len(one) for one in scores])
    count, longest, kinds = len(scores), int(lengths.max()), scores[0].shape[1]
    padded = np.zeros((longest, count, kinds), np.float32)
    for r, one in enumerate(scores):
        padded[: len(one), r] = one
    moves = np.ascontiguousarray(moves.T)  # (to, from)
    alphas = np.empty((longest, count, kinds), np.float32)
    np.add(first, padded[0], out=alphas[0])
    grown = np.empty((count, kinds, kinds), np.float32)
    for before, after, given in zip(alphas[:-1, :, None, :], alphas[1:], padded[1:], strict=True):
        np.add(before, moves, grown)
        np.maximum.reduce(grown, 2, None, after)
        np.add(after, given, after)
    back = (alphas[:-1, :, None, :] + moves).argmax(axis=3).transpose(1, 0, 2)  # of step t + 1, by window
    out = []
    for r, n in enumerate(lengths.tolist()):
        label = int(alphas[n - 1, r].argmax())
        path = [label]
        for step in reversed(back[r, : n - 1].tolist()):
            label = step[label]
            path.append(label)
        out.append(np.array(path[::-1], np.int64))
    return out
