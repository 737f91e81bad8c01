"""The article's own fiscal calendar: the month in which its year ends, where a sentence says so."""

import re

from pipeline.layers.times.words import grammar

_MONTH = r"(?:(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? |end of )?([A-Z][a-z]{2,8})\.?)"
_ENDS = r",?(?: which| that)? (?:ended|ending|ends|closed|closes|runs to|to)(?: on| in)? "
_BEGINS = r",?(?: which| that)? (?:began|begins|beginning|started|starts|starting|runs from)(?: on| in)? "
_YEAR = re.compile(rf"\b(?:fiscal|financial) year,?(?: \d{{4}},?)?{_ENDS}{_MONTH}")
_FIRST = re.compile(rf"\b(?:fiscal|financial) year,?(?: \d{{4}},?)?{_BEGINS}{_MONTH}")
_NUMBERED = re.compile(r"\bfiscal[- ](first|second|third|fourth)[- ]quarter\b")
_QUARTER = re.compile(rf"\bquarter(?: results)?{_ENDS}{_MONTH}")
_SIX = re.compile(rf"\b(?:six months|half|half-year) (?:to|ended|ending)(?: on| in)? {_MONTH}")
_HALF = re.compile(r"\b(?:interim|half-year|half year|first-half|first half)\b", re.IGNORECASE)
_NUMBER = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_ENDED = re.compile(rf"\byear,? ended(?: on| in)? {_MONTH}")
NEAR = 600  # characters between "fiscal first quarter" and "the quarter ended Sept. 30"


def year_end(text: str) -> int | None:
    """The month (1 to 12) in which the fiscal year ends by what the text says, or None."""
    if found := _YEAR.search(text):
        return _month(found[1])
    if (found := _FIRST.search(text)) and (month := _month(found[1])):
        return (month - 2) % 12 + 1
    if (
        (numbered := _NUMBERED.search(text))
        and (found := _QUARTER.search(text, numbered.start(), numbered.start() + NEAR))
        and (month := _month(found[1]))
    ):
        return (month + 3 * (4 - _NUMBER[numbered[1]]) - 1) % 12 + 1
    return half_end(text)


def year_ended(text: str) -> int | None:
    """The month of "the year ended Sept. 30", or None."""
    return _month(found[1]) if (found := _ENDED.search(text)) else None


def half_end(text: str) -> int | None:
    """The month in which the year ends whose first half is "the six months to 30 September"; None for calendar halves.

    The text must call the stretch a half or an interim result.
    """
    found = _SIX.search(text)
    month = _month(found[1]) if found else None
    if not month or month in (6, 12) or _HALF.search(text) is None:
        return None
    return (month + 5) % 12 + 1


def _month(word: str) -> int | None:
    name, value = grammar().words.get(word.lower(), ("", 0))
    return int(value) if name in ("MONTH", "MONTHA") else None
