"""Quotations: where the marks open and close, paragraph by paragraph."""

import re

MARK = re.compile(r"''|[“”\"]")


def quotations(text: str) -> list[tuple[int, int]]:
    """Characters between (not including) quotation marks, in order.

    Straight marks open and close by turns (where their number is odd, corrected by the spaces around them); a mark left
    open runs to the end of its paragraph, which is how newspapers print speech that goes on in the next one.
    """
    found: list[tuple[int, int]] = []
    position = 0
    for paragraph in text.split("\n"):
        found += [(position + a, position + b) for a, b in _paragraph(paragraph)]
        position += len(paragraph) + 1
    return found


def _paragraph(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    marks = list(MARK.finditer(text))
    in_turn = len(marks) % 2 == 0 and not any(m.group() in "“”" for m in marks)
    for mark in marks:
        opens = start is None if in_turn else _opens(text, mark, start is not None)
        if opens:
            start = mark.end()
        elif start is not None:
            found.append((start, mark.start()))
            start = None
    if start is not None:
        found.append((start, len(text)))
    return [(a, b) for a, b in found if b > a]


def _opens(text: str, mark: re.Match[str], inside: bool) -> bool:
    """Whether a mark opens a quotation."""
    if mark.group() in "“”":
        return mark.group() == "“"
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if inside:
        return (before.isspace() or before in "(—–") and not after.isspace()
    return before.isspace() or not after.isspace()
