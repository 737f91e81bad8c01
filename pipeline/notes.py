"""How update notes begin, for the pages that label them and for the times layer that dates them anew."""

import re
from datetime import date, timedelta

_HEAD = re.compile(r"[^)\]–—\n]{0,80}?(?::\s|[)\]–—]|\s-\s)")


def head_of(text: str) -> str | None:
    """The head of a note, up to what it says: "Update (March 26, 9:15 am ET)"; None where nothing parts one off."""
    found = _HEAD.match(text)
    return found[0] if found else None


def next_weekday(day: date, weekday: int) -> date:
    """The first day of that name (Monday is 0) from a day on, itself included. `OverflowError` behind the calendar."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
