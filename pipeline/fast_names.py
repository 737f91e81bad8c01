"""The name finder's greedy search in arrays: the same spans as spaCy's transition loop, in a tenth of its time.

spaCy steps one state per document, token by token, through 74 scored actions. What the network sees of a state is
three tokens: the next one, and inside an open span its first and its last (`StateC.set_context_tokens`). So outside
spans the scores of a token do not depend on what was decided before, and are computed for all tokens at once; inside
a span only two actions are valid, to go on or to end, and all spans of a batch are followed at the same time.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from pipeline.fast_encode import largest, state_layer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
BATCH = 32
FEATURES = 3


class Moves(NamedTuple):
    """Rows of the output layer by what they do; `labels` has one name for each row of the others."""

    outside: int
    begin: Ints
    inside: Ints
    last: Ints
    unit: Ints
    labels: list[str]


class FastNames:
    """An `EntityRecognizer` with a faster search; a document that has entities already is left to the original."""

    def __init__(self, wrapped: EntityRecognizer, moves: Moves) -> None:
        self.wrapped, self.moves, self.vocab = wrapped, moves, wrapped.vocab
        self._tok2vec: Any = wrapped.model.get_ref("tok2vec")
        lower, upper = wrapped.model.get_ref("lower"), wrapped.model.get_ref("upper")
        self._layer = state_layer(lower)
        self._enter = [np.ascontiguousarray(weights.T) for weights in self._layer.weights]
        self._out: Floats = upper.get_param("W")
        self._out_bias: Floats = upper.get_param("b")
        # Actions outside a span in the order of their rows: of equal scores the first wins, as in spaCy.
        self._first = np.sort(np.concatenate(([moves.outside], moves.begin, moves.unit)))
        self._is_begin = np.isin(self._first, moves.begin)
        self._label_of = {int(r): k for rows in (moves.begin, moves.unit) for k, r in enumerate(rows)}

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of one document."""
        self._find([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Find the names of a stream of documents, a batch at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._find(batch)
            yield from batch

    def _find(self, docs: list[Doc]) -> None:
        plain = []
        for doc in docs:
            if len(doc) and not doc.has_annotation("ENT_IOB"):
                plain.append(doc)
            else:
                self.wrapped(doc)
        if not plain:
            return
        vectors = cast(Floats, self._tok2vec.predict(plain))
        table = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in plain]).astype(np.int64)
        ends = np.cumsum([len(doc) for doc in plain])
        closed = np.zeros(len(vectors), bool)  # a span cannot go on behind these
        closed[:-1] = table[1:, 0] == 1
        closed[ends - 1] = True
        action = self._outside(vectors, closed, table[:, 1] != 0)
        starts, stops = self._follow(vectors, closed, action)
        self._write(plain, ends, action, dict(zip(starts.tolist(), stops.tolist(), strict=True)))

    def _hidden(self, summed: Floats) -> Floats:
        summed += self._layer.bias
        return largest(summed, self._layer.width)

    def _outside(self, vectors: Floats, closed: NDArray[np.bool_], space: NDArray[np.bool_]) -> Ints:
        """The best action for each token where no span is open, as its place in `_first`."""
        summed = vectors @ self._enter[0]
        summed += self._layer.pads[1]
        summed += self._layer.pads[2]
        scores = self._hidden(summed) @ self._out[self._first].T + self._out_bias[self._first]
        scores[np.ix_(closed, self._is_begin)] = -np.inf
        scores[np.ix_(space, self._first != self.moves.outside)] = -np.inf
        return cast(Ints, scores.argmax(axis=1))

    def _follow(self, vectors: Floats, closed: NDArray[np.bool_], action: Ints) -> tuple[Ints, Ints]:
        """First tokens of spans of several tokens, and the tokens behind their last."""
        starts = np.flatnonzero(self._is_begin[action])
        labels = np.array([self._label_of[int(r)] for r in self._first[action[starts]]], np.int64)
        stops = np.zeros(len(starts), np.int64)
        alive, at = np.arange(len(starts)), starts + 1
        while len(alive):
            first, kind = starts[alive], labels[alive]
            summed = vectors[at] @ self._enter[0]
            summed += vectors[first] @ self._enter[1]
            summed += vectors[at - 1] @ self._enter[2]
            hidden = self._hidden(summed)
            on, end = self.moves.inside[kind], self.moves.last[kind]
            more = np.einsum("ij,ij->i", hidden, self._out[on]) + self._out_bias[on]
            over = np.einsum("ij,ij->i", hidden, self._out[end]) + self._out_bias[end]
            goes_on = np.where(on < end, more >= over, more > over) & ~closed[at]
            stops[alive[~goes_on]] = at[~goes_on] + 1
            alive, at = alive[goes_on], at[goes_on] + 1
        return starts, stops

    def _write(self, docs: list[Doc], ends: Ints, action: Ints, stops: dict[int, int]) -> None:
        outside = int(np.flatnonzero(self._first == self.moves.outside)[0])
        spans: list[list[Span]] = [[] for _ in docs]
        behind, number, offset = 0, 0, 0
        for i in np.flatnonzero(action != outside).tolist():
            if i < behind:
                continue  # inside a span that was opened before
            while i >= ends[number]:
                offset = int(ends[number])
                number += 1
            behind = stops.get(i, i + 1)
            label = self.moves.labels[self._label_of[int(self._first[action[i]])]]
            spans[number].append(Span(docs[number], i - offset, behind - offset, label=label))
        for doc, found in zip(docs, spans, strict=True):
            doc.set_ents(found)


def fast_names(pipe: EntityRecognizer) -> FastNames | None:
    """The faster search around a recognizer, or None where its model is of another make."""
    model: Any = pipe.model
    if not model.attrs.get("has_upper") or model.attrs.get("unseen_classes") or pipe.cfg["beam_width"] != 1:
        return None
    lower = model.get_ref("lower")
    if lower.get_dim("nF") != FEATURES or lower.get_dim("nP") < 2 or pipe.cfg["incorrect_spans_key"]:
        return None
    moves = _moves(pipe)
    return FastNames(pipe, moves) if moves is not None else None


def _moves(pipe: EntityRecognizer) -> Moves | None:
    names = [pipe.moves.get_class_name(k) for k in range(pipe.model.get_ref("upper").get_dim("nO"))]
    place = {name: k for k, name in enumerate(names)}
    labels = [name[2:] for name in names if name.startswith("B-")]
    try:
        begin, inside, last, unit = (np.array([place[f"{m}-{x}"] for x in labels], np.int64) for m in "BILU")
        return Moves(place["O"], begin, inside, last, unit, labels)
    except KeyError:
        return None
