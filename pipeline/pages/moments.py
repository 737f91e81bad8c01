"""Small dates inside update notes, stamps and live-blog times; English month names, no guessing of order."""

import datetime as dt
import re

from pipeline.notes import head_of, next_weekday

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_MONTH_DAY = re.compile(rf"\b{_NAME} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ((?:19|20)\d\d))?\b", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? {_NAME}(?:,? ((?:19|20)\d\d))?\b", re.IGNORECASE)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_CHANGED = re.compile(
    r"\b(?:updated|corrected|amended|clarified|changed|edited|revised|modified|published)\b"
    r"(?P<when>(?:(?! to | with | after | for | because |[.;]\s).){0,48})",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"\b([0-2]?\d)[:.h]([0-5]\d)(?::[0-5]\d)?\s{0,2}(am|pm|a\.m\.|p\.m\.)?(?!\d)", re.IGNORECASE)


def clock(text: str) -> str | None:
    """The first clock time of a text as `HH:MM`."""
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 else None


def _calendar(text: str) -> tuple[int | None, int, int] | None:
    if found := _ISO.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _MONTH_DAY.search(text):
        return int(found[3]) if found[3] else None, _MONTHS[found[1][:3].lower()], int(found[2])
    if found := _DAY_MONTH.search(text):
        return int(found[3]) if found[3] else None, _MONTHS[found[2][:3].lower()], int(found[1])
    return None


def noted(text: str, published: str | None) -> str | None:
    """When an update note was written, as `moment` gives it: by its label, or by the verb of the change.

    "Update (March 26):", "UPDATE March 26: ...", "Update, Wednesday:", "This story was updated on March 26 to add ...".
    A day that the note only speaks of ("Update: the vote has been moved to Friday") is not its own.
    """
    label = head_of(text)
    heads = [label] if label is not None else []
    heads += [found["when"] for found in _CHANGED.finditer(text[:400])]
    return next((found for head in heads if (found := moment(head, published) or _weekday(head, published))), None)


def _weekday(head: str, published: str | None) -> str | None:
    """The next day of that name, the day of publication included."""
    found = _WEEKDAY.search(head)
    if found is None or not published:
        return None
    base = dt.date.fromisoformat(published[:10])
    try:
        date = next_weekday(base, _WEEK.index(found[1][:3].lower()))
    except OverflowError:
        return None
    time = clock(head)
    return f"{date.isoformat()}T{time}" if time else date.isoformat()


def moment(text: str, published: str | None) -> str | None:
    """ISO date, or date and time, that a short note names; the year comes from `published` where it is not said.

    A note without a year is dated on or after publication, at most nine months later; else None.
    """
    found = _calendar(text[:400])
    if found is None:
        return None
    year, month, day = found
    try:
        date = _dated(year, month, day, published)
    except ValueError:
        return None
    if date is None:
        return None
    time = clock(text[:400])
    return f"{date.isoformat()}T{time}" if time else date.isoformat()


def _dated(year: int | None, month: int, day: int, published: str | None) -> dt.date | None:
    if year is not None:
        return dt.date(year, month, day)
    if published is None:
        return None
    base = dt.date.fromisoformat(published[:10])
    date = dt.date(base.year, month, day)
    if (base - date).days > 90:
        date = dt.date(base.year + 1, month, day)
    elif (date - base).days > 270:
        date = dt.date(base.year - 1, month, day)
    return date
