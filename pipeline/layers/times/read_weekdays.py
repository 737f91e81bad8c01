"""Readers for weekdays and for yesterday, today and tomorrow."""

from datetime import date, timedelta

from spacy.tokens import Token

from pipeline.layers.times import periods
from pipeline.layers.times.scene import PRIOR, Basis, Found, Reading, Type, mod_of
from pipeline.layers.times.tense import scheduled, tense, told_before


def weekday(found: Found, coming: bool = False) -> Reading | None:
    """A weekday: the latest one up to and with the anchor's day; the next one after will or to, and after "next".

    `coming`: what stands before a longer expression says that it lies ahead ("until 9 a.m. Friday").
    """
    w = found.integer("WDAY", "WDAYA")
    anchor = found.anchor
    if w is None or (found.token.i and found.token.nbor(-1).lower_ == "black"):
        return None
    part = found.get("PART")
    tail = f"T{part}" if part else ""
    kind: Type = "TIME" if part else "DATE"
    if anchor is None:
        return Reading(kind, f"XXXX-WXX-{w + 1}{tail}")
    back = (anchor.weekday() - w) % 7
    latest = anchor - timedelta(days=back)
    step = found.get("NEXT", "COMING")
    if step == 2:
        latest = _after_history(found, w) or latest
    elif step == 1 or (found.has("THIS") and found.has("COMING")):
        latest += timedelta(days=7)
    elif found.has("THIS"):
        latest = latest if tense(found.token) == "past" or not back else latest + timedelta(days=7)
    elif found.text(found.at("PAST")) in PRIOR:
        latest = _before_history(found, w) or latest - timedelta(days=0 if back else 7)
    elif found.has("LAST", "PAST"):
        latest -= timedelta(days=0 if back else 7)
    elif (back and (coming or ahead(found))) or _before_start(found, latest):
        latest += timedelta(days=7)
    return Reading(kind, latest.isoformat() + tail, periods.day(latest), mod_of(found))


def _before_start(found: Found, latest: date) -> bool:
    """The Saturday of "from Thursday to Saturday" cannot lie before its Thursday."""
    first = _range_start(found)
    return first is not None and latest < first <= latest + timedelta(days=6)


def _range_start(found: Found) -> date | None:
    link, first = found.a - 1, found.a - 2
    if first < 0 or found.name(link) not in ("TO", "DASH", "AND") or found.name(first) != "WDAY" or not found.anchor:
        return None
    if found.name(link) == "AND" and found.name(first - 1) != "BETWEEN":
        return None
    at, told = found.scene.history[-1] if found.scene.history else (-1, None)
    return told.since if told is not None and at == found.scene.pieces.tokens[first] else None


def nth_weekday(found: Found) -> Reading | None:
    """The first Monday of November, the last Friday in October 2023, the third Friday of next month."""
    w, number = found.integer("WDAY"), found.integer("ORD", "ORDN") or -1
    if found.has("EACH"):
        return Reading("SET", f"XXXX-XX-W{number}-{(w or 0) + 1}")
    if w is None or found.anchor is None or not -1 <= number <= 5:
        return None
    y, m = found.integer("YEAR"), found.integer("MONTH", "MONTHA")
    if m is None:
        tail = found.part(found.at("OF", "IN"), found.b)
        step = max(-1, min(1, tail.integer("LAST", "NEXT", "COMING", "PAST", "THIS", "CUR") or 0))
        inside = periods.add_months(found.anchor, step)
        y, m = inside.year, inside.month
    years = [y] if y else [found.anchor.year + n for n in (-1, 0, 1)]
    days = [d for x in years if (d := periods.nth_weekday(x, m, w, number)).month == m]
    made = _on_its_side(found, days) if y is None else next(iter(days), None)
    explicit: Basis = "explicit" if found.has("YEAR") else "relative"
    return Reading("DATE", made.isoformat(), periods.day(made), None, explicit) if made else None


def _on_its_side(found: Found, days: list[date]) -> date | None:
    """The nearest of some days, on the side of the anchor that the tense says."""
    anchor, told = found.anchor, tense(found.token)
    if anchor is None:
        return None
    fits = [d for d in days if not ((told == "past" and d > anchor) or (told == "future" and d < anchor))]
    return min(fits or days, key=lambda d: abs((d - anchor).days), default=None)


def ahead(found: Found) -> bool:
    """The expression lies ahead: after until or "as soon as", or beside will and to."""
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    if before in ("until", "till"):
        return not told_before(found.token)
    at = found.token.i
    if at > 1 and before in ("on", "of"):
        before = {"on": found.scene.doc[at - 2].lower_, "of": f"{found.scene.doc[at - 2].lower_} of"}[before]
    if before in ("starting", "beginning"):
        return True
    if before == "ahead of" and found.anchor is not None and (w := found.integer("WDAY")) is not None:
        return (w - found.anchor.weekday()) % 7 <= 4  # "ahead of Friday's report" on a Wednesday
    soon = at > 2 and found.scene.doc[at - 1].lower_ == "as" and found.scene.doc[at - 2].lower_ in ("soon", "early")
    soon = (
        soon or "as soon as" in found.scene.doc[max(found.token.sent.start if found.token.dep else 0, at - 5) : at].text
    )
    owner = found.last.i + 1 < len(found.scene.doc) and found.last.nbor(1).lower_ in ("'s", "’s")
    return soon or (not owner and (tense(found.token) == "future" or (found.has("WDAY") and scheduled(found.token))))


def _after_history(found: Found, w: int) -> date | None:
    for _, period in reversed(found.scene.history):
        if period.unit == "D":
            return period.since + timedelta(days=(w - period.since.weekday() - 1) % 7 + 1)
    return None


def _before_history(found: Found, w: int) -> date | None:
    """The weekday before the last day named."""
    for _, period in reversed(found.scene.history):
        if period.unit == "D":
            return period.since - timedelta(days=(period.since.weekday() - w - 1) % 7 + 1)
    return None


def near_day(found: Found) -> Reading | None:
    """Yesterday, today, tomorrow (morning); not the name of a programme ("NBC Today")."""
    if titled(found.token):
        return None
    step = found.integer("NEARDAY") or 0
    if found.has("DAY"):
        before = found.text(found.at("AGO")) == "before"
        if (step < 0) != before or not step or found.text(found.at("AGO")) not in ("before", "after"):
            return None
        step *= 2
    part = found.get("PART")
    if part is None and step >= 0 and _age(found):
        return Reading("DATE", "FUTURE_REF" if step else "PRESENT_REF")
    if found.anchor is None:
        return Reading("DATE", "PRESENT_REF" if step == 0 else "XXXX-XX-XX")
    made = found.anchor + timedelta(days=step)
    value = made.isoformat() + (f"T{part}" if part else "")
    return Reading("TIME" if part else "DATE", value, periods.day(made), mod_of(found))


# whose "today" is an age
_AGES = frozenset(
    (
        "world",
        "society",
        "youth",
        "generation",
        "child",
        "kid",
        "teenager",
        "consumer",
        "customer",
        "worker",
        "woman",
        "man",
        "people",
        "student",
        "parent",
        "leader",
        "standard",
        "technology",
        "computer",
        "pc",
        "car",
        "vehicle",
        "phone",
        "environment",
        "climate",
        "age",
        "era",
        "economy",
        "reader",
        "city",
    )
)


def _age(found: Found) -> bool:
    """ "Today's youth", "the cars of tomorrow": an age, not a day."""
    token, after = found.last, found.last.i + 1
    if after < len(found.scene.doc) and found.scene.doc[after].tag_ == "POS":
        return token.dep_ == "poss" and token.head.lemma_.lower() in _AGES
    of = found.scene.doc[found.token.i - 1] if found.token.i else None
    return of is not None and of.lower_ == "of" and of.i > 0 and of.nbor(-1).lemma_.lower() in _AGES


def titled(token: Token) -> bool:
    """A capital inside a sentence right behind a name: part of that name."""
    before = token.nbor(-1) if token.i else None
    return before is not None and token.text[0].isupper() and before.pos_ == "PROPN" and before.text[0].isupper()
