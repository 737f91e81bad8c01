"""Readers for clock times, and the day each falls on."""

import re
from datetime import timedelta, timezone

from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.read_days import day_part
from pipeline.layers.times.scene import Found, Reading, mod_of
from pipeline.layers.times.tense import tense


def clock_value(found: Found) -> str | None:
    """T17:00 from 5 p.m.; None where no hour is found."""
    i = found.at("CLOCK")
    if i >= 0:
        hour, minute, half = found.scene.pieces.values[i]
    else:
        i = found.at("N4", "YEAR") if found.has("ZONE") and not found.has("AMPM") else -1
        if i >= 0:
            hour, minute, half = *divmod(int(str(found.scene.pieces.values[i])), 100), ""
        else:
            i = found.at("D2", "NUM", "DIGITS")
            whole = float(str(found.scene.pieces.values[i]))
            hour, minute, half = int(whole), round((whole % 1) * 100) or None, ""
    ampm = str(found.get("AMPM") or "") or {"a": "AM", "p": "PM"}.get(half, "")
    if found.has("IN"):
        ampm = "AM" if found.get("PART") == "MO" else "PM"
    if hour > 24 or (minute or 0) > 59:
        return None
    if ampm == "PM" and hour < 12:
        hour += 12
    if ampm == "AM" and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute or 0:02d}"


def clock(found: Found) -> Reading | None:
    """A clock time, with its day where that is said; else the anchor's."""
    if found.has("NOON") and found.token.i and found.token.nbor(-1).lower_ == "high":
        return None
    value = f"T{found.get('NOON')}:00" if found.has("NOON") else clock_value(found)
    if value == "T24:00":
        value = "T24"
    if value is None or not plausible_clock(found):
        return None
    inner = day_part(found)
    period = inner.period if inner else today(found) and by_zone(found, value, today(found))
    if period is None:
        return Reading("TIME", f"XXXX-XX-XX{value}", None, mod_of(found))
    zone = "Z" if found.has("ZONE") and found.get("ZONE") == 0 else ""
    return Reading("TIME", period.value[:10] + value + zone, periods.day(period.since), mod_of(found))


def by_zone(found: Found, value: str, period: Period | None) -> Period | None:
    """The day of a bare clock time in its own zone, where the hour of publication is known.

    "At 9 p.m. ET" of a text published at 02:00 UTC is of the day before, and so is any hour told as past that has not
    come by then.
    """
    now, anchor = found.scene.moment, found.scene.anchor
    if now is None or period is None or period.since != anchor or found.anchor != anchor:
        return period
    zone = found.integer("ZONE")
    local = now.astimezone(timezone(timedelta(minutes=zone))) if zone is not None else now
    hour, minute = int(value[1:3]), int(value[4:6] or 0)
    later = (hour, minute) > (local.hour, local.minute)
    back = later and tense(found.token) != "future"
    return periods.day(local.date() - timedelta(days=back))


def plausible_clock(found: Found) -> bool:
    """A bare 3:2 or 10:35 is a time only where am, a zone, a day or a preposition says so."""
    if found.has("AMPM", "ZONE", "NOON", "OCLOCK", "IN", "WDAY", "NEARDAY", "MONTH", "MONTHA"):
        return True
    i = found.at("CLOCK")
    if i >= 0 and found.scene.pieces.values[i][2]:
        return True
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    return before in ("at", "by", "until", "from", "since", "after", "before", "around", "till")


def market_hour(found: Found) -> Reading | None:
    """After the bell (on Wednesday), before the opening bell, after-hours and pre-market trading."""
    word = found.text(found.a)
    if found.has("DASH") and found.has("UNITS") and (word != "after" or found.text(found.at("UNITS")) != "hours"):
        return None
    if word not in ("after", "before", "pre", "post", "premarket"):
        return None
    after = found.last.nbor(1) if found.last.i + 1 < len(found.scene.doc) else None
    if found.has("BELL") and after is not None and after.pos_ in ("VERB", "AUX"):
        return None  # "after the bell rang"
    part = "MO" if word in ("before", "pre", "premarket") else "EV"
    inner = day_part(found)
    period = inner.period if inner else today(found)
    if period is None:
        return Reading("TIME", f"XXXX-XX-XXT{part}")
    return Reading("TIME", f"{period.value[:10]}T{part}", periods.day(period.since))


def session(found: Found) -> Reading | None:
    """The session of a market: the day told of, else the anchor's."""
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    near = found.scene.doc[max(0, found.token.i - 25) : found.last.i + 12]
    after = found.last.nbor(1).lower_ if found.last.i + 1 < len(found.scene.doc) else ""
    fits = found.has("EARLY", "LATER") or before in _IN_SESSION
    if after == "of" or not fits or not any(w.lower_ in _MARKETS for w in near):
        return None
    period = today(found)
    return Reading("DATE", period.value[:10], period, mod_of(found)) if period else None


_IN_SESSION = frozenset(("in", "during", "for", "of", "through", "throughout", "from", "ended", "finished", "closed"))
_MARKETS = frozenset(
    ("shares", "stocks", "stock", "share", "index", "futures", "points", "traders", "trading", "traded", "bitcoin")
)

_EVENT = re.compile(r"\b(?:days?|weeks?|months?) (?:before|after) (?:the|his|her|its|their|a) ")


def today(found: Found) -> Period | None:
    """The day a clock time falls on where none is said: a weekday next to it, a day named before, else the anchor's.

    None where it counts from an event ("at 6 a.m. ten days before the fire").
    """
    token = found.token
    if token.dep and _EVENT.search(found.scene.doc[found.last.i : token.sent.end].text):
        return None
    for k in range(found.b, min(found.b + 5, len(found.scene.pieces.starts))):
        if found.name(k) in ("WDAY", "NEARDAY"):
            inner = day_part(found.part(k, k + 1))
            return inner.period if inner else None
    for at, period in reversed(found.scene.history):
        if at in found.scene.hours:
            continue
        if period.unit == "D" and at >= token.sent.start if token.dep else False:
            return period
        break
    return periods.day(found.anchor) if found.anchor else None
