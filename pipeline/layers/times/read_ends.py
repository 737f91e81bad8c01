"""Where a length of time ends: "the three months to June", "the quarter ended Sept. 30"."""

from datetime import date, timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_calendar import holiday
from pipeline.layers.times.read_days import month_day
from pipeline.layers.times.read_months import month, month_year
from pipeline.layers.times.read_weekdays import near_day, weekday
from pipeline.layers.times.scene import Found

ENDS = ("to", "ended", "ending", "through", "until")
BEGINS = ("beginning", "starting", "commencing")


def ending_at(found: Found, number: float | None, unit: str) -> Period | None:
    """The days of "the three months to/ended/through/beginning <date>", of a whole number of units."""
    pieces, code = found.scene.pieces, found.scene.grammar.code
    k = found.b
    text = [found.text(i) for i in range(k, min(k + 2, len(pieces.starts)))]
    if not text or text[0] not in ENDS + BEGINS or number is None or number % 1:
        return None
    start = k + 2 if len(text) > 1 and text[1] in ("in", "on") else k + 1
    tail = found.scene.grammar.pattern.match(pieces.cats, start)
    if tail is None or not any(code[name] in tail.group() for name in ("MONTH", "MONTHA", "WDAY", "NEARDAY", "HOL")):
        return None
    end = month_end_of(found.part(start, tail.end()))
    if end is None or unit not in ("D", "W", "M", "Q", "H", "Y"):
        return None
    if text[0] in BEGINS:
        since = end.replace(day=1) if not found.part(start, tail.end()).has("D2", "ORDN", "WDAY") else end
        return periods.stretch(since, periods.add(since, int(number), unit) - timedelta(days=1))
    since = periods.add(end + timedelta(days=1), -int(number), unit)
    return periods.stretch(since, end)


def month_end_of(found: Found) -> date | None:
    """The last day of a date or month expression, never after the anchor's year for a bare one."""
    if found.has("WDAY"):
        made = weekday(found)
    elif found.has("NEARDAY"):
        made = near_day(found)
    elif found.has("HOL"):
        made = holiday(found)
    elif found.has("D2", "ORDN"):
        made = month_day(found)
    else:
        made = month_year(found) if found.has("YEAR", "YR") else month(found)
    return made.period.until if made and made.period else None
