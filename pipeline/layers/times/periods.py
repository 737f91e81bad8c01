"""Calendar arithmetic: a period is an inclusive stretch of days with its TIMEX3 value. Nothing here reads a clock."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_NAMED = re.compile(r"(\d{4})(?:-(Q|H|W|)(\d{1,2}))?$")
STEP_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "E": 120, "C": 1200}
STEP_DAYS = {"D": 1, "W": 7, "F": 14, "WE": 7}


@dataclass(frozen=True)
class Period:
    """Days `since`..`until`, both inclusive; `unit` is D W WE M Q H S Y E C or X (any other stretch)."""

    unit: str
    since: date
    until: date
    value: str


def has_room(d: date, years: int = 10) -> bool:
    """Whether steps of so many years from a day stay within the calendar of `date`, which begins at 1, ends at 9999."""
    return years < d.year < date.max.year - years


def day(d: date) -> Period:
    """One day."""
    return Period("D", d, d, d.isoformat())


def week(d: date) -> Period:
    """The ISO week (Monday to Sunday) that holds a day."""
    start = d - timedelta(days=d.weekday())
    y, w, _ = d.isocalendar()
    return Period("W", start, start + timedelta(days=6), f"{y:04d}-W{w:02d}")


def weekend(d: date) -> Period:
    """Saturday and Sunday of the ISO week that holds a day."""
    saturday = d - timedelta(days=d.weekday()) + timedelta(days=5)
    y, w, _ = d.isocalendar()
    return Period("WE", saturday, saturday + DAY, f"{y:04d}-W{w:02d}-WE")


def month_end(y: int, m: int) -> date:
    """The last day of a month."""
    return date(y, m, calendar.monthrange(y, m)[1])


def month(y: int, m: int) -> Period:
    """A calendar month."""
    return Period("M", date(y, m, 1), month_end(y, m), f"{y:04d}-{m:02d}")


def quarter(y: int, q: int) -> Period:
    """A calendar quarter, 1 to 4."""
    return Period("Q", date(y, 3 * q - 2, 1), month_end(y, 3 * q), f"{y:04d}-Q{q}")


def half(y: int, h: int) -> Period:
    """A calendar half-year, 1 or 2."""
    return Period("H", date(y, 6 * h - 5, 1), month_end(y, 6 * h), f"{y:04d}-H{h}")


def year(y: int) -> Period:
    """A calendar year."""
    return Period("Y", date(y, 1, 1), date(y, 12, 31), f"{y:04d}")


def decade(y: int) -> Period:
    """The ten years from a year divisible by ten."""
    y -= y % 10
    return Period("E", date(y, 1, 1), date(y + 9, 12, 31), f"{y // 10:03d}")


def century(y: int) -> Period:
    """The hundred years from a year divisible by a hundred (the 1900s: 19)."""
    y -= y % 100
    return Period("C", date(y, 1, 1), date(y + 99, 12, 31), f"{y // 100:02d}")


def season(y: int, code: str) -> Period:
    """A meteorological season of the northern half: SP from March, SU June, FA September, WI December to February."""
    m = SEASON_START[code]
    until = month_end(y, m + 2) if m < 12 else month_end(y + 1, 2)
    return Period("S", date(y, m, 1), until, f"{y:04d}-{code}")


def stretch(since: date, until: date, value: str = "") -> Period:
    """Any other run of days."""
    return Period("X", since, until, value or f"{since.isoformat()}/{until.isoformat()}")


def named(p: Period) -> Period:
    """A stretch of days that is a calendar month, quarter, half or year as that."""
    if p.unit != "X":
        return p
    makers = (containing(unit, p.since) for unit in ("M", "Q", "H", "Y"))
    return next((made for made in makers if (made.since, made.until) == (p.since, p.until)), p)


def add_months(d: date, n: int) -> date:
    """The same day n months on, or the month's last day where it has none."""
    index = d.year * 12 + d.month - 1 + n
    y, m = divmod(index, 12)
    return date(y, m + 1, min(d.day, calendar.monthrange(y, m + 1)[1]))


def add(d: date, n: int, unit: str) -> date:
    """A day moved by n units (a unit code of `STEP_MONTHS` or `STEP_DAYS`; hours and less do not move it)."""
    if unit in STEP_MONTHS:
        return add_months(d, n * STEP_MONTHS[unit])
    return d + timedelta(days=n * STEP_DAYS.get(unit, 0))


def season_at(d: date) -> Period:
    """The season that holds a day."""
    if d.month < 3:
        return season(d.year - 1, "WI")
    return season(d.year, "SP" if d.month < 6 else "SU" if d.month < 9 else "FA" if d.month < 12 else "WI")


def off_calendar(p: Period) -> bool:
    """A quarter, half or year whose days are not those of its name in the calendar: an article's own fiscal period."""
    return p.unit in ("Q", "H", "Y") and containing(p.unit, p.since) != p


def fiscal_value(p: Period) -> str:
    """The value of a quarter, half or year off the calendar: that of the calendar period that holds its middle."""
    return containing(p.unit, p.since + (p.until - p.since) / 2).value


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value that names a year, half, quarter, month or week; None for any other."""
    if (found := _NAMED.match(value)) is None:
        return None
    y, kind, number = int(found[1]), found[2] or "", int(found[3] or 0)
    if kind == "W":
        made = week(date.fromisocalendar(y, number, 1))
    else:
        made = {"Q": quarter, "H": half, "": month}[kind](y, number) if number else year(y)
    return made.since, made.until


def _ends(p: Period, n: int, unit: str) -> tuple[date, date]:
    """Both ends moved by n units; the end of a month stays one."""
    since, until = add(p.since, n, unit), add(p.until, n, unit)
    last = p.until == month_end(p.until.year, p.until.month) and unit in STEP_MONTHS
    return since, month_end(until.year, until.month) if last else until


def containing(unit: str, d: date) -> Period:
    """The period of a unit that holds a day."""
    if unit == "M":
        return month(d.year, d.month)
    if unit == "Q":
        return quarter(d.year, (d.month + 2) // 3)
    if unit == "H":
        return half(d.year, 1 if d.month < 7 else 2)
    if unit == "S":
        return season_at(d)
    makers = {"W": week, "F": week, "WE": weekend}
    if unit in makers:
        return makers[unit](d)
    yearly = {"Y": year, "E": decade, "C": century}
    return yearly[unit](d.year) if unit in yearly else day(d)


def shift(p: Period, n: int, unit: str) -> Period:
    """A period moved by n units: the second quarter a year on is a second quarter."""
    if p.unit == "X":
        return stretch(*_ends(p, n, unit))
    if off_calendar(p):
        moved = Period(p.unit, *_ends(p, n, unit), "")
        return replace(moved, value=f"{int(p.value[:4]) + n:04d}{p.value[4:]}" if unit == "Y" else fiscal_value(moved))
    return containing(p.unit, add(p.since, n, unit)) if p.unit != "S" else season(p.since.year + n, p.value[-2:])


def nth_weekday(y: int, m: int, weekday: int, n: int) -> date:
    """The nth weekday (0 Monday) of a month; n = -1 is the last."""
    if n < 0:
        end = month_end(y, m)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(y, m, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def easter(y: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = y % 19, y // 100, y % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    total = h + n - 7 * m + 114
    return date(y, total // 31, total % 31 + 1)
