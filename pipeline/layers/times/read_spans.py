"""Readers for expressions relative to now or to the period under discussion."""

from dataclasses import replace
from datetime import date, timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import year_in
from pipeline.layers.times.read_lengths import FINE, amount, around, bare_units, duration, ending_at, length, unit_of
from pipeline.layers.times.read_periods import decade, fiscal, numbered, quarter
from pipeline.layers.times.scene import Found, Reading, mod_of, under_discussion
from pipeline.layers.times.tense import tense


def ago(found: Found) -> Reading | None:
    """Six weeks ago, a year earlier, three days later: with the fineness of its unit."""
    i = found.at("AGO", "LATER")
    word = found.text(i)
    step = {"earlier": -2, "later": 2}.get(word, found.scene.pieces.values[i])
    part = found.part(found.a, i)
    if part.has("MORE") and _compares(found):
        return None
    unit, number = unit_of(part), amount(part)
    if not unit or (unit == "Q" and part.has("A") and step == -2 and word == "before"):
        return None
    if word in ("before", "after", "previously", "previous") and not _closed(found, word):
        read = duration(part) if part.names() != ["UNITS"] else bare_units(part)
        return replace(read, end=i) if read else None
    if isinstance(step, int) and step > 0 and (number is None or unit in FINE) and word in ("later", "after"):
        read = duration(part) if part.names() != ["UNITS"] else bare_units(part)
        return replace(read, end=i) if read else None
    if number is None or unit in FINE:
        past = "PAST_REF" if isinstance(step, int) and step < 0 else "FUTURE_REF"
        return Reading("DATE", past, None, mod_of(found))
    count = -int(number) if isinstance(step, int) and step < 0 else int(number)
    return shifted(found, count, unit, now=step in (-1, 1))


def _compares(found: Found) -> bool:
    """ "31% less than a year earlier": the words compare, they do not bound the length."""
    before = found.token.nbor(-1) if found.token.i else None
    return before is not None and (
        before.text in ("%", "percent") or before.lower_ in ("cent", "more") or before.like_num
    )


def _closed(found: Found, word: str) -> bool:
    """ "Two years before the war" is a length; "from two years before." is a date."""
    after = found.last.nbor(1) if found.last.i + 1 < len(found.scene.doc) else None
    return word in ("previously", "previous") or after is None or after.is_punct or after.is_space


def shifted(found: Found, count: int, unit: str, now: bool) -> Reading | None:
    """A period moved by units: the one under discussion for whole years, else the anchor (or the last day named)."""
    told = discussed(found) if unit == "Y" and count == -1 else None
    if told is None and not now and unit in ("D", "W", "M", "Q", "H", "Y"):
        told = under_discussion(found.scene, (unit,))
    if told is not None:
        return _reading(found, periods.shift(told, count, unit), "context")
    if found.anchor is None:
        return Reading("DATE", "XXXX")
    base = found.anchor
    moved = periods.add(base, count, unit)
    whole = {"WE": "W", "F": "D", "E": "Y", "C": "Y"}.get(unit, unit)
    return _reading(found, periods.containing(whole, moved), "relative")


def _reading(found: Found, period: Period, basis: str) -> Reading:
    value = period.value if period.unit != "X" else f"{period.since:%Y}"
    return Reading("DATE", value, period, mod_of(found), basis)  # type: ignore[arg-type]


_COMPARED = ("Q", "H", "M", "X", "Y")


def discussed(found: Found) -> Period | None:
    """The quarter, half, month, year or stretch under discussion: what "a year earlier" goes back from.

    Any of the own sentence; of sentences before only one that has begun. "Last year" of a sentence before is what is
    compared with already: "the year-earlier results" behind it are those of last year.
    """
    anchor = found.anchor
    if anchor is None:
        return under_discussion(found.scene, _COMPARED)
    sentence = found.token.sent.start if found.token.dep else 0
    for at, told in reversed(found.scene.history):
        if told.unit not in _COMPARED:
            continue
        if at < sentence and told.unit == "Y" and told.until.year < anchor.year:
            return None
        if at < sentence and told.since > anchor:
            continue
        return told if abs((told.until - anchor).days) < 310 or told.since <= anchor <= told.until else None
    return None


def year_ago(found: Found) -> Reading | None:
    """Year-earlier, the year-ago quarter, the year-ago third quarter."""
    if found.has("ORD", "ORDN") and found.has("QTR"):
        return quarter(found)
    if found.has("PAST") and found.text(found.at("PAST")) not in ("previous", "prior"):
        return None
    if found.has("UNITS"):
        return Reading("DURATION", length(amount(found.part(found.at("AGO", "LATER") + 1, found.b)), unit_of(found)))
    if found.has("QTR"):
        told = under_discussion(found.scene, ("Q",))
        if told is None and found.anchor:
            told = periods.shift(periods.containing("Q", found.anchor), -1, "Q")
        return _reading(found, periods.shift(told, -1, "Y"), "context") if told else None
    return shifted(found, -1, "Y", now=True)


def then(found: Found) -> Reading | None:
    """Until then, by that time: the day, month, quarter or year named last, in the same sentence or the one before."""
    if found.text(found.a - 1) not in ("by", "until", "till"):
        return None
    start = found.token.sent.start if found.token.dep else 0
    since = found.scene.doc[start - 1].sent.start if found.token.dep and start else 0
    for at, told in reversed(found.scene.history):
        if at < since:
            return None
        if told.unit in ("D", "W", "M", "Q", "Y"):
            return _reading(found, told, "context")
    return None


def same_period(found: Found) -> Reading | None:
    """The same period last year, the same month a year ago."""
    y = year_in(found)
    if y is None and found.anchor:
        y = found.anchor.year - 1
    if found.has("ORD", "ORDN") and (q := found.integer("ORD", "ORDN")) and y:
        made = numbered(found, "Q", q, y)
        return _reading(found, made, "context") if made else None
    unit = {"QTR": "Q", "MON": "M", "HALF": "H", "WK": "W", "DAY": "D"}
    kinds = next((code for name, code in unit.items() if found.has(name)), None)
    told = under_discussion(found.scene, (kinds,) if kinds else ("Q", "H", "M", "X"))
    if told is None and found.anchor and kinds:
        told = periods.containing(kinds, found.anchor)
    if y is None:
        return None
    if told is None:
        return _reading(found, periods.year(y), "context")
    back = y - told.since.year if found.has("YEAR") else -1
    return _reading(found, periods.shift(told, back, "Y"), "context")


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
            "DATE" if unit != "E" else "DURATION", _past_value(unit, anchor), around(anchor, -1, 1, unit), mod_of(found)
        )
    if found.text(found.at("SESSION")):
        return _reading(found, periods.day(anchor + timedelta(days=step)), "relative")
    return _reading(found, _moved(found, unit, step, anchor), "relative")


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
    return _reading(found, periods.shift(told, y - told.since.year, "Y"), "context")


def _past_value(unit: str, anchor: date) -> str:
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
    return _reading(found, made, "context")


def latest(found: Found, unit: str) -> Reading | None:
    """The latest quarter: the one under discussion, else the last that has ended."""
    told = under_discussion(found.scene, (unit,) if unit != "P" else ("Q", "H", "M", "X"))
    if told is not None and found.anchor and told.until <= found.anchor + timedelta(days=15):
        return _reading(found, told, "context")
    if found.anchor is None:
        return None
    unit = "Q" if unit == "P" else unit
    return _reading(found, periods.shift(periods.containing(unit, found.anchor), -1, unit), "relative")


def the_unit(found: Found) -> Reading | None:
    """The quarter, the year, the day: under discussion, else the anchor's (a quarter: the last ended)."""
    unit = unit_of(found)
    if not unit or unit in FINE or not plausible_unit(found, unit):
        return None
    if unit == "Y" and (ended := ending_at(found, 1.0, "Y")) is not None:
        return _reading(found, periods.year(ended.until.year), "context")
    if unit == "Q":
        return latest(found, unit)
    told = _year_of(found) if unit == "Y" else under_discussion(found.scene, (unit,))
    if told is not None and found.anchor and abs((told.since - found.anchor).days) > 2 * 366:
        told = None
    if told is not None and unit in ("Y", "M", "W", "D", "WE"):
        return _reading(found, told, "context")
    if found.anchor is None:
        return Reading("DATE", "XXXX")
    made = periods.containing(unit, found.anchor)
    if unit == "WE" and tense(found.token) == "past" and found.anchor.weekday() < 5:
        made = periods.shift(made, -1, "WE")
    return _reading(found, made, "relative")


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


def _bare_unit(found: Found, unit: str) -> Reading | None:
    if found.anchor is None:
        return None
    told = under_discussion(found.scene, (unit,))
    if told is not None and unit == "D":
        return _reading(found, told, "relative")
    if told is not None and unit in ("Q", "Y", "M") and tense(found.token) == "past":
        return _reading(found, told, "context")
    return _reading(found, periods.containing(unit, found.anchor), "relative")
