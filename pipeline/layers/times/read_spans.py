"""Readers for expressions relative to now or to the period under discussion."""

from datetime import date, timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import year_in
from pipeline.layers.times.read_ends import ending_at
from pipeline.layers.times.read_fiscal import fiscal_end, fiscal_year_at
from pipeline.layers.times.read_lengths import FINE, around, length, unit_of
from pipeline.layers.times.read_periods import decade
from pipeline.layers.times.scene import Found, Reading, Type, mod_of, of_period, under_discussion
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
    if found.has("QTRS") and number == 2 and y is not None and found.has("YEAR", "YR") and (first or last):
        half = periods.half(y, 1 if first else 2)
        return Reading("DATE", half.value, half, None, "explicit" if found.has("YEAR") else "relative")
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
    if leads(found, unit):
        return Reading("DURATION", length(1.0, unit), around(anchor, 1, 1, unit), mod_of(found))
    if trails(found, unit):
        kind: Type = "DURATION" if unit in ("E", "C") else "DATE"
        return Reading(kind, _past_value(unit, anchor), around(anchor, -1, 1, unit), mod_of(found))
    if found.text(found.at("SESSION")):
        return of_period(found, periods.day(anchor + timedelta(days=step)), "relative")
    return of_period(found, _moved(found, unit, step, anchor), "relative")


def leads(found: Found, unit: str) -> bool:
    """ "Within the next decade", "over the coming year": from now on, not the calendar's next one."""
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    ahead = found.has("SMALL") and (found.has("NEXT") or found.text(found.at("COMING")) in ("coming", "upcoming"))
    if not ahead or found.has("THIS", "PAST", "FISC", "FULL"):
        return False
    return unit in ("E", "C") or (before in ("over", "within", "during", "throughout") and found.has("COMING"))


def trails(found: Found, unit: str) -> bool:
    """The past year, and "over the last week": up to now, not the calendar's last one."""
    if not found.has("SMALL"):
        return False
    if found.has("PAST"):
        return found.text(found.at("PAST")) == "past"
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    over = before in ("over", "within") or (before == "in" and unit in "WMY") or (before == "for" and unit == "W")
    return over and found.has("LAST") and not found.has("FULL", "FISC") and unit in ("W", "M", "Y", "E", "C")


def _moved(found: Found, unit: str, step: int, anchor: date) -> Period:
    """The anchor's period of a unit, moved by steps; "this weekend" told as past on a Monday is the one before."""
    end = fiscal_end(found) if unit == "Y" else None
    base = fiscal_year_at(anchor, end) if end else periods.containing(unit, anchor)
    made = periods.shift(base, step, unit)
    if unit == "WE" and step == 0 and found.has("THIS") and anchor.weekday() < 2 and tense(found.token) == "past":
        made = periods.shift(base, -1, unit)
    return made


def _told(found: Found, unit: str) -> Reading | None:
    """What the expression takes from periods named before: that day, the following week, last year's quarter."""
    if found.has("POSS"):
        return _last_years(found)
    if unit == "Q" and found.has("THIS") and not found.has("PAST", "COMING") and _reports(found):
        return latest(found, unit)
    return anaphoric(found, unit) if found.has("THAT", "SAME", "COMING", "PAST") else None


def _reports(found: Found) -> bool:
    """ "This quarter's loss includes a charge": of the quarter just reported, which has ended."""
    if found.last.i + 1 >= len(found.scene.doc) or found.last.nbor(1).lower_ not in ("'s", "’s"):
        return False
    told = under_discussion(found.scene, ("Q",))
    ended = told is not None and found.anchor is not None and 0 <= (found.anchor - told.until).days <= 75
    return ended and found.last.head.lemma_.lower() in _RESULTS and tense(found.token) != "future"


_RESULTS = frozenset(("loss", "profit", "result", "earnings", "income", "sale", "revenue", "figure", "number"))


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
    if unit in ("W", "M"):  # where most of its days lie
        return periods.containing(unit, anchor - timedelta(days=3 if unit == "W" else 15)).value
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


def to_date(found: Found) -> Reading | None:
    """Year-to-date, so far this year: from the period's start to the anchor."""
    unit = unit_of(found) or str(found.get("YTD") or "Y")
    if found.anchor is None:
        return Reading("DATE", "XXXX")
    whole = periods.containing(unit, found.anchor)
    days = periods.stretch(whole.since, min(whole.until, found.anchor), whole.value)
    return Reading("DATE", whole.value, days)


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
