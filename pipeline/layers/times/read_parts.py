"""Readers for counted parts of a period: the first week of November, the last two weeks of October, its last day."""

from datetime import timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_lengths import amount, length, unit_of
from pipeline.layers.times.read_months import month, month_year
from pipeline.layers.times.scene import Found, Reading, dated


def counted_part(found: Found) -> Reading | None:
    """The first week of November, the last two weeks of 2024, the last day of the month: with its days."""
    of = found.at("OF", "IN")
    head, whole = found.part(found.a, of), named_period(found.part(of + 1, found.b))
    ordinal = head.integer("ORD", "ORDN")
    number = -1 if ordinal is None or head.has("LAST") else ordinal
    unit = unit_of(head)
    if whole is None or unit not in ("D", "W"):
        return None
    count = int(amount(head.part(head.a + 2, head.b)) or 1)
    if count > 1 and number not in (1, -1):
        return None
    days = _days(whole, number, count * periods.STEP_DAYS[unit])
    if days is None:
        return None
    if unit == "D" and count == 1:
        return dated(found, periods.day(days.since))
    return Reading("DURATION", length(float(count), unit), days)


def _days(whole: Period, number: int, size: int) -> Period | None:
    """The nth stretch of so many days in a period; -1 is the last."""
    if number < 0:
        since, until = whole.until - timedelta(days=size - 1), whole.until
    else:
        since = whole.since + timedelta(days=(number - 1) * size)
        until = since + timedelta(days=size - 1)
    return periods.stretch(since, until) if whole.since <= since and since <= whole.until else None


def named_period(found: Found) -> Period | None:
    """The month, quarter or year behind "of": October (2024), 2024, last month, the year."""
    if found.has("MONTH", "MONTHA"):
        made = month_year(found) if found.has("YEAR", "YR") else month(found)
        return made.period if made else None
    if (y := found.integer("YEAR")) is not None:
        return periods.year(y)
    unit = unit_of(found)
    if found.anchor is None or unit not in ("M", "Q", "Y"):
        return None
    step = found.integer("LAST", "NEXT", "THIS", "PAST", "COMING", "CUR") or 0
    return periods.shift(periods.containing(unit, found.anchor), max(-1, min(1, step)), unit)
