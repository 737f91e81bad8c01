"""Readers for what counts back or on from a period: a year earlier, six weeks ago, the same period, until then."""

from dataclasses import replace
from datetime import timedelta

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import year_in
from pipeline.layers.times.read_lengths import FINE, amount, bare_units, duration, length, unit_of
from pipeline.layers.times.read_periods import numbered, quarter
from pipeline.layers.times.scene import Found, Reading, mod_of, of_period, under_discussion
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
    event = found.has("AGO") and not found.has("DASH") and now and _happened(found)
    told = discussed(found) if unit == "Y" and count == -1 and not event else None
    if told is None and not now and unit in ("D", "W", "M", "Q", "H", "Y"):
        told = _counted_from(found, unit, count)
    if told is not None and found.anchor and count > 0 and told.until < found.anchor and tense(found.token) == "future":
        return Reading("DATE", "XXXX")  # "it would be free seven days later": from what has not been yet
    if told is not None:
        return of_period(found, periods.shift(told, count, unit), "context")
    if found.anchor is None or (not now and count > 0 and tense(found.token) == "past"):
        return Reading("DATE", "XXXX")  # "a decade later it was sold": later than what is not said
    base = found.anchor
    moved = periods.add(base, count, unit)
    whole = {"WE": "W", "F": "D", "E": "Y", "C": "Y"}.get(unit, unit)
    if now and unit == "W" and -2 <= count < 0 and not found.has("APX"):
        whole = "D"
    return of_period(found, periods.containing(whole, moved), "relative")


def _happened(found: Found) -> bool:
    """ "It opened a year ago": no figure before it in its sentence to compare, and no word that compares."""
    before = found.scene.doc[found.token.sent.start if found.token.dep else 0 : found.token.i]
    return not any(w.like_num or w.is_currency or w.text[:1].isdecimal() or w.lower_ in _COMPARES for w in before)


def _counted_from(found: Found, unit: str, count: int) -> Period | None:
    """What "three months earlier" or "later" counts from, of its own unit: the last that was named; one of a sentence
    before only for what comes later, since a report that looks back without a date looks back from its own day."""
    start = found.token.sent.start if found.token.dep else 0
    for at, period in reversed(found.scene.history):
        if period.unit == unit:
            return period if count > 0 or at >= start else None
    return None


_COMPARES = frozenset(("than", "from", "compared", "versus", "against", "with", "to"))
_COMPARED = ("Q", "H", "M", "X", "Y")


def discussed(found: Found) -> Period | None:
    """The quarter, half, month, year or stretch under discussion: what "a year earlier" goes back from.

    Any of the own sentence; of sentences before only one that has begun, and a month for two sentences. A past year of
    a sentence before is what is compared with already: "the year-earlier results" behind it are those of that year.
    """
    anchor = found.anchor
    if anchor is None:
        return under_discussion(found.scene, _COMPARED)
    sentence = found.token.sent.start if found.token.dep else 0
    near = _sentences_back(found, 0 if found.has("AGO") and tense(found.token) == "present" else 2)
    running: Period | None = None  # a quarter that has not ended: no report can be of it
    for at, told in reversed(found.scene.history):
        if told.unit not in _COMPARED:
            continue
        if at < sentence and told.unit in ("Q", "H") and told.until > anchor + timedelta(days=15):
            running = running or told
            continue
        if at < sentence and told.unit == "Y" and told.until.year < anchor.year:
            if found.has("A"):
                continue
            return None
        if at < sentence and (told.since > anchor or (told.unit == "M" and at < near)):
            continue
        if told.unit == "M" and (whole := _ends_in(found, told, at)):
            told = whole
        if running is not None and told.unit not in ("Q", "H"):
            return running
        return told if abs((told.until - anchor).days) < 310 or told.since <= anchor <= told.until else None
    return running


def _sentences_back(found: Found, n: int) -> int:
    """First token of the nth sentence before; 0 where there is no parse."""
    start = found.token.sent.start if found.token.dep else 0
    for _ in range(n):
        start = found.scene.doc[start - 1].sent.start if start else 0
    return start


def _ends_in(found: Found, told: Period, at: int) -> Period | None:
    """The stretch that a month only ends: June of "the six months to June"."""
    return next(
        (p for i, p in reversed(found.scene.history) if p.unit == "X" and 0 < at - i < 8 and p.until == told.until),
        None,
    )


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
        return of_period(found, periods.shift(told, -1, "Y"), "context") if told else None
    return shifted(found, -1, "Y", now=True)


def then(found: Found) -> Reading | None:
    """Until then, by that time: the day, month, quarter or year named last, in the same sentence or the one before."""
    if found.text(found.a - 1) not in ("by", "until", "till"):
        return None
    since = _sentences_back(found, 1)
    for at, told in reversed(found.scene.history):
        if at < since:
            return None
        if told.unit in ("D", "W", "M", "Q", "Y"):
            return of_period(found, told, "context")
    return None


def same_period(found: Found) -> Reading | None:
    """The same period last year, the same month a year ago."""
    y = year_in(found)
    if y is None and found.anchor:
        y = found.anchor.year - 1
    if found.has("ORD", "ORDN") and (q := found.integer("ORD", "ORDN")) and y:
        made = numbered(found, "Q", q, y)
        return of_period(found, made, "context") if made else None
    unit = {"QTR": "Q", "MON": "M", "HALF": "H", "WK": "W", "DAY": "D"}
    kinds = next((code for name, code in unit.items() if found.has(name)), None)
    told = under_discussion(found.scene, (kinds,) if kinds else ("Q", "H", "M", "X"))
    if told is None and found.anchor and kinds:
        told = periods.containing(kinds, found.anchor)
    if y is None:
        return None
    if told is None:
        return of_period(found, periods.year(y), "context")
    back = y - told.since.year if found.has("YEAR") else -1
    return of_period(found, periods.shift(told, back, "Y"), "context")
