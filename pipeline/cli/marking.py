"""Article text with the spans of claims in colour, or in brackets where there is no colour."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.text import Text

from pipeline.cli.terminal import plain, style_of


class Mark(NamedTuple):
    """Characters [start, end) of the article that belong to a field; `note` is printed behind them."""

    start: int
    end: int
    field: str
    note: str = ""


def marked(text: str, start: int, end: int, marks: Iterable[Mark], *, colour: bool) -> Text:
    """The characters [start, end) of a text with their marks. Of overlapping marks the longer wins, then the first."""
    out, position = Text(), start
    for mark in _apart(marks, start, end):
        out.append(plain(text[position : mark.start]))
        words = plain(text[mark.start : mark.end])
        out.append(words if colour else f"[{words}]", style_of(mark.field))
        if mark.note:
            out.append(mark.note, "bold red")
        position = mark.end
    out.append(plain(text[position:end]))
    return out


def _apart(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    inside = [m for m in marks if start <= m.start < m.end <= end]
    taken: list[Mark] = []
    for mark in sorted(inside, key=lambda m: (m.start - m.end, m.start, m.field)):
        if all(mark.end <= other.start or mark.start >= other.end for other in taken):
            taken.append(mark)
    return sorted(taken)
