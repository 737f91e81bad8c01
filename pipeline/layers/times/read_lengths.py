"""Readers for lengths of time: two years, the past six months, the nine months to September, a year and a half."""

from datetime import date, timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_ends import ending_at
from pipeline.layers.times.scene import PRIOR, Found, Reading, mod_of, under_discussion

LETTER = {"E": ("Y", 10), "C": ("Y", 100), "F": ("W", 2), "H": ("M", 6), "WE": ("D", 2), "D": ("D", 1)}
FINE = {"TH": "H", "TM": "M", "TS": "S"}
UNITS = (
    "UNITS",
    "TRADES",
    "QTRS",
    "HALVES",
    "UNIT",
    "QTR",
    "YR",
    "MON",
    "WK",
    "DAY",
    "HALF",
    "SEASONS",
    "SEASON",
    "SESSION",
)


def unit_of(found: Found) -> str:
    """Unit code of the last unit word."""
    at = found.all(*UNITS)
    if not at:
        return ""
    value = str(found.scene.pieces.values[at[-1]])
    return {"half": "H"}.get(value, value if len(value) < 3 else "")


def amount(found: Found) -> float | None:
    """The number in front of the unit: 2, 2.5, or None for few, several, some."""
    if found.get("FEW") == 2:
        return 2.0
    return None if found.has("FEW") else _summed(found)


def _summed(found: Found) -> float | None:
    """The number words and digits of a match as one number."""
    total: float | None = None
    whole = 0.0  # the number before the last one: 2 of "2 1/2"
    for i in range(found.a, found.b):
        name, value = found.name(i), found.scene.pieces.values[i]
        if name == "SLASH" and total is not None:
            return whole + 0.5
        if name in ("TO", "OR") and total is not None:
            break
        if name == "DASH" and total is not None and total >= 1 and found.name(i + 1) in ("D2", "DIGITS", "TO"):
            break
        if name == "A":
            total = 1.0 if total is None else total  # not of "two and a half"
        elif name == "SCALE":
            total = (total or 1.0) * float(str(value))
        elif name in ("NUM", "TENS", "CENTW", "D2", "N4", "YEAR", "DIGITS"):
            whole, total = total or 0.0, _plus(total, float(str(value)))
    if found.has("HALF") and not any(found.text(k) == "half-year" for k in (found.a,)):
        total = (total or 0.0) + 0.5
    return total


def _plus(total: float | None, value: float) -> float:
    """Twenty four is 24, two thousand five is 2005; 12 after 10 stands for itself."""
    return value if total is None else total + value if total >= 20 and value < total else value


def length(number: float | None, unit: str) -> str:
    """TIMEX3 value of a length: P2Y, PT24H, PXM, P2.5Y."""
    n = "X" if number is None else f"{number:g}"
    if unit in FINE:
        halved = unit == "TH" and number is not None and number > 1 and number % 1 == 0.5
        return f"PT{int(number or 0)}H30M" if halved else f"PT{n}{FINE[unit]}"
    letter, times = LETTER.get(unit, (unit, 1))
    if number is None:
        return f"PX{letter}"
    if number != int(number) and unit == "Y":
        return f"P{int(number)}Y6M" if number % 1 == 0.5 and number > 1 else f"P{n}Y" if number > 1 else "P6M"
    return f"P{number * times:g}{letter}"


def duration(found: Found) -> Reading | None:
    """Two years, more than four hours, a 10-year, several weeks; "the nine months to 30 September" has its days."""
    unit = unit_of(found)
    if not unit or not plausible_length(found, unit):
        return None
    number = amount(found)
    days = ending_at(found, number, unit) or reported_months(found, number, unit)
    return Reading("DURATION", length(number, unit), days, mod_of(found))


def also_length(found: Found) -> Reading | None:
    """The three of "the three and nine months ended Sept. 30", which end on the same day."""
    whole = found.part(found.a, found.b + 3)
    unit, number = unit_of(whole), _summed(found)
    if not unit or unit in FINE:
        return None
    return Reading("DURATION", length(number, unit), ending_at(whole, number, unit))


def reported_months(found: Found, number: float | None, unit: str) -> Period | None:
    """ "For the nine months" of a report: those up to the end of the quarter under discussion."""
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    definite = found.has("SMALL", "LATEST") and not found.has("PAST", "LAST", "NEXT", "COMING")
    if unit != "M" or number not in (6.0, 9.0) or not definite or before not in ("in", "for", "during", "over"):
        return None
    told = under_discussion(found.scene, ("Q", "X"))
    if told is None or found.anchor is None or told.until > found.anchor + timedelta(days=15):
        return None
    if told.unit == "X" and (told.until - told.since).days < 80:
        return None
    return periods.stretch(periods.add(told.until + timedelta(days=1), -int(number), "M"), told.until)


def plausible_length(found: Found, unit: str) -> bool:
    """ "A quarter of the staff", "three quarters", "a second" and ages are no lengths of time."""
    if found.has("OLD") or _rate(found):
        return False
    after = found.last.nbor(1).lower_ if found.last.i + 1 < len(found.scene.doc) else ""
    if after == "old" and unit in ("Y", "M"):
        return False
    if unit == "Q" and found.has("FULL"):
        return True
    if unit == "Q" and (after == "of" or found.has("A") or found.names()[0] in ("NUM", "A")):
        return found.has("FULL", "SMALL") and after != "of"
    if unit == "TS" and found.has("A"):
        return False
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    return not (before in ("$", "£", "€") or before.endswith("$"))


def _rate(found: Found) -> bool:
    """ "$2 a share", "four flights a week": what is counted comes before, the length is a rate's."""
    if found.names()[0] != "A" or not found.token.i or not found.last.dep_:
        return False
    before = found.token.nbor(-1)
    counted = before.pos_ in ("NUM", "NOUN", "SYM", "PROPN") or before.like_num
    return counted and found.last.dep_ in ("npadvmod", "nmod", "appos") and found.last.head.i <= before.i


def duration_half(found: Found) -> Reading | None:
    """A year and a half, half a year, half an hour."""
    unit = unit_of(found.part(found.a, found.at("AND"))) if found.has("AND") else unit_of(found)
    if not unit or not plausible_length(found, unit):
        return None
    whole = 1.0 if found.has("AND") else 0.0
    if found.has("AND"):
        whole = amount(found.part(found.a, found.at("AND"))) or 1.0
    number = whole + 0.5
    if unit in FINE:
        minutes = {"TH": 30, "TM": 30, "TS": 0}[unit]
        fine = {"TH": "M", "TM": "S", "TS": "S"}[unit]
        value = f"PT{int(whole)}{FINE[unit]}{minutes}{fine}" if whole else f"PT{minutes}{fine}"
        return Reading("DURATION", value, None, mod_of(found))
    return Reading("DURATION", length(number, unit), None, mod_of(found))


def bare_units(found: Found) -> Reading | None:
    """Weeks, decades-long: a length without a number."""
    unit = unit_of(found)
    if found.last.i + 1 < len(found.scene.doc) and found.last.nbor(1).lower_ == "old":
        return None
    if found.has("DASH"):
        number = None if found.has("UNITS") else 1.0
        return Reading("DURATION", length(number, unit))
    return Reading("DURATION", length(None, unit)) if unit and unit != "WE" else None


def anchored_duration(found: Found) -> Reading | None:
    """The past six months, the next few years, the first two weeks: with its days where it counts from the anchor."""
    unit = unit_of(found)
    step = found.integer("PAST", "LAST", "NEXT", "COMING", "LATEST", "CUR")
    part = found.part(
        (found.at("PAST", "LAST", "NEXT", "COMING", "LATEST", "CUR", "ORD", "ORDN", "THESE") + 1) or found.a, found.b
    )
    number = amount(part)
    if not unit or (unit == "Q" and number is None and not found.has("FEW")):
        return None
    value = length(number, unit)
    if found.has("TRADES") and not found.has("PAST", "LAST", "NEXT", "COMING"):
        return None
    if found.has("SEASONS"):
        return Reading("SET", f"XXXX-{unit}")
    made = around(found.anchor, step, number, unit) if not found.has("ORD", "ORDN") and step is not None else None
    if found.has("LATEST"):
        made = reported_months(found, number, unit) or made
    if found.text(found.at("PAST")) in PRIOR:
        made = _before_told(found, number, unit) or made
    return Reading("DURATION", value, made, mod_of(found))


def _before_told(found: Found, number: float | None, unit: str) -> Period | None:
    """ "$4m in the first quarter, from $1m in the previous three months": those before the period under discussion."""
    told = under_discussion(found.scene, ("M", "Q", "H", "Y", "X"))
    if told is None or number is None or number % 1 or unit not in ("M", "Q", "H", "Y"):
        return None
    return periods.stretch(periods.add(told.since, -int(number), unit), told.since - timedelta(days=1))


def around(anchor: date | None, step: int, number: float | None, unit: str) -> Period | None:
    """From n units before the anchor to it, or from it to n units after."""
    if anchor is None or number is None or number % 1 or unit in FINE:
        return None
    if step > 0:
        return periods.stretch(anchor, periods.add(anchor, int(number), unit))
    return periods.stretch(periods.add(anchor, -int(number), unit), anchor)
