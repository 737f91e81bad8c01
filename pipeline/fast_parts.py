"""Documents without the blocks in which nothing can be claimed (`pipeline.claims.idle`), for the parser.

What it says of the other blocks is what it says of them in the whole document, for no tree goes over a block's border,
and the few tokens beyond it that the parser looks at are kept.
"""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, ORTH, SENT_START, SPACY
from spacy.tokens import Doc
from thinc.types import Ints2d

from pipeline.layers.store import busy_tokens, idle_in

BEHIND, BEFORE = 2, 3
"""Tokens of a gap that are kept at its beginning and its end: the parser sees two of the next block at the end of one,
and at the beginning what the last one ended with."""
STOPS = frozenset({".", "!", "?"})


class Part(NamedTuple):
    """A document with what is left of a whole one."""

    doc: Doc
    whole: Doc
    busy: NDArray[np.int64]
    """The tokens of the whole document that count."""
    kept: NDArray[np.int64]
    """Where they stand in the part."""


def part_of(doc: Doc) -> Part | None:
    """A document without its idle blocks, or None where it has none."""
    gaps = idle_in(doc)
    if not gaps:
        return None
    busy = busy_tokens(doc)
    edges = [i for gap in gaps for i in (*range(gap["i"], gap["j"])[:BEHIND], *range(gap["i"], gap["j"])[-BEFORE:])]
    places = np.union1d(busy, np.array(edges, np.int64)) if len(busy) else busy
    table = doc.to_array([ORTH, SPACY, SENT_START])[places]
    part = Doc(doc.vocab, words=table[:, 0].tolist(), spaces=table[:, 1].astype(bool).tolist())
    part.from_array([SENT_START], cast(Ints2d, table[:, 2:].astype(np.uint64)))
    if len(doc.tensor) == len(doc):
        part.tensor = doc.tensor[places]
    return Part(part, doc, busy, np.searchsorted(places, busy))


def put_back(part: Part) -> None:
    """Give the whole document the trees of its part; what is in none has neither head nor label, but sentences."""
    whole = part.whole
    found = part.doc.to_array([HEAD, DEP, SENT_START])[part.kept]
    trees = np.zeros((len(whole), 2), np.uint64)
    trees[part.busy] = found[:, :2]
    starts = np.full((len(whole), 1), -1, np.int64)
    starts[part.busy, 0] = found[:, 2].astype(np.int64)
    for gap in idle_in(whole):
        starts[gap["i"]] = 1
        for token in whole[gap["i"] + 1 : gap["j"]]:
            last = token.nbor(-1)
            if token.is_sent_start or (last.text in STOPS and not token.is_space and token.text[:1].isupper()):
                starts[token.i] = 1
    whole.from_array([HEAD, DEP], cast(Ints2d, trees))
    whole.from_array([SENT_START], cast(Ints2d, starts.astype(np.uint64)))
