"""Readers for days and hours: clock times, calendar days, parts of the day."""

from datetime import date, timedelta

from pipeline.layers.store import text_of
from pipeline.layers.times import periods
from pipeline.layers.times.read_weekdays import ahead, near_day, weekday
from pipeline.layers.times.scene import Found, Reading, mod_of
from pipeline.layers.times.tense import tense


def nearest(anchor: date, m: int, d: int) -> date | None:
    """The day and month in the year that puts it nearest to the anchor."""
    made = [made for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (made := safe_date(y, m, d))]
    return min(made, key=lambda day: abs((day - anchor).days), default=None)


def safe_date(y: int, m: int, d: int) -> date | None:
    """A date, or None where there is no such day."""
    try:
        return date(y, m, d)
    except ValueError:
        return None


def full_year(y: int, text: str, anchor: date | None) -> int:
    """A year of two digits as one of four: within 30 years ahead of the anchor, else the century before."""
    if y >= 100 or len(text) > 2:
        return y
    base = anchor.year if anchor else 2000
    full = base - base % 100 + y
    return full - 100 if full > base + 30 else full + 100 if full < base - 69 else full


def year_in(found: Found, own: int | None = None) -> int | None:
    """The year an expression names: 1998, '98, last year, this year, nineteen ninety-eight."""
    if (y := found.integer("YEAR")) is not None:
        return y
    if text := str(found.get("FYCODE") or ""):
        return full_year(int(text), text, found.anchor)
    if (i := found.at("APOS")) >= 0 and i + 1 < found.b and found.name(i + 1) in ("D2", "DIGITS"):
        return full_year(int(float(str(found.scene.pieces.values[i + 1]))), "00", found.anchor)
    if found.has("CENTW") and (tens := found.integer("TENS")):
        return (found.integer("CENTW") or 19) * 100 + tens + (found.integer("NUM") or 0)
    if found.anchor and found.has("YR"):
        step = found.integer("LAST", "NEXT", "THIS", "PAST", "COMING", "CUR")
        if step is not None:
            return found.anchor.year + max(-1, min(1, step))
    return own


def day_part(found: Found) -> Reading | None:
    """The day named inside a longer expression."""
    i = found.at("WDAY", "WDAYA", "MONTH", "MONTHA", "NEARDAY", "ISO")
    if i < 0:
        return None
    if found.has("MONTH", "MONTHA"):
        return month_day(found.part(_day_start(found), found.b))
    part = found.part(i, found.b)
    if part.has("ISO"):
        return iso(part)
    return near_day(part) if part.has("NEARDAY") else weekday(part, ahead(found))


def _day_start(found: Found) -> int:
    """Where the calendar day begins in "5 p.m. EST, Nov. 6"."""
    i = found.at("MONTH", "MONTHA")
    last_clock = max(found.all("AMPM", "ZONE", "CLOCK"), default=found.a - 1)
    return min(i, last_clock + 1)


def month_day(found: Found) -> Reading | None:
    """Day and month, with or without a year; without one the year that puts it nearest to the anchor."""
    m = found.integer("MONTH", "MONTHA")
    at = found.at("MONTH", "MONTHA")
    near = [i for i in found.all("D2", "ORDN", "ORD") if found.name(i - 1) != "APOS" or i == found.a]
    if m is None or not near:
        return None
    i = min(near, key=lambda k: abs(k - at) - (0.5 if k > at else 0))
    d = int(str(found.scene.pieces.values[i]))
    after = text_of(found.scene.doc)[found.scene.pieces.ends[i] :][:9].lower().lstrip()
    if after.startswith(("%", "percent", "per cent")) or (
        found.scene.pieces.starts[i] and after[:1] == "." and after[1:2].isdecimal()
    ):
        return None
    y = year_in(found)
    if y is None:
        y = year_behind(found, m, d)
    if y is None and found.anchor is None:
        return Reading("DATE", f"XXXX-{m:02d}-{d:02d}") if 1 <= d <= 31 else None
    made = safe_date(y, m, d) if y is not None else by_tense(found, m, d, by_weekday(found, m, d))
    if made is None:
        return None
    part = found.get("PART")
    value = made.isoformat() + (f"T{part}" if part else "")
    return Reading("TIME" if part else "DATE", value, periods.day(made), mod_of(found), "explicit" if y else "relative")


def year_behind(found: Found, m: int, d: int) -> int | None:
    """The year that a range says at its end: of 3 March in "from 3 March to 5 April 2024"."""
    pieces = found.scene.pieces
    if found.b + 3 >= len(pieces.cats) or found.name(found.b) not in ("TO", "AND", "DASH"):
        return None
    tail = found.scene.grammar.pattern.match(pieces.cats, found.b + 1)
    last = found.part(found.b + 1, tail.end()) if tail else None
    if last is None or not last.has("YEAR") or not last.has("MONTH", "MONTHA") or not last.has("D2", "ORDN"):
        return None
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    if found.name(found.b) == "AND" and before != "between":
        return None
    y = last.integer("YEAR") or 0
    end = (last.integer("MONTH", "MONTHA") or 0, last.integer("D2", "ORDN") or 0)
    return y - ((m, d) > end)


def by_weekday(found: Found, m: int, d: int) -> date | None:
    """Nearest to the anchor; where the weekday is said, the nearest year in which it agrees."""
    anchor, said = found.anchor, found.integer("WDAY", "WDAYA")
    if anchor is None:
        return None
    best = nearest(anchor, m, d)
    if said is None or best is None or best.weekday() == said:
        return best
    made = [x for y in range(anchor.year - 3, anchor.year + 4) if (x := safe_date(y, m, d)) and x.weekday() == said]
    return min(made, key=lambda day: abs((day - anchor).days), default=best)


def by_tense(found: Found, m: int, d: int, near: date | None) -> date | None:
    """A day more than two months off the anchor lies on the side that the tense says; "ended" and "last" look back."""
    anchor = found.anchor
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    if before == "ended" and near is not None and anchor is not None and near > anchor:
        return safe_date(near.year - 1, m, d)
    if near is None or anchor is None or abs((near - anchor).days) <= 60 or found.has("WDAY", "WDAYA"):
        return near
    if before == "effective":
        return near
    back = before in ("ended", "ending", "last")
    if near > anchor and (back or tense(found.token) == "past"):
        return safe_date(near.year - 1, m, d)
    if near < anchor and not back and tense(found.token) == "future":
        return safe_date(near.year + 1, m, d)
    return near


def also_day(found: Found) -> Reading | None:
    """The 25 of "April 24 and 25", the 4 of "4 and 5 March"."""
    pieces, doc = found.scene.pieces, found.scene.doc
    after = doc[found.last.i + 1] if found.last.i + 1 < len(doc) else None
    if found.a and found.name(found.a - 1) in ("AND", "COMMA"):
        goes_on = after is None or after.is_punct or after.is_space
        if not goes_on and after is not None and after.pos_ not in ("ADP", "AUX", "VERB", "CCONJ"):
            return None  # "on May 3 and 25 people"
        first = found.part(found.a - 3, found.a - 1)
        made = month_day(first)
    else:
        made = month_day(found.part(found.b + 1, found.b + 3))
    if made is None or made.period is None:
        return None
    day = made.period.since
    other = safe_date(day.year, day.month, int(str(pieces.values[found.a])))
    if other is None:
        return None
    return Reading("DATE", other.isoformat(), periods.day(other), None, made.basis)


def iso(found: Found) -> Reading | None:
    """2024-03-05."""
    if found.has("ISO"):
        y, m, d = found.get("ISO")
    else:
        y, m, d = (int(found.scene.pieces.values[i]) for i in found.all("YEAR", "D2"))
    made = safe_date(y, m, d)
    return Reading("DATE", made.isoformat(), periods.day(made), None, "explicit") if made else None


def slashed(found: Found) -> Reading | None:
    """7/8/07: month first, unless only day first makes a date or lies much nearer to the anchor."""
    if found.has("SLASHED"):
        a, b, text = found.get("SLASHED")
    else:
        (a, b), text = (found.scene.pieces.values[i] for i in found.all("D2")), str(found.integer("YEAR"))
    y = full_year(int(text), text, found.anchor)
    made = [x for m, d in ((a, b), (b, a)) if (x := safe_date(y, m, d))]
    if not made:
        return None
    best = made[0]
    if len(made) == 2 and found.anchor and abs((made[1] - found.anchor).days) * 3 < abs((best - found.anchor).days):
        best = made[1]
    return Reading("DATE", best.isoformat(), periods.day(best), None, "explicit")


def week_of(found: Found) -> Reading | None:
    """The week of March 6."""
    inner = month_day(found)
    if inner is None or inner.period is None:
        return None
    made = periods.week(inner.period.since)
    return Reading("DATE", made.value, made, None, inner.basis)


def day_range(found: Found) -> Reading | None:
    """May 3-5, 3-5 May, May 3 to June 5."""
    months, days = found.all("MONTH", "MONTHA"), found.all("D2", "ORDN", "ORD")
    if not months or len(days) < 2:
        return None
    values = found.scene.pieces.values
    m1, m2 = int(str(values[months[0]])), int(str(values[months[-1]]))
    y = year_in(found)
    d1, d2 = int(str(values[days[0]])), int(str(values[days[1]]))
    start = safe_date(y, m1, d1) if y else by_tense(found, m1, d1, by_weekday(found, m1, d1))
    if start is None:
        return None
    end = safe_date(start.year + (m2 < m1), m2, d2)
    if end is None or end < start:
        return None
    if y and m2 < m1:
        start = start.replace(year=start.year - 1)
        end = end.replace(year=end.year - 1)
    made = periods.stretch(start, end)
    return Reading("DURATION", f"P{(end - start).days + 1}D", made, None, "explicit" if y else "relative")


def part_of_day(found: Found) -> Reading | None:
    """This morning, last night, overnight, the next morning; "in morning trading" is of the day told of."""
    part = found.get("PART", "NEARNIGHT")
    bare = found.names() == ["PART"]
    if bare and found.text(found.b) != "trading":
        return None
    if (bare or found.has("SMALL", "THAT")) and found.scene.history and not found.has("LAST"):
        base = next((p.since for _, p in reversed(found.scene.history) if p.unit == "D"), found.anchor)
    else:
        base = found.anchor
    if base is None:
        return Reading("TIME", f"XXXX-XX-XXT{part}")
    shift = -1 if found.has("LAST") or found.text(found.at("NEARNIGHT")) == "overnight" else 0
    if found.has("NEARNIGHT") and (told := _night_before(found)):
        base = told
    if found.has("NEXT", "COMING"):
        shift = 1
    if found.has("NEARDAY", "WDAY"):
        inner = day_part(found)
        base = inner.period.since if inner and inner.period else base
    made = base + timedelta(days=shift)
    return Reading("TIME", f"{made.isoformat()}T{part}", periods.day(made), mod_of(found))


def day_of_month(found: Found) -> Reading | None:
    """ "It meets on the 25th": of the anchor's month or the one next to it, by tense; not "on the 14th floor"."""
    after = found.last.nbor(1) if found.last.i + 1 < len(found.scene.doc) else None
    if after is not None and not (after.is_punct or after.is_space or after.pos_ in ("ADP", "CCONJ", "SCONJ", "PRON")):
        return None
    if found.anchor is None:
        return Reading("DATE", "XXXX-XX-XX")
    number, told = found.integer("ORDN") or 0, tense(found.token)
    months = [periods.add_months(found.anchor.replace(day=1), n) for n in (-1, 0, 1)]
    days = [d for m in months if (d := safe_date(m.year, m.month, number))]
    behind, coming = [d for d in days if d <= found.anchor], [d for d in days if d >= found.anchor]
    fits = behind[-1:] if told == "past" else coming[:1] if told == "future" else days
    best = min(fits, key=lambda d: abs((d - (found.anchor or d)).days), default=None)
    return Reading("DATE", best.isoformat(), periods.day(best)) if best else None


def _night_before(found: Found) -> date | None:
    """ "Shares fell on Friday after overnight losses": the night before the day told of, for an adjective."""
    if found.last.dep_ not in ("amod", "compound", "nmod") or found.last.head.i <= found.last.i:
        return None
    at, told = next(((i, p) for i, p in reversed(found.scene.history) if p.unit == "D"), (0, None))
    sentence = found.token.sent.start
    near = at >= (found.scene.doc[sentence - 1].sent.start if sentence else 0)
    return told.since if told is not None and near and found.anchor and told.since < found.anchor else None


def ordinal_day(found: Found) -> Reading | None:
    """ "It fell for a second day": the anchor's; "on his first day in office": which one is not said."""
    own = found.text(found.a) in ("his", "her", "its", "their", "our")
    if found.anchor is None or own:
        return Reading("DATE", "XXXX-XX-XX")
    return Reading("DATE", found.anchor.isoformat(), periods.day(found.anchor))
