"""Readers for expressions relative to now or to the period under discussion."""

from datetime import date, timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import year_in
from pipeline.layers.times.read_lengths import FINE, around, ending_at, length, unit_of
from pipeline.layers.times.read_periods import decade, fiscal, of_period
from pipeline.layers.times.scene import Found, Reading, mod_of, under_discussion
from pipeline.layers.times.tense import tense


def first_units(found: Found) -> Reading | None:
    """The first nine months (of 2020), the last two quarters of 1990: a length, with its days."""
    unit = unit_of(found.part(found.a, found.at("UNITS", "QTRS") + 1))
    numbers = found.all("NUM", "D2", "DIGITS")
    last = found.integer("ORD", "ORDN", "LAST") == -1
    if unit not in ("M", "Q", "W", "D", "Y", "TH", "TM", "E") or not numbers:
        return None
    number = float(str(found.scene.pieces.values[numbers[0]]))
    value = length(number, unit)
    first = found.integer("ORD", "ORDN") == 1
    tail = found.part(found.at("UNITS", "QTRS") + 1, found.b)
    y = year_in(tail) if tail.a < tail.b else None
    if y is None and tail.a < tail.b and tail.has("YR") and found.anchor:
        y = found.anchor.year
    months = int(number * periods.STEP_MONTHS.get(unit, 0))
    made = ending_at(found, number, unit)
    if made is None and 0 < months < 12 and found.anchor and (first or last):
        if y is None and months >= 3:
            y = found.anchor.year - (
                periods.month_end(found.anchor.year, months) > found.anchor and tense(found.token) != "future"
            )
        if y is not None:
            made = _months_of(y, months, first)
    end = found.at("UNITS", "QTRS") + 1
    return Reading("DURATION", value, made, None, "explicit" if found.has("YEAR") else "relative", end)


def _months_of(y: int, months: int, first: bool) -> Period:
    if first:
        return periods.stretch(date(y, 1, 1), periods.month_end(y, months))
    return periods.stretch(date(y, 13 - months, 1), date(y, 12, 31))


def relative_unit(found: Found) -> Reading | None:
    """Last year, this month, the latest quarter, the previous session, that day, the following week."""
    unit = unit_of(found) or ("P" if found.has("PERIOD") else "")
    anchor = found.anchor
    if unit in FINE or unit == "H" or _no_period(found):
        return None
    if told := _told(found, unit):
        return told
    if found.has("LATEST") or (found.has("PERIOD") and found.has("LAST", "LATEST", "CUR")):
        return latest(found, unit)
    if unit == "P" or anchor is None:
        return Reading("DATE", "XXXX") if unit and unit != "P" else None
    step = found.integer("LAST", "NEXT", "PAST", "COMING", "THIS", "CUR") or 0
    step = -1 if step < 0 else min(step, 1)
    if found.has("THIS") and found.has("PAST"):
        step = -1
    if found.has("SMALL") and found.has("PAST") and found.text(found.at("PAST")) == "past":
        return Reading(
            "DURATION" if unit in ("E", "C") else "DATE",
            _past_value(unit, anchor),
            around(anchor, -1, 1, unit),
            mod_of(found),
        )
    if found.text(found.at("SESSION")):
        return of_period(found, periods.day(anchor + timedelta(days=step)), "relative")
    return of_period(found, _moved(found, unit, step, anchor), "relative")


def _moved(found: Found, unit: str, step: int, anchor: date) -> Period:
    """The anchor's period of a unit, moved by steps; "this weekend" told as past on a Monday is the one before."""
    base = periods.containing(unit, anchor)
    made = periods.shift(base, step, unit)
    if unit == "WE" and step == 0 and found.has("THIS") and anchor.weekday() < 2 and tense(found.token) == "past":
        made = periods.shift(base, -1, unit)
    return fiscal(found, made) if found.has("FISC") else made


def _told(found: Found, unit: str) -> Reading | None:
    """What the expression takes from periods named before: that day, the following week, last year's quarter."""
    if found.has("POSS"):
        return _last_years(found)
    return anaphoric(found, unit) if found.has("THAT", "SAME", "COMING", "PAST") else None


def _no_period(found: Found) -> bool:
    """That session is any meeting, that day needs one named before, and the programme "This Week" is no week."""
    named = found.has("THIS") and found.token.text[0].isupper() and found.last.text.istitle()
    quoted = found.token.i > 0 and found.token.nbor(-1).is_quote
    nothing = found.has("THAT") and unit_of(found) == "D" and under_discussion(found.scene, ("D",)) is None
    return nothing or (found.has("SESSION") and found.has("THAT")) or (named and quoted)


def _last_years(found: Found) -> Reading | None:
    """Last year's quarter, this year's period: the quarter or period under discussion, in that year."""
    told = under_discussion(found.scene, ("Q",) if found.has("QTR") else ("Q", "H", "M", "X"))
    y = year_in(found)
    if told is None or y is None:
        return None
    return of_period(found, periods.shift(told, y - told.since.year, "Y"), "context")


def _past_value(unit: str, anchor: date) -> str:
    if unit in ("E", "C"):
        return length(1.0, unit)
    return periods.shift(periods.containing(unit, anchor), -1, unit).value


_FINER = {"W": ("D",), "M": ("D", "W"), "Q": ("D", "W", "M"), "H": ("D", "W", "M", "Q"), "Y": ("D", "W", "M", "Q", "H")}


def anaphoric(found: Found, unit: str) -> Reading | None:
    """That day, the same quarter, the following month, the previous year: from what was named before."""
    scene = found.scene
    word = found.text(found.at("PAST", "COMING"))
    step = {"previous": -1, "prior": -1, "preceding": -1, "following": 1, "subsequent": 1, "ensuing": 1}.get(word, 0)
    if not step and not found.has("THAT", "SAME"):
        return None
    kinds = (unit,) if unit != "P" else ("Q", "H", "M", "X")
    told = under_discussion(scene, kinds)
    if told is None and unit != "P":
        finer = under_discussion(scene, _FINER.get(unit, ()))
        if finer is not None and unit:
            told = periods.containing(unit, finer.since)
    if told is None and scene.anchor is not None and unit not in ("P", "D"):
        told = periods.containing(unit, scene.anchor)
    if told is None:
        return Reading("DATE", "XXXX") if unit == "P" else None
    made = periods.shift(told, step, unit if unit != "P" else "Y") if step else told
    return of_period(found, made, "context")


def latest(found: Found, unit: str) -> Reading | None:
    """The latest quarter: the one under discussion, else the last that has ended."""
    told = under_discussion(found.scene, (unit,) if unit != "P" else ("Q", "H", "M", "X"))
    if told is not None and found.anchor and told.until <= found.anchor + timedelta(days=15):
        return of_period(found, told, "context")
    if found.anchor is None:
        return None
    unit = "Q" if unit == "P" else unit
    return of_period(found, periods.shift(periods.containing(unit, found.anchor), -1, unit), "relative")


def the_unit(found: Found) -> Reading | None:
    """The quarter, the year, the day: under discussion, else the anchor's (a quarter: the last ended)."""
    unit = unit_of(found)
    if not unit or unit in FINE or not plausible_unit(found, unit):
        return None
    if unit == "Y" and (ended := ending_at(found, 1.0, "Y")) is not None:
        return of_period(found, periods.year(ended.until.year), "context")
    if unit == "Q":
        return latest(found, unit)
    told = _year_of(found) if unit == "Y" else under_discussion(found.scene, (unit,))
    if told is not None and found.anchor and abs((told.since - found.anchor).days) > 2 * 366:
        told = None
    if told is not None and unit in ("Y", "M", "W", "D", "WE"):
        return of_period(found, told, "context")
    if found.anchor is None:
        return Reading("DATE", "XXXX")
    made = periods.containing(unit, found.anchor)
    if unit == "WE" and tense(found.token) == "past" and found.anchor.weekday() < 5:
        made = periods.shift(made, -1, "WE")
    return of_period(found, made, "relative")


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


def to_date(found: Found) -> Reading | None:
    """Year-to-date, so far this year: from the period's start to the anchor."""
    unit = unit_of(found) or str(found.get("YTD") or "Y")
    if found.anchor is None:
        return Reading("DATE", "XXXX")
    whole = periods.containing(unit, found.anchor)
    return Reading("DATE", whole.value, whole)


def part_of(found: Found) -> Reading | None:
    """Later this year, the end of the month, early next week, mid-1996."""
    mod = mod_of(found)
    at = found.at("SMALL", "LAST", "NEXT", "THIS", "THAT", "PAST", "YEAR", "CUR")
    if found.has("EDGE") and found.name(found.a) == "SMALL":
        at = found.part(found.at("EDGE"), found.b).at("SMALL", "LAST", "NEXT", "THIS", "THAT", "PAST", "YEAR", "CUR")
    inner = found.part(at, found.b)
    if inner.has("YEAR"):
        made = periods.year(inner.integer("YEAR") or 0)
        return Reading("DATE", made.value, made, mod, "explicit")
    if inner.has("DEC"):
        return decade(inner)
    bare = inner.name(inner.a) == "SMALL" and not inner.has("LAST", "NEXT", "PAST", "COMING", "CUR", "SAME", "LATEST")
    unit = unit_of(inner)
    if unit in FINE:
        return None
    read = _bare_unit(inner, unit) if bare else relative_unit(inner)
    if read is None or read.period is None:
        return None
    return Reading("DATE", read.value, read.period, mod, read.basis)


def _recent(found: Found, told: Period) -> bool:
    """A period named before is still meant: in the own sentence, or the running one."""
    start = found.token.sent.start if found.token.dep else 0
    at = next((i for i, period in reversed(found.scene.history) if period is told), 0)
    return at >= start or (found.anchor is not None and told.since <= found.anchor <= told.until) or told.unit == "Q"


def _bare_unit(found: Found, unit: str) -> Reading | None:
    if found.anchor is None:
        return None
    told = under_discussion(found.scene, (unit,))
    if told is not None and unit == "D":
        return of_period(found, told, "relative")
    if told is not None and unit in ("Q", "Y", "M") and tense(found.token) == "past" and _recent(found, told):
        return of_period(found, told, "context")
    return of_period(found, periods.containing(unit, found.anchor), "relative")
