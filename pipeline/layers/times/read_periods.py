"""Readers for named periods: months, quarters, halves, fiscal and calendar years, decades, seasons, holidays."""

from datetime import date

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import full_year, year_in
from pipeline.layers.times.read_fiscal import ended_quarter, fiscal, fiscal_end, latest_fiscal, told_as_reported
from pipeline.layers.times.scene import Found, Reading, dated, last_begun, mod_of, of_period, under_discussion
from pipeline.layers.times.tense import tense


def numbered(found: Found, unit: str, number: int, y: int | None) -> Period | None:
    """The numbered quarter or half: of its year, else the latest begun (the next one after will or to)."""
    most = 4 if unit == "Q" else 2
    number = most if number < 0 else number
    if not 1 <= number <= most:
        return None
    make = periods.quarter if unit == "Q" else periods.half
    if y is not None:
        return fiscal(found, make(y, number))
    if found.anchor is None:
        return None
    if (end := fiscal_end(found)) is not None:
        return latest_fiscal(found, unit, number, end)
    made = last_begun(unit, number, found.anchor)
    if unit == "Q" and (reported := told_as_reported(found, made, number)):
        return reported
    coming = make(made.since.year + 1, number)
    ended, starts = (found.anchor - made.until).days, (coming.since - found.anchor).days
    if (ended > 0 and starts < 190 and tense(found.token) == "future") or (
        ended > 200 and starts < 100 and tense(found.token) == "present"
    ):
        return coming
    return made


def quarter(found: Found) -> Reading | None:
    """The (fiscal) third quarter, of a year or without one; the year-ago third quarter."""
    i = found.at("QTR")
    ords = [k for k in found.all("ORD", "ORDN") if k < i]
    number = int(str(found.scene.pieces.values[ords[-1]])) if ords else None
    years = found.all("YEAR")
    y = int(str(found.scene.pieces.values[years[0]])) if years else year_in(found)
    if number is None:
        return dated_period(found)
    if number > 1 and _one_more(found):
        return None
    if y is None and _own_year(found):
        told = under_discussion(found.scene, ("Y", "Q", "H"))
        y = told.since.year if told else None
    if y is None and found.has("D2"):
        y = full_year(found.integer("D2") or 0, "00", found.anchor)
    if y is None and (made := ended_quarter(found, number)):
        return dated(found, made)
    made = numbered(found, "Q", number, y)
    if made is None:
        return Reading("DATE", f"XXXX-Q{number}") if 0 < number < 5 else None
    if found.has("AGO", "LATER") and y is None:
        made = _year_before(made)
    return dated(found, made, "explicit" if years else "relative")


def _one_more(found: Found) -> bool:
    """ "A second quarter of losses", "a third quarter in a row" count; they name none."""
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    after = found.last.nbor(1).lower_ if found.last.i + 1 < len(found.scene.doc) else ""
    return before == "a" and found.names()[-1] == "QTR" and after in ("of", "in")


def _own_year(found: Found) -> bool:
    return found.has("SAME", "THAT") and found.has("YR")


def _year_before(made: Period) -> Period:
    """The year-ago third quarter is one year before the latest one."""
    return periods.shift(made, -1, "Y")


def part_period(found: Found) -> Reading | None:
    """The first half, the second half of 2025, last year's second half."""
    number = found.integer("ORD", "ORDN")
    y = year_in(found) if found.has("YR", "YEAR") else None
    if y is None and found.has("D2"):
        y = full_year(found.integer("D2") or 0, "00", found.anchor)
    if (i := found.at("DEC")) >= 0:
        made = decade_period(found, i)
        return Reading("DATE", made.value, made, "END" if number in (2, -1) or found.has("LAST") else "START")
    if number is None:
        return _relative_half(found, y)
    half = numbered(found, "H", number, y)
    return dated(found, half, "explicit" if found.has("YEAR") else "relative")


def _relative_half(found: Found, y: int | None) -> Reading | None:
    if y is not None:
        return dated(found, periods.half(y, 2 if found.has("LAST", "PAST", "LATEST") else 1), "explicit")
    if found.anchor is None:
        return Reading("DATE", "XXXX-HX")
    here = periods.containing("H", found.anchor)
    step = -1 if found.has("LAST", "PAST", "LATEST") else 1 if found.has("NEXT", "COMING") else 0
    return dated(found, periods.shift(here, step, "H"))


def quarter_code(found: Found) -> Reading | None:
    """Q3, 3Q 2025, 1H25, Q3 FY24."""
    unit, number, text = found.get("QCODE")
    if found.last.ent_type_ == "ORG" and found.last.i + 1 < len(found.scene.doc) and found.last.nbor(1).ent_iob_ == "I":
        return None  # Q2 Holdings
    y = full_year(int(text), text, found.anchor) if text else year_in(found)
    if y is None and (two := found.integer("D2")) is not None:
        y = full_year(two, "00", found.anchor)
    made = numbered(found, unit, number, y)
    if made is None:
        return Reading("DATE", f"XXXX-{unit}{number}")
    return dated(found, made, "explicit" if y is not None else "relative")


def dated_period(found: Found) -> Reading | None:
    """The 1988 period: the period under discussion, in that year."""
    y = found.integer("YEAR")
    told = under_discussion(found.scene, ("Q", "H", "M", "X"))
    if y is None:
        return None
    if told is None or abs(told.since.year - y) > 5:
        return dated(found, periods.year(y), "explicit")
    return of_period(found, periods.shift(told, y - told.since.year, "Y"), "context")


def year_range(found: Found) -> Reading | None:
    """2006-2015, 2024-25, 2024/25."""
    if found.has("YRRANGE"):
        y1, text = found.get("YRRANGE")
    else:
        y1, last = found.integer("YEAR") or 0, found.b - 1
        text = found.text(last)
    y2 = int(text) if len(text) == 4 else y1 - y1 % 100 + int(text)
    if not y1 < y2 <= y1 + 150:
        return None
    return Reading(
        "DURATION", f"P{y2 - y1}Y", periods.stretch(date(y1, 1, 1), date(y2, 12, 31)), mod_of(found), "explicit"
    )


def decade_period(found: Found, i: int) -> Period:
    """The decade of a piece: (hundreds or None, tens)."""
    hundreds, tens = found.scene.pieces.values[i]
    if hundreds is None:
        base = found.anchor.year if found.anchor else 2000
        hundreds = base - base % 100
        if hundreds + tens > base:
            hundreds -= 100
    return (
        periods.century(hundreds)
        if tens == 0 and hundreds % 100 == 0 and hundreds < 1900
        else periods.decade(hundreds + tens)
    )


def decade(found: Found) -> Reading | None:
    """The 1990s, the '80s, the nineties."""
    i = found.at("DEC")
    if i >= 0:
        if found.scene.pieces.values[i][0] is None and not _decade_ok(found):
            return None
        return dated(found, decade_period(found, i), "explicit")
    if not found.has("SMALL") or found.text(found.at("SMALL")) != "the":
        return None
    tens = found.integer("DECW") or 0
    base = found.anchor.year if found.anchor else 2000
    full = base - base % 100 + tens
    return dated(found, periods.decade(full if full <= base else full - 100))


def _decade_ok(found: Found) -> bool:
    """ "80s" alone is a decade, but not in "in his 80s" or "the mid 20s" of a temperature."""
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    return (
        (found.has("APOS", "SMALL") or before in ("and", "or", "to"))
        and before not in ("his", "her", "their")
        and found.text(found.at("SMALL")) in ("", "the")
    )


def century(found: Found) -> Reading | None:
    """The 19th century, this century."""
    if found.scene.pieces.values[found.at("UNIT")] != "C":
        return None
    number = found.integer("ORDN", "ORD")
    if number is not None:
        return dated(found, periods.century((number - 1) * 100), "explicit") if 1 <= number <= 30 else None
    if found.anchor is None:
        return None
    step = found.integer("LAST", "NEXT", "THIS") or 0
    return dated(found, periods.century(found.anchor.year + 100 * step))
