"""The trained labeller at run time: numpy only, weights loaded on first use, rules alone where there are none.

A convolutional network over words, tags and the parse scores each token as the head of a cue; for each cue a second
network with a linear-chain CRF (Lafferty et al. 2001) labels the words around it: source, cue, content or none; a last
one says from cue and content together how far the attribution is right.
Trained by tools/train_attribution.py; `weights/attribution/README.md` is its card.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.layers.attributions.decoding import best_labels
from pipeline.layers.attributions.features import (
    Ints,
    Tokens,
    child_lists,
    distances,
    joined,
    only,
    relations,
    token_features,
    window,
)
from pipeline.layers.attributions.found import Found, Pairs
from pipeline.layers.store import busy_tokens

Floats = NDArray[np.float32]
TENSOR = 96
LEAST = 0.2
"""Cue score under which nothing is looked at."""
CHUNK = 32
"""Cues whose windows are labelled together."""
TOGETHER = 3000
"""Tokens of the documents looked at together: what more of them need does not stay in the processor's cache."""
PIECE = 256
"""Tokens that go through a layer together: what stays in the processor's cache."""


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
    return next(find_in([doc]))


def find_in(docs: Iterable[Doc]) -> Iterator[list[Found]]:
    """The same for several documents, in groups of at most `TOGETHER` tokens."""
    group: list[Doc] = []
    for doc in docs:
        if group and sum(map(len, group)) + len(doc) > TOGETHER:
            yield from _find_together(group)
            group = []
        group.append(doc)
    yield from _find_together(group)


def _find_together(docs: list[Doc]) -> list[list[Found]]:
    """The same for documents that go through the network one behind the other."""
    net = network()
    out: list[list[Found]] = [[] for _ in docs]
    seen = [n for n, doc in enumerate(docs) if net is not None and _has_vectors(doc)]
    if net is None or not seen:
        return out
    places = [busy_tokens(docs[n]) for n in seen]
    tokens, starts = joined([only(token_features(docs[n]), here) for n, here in zip(seen, places, strict=True)])
    tensor = np.zeros((len(tokens.head), TENSOR), np.float32)
    for n, start, here in zip(seen, starts, places, strict=True):
        tensor[start : start + len(here)] = docs[n].tensor[here]
    rows = np.stack([_rows(tokens.symbols[:, c], net.symbols[c]) for c in range(5)], 1)
    hidden = _encode(net, tensor, rows, tokens, starts[1:])
    logits = _cue_logits(net, hidden)
    anchors = np.flatnonzero((_sigmoid(logits) > LEAST) & (tokens.space == 0))
    children = child_lists(tokens)
    seen_from = _linear(hidden, net, "pair_token")
    for k in range(0, len(anchors), CHUNK):
        part = anchors[k : k + CHUNK].tolist()
        for labelled in _label(net, hidden, seen_from, rows, tokens, children, part, logits):
            number = bisect_right(starts, labelled.anchor) - 1
            one = _found(labelled, starts[number], tokens.space[labelled.low :], places[number])
            if one is not None:
                out[seen[number]].append(one)
    return out


def _has_vectors(doc: Doc) -> bool:
    """Whether a document carries the vectors of the model that the labeller was trained with."""
    return len(doc) > 0 and getattr(doc.tensor, "shape", (0,))[-1] == TENSOR and len(doc.tensor) == len(doc)


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


def _encode(net: Network, tensor: Floats, rows: Ints, tokens: Tokens, borders: list[int]) -> Floats:
    """The hidden vectors of all tokens; before each token of `borders` stands one that is none: its vectors are 0."""
    w = net.weights
    words = w["emb.0.weight"].take(rows[:, 0], axis=0)
    parts = [tensor, words, words.take(tokens.head, axis=0)]
    parts += [w[f"emb.{c}.weight"].take(rows[:, c], axis=0) for c in range(1, 5)]
    parts.append(w["quote.weight"].take(tokens.quoted, axis=0))
    h = _norm(_relu(_linear(np.concatenate(parts, 1), net, "enter")), net, "enter_norm")
    none = np.array(borders, np.int64) - 1
    h[none] = 0
    order, bounds, heads = _families(tokens.head)
    below = np.zeros_like(h)
    for k in range(net.meta["layers"]):
        if len(order):
            below[heads] = np.add.reduceat(h.take(order, axis=0), bounds, axis=0)
        h = _layer(net, k, h, below, tokens.head)
        h[none] = 0
    return h


def _layer(net: Network, k: int, h: Floats, below: Floats, head: Ints) -> Floats:
    """One layer: each token sees itself, its neighbours, its governor and what it governs; a few hundred at a time."""
    count, width = h.shape
    out, around = np.empty_like(h), np.empty((min(PIECE, count), 5 * width), np.float32)
    for a in range(0, count, PIECE):
        b = min(a + PIECE, count)
        seen = around[: b - a]
        seen[:, :width] = h[a:b]
        seen[1:, width : 2 * width] = h[a : b - 1]
        seen[0, width : 2 * width] = h[a - 1] if a else 0
        seen[: b - a - 1, 2 * width : 3 * width] = h[a + 1 : b]
        seen[-1, 2 * width : 3 * width] = h[b] if b < count else 0
        seen[:, 3 * width : 4 * width] = h.take(head[a:b], axis=0)
        seen[:, 4 * width :] = below[a:b]
        out[a:b] = _norm(_relu(_linear(seen, net, f"layers.{k}")) + h[a:b], net, f"norms.{k}")
    return out


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
    seen_from: Floats,
    rows: Ints,
    tokens: Tokens,
    children: list[list[int]],
    anchors: list[int],
    logits: Floats,
) -> list[Labelled]:
    """The windows of the cues, labelled.

    They stand one behind the other in one array, with rows of zeros between that the widest step cannot cross.
    `seen_from` is what each token adds where it is seen from a cue.
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
    p: Floats = seen_from.take(index, axis=0)
    p += _linear(hidden[anchors], net, "pair_cue").take(owner, axis=0)
    for k in range(6):
        p += net.weights[f"pair_emb.{k}.weight"].take(features[:, k + 1], axis=0)
    p += net.weights["pair_emb.6.weight"].take(tokens.quoted[index], axis=0)
    p = _norm(_relu(p), net, "pair_norm")
    p *= mask
    for k, d in enumerate(net.meta["dilations"]):
        p = _norm(p + _relu(_linear(_around(p, d), net, f"convs.{k}")), net, f"conv_norms.{k}")
        p *= mask
    scores = _linear(p, net, "pair_out")
    cues = [at + a - low for at, a, (low, _) in zip(starts, anchors, windows, strict=True)]
    sure = _accepts(net, p, scores, mask, starts, cues, logits[anchors]).tolist()
    kept = [scores[at : at + n] for at, n in zip(starts, lengths, strict=True)]
    best = best_labels(kept, net.weights["moves"], net.weights["first"])
    return [Labelled(a, low, *rest) for a, (low, _), *rest in zip(anchors, windows, best, sure, strict=True)]


def _around(p: Floats, step: int) -> Floats:
    """Each row between the ones `step` before and after it; zeros where there are none."""
    size, width = p.shape
    out = np.zeros((size, 3 * width), np.float32)
    out[step:, :width] = p[:-step]
    out[:, width : 2 * width] = p
    out[:-step, 2 * width :] = p[step:]
    return out


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


def _found(labelled: Labelled, start: int, space: Ints, places: Ints) -> Found | None:
    """The labels as spans of a document whose tokens, at `places` of it, begin at `start`; None without content.

    `space` says of the tokens of the window which are blank.
    """
    low = labelled.low - start
    at = places[low : low + len(labelled.labels)]
    labels = np.where(space[: len(labelled.labels)] == 0, labelled.labels, 0)
    cuts = [0, *(np.flatnonzero((labels[1:] != labels[:-1]) | (np.diff(at) > 1)) + 1).tolist(), len(labels)]
    spans: tuple[Pairs, Pairs, Pairs, Pairs] = ([], [], [], [])
    for (a, b), label in zip(pairwise(cuts), labels[cuts[:-1]].tolist(), strict=True):
        spans[label].append((int(at[a]), int(at[b - 1]) + 1))
    _, source, cue, content = spans
    if not content:
        return None
    anchor = int(places[labelled.anchor - start])
    return Found(source, cue or [(anchor, anchor + 1)], content, "labeller", anchor, score=labelled.score)
