"""The trained labeller at run time: numpy only, weights loaded on first use, rules alone where there are none.

A convolutional network over words, tags and the parse scores each token as the head of a cue; for each cue a second
network with a linear-chain CRF (Lafferty et al. 2001) labels the words around it: source, cue, content or none; a last
one says from cue and content together how far the attribution is right.
Trained by tools/train_attribution.py; `weights/attribution/README.md` is its card.
"""

import json
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.layers.attributions.features import (
    Ints,
    Tokens,
    child_lists,
    distances,
    relations,
    token_features,
    window,
)
from pipeline.layers.attributions.found import Found, Pairs

Floats = NDArray[np.float32]
TENSOR = 96
LEAST = 0.25
"""Cue score under which nothing is looked at."""
CHUNK = 64
"""Cues whose windows are labelled together."""


class Network(NamedTuple):
    """Weights by name, sorted symbol hashes by column, and what the trainer noted."""

    weights: dict[str, Floats]
    symbols: list[NDArray[np.uint64]]
    meta: dict[str, Any]


@cache
def network() -> Network | None:
    """The shipped network, or None where the weights are missing."""
    folder = resources.files("pipeline.weights").joinpath("attribution")
    file = folder.joinpath("labeller.npz")
    if not file.is_file():
        return None
    with file.open("rb") as handle:
        arrays = dict(np.load(handle))
    meta = json.loads(folder.joinpath("meta.json").read_text(encoding="utf-8"))
    weights = {k[2:]: v.astype(np.float32) for k, v in arrays.items() if k.startswith("w.")}
    for name in [
        n for n in weights if n.endswith(".weight") and "emb" not in n and "quote" not in n and "norm" not in n
    ]:
        weights[name] = np.ascontiguousarray(weights[name].T)
    return Network(weights, [arrays[f"v.{c}"] for c in range(5)], meta)


def threshold() -> float:
    """Score from which an attribution of the labeller counts by itself."""
    net = network()
    return float(net.meta.get("threshold", 0.5)) if net is not None else 0.5


def find_by_model(doc: Doc) -> list[Found]:
    """Attributions by the trained labeller, in order of cues; none without weights or the model's vectors."""
    net = network()
    if net is None or not len(doc) or getattr(doc.tensor, "shape", (0,))[-1] != TENSOR or len(doc.tensor) != len(doc):
        return []
    tokens = token_features(doc)
    rows = np.stack([_rows(tokens.symbols[:, c], net.symbols[c]) for c in range(5)], 1)
    hidden = _encode(net, np.asarray(doc.tensor, np.float32), rows, tokens)
    logits = _cue_logits(net, hidden)
    anchors = np.flatnonzero((_sigmoid(logits) > LEAST) & (tokens.space == 0))
    found: list[Found] = []
    children = child_lists(tokens)
    for k in range(0, len(anchors), CHUNK):
        part = anchors[k : k + CHUNK].tolist()
        for labelled in _label(net, hidden, rows, tokens, children, part, logits):
            one = _found(labelled, tokens)
            if one is not None:
                found.append(one)
    return found


def _rows(values: NDArray[np.uint64], known: NDArray[np.uint64]) -> Ints:
    """Row of each symbol: 0 for one that training did not see."""
    place = np.searchsorted(known, values)
    place[place == len(known)] = 0
    return np.where(known[place] == values, place + 1, 0)


def _norm(x: Floats, net: Network, name: str) -> Floats:
    """Layer normalisation of the rows; `x` is overwritten."""
    x -= np.add.reduce(x, axis=-1, keepdims=True) / np.float32(x.shape[-1])
    square = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[-1])
    x /= np.sqrt(square + np.float32(1e-5))
    x *= net.weights[f"{name}.weight"]
    x += net.weights[f"{name}.bias"]
    return x


def _linear(x: Floats, net: Network, name: str) -> Floats:
    out: Floats = x @ net.weights[f"{name}.weight"]
    bias = net.weights.get(f"{name}.bias")
    if bias is not None:
        out += bias
    return out


def _relu(x: Floats) -> Floats:
    """In place."""
    return cast(Floats, np.maximum(x, np.float32(0), out=x))


def _encode(net: Network, tensor: Floats, rows: Ints, tokens: Tokens) -> Floats:
    w = net.weights
    words = w["emb.0.weight"][rows[:, 0]]
    parts = [tensor, words, words[tokens.head]]
    parts += [w[f"emb.{c}.weight"][rows[:, c]] for c in range(1, 5)] + [w["quote.weight"][tokens.quoted]]
    h = _norm(_relu(_linear(np.concatenate(parts, 1), net, "enter")), net, "enter_norm")
    zero = np.zeros((1, h.shape[1]), np.float32)
    order, bounds, heads = _families(tokens.head)
    for k in range(net.meta["layers"]):
        below = np.zeros_like(h)
        if len(order):
            below[heads] = np.add.reduceat(h[order], bounds, axis=0)
        around = np.concatenate(
            [h, np.concatenate([zero, h[:-1]]), np.concatenate([h[1:], zero]), h[tokens.head], below], 1
        )
        h = _norm(_relu(_linear(around, net, f"layers.{k}")) + h, net, f"norms.{k}")
    return h


def _families(head: Ints) -> tuple[Ints, Ints, Ints]:
    """Tokens that have a governor sorted by it, where each family begins, and the governors."""
    child = np.flatnonzero(head != np.arange(len(head)))
    order = child[np.argsort(head[child], kind="stable")]
    heads, bounds = np.unique(head[order], return_index=True)
    return order, bounds, heads


def _cue_logits(net: Network, hidden: Floats) -> Floats:
    return _linear(_relu(_linear(hidden, net, "cue_hidden")), net, "cue_out")[:, 0]


def _sigmoid(x: Floats) -> Floats:
    out: Floats = (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)
    return out


class Labelled(NamedTuple):
    """A cue with the labels of the tokens around it: 0 none, 1 source, 2 cue, 3 content."""

    anchor: int
    low: int
    """First token of the window."""
    labels: Ints
    score: float
    """How likely half of the content or more is right."""


def _label(
    net: Network,
    hidden: Floats,
    rows: Ints,
    tokens: Tokens,
    children: list[list[int]],
    anchors: list[int],
    logits: Floats,
) -> list[Labelled]:
    """The windows of the cues, labelled.

    They stand one behind the other in one array, with rows of zeros between that the widest step cannot cross.
    """
    windows = [window(tokens, a) for a in anchors]
    lengths = [high - low for low, high in windows]
    gap = max(net.meta["dilations"])
    starts = np.concatenate(([0], np.cumsum([n + gap for n in lengths])))[:-1].tolist()
    size = starts[-1] + lengths[-1]
    index, owner = np.zeros(size, np.int64), np.zeros(size, np.int64)
    features = np.zeros((size, 7), np.int64)
    mask = np.zeros((size, 1), np.float32)
    dep_rows = len(net.symbols[2]) + 2
    for r, (anchor, (low, high), at) in enumerate(zip(anchors, windows, starts, strict=True)):
        relation, branch = relations(tokens, anchor, low, high, children)
        here = slice(at, at + high - low)
        features[here, 1] = relation * dep_rows + np.where(branch >= 0, rows[np.maximum(branch, 0), 2] + 1, 0)
        index[here], owner[here], mask[here] = np.arange(low, high), r, 1
    features[:, 2:] = distances(tokens, index, np.array(anchors)[owner])
    p: Floats = _linear(hidden, net, "pair_token")[index]
    p += _linear(hidden[anchors], net, "pair_cue")[owner]
    for k in range(6):
        p += net.weights[f"pair_emb.{k}.weight"][features[:, k + 1]]
    p += net.weights["pair_emb.6.weight"][tokens.quoted[index]]
    p = _norm(_relu(p), net, "pair_norm")
    p *= mask
    for k, d in enumerate(net.meta["dilations"]):
        zero = np.zeros((d, p.shape[1]), np.float32)
        around = np.concatenate(
            [np.concatenate([zero, p[:-d]])[:size], p, np.concatenate([p[d:], zero])[:size]],
            axis=1,
        )
        p = _norm(p + _relu(_linear(around, net, f"convs.{k}")), net, f"conv_norms.{k}")
        p *= mask
    scores = _linear(p, net, "pair_out")
    cues = [at + a - low for at, a, (low, _) in zip(starts, anchors, windows, strict=True)]
    sure = _accepts(net, p, scores, mask, starts, cues, logits[anchors]).tolist()
    best = _viterbi([scores[at : at + n] for at, n in zip(starts, lengths, strict=True)], net)
    return [Labelled(a, low, *rest) for a, (low, _), *rest in zip(anchors, windows, best, sure, strict=True)]


def _accepts(
    net: Network, p: Floats, scores: Floats, mask: Floats, starts: list[int], cues: list[int], logits: Floats
) -> Floats:
    """How likely the attribution of each window is right: from the rows of its cue and its content, and four numbers.

    The network alone is too sure, for it learned from articles it knows by then; `mix` was fitted on held-out ones.
    """
    share = np.exp(scores - scores.max(1, keepdims=True))
    share *= mask / share.sum(1, keepdims=True)
    content = share[:, 3]
    total = np.add.reduceat(content, starts)
    pooled = np.add.reduceat(content[:, None] * p, starts, axis=0) / (total[:, None] + 1)
    even = np.add.reduceat(content * content, starts) / (total + np.float32(0.1))
    numbers = np.stack([logits, np.log1p(total), even, np.maximum.reduceat(share[:, 1], starts)], 1)
    hidden = _relu(_linear(np.concatenate([p[cues], pooled, numbers], 1), net, "accept_hidden"))
    of_cue, of_content, always = net.meta["mix"]
    return _sigmoid(of_cue * logits + of_content * _linear(hidden, net, "accept_out")[:, 0] + np.float32(always))


def _viterbi(scores: list[Floats], net: Network) -> list[Ints]:
    """The best label sequence of each window; all windows are walked at the same time."""
    lengths = np.array([len(one) for one in scores])
    count, longest, kinds = len(scores), int(lengths.max()), scores[0].shape[1]
    padded = np.zeros((longest, count, kinds), np.float32)
    for r, one in enumerate(scores):
        padded[: len(one), r] = one
    moves = np.ascontiguousarray(net.weights["moves"].T)  # (to, from)
    alphas = np.empty((longest, count, kinds), np.float32)
    np.add(net.weights["first"], padded[0], out=alphas[0])
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


def _found(labelled: Labelled, tokens: Tokens) -> Found | None:
    """The labels as spans; None without content."""
    anchor, low, labels, score = labelled
    labels = np.where(tokens.space[low : low + len(labels)] == 0, labels, 0)
    cuts = [0, *(np.flatnonzero(labels[1:] != labels[:-1]) + 1).tolist(), len(labels)]
    spans: tuple[Pairs, Pairs, Pairs, Pairs] = ([], [], [], [])
    for (a, b), label in zip(pairwise(cuts), labels[cuts[:-1]].tolist(), strict=True):
        spans[label].append((low + a, low + b))
    _, source, cue, content = spans
    if not content:
        return None
    return Found(source, cue or [(anchor, anchor + 1)], content, "labeller", anchor, score=score)
