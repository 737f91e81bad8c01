"""A Doc as pieces: words and parts of words, each with the one category that the rules see.

"mid-1990s", "12-to-18" and "Q3'25" are taken apart here; words that are a time only in places lose their category
where they are not (`piece_checks`).
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from spacy.tokens import Doc

from pipeline.layers.store import once
from pipeline.layers.times.piece_checks import CHECKS
from pipeline.layers.times.words import OTHER, grammar

Value = Any

_PIECE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d+(?:[.:]\d+)?|[^\W\d_]+\.?|\S")
_ISO = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:T[\d:.]{2,12}Z?)?$")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$|(\d{1,2})-(\d{1,2})-(\d{4})$")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?(am|pm|a\.m\.?|p\.m\.?)?$")
_HOUR = re.compile(r"(1[0-2]|0?[1-9])(am|pm|a\.m\.?|p\.m\.?)$")
_QUARTER = re.compile(r"(?:([qh])([1-4])|([1-4])([qh]))(?:(?:fy)?['’]?(\d{4}|\d{2}))?$")
_FISCAL = re.compile(r"fy['’]?(\d{4}|\d{2})?$")
_YEARS = re.compile(r"([12]\d{3})[-–/]([12]\d{3}|\d{2})$")
_DECADE = re.compile(r"(?:([12]\d)?(\d0)s)$")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")


@dataclass(slots=True)
class Pieces:
    """Parallel lists, one item a piece: category characters as one string, values, character spans, tokens."""

    cats: str
    values: list[Value] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    tried: dict[int, re.Match[str] | None] = field(default_factory=dict)
    """Where rules were tried, with the first that matches."""

    def first(self, at: int) -> re.Match[str] | None:
        """The match of the first rule that matches at a piece."""
        if at not in self.tried:
            self.tried[at] = grammar().pattern.match(self.cats, at)
        return self.tried[at]


def digits(text: str) -> tuple[str, Value] | None:
    """Category and value of a form with digits, or None where it must be taken apart."""
    if text.isdecimal():
        return _plain(text)
    for pattern, read in _FORMS:
        if found := pattern.match(text):
            return read(found)
    number = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", number):
        return "DIGITS", float(number)
    return None


def _plain(text: str) -> tuple[str, Value]:
    number = int(text[:9])
    if len(text) <= 2 and 1 <= number <= 31:
        return "D2", number
    if len(text) == 4:
        return ("YEAR", number) if 1400 <= number <= 2150 else ("N4", number)
    return "DIGITS", float(number)


def _iso(m: re.Match[str]) -> tuple[str, Value]:
    return "ISO", (int(m[1]), int(m[2]), int(m[3]))


def _clock(m: re.Match[str]) -> tuple[str, Value] | None:
    if "." in m[0].rstrip("apm.") and not m[3]:
        return "DIGITS", float(m[1] + "." + m[2])
    return "CLOCK", (int(m[1]), int(m[2]), m[3][0] if m[3] else "")


def _hour(m: re.Match[str]) -> tuple[str, Value]:
    return "CLOCK", (int(m[1]), None, m[2][0])


def _quarter(m: re.Match[str]) -> tuple[str, Value] | None:
    letter, number = (m[1] or m[4]), int(m[2] or m[3])
    if letter == "h" and number > 2:
        return None
    return "QCODE", (letter.upper(), number, m[5])


def _decade(m: re.Match[str]) -> tuple[str, Value]:
    return "DEC", (int(m[1]) * 100 if m[1] else None, int(m[2]))


def _ordinal(m: re.Match[str]) -> tuple[str, Value]:
    return "ORDN", int(m[1])


_FORMS = (
    (_ISO, _iso),
    (_SLASHED, lambda m: ("SLASHED", (int(m[1] or m[4]), int(m[2] or m[5]), m[3] or m[6]))),
    (_CLOCK, _clock),
    (_HOUR, _hour),
    (_QUARTER, _quarter),
    (_FISCAL, lambda m: ("FYCODE", m[1]) if m[1] else ("FISC", 0)),
    (_YEARS, lambda m: ("YRRANGE", (int(m[1]), m[2]))),
    (_DECADE, _decade),
    (_ORDINAL, _ordinal),
)


@lru_cache(maxsize=1 << 13)
def split(lower: str) -> tuple[tuple[str, Value, int, int], ...]:
    """The pieces of one lower-case token: (category name or "", value, start, end); one piece where it stays whole."""
    words = grammar().words
    if lower in words:
        return ((*words[lower], 0, len(lower)),)
    has_digit = any(c.isdecimal() for c in lower)
    if has_digit and len(lower) < 24 and (made := digits(lower)):
        return ((*made, 0, len(lower)),)
    if lower == "fy":
        return (("FISC", 0, 0, 2),)
    if len(lower) > 40 or not (
        has_digit or "-" in lower or "–" in lower or "/" in lower or "." in lower or lower[0] in "'’‘"
    ):
        return (("", None, 0, len(lower)),)
    return _take_apart(lower, words)


def _take_apart(lower: str, words: dict[str, tuple[str, str | int]]) -> tuple[tuple[str, Value, int, int], ...]:
    found: list[tuple[str, Value, int, int]] = []
    for m in _PIECE.finditer(lower):
        for text, a, b in _sub(m.group(), m.start(), words):
            made = words.get(text) or (digits(text) if text[0].isdecimal() else None) or ("", None)
            found.append((made[0], made[1], a, b))
    if not any(name for name, *_ in found):
        return (("", None, 0, len(lower)),)
    return tuple(_joined(lower, found))


def _sub(text: str, start: int, words: dict[str, tuple[str, str | int]]) -> list[tuple[str, int, int]]:
    if len(text) > 1 and text.endswith(".") and text not in words:
        return [(text[:-1], start, start + len(text) - 1), (".", start + len(text) - 1, start + len(text))]
    return [(text, start, start + len(text))]


def _joined(lower: str, found: list[tuple[str, Value, int, int]]) -> list[tuple[str, Value, int, int]]:
    """Put "90" and "s", "3" and "rd" together again."""
    out: list[tuple[str, Value, int, int]] = []
    for name, value, a, b in found:
        if out and out[-1][3] == a and (made := digits(lower[out[-1][2] : b])) and made[0] in ("DEC", "ORDN", "CLOCK"):
            out[-1] = (*made, out[-1][2], b)
        else:
            out.append((name, value, a, b))
    return out


@once
def pieces_of(doc: Doc) -> Pieces:
    """All pieces of a Doc, in order, made once: an article without a date is read twice, first to tell its date."""
    made = grammar()
    code = made.code
    cats: list[str] = []
    out = Pieces("")
    values, starts, ends, tokens = out.values, out.starts, out.ends, out.tokens
    for token in doc:
        start = token.idx
        lower = token.lower_
        for name, value, a, b in split(lower if len(lower) == len(token) else token.orth_):
            kept = name if not name or name not in CHECKS else CHECKS[name](token, name)
            cats.append(code[kept] if kept else OTHER)
            values.append(value)
            starts.append(start + a)
            ends.append(start + b)
            tokens.append(token.i)
    out.cats = "".join(cats)
    return out
