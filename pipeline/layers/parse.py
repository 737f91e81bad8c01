"""The parse of a Doc as plain lists, read at once: reading an attribute of a spaCy token costs far more."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, LOWER, POS, TAG
from spacy.tokens import Doc


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


_PARSES: WeakKeyDictionary[Doc, Parse] = WeakKeyDictionary()


def parse_of(doc: Doc) -> Parse:
    """The parse of a Doc, read once: no stage after the model changes it."""
    found = _PARSES.get(doc)
    if found is None:
        found = _PARSES[doc] = _read(doc)
    return found


def _read(doc: Doc) -> Parse:
    n = len(doc)
    columns = doc.to_array([HEAD, DEP, POS, TAG, LEMMA, LOWER, IDX, LENGTH]).T.tolist() if n else [[]] * 8
    strings = doc.vocab.strings
    names: dict[int, str] = {0: ""}

    def named(column: list[int]) -> list[str]:
        for key in column:
            if key not in names:
                names[key] = strings[key]
        return [names[key] for key in column]

    head = [_signed(step) + i for i, step in enumerate(columns[0])]
    children: list[list[int]] = [[] for _ in range(n)]
    for i, h in enumerate(head):
        if h != i and 0 <= h < n:
            children[h].append(i)
    return Parse(
        dep=named(columns[1]),
        head=head,
        pos=named(columns[2]),
        tag=named(columns[3]),
        lemma=named(columns[4]),
        lower=named(columns[5]),
        start=columns[6],
        end=[start + size for start, size in zip(columns[6], columns[7], strict=True)],
        children=children,
    )


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
