"""Readers for fiscal periods: calendar ones, unless the article says when its fiscal year ends."""

from datetime import date, timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import full_year
from pipeline.layers.times.read_ends import ending_at
from pipeline.layers.times.scene import Found, Reading, mod_of
from pipeline.layers.times.tense import tense

CALENDAR = (None, 12)


def fiscal_end(found: Found) -> int | None:
    """The month that ends the fiscal year an expression speaks of; None where it speaks of calendar periods.

    Where the article calls its six months to September a half, its other halves are such too.
    """
    end = found.scene.fiscal_end
    meant = found.has("FISC", "FYCODE") or (found.scene.fiscal_halves and found.has("HALF"))
    return end if meant and end not in CALENDAR else None


def fiscal(found: Found, period: Period) -> Period:
    """A quarter, half or year of a named fiscal year in calendar days."""
    end = fiscal_end(found)
    if end is None:
        return period
    since = periods.add_months(period.since, end - 12)
    until = periods.add_months(period.until, end - 12)
    return Period(period.unit, since, periods.month_end(until.year, until.month), period.value)


def latest_fiscal(found: Found, unit: str, number: int, end: int) -> Period | None:
    """The numbered fiscal quarter or half of no named year: the latest begun, or the next after will or to."""
    if found.anchor is None:
        return None
    months = periods.STEP_MONTHS[unit]
    month = (end + number * months - 1) % 12 + 1
    ends = [periods.month_end(found.anchor.year + n, month) for n in (-1, 0, 1)]
    all_three = [Period(unit, _since(until, months), until, f"{until.year:04d}-{unit}{number}") for until in ends]
    begun = [p for p in all_three if p.since <= found.anchor]
    coming = [p for p in all_three if p.since > found.anchor]
    if coming and begun[-1].until < found.anchor and tense(found.token) == "future":
        return coming[0]
    return begun[-1]


def _since(until: date, months: int) -> date:
    return periods.add_months(until.replace(day=1), 1 - months)


def ended_quarter(found: Found, number: int) -> Period | None:
    """ "The second quarter ended Oct. 31": its days, under its number and the year it ended in."""
    days = ending_at(found, 1.0, "Q")
    if days is None or not 1 <= number <= 4:
        return None
    near = periods.containing("Q", days.until - timedelta(days=7))
    if abs((near.until - days.until).days) <= 7:  # a quarter of whole weeks
        days = near
    return Period("Q", days.since, days.until, f"{days.until.year:04d}-Q{number}")


def told_as_reported(found: Found, made: Period, number: int) -> Period | None:
    """A quarter told as past that has not ended by the calendar is that of a report whose year ended before."""
    end = found.scene.year_ended
    if end is None or found.anchor is None or made.until <= found.anchor or tense(found.token) == "future":
        return None
    days = latest_fiscal(found, "Q", number, end)
    return days if days is not None and 0 <= (found.anchor - days.until).days <= 100 else None


def fiscal_year_at(day: date, end: int) -> Period:
    """The fiscal year that holds a day, named after the year it ends in."""
    y = day.year + (day.month > end)
    until = periods.month_end(y, end)
    return Period("Y", _since(until, 12), until, f"{y:04d}")


def fiscal_year(found: Found) -> Reading | None:
    """Fiscal 2024, FY24, the financial year 2023-24."""
    text = str(found.get("FYCODE") or "")
    y = found.integer("YEAR")
    two = found.integer("D2") if found.has("DASH", "SLASH") else None
    if text:
        y = full_year(int(text), text, found.anchor)
    if y is not None and two is not None:
        y = y + 1 if (y + 1) % 100 == two else None  # FY2024-25 is the year that ends in 2025
    if found.has("YRRANGE"):
        y1, _ = found.get("YRRANGE")
        y = y1 + 1
    elif y is None and two is None and (short := found.integer("D2")) is not None:
        y = full_year(short, "00", found.anchor)
    if y is None:
        return None
    made = periods.year(y)
    if (end := fiscal_end(found)) is not None:
        until = periods.month_end(y, end)
        made = Period("Y", _since(until, 12), until, made.value)
    return Reading("DATE", made.value, made, mod_of(found), "explicit")
