"""The article's own fiscal calendar: the month in which its year ends, where a sentence says so."""

import re

from pipeline.layers.times.words import grammar

_MONTH = r"(?:(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? |end of )?([A-Z][a-z]{2,8})\.?)"
_ENDS = r",?(?: which| that)? (?:ended|ending|ends|runs to|to)(?: on| in)? "
_YEAR = re.compile(rf"\b(?:fiscal|financial) year,?(?: \d{{4}},?)?{_ENDS}{_MONTH}")
_QUARTER = re.compile(rf"\bfiscal (first|second|third|fourth)[- ]quarter(?: results)?{_ENDS}{_MONTH}")
_HALF = re.compile(
    rf"\b(?:interim|half-year|first-half)\b[^.\n]{{0,80}}? six months (?:to|ended|ending)(?: on| in)? {_MONTH}"
)
_NUMBER = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def year_end(text: str) -> int | None:
    """The month (1 to 12) in which the fiscal year ends by what the text says, or None."""
    if found := _YEAR.search(text):
        return _month(found[1])
    if (found := _QUARTER.search(text)) and (month := _month(found[2])):
        return (month + 3 * (4 - _NUMBER[found[1]]) - 1) % 12 + 1
    if (found := _HALF.search(text)) and (month := _month(found[1])):
        return (month + 5) % 12 + 1
    return None


def _month(word: str) -> int | None:
    name, value = grammar().words.get(word.lower(), ("", 0))
    return int(value) if name in ("MONTH", "MONTHA") else None
