"""Readers for seasons, holidays and year ends."""

from datetime import date, timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import safe_date, year_in
from pipeline.layers.times.read_weekdays import ahead
from pipeline.layers.times.scene import Found, Reading, dated
from pipeline.layers.times.tense import tense


def season(found: Found) -> Reading | None:
    """Last summer, the winter of 1994, this fall."""
    code, anchor = str(found.get("SEASON")), found.anchor
    y = year_in(found) if found.has("YEAR", "YR", "CENTW", "APOS") else None
    if found.has("YRRANGE"):
        y = found.get("YRRANGE")[0]
    elif found.has("YEAR") and found.has("DASH", "SLASH") and y and (y + 1) % 100 != found.integer("D2"):
        return None
    if y is not None:
        return dated(found, periods.season(y, code), "explicit")
    if found.has("SMALL", "LAST", "NEXT", "THIS", "PAST", "COMING", "SAME") or found.a > 0:
        if anchor is None:
            return Reading("DATE", f"XXXX-{code}")
        if not found.has("SMALL", "LAST", "NEXT", "THIS", "PAST", "COMING", "EARLY", "EDGE") and not _in_season(found):
            return None
        return dated(found, _season_at(found, code, anchor))
    return None


def _in_season(found: Found) -> bool:
    return found.token.i > 0 and found.token.nbor(-1).lower_ in (
        "in",
        "by",
        "since",
        "during",
        "until",
        "for",
        "each",
        "every",
    )


def _season_at(found: Found, code: str, anchor: date) -> Period:
    here = periods.season(anchor.year, code)
    if here.since > anchor and periods.season(anchor.year - 1, code).until >= anchor:
        here = periods.season(anchor.year - 1, code)
    if found.has("NEXT", "COMING"):
        return here if here.since > anchor else periods.season(here.since.year + 1, code)
    if found.has("THIS") and not found.has("PAST"):
        return here
    if found.has("LAST", "PAST"):
        return here if here.until < anchor else periods.season(here.since.year - 1, code)
    if here.since > anchor and tense(found.token) != "future":
        return periods.season(here.since.year - 1, code)
    return here


_FIXED = {
    "boxing": (12, 26),
    "independence": (7, 4),
    "valentine": (2, 14),
    "bastille": (7, 14),
    "armistice": (11, 11),
    "veterans": (11, 11),
    "singles": (11, 11),
    "canada": (7, 1),
    "australia": (1, 26),
}


def holiday_day(name: str, y: int) -> date | None:
    """The day of a holiday in a year (US dates where countries differ)."""
    if name[:1].isdecimal():
        return safe_date(y, int(name[:2]), int(name[3:]))
    if name in _FIXED:
        return date(y, *_FIXED[name])
    thanks = periods.nth_weekday(y, 11, 3, 4)
    easter = periods.easter(y)
    election = periods.nth_weekday(y, 11, 0, 1) + timedelta(days=1)
    moving = {
        "thanksgiving": thanks,
        "black": thanks + timedelta(days=1),
        "cyber": thanks + timedelta(days=4),
        "easter": easter,
        "good": easter - timedelta(days=2),
        "election": election,
        "labor": periods.nth_weekday(y, 9, 0, 1),
        "memorial": periods.nth_weekday(y, 5, 0, -1),
        "columbus": periods.nth_weekday(y, 10, 0, 2),
        "presidents": periods.nth_weekday(y, 2, 0, 3),
        "mother": periods.nth_weekday(y, 5, 6, 2),
        "father": periods.nth_weekday(y, 6, 6, 3),
    }
    return moving.get(name)


def holiday(found: Found) -> Reading | None:
    """Christmas (Eve), Thanksgiving, Black Friday, Easter week, of a year or nearest to the anchor."""
    name = "01-01" if found.has("NEWYEAR") else str(found.get("HOL", "HOLA") or "")
    y = found.integer("YEAR")
    if found.has("HOLA") and not _named_day(found, name):
        return None
    if (y is None and found.anchor is None) or not name:
        return None
    years = [y] if y is not None else [(found.anchor.year + n) for n in (-1, 0, 1)] if found.anchor else []
    days = [d for x in years if (d := holiday_day(name, x)) is not None]
    if found.has("EVE"):
        days = [d - timedelta(days=1) for d in days]
    if not days:
        return None
    anchor = found.anchor or days[0]
    step = found.integer("LAST", "NEXT")
    if step is not None:
        days = [d for d in days if (d - anchor).days * step > 0] or days
    best = min(days, key=lambda d: abs((d - anchor).days))
    if y is None and step is None and best in days:
        best = _by_tense(found, days, best, anchor)
    made = periods.week(best) if found.has("WK") else periods.day(best)
    if found.has("QTR"):
        made = periods.containing("Q", best)
    return dated(found, made, "explicit" if y else "relative")


def _by_tense(found: Found, days: list[date], best: date, anchor: date) -> date:
    """ "Sales rose over Easter" in November is of the one that has been, "will rise" of the next."""
    told = tense(found.token)
    if told == "past" and best > anchor + timedelta(days=7):
        return max((d for d in days if d <= anchor), default=best)
    if told == "future" and best < anchor - timedelta(days=7):
        return min((d for d in days if d >= anchor), default=best)
    return best


_DAYS = {"black": ("friday",), "good": ("friday",), "cyber": ("monday",)}


def _named_day(found: Found, name: str) -> bool:
    """Black Friday and Labor Day, not Black Monday or Good Day."""
    return found.text(found.b - 1 if not found.has("YEAR") else found.at("WDAY", "DAY")) in _DAYS.get(name, ("day",))


def year_end(found: Found) -> Reading | None:
    """Year-end, the year's end, month-end, 2025 year-end."""
    edge, behind = found.text(found.at("EDGE")), min(found.b + 1, len(found.scene.pieces.starts))
    dated_by = found.part(found.b, behind).has("MONTH", "MONTHA", "D2", "ORDN", "IN", "ON")
    if edge in ("beginning", "start") and dated_by:
        return None  # "the year beginning 1 April"
    unit = "M" if found.has("MON") else "Q" if found.has("QTR") else "Y"
    if (y := found.integer("YEAR")) is not None:
        made = periods.year(y)
        return Reading("DATE", made.value, made, "END", "explicit")
    if found.anchor is None:
        return None
    step = found.integer("LAST", "NEXT", "THIS") or 0
    if found.token.i and found.token.nbor(-1).lower_ == "since":
        step = min(step, -1)  # "up 5% since year-end": the one that has been
    early = unit == "Y" and not found.has("LAST", "THIS", "NEXT") and found.anchor.month <= 3
    if early and not ahead(found) and not _open(found):
        step = -1
    made = periods.shift(periods.containing(unit, found.anchor), step, unit)
    return Reading("DATE", made.value, made, "END")


def _open(found: Found) -> bool:
    return found.token.i > 0 and found.token.nbor(-1).lower_ in ("by", "before", "until")
