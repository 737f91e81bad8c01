"""Readers for a bare unit: the quarter, the year, the week, "the year ended June 30"."""

from dataclasses import replace
from datetime import timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_ends import ending_at
from pipeline.layers.times.read_fiscal import fiscal_end, fiscal_year_at
from pipeline.layers.times.read_lengths import FINE, unit_of
from pipeline.layers.times.read_spans import latest
from pipeline.layers.times.scene import Found, Reading, of_period, under_discussion
from pipeline.layers.times.tense import tense


def the_unit(found: Found) -> Reading | None:
    """The quarter, the year, the day: under discussion, else the anchor's (a quarter: the last ended)."""
    unit = unit_of(found)
    if not unit or unit in FINE or not plausible_unit(found, unit):
        return None
    if unit == "D" and found.b < len(found.scene.pieces.starts) and found.name(found.b) == "WDAY":
        return None  # "during the day Friday": the weekday says which
    if unit in ("Y", "Q", "W") and (ended := ending_at(found, 1.0, unit)) is not None:
        return _ended(found, unit, ended)
    if unit == "Q":
        return latest(found, unit)
    if unit == "Y" and found.anchor and (end := fiscal_end(found)) is not None:
        return of_period(found, fiscal_year_at(found.anchor, end), "relative")
    told = _discussed(found, unit)
    if told is not None and unit in ("Y", "M", "W", "D", "WE"):
        return of_period(found, told, "context")
    if found.anchor is None:
        return Reading("DATE", "XXXX")
    made = periods.containing(unit, found.anchor)
    if unit == "WE" and tense(found.token) == "past" and found.anchor.weekday() < 5:
        made = periods.shift(made, -1, "WE")
    return of_period(found, made, "relative")


def _discussed(found: Found, unit: str) -> Period | None:
    """The period of a unit that the text is about; none more than two years off the anchor."""
    told = _year_of(found) if unit == "Y" else under_discussion(found.scene, (unit,))
    if told is None and unit == "W" and tense(found.token) == "past":
        told = _week_of(found)
    far = told is not None and found.anchor is not None and abs((told.since - found.anchor).days) > 2 * 366
    return None if far else told


def _week_of(found: Found) -> Period | None:
    """ "It fell on Friday. For the week, it lost 4%": the week of the last day named, where that is past by Monday."""
    told = under_discussion(found.scene, ("D",))
    if told is None or found.anchor is None or not 0 <= (found.anchor - told.since).days <= 7:
        return None
    return periods.week(told.since)


def _ended(found: Found, unit: str, days: Period) -> Reading:
    """ "The year ended June 30" is a length with its days, "the quarter ended July 31" a quarter of the article's own.

    A quarter of whole weeks ("ended Sept. 29") is the calendar's, if that ends within a week.
    """
    if unit == "Y":
        return Reading("DURATION", "P1Y", days, None)
    if unit == "W":
        middle = days.since + timedelta(days=3)
        return of_period(found, Period("W", days.since, days.until, periods.week(middle).value), "context")
    told = under_discussion(found.scene, ("Q",))
    for near in (told, periods.containing("Q", days.until - timedelta(days=7))):
        if near is not None and abs((near.until - days.until).days) <= 7:
            return of_period(found, near, "context")
    made = Period("Q", days.since, days.until, "")
    return of_period(found, replace(made, value=periods.fiscal_value(made)), "context")


def _year_of(found: Found) -> Period | None:
    """The year of the last year, quarter or half that was named: any of the own sentence, else one that has begun."""
    sentence = found.token.sent.start if found.token.dep else 0
    for at, told in reversed(found.scene.history):
        begun = found.anchor is not None and told.since <= found.anchor
        if told.unit in ("Y", "Q", "H") and (begun or at >= sentence):
            return periods.containing("Y", told.since)
    return None


def plausible_unit(found: Found, unit: str) -> bool:
    """The unit is a time: after a preposition, or "the weekend"; not "the day of reckoning"."""
    after = found.last.nbor(1).lower_ if found.last.i + 1 < len(found.scene.doc) else ""
    if after == "of" and found.last.i + 2 < len(found.scene.doc):
        value = found.last.nbor(2)  # "a high for the year of $12" is no year of something
        after = "" if value.is_currency or value.like_num else after
    if after in ("of", "when", "that", "-", "where", "after", "before"):
        return False
    if found.has("FISC", "FULL") or unit in ("Q", "WE"):
        return True
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    if found.text(found.at("SMALL")) != "the":
        return False
    return before in (
        "in",
        "for",
        "during",
        "of",
        "on",
        "over",
        "through",
        "throughout",
        "by",
        "since",
        "ended",
        "from",
        "end",
        "ended",
        "ending",
        "ends",
        "finish",
        "finished",
        "finishing",
        "close",
        "closed",
        "closing",
    )
