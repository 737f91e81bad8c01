"""The parse of a Doc as plain lists, read at once: reading an attribute of a spaCy token costs far more."""

from dataclasses import dataclass

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, LOWER, POS, TAG
from spacy.strings import StringStore
from spacy.tokens import Doc

from pipeline.layers.store import once


@dataclass(slots=True)
class Parse:
    """The tokens of a Doc; every list has one item per token."""

    dep: list[str]
    head: list[int]
    """The governor's place; a root's own."""
    pos: list[str]
    tag: list[str]
    lemma: list[str]
    lower: list[str]
    start: list[int]
    """First character."""
    end: list[int]
    children: list[list[int]]


class _Names(dict[int, str]):
    """The strings of hashes, each looked up once."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__({0: ""})
        self._strings = strings

    def __missing__(self, key: int) -> str:
        found = self[key] = self._strings[key]
        return found


@once
def parse_of(doc: Doc) -> Parse:
    """The parse of a Doc, read once: no stage after the model changes it."""
    n = len(doc)
    table = doc.to_array([HEAD, DEP, POS, TAG, LEMMA, LOWER, IDX, LENGTH]) if n else np.zeros((0, 8), np.uint64)
    columns = table.T.tolist()
    named = _Names(doc.vocab.strings).__getitem__
    head = (table[:, 0].astype(np.int64) + np.arange(n)).tolist()
    children: list[list[int]] = [[] for _ in range(n)]
    for i, h in enumerate(head):
        if h != i and 0 <= h < n:
            children[h].append(i)
    return Parse(
        dep=list(map(named, columns[1])),
        head=head,
        pos=list(map(named, columns[2])),
        tag=list(map(named, columns[3])),
        lemma=list(map(named, columns[4])),
        lower=list(map(named, columns[5])),
        start=columns[6],
        end=[start + size for start, size in zip(columns[6], columns[7], strict=True)],
        children=children,
    )
