"""Atoms: the text cut into digit groups, words and single signs, once, in linear time, independent of any tokenizer.

spaCy's tokens do not serve here: they cut "US$5bn" one way and "$5bn-a-year" another. An atom knows its characters,
whether white space stands before it, and whether a line starts at it.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from spacy.attrs import IDX
from spacy.tokens import Doc

NUMBER, WORD, SIGN, BREAK = "n", "w", "s", "b"

# Thousands may be set apart by comma, dot, apostrophe, a no-break or thin space; by a plain space where two or more
# groups follow, and by comma and blank before 000 (text that was tokenized and joined again).
_ATOM = re.compile(
    r"(?P<n>\d{1,3}(?:[  ]\d{3}){2,5}(?!\d)"
    r"|(?:\d+|(?<![\w.])(?=\.\d))(?:[,.]\d+|, 000(?!\d)|['’\u00a0\u202f\u2009]\d{3}(?!\d)){0,12})"
    r"|(?P<w>[^\W\d_¼½¾⅐-⅞]+)"
    r"|(?P<b>\n)"
    r"|(?P<s>\S)"
)
FRACTION_SIGNS = {
    **{"¼": 1 / 4, "½": 1 / 2, "¾": 3 / 4, "⅐": 1 / 7, "⅑": 1 / 9, "⅒": 1 / 10, "⅓": 1 / 3, "⅔": 2 / 3},
    **{"⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5, "⅙": 1 / 6, "⅚": 5 / 6},
    **{"⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8},
}
DASHES = frozenset("-‐‑‒–—−")


def wordset(text: str) -> frozenset[str]:
    """The words of a text as a set: for word lists in code."""
    return frozenset(text.split())


class Atom(NamedTuple):
    """A piece of text. `glued`: no white space before it."""

    kind: str
    start: int
    end: int
    text: str
    low: str
    glued: bool


END = Atom(BREAK, -1, -1, "\n", "\n", False)


class Atoms:
    """The atoms of a text; reading outside gives `END`, so grammar needs no bounds checks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.items: list[Atom] = []
        last = -1
        add = self.items.append
        for match in _ATOM.finditer(text):
            piece, start = match.group(), match.start()
            kind = match.lastgroup or SIGN
            add(Atom(kind, start, match.end(), piece, piece.lower(), start == last))
            last = match.end()

    def __getitem__(self, k: int) -> Atom:
        return self.items[k] if 0 <= k < len(self.items) else END

    def __len__(self) -> int:
        return len(self.items)

    def low(self, k: int) -> str:
        """The lower-case text of atom k."""
        return self.items[k].low if 0 <= k < len(self.items) else "\n"

    def is_dash(self, k: int) -> bool:
        """A hyphen, dash or minus sign."""
        return self[k].text in DASHES

    def phrase(self, k: int, count: int) -> str:
        """Atoms k..k+count joined by one blank where white space stands between them."""
        parts = []
        for at in range(k, k + count):
            atom = self[at]
            parts.append(atom.low if atom.glued or at == k else " " + atom.low)
        return "".join(parts)


class Places:
    """From characters to tokens of a Doc."""

    def __init__(self, doc: Doc) -> None:
        self.starts: list[int] = doc.to_array(IDX).tolist() if len(doc) else [0]

    def at(self, char: int) -> int:
        """The token that holds a character."""
        return max(bisect_right(self.starts, char) - 1, 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that touch characters [start, end)."""
        return self.at(start), self.at(max(end - 1, start)) + 1
