"""The parser's greedy search with its steps taken from Python: the same trees as spaCy's loop, in half its time.

spaCy's own loop runs without the interpreter's lock, and takes and gives back the lock at every step of every document
to ask whether an error occurred: that is half of its time. Here the lock is kept, and a step of all documents of a
batch is a few calls of numpy. What the network sees of a state is a fixed number of tokens; the product of each
token's vector with the weights of each place is computed once, and a state adds up the ones it needs.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.ml.parser_model import ParserStepModel  # type: ignore[import-not-found]
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

from pipeline.fast_encode import largest, state_layer
from pipeline.fast_parts import part_of, put_back

Floats = NDArray[np.float32]
BATCH = 32
STEP, TOKEN = 50.0, 12.0
"""Microseconds of a step here and of a token in spaCy's loop: their ratio decides which documents are left to it."""


class FastParser:
    """A `DependencyParser` with a faster search. Documents much longer than the others are left to the original."""

    def __init__(self, wrapped: DependencyParser) -> None:
        self.wrapped, self.vocab = wrapped, wrapped.vocab
        self._tok2vec: Any = wrapped.model.get_ref("tok2vec")
        lower, upper = wrapped.model.get_ref("lower"), wrapped.model.get_ref("upper")
        self._layer = state_layer(lower)
        self._places, size, inside = self._layer.weights.shape
        self._seen = SimpleNamespace(state2vec=SimpleNamespace(nF=self._places))
        self._enter = np.ascontiguousarray(self._layer.weights.reshape(self._places * size, inside).T)
        self._out = np.ascontiguousarray(cast(Floats, upper.get_param("W")).T)
        self._out_bias: Floats = upper.get_param("b")

    def __call__(self, doc: Doc) -> Doc:
        """Parse one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Parse a stream of documents, a batch at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            parts = [part_of(doc) for doc in batch]
            given = [doc if part is None else part.doc for doc, part in zip(batch, parts, strict=True)]
            most = longest([len(doc) for doc in given])
            self._parse([doc for doc in given if 0 < len(doc) <= most])
            for doc in given:
                if not 0 < len(doc) <= most:
                    self.wrapped(doc)
            for part in parts:
                if part is not None:
                    put_back(part)
            yield from batch

    def _parse(self, docs: list[Doc]) -> None:
        if not docs:
            return
        parser, table = self.wrapped, self._table(docs)
        parser._ensure_labels_are_added(docs)
        batch = parser.moves.init_batch(docs)
        states = [state for state in batch if not state.is_final()]
        offsets = np.arange(self._places)
        while states:
            rows = ParserStepModel.get_token_ids(self._seen, states)
            rows += 1  # row 0 stands for no token
            rows *= self._places
            rows += offsets
            summed = np.add.reduce(table.take(rows, axis=0), axis=1)
            summed += self._layer.bias
            scores = largest(summed, self._layer.width) @ self._out
            scores += self._out_bias
            states = parser.transition_states(states, scores)
        parser.set_annotations(docs, batch)

    def _table(self, docs: list[Doc]) -> Floats:
        """The product of each token (and of none, first) with the weights of each place, one row for each pair."""
        vectors = cast(Floats, self._tok2vec.predict(docs))
        size = self._layer.pads.shape[1]
        table = np.empty((len(vectors) + 1, self._places, size), np.float32)
        table[0] = self._layer.pads
        np.matmul(vectors, self._enter, out=table[1:].reshape(len(vectors), -1))
        return table.reshape(-1, size)


def longest(lengths: list[int]) -> int:
    """The length up to which documents are parsed here: a step costs the same for one document as for many.

    A document has two steps a token, and the longest one decides how many steps there are.
    """
    best, most, left = TOKEN * sum(lengths), 0, sum(lengths)
    for length in sorted(lengths):
        left -= length
        cost = STEP * 2 * length + TOKEN * left
        if cost <= best:
            best, most = cost, length
    return most


def fast_parser(pipe: DependencyParser) -> FastParser | None:
    """The faster search around a parser, or None where its model is of another make."""
    model: Any = pipe.model
    if not model.attrs.get("has_upper") or model.attrs.get("unseen_classes") or pipe.cfg["beam_width"] != 1:
        return None
    return FastParser(pipe) if model.get_ref("lower").get_dim("nP") >= 2 else None
