"""What an expression says of its claim: "by 2012" leaves the start open, "at the end of June" is a day."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.layers.store import Time, text_of
from pipeline.layers.times import periods

Ends = tuple[str | None, str | None]


class Moment(NamedTuple):
    """The dates an expression gives a claim (either may be open), and how they were read from it."""

    ends: Ends
    how: str


OPEN_START = frozenset(("by", "before", "until", "till", "through"))
OPEN_END = frozenset(("since",))
BEGIN_WORDS = ("start", "beginning")
END_WORDS = ("end", "close")


def before(doc: Doc, t: Time) -> str:
    """The word in front of an expression, in lower case."""
    return doc[t["i"] - 1].lower_ if t["i"] else ""


def words(doc: Doc, t: Time) -> list[str]:
    """The words of an expression, in lower case."""
    return text_of(doc)[t["start"] : t["end"]].lower().split()


def moments(doc: Doc, times: list[Time], k: int, today: date | None) -> list[Moment]:
    """All readings of the k-th expression as the date of a claim, likeliest first; empty where it names no dates."""
    t = times[k]
    if t["since"] is None or t["until"] is None:
        return _undated(doc, t, today)
    since, until = t["since"], t["until"]
    said, prep = words(doc, t), before(doc, t)
    if t["type"] == "TIME":
        return [Moment((since, until), "plain")]
    edge = _edge(t, said, since, until, today)
    if whole := _ended(doc, times, k) or _ended(doc, times, k - 1) or _joined(doc, times, k, today):
        return [whole]
    if prep in OPEN_START:
        return [Moment((None, _middle(t) or edge.ends[1]), "by"), Moment((since, until), "plain")]
    if prep in OPEN_END:
        return [Moment((edge.ends[0], None), "since"), Moment((since, until), "plain")]
    return _readings(doc, t, today, edge)


def _undated(doc: Doc, t: Time, today: date | None) -> list[Moment]:
    """Now is today; "in twelve months" is the stretch up to today; coming months begin today."""
    if today is None:
        return []
    day = today.isoformat()
    if _is_now(doc, t):
        return [Moment((day, day), "now")]
    if t["value"] == "FUTURE_REF" and "coming" in words(doc, t):
        return [Moment((day, None), "coming")]
    if t["value"] == "PT24H" and before(doc, t) in ("in", "over", "for", "during", "within"):
        return [Moment(((today - timedelta(days=1)).isoformat(), day), "trailing")]
    return [m for m in (_trailing(doc, t, today, -1), _trailing(doc, t, today, 1)) if m]


def _readings(doc: Doc, t: Time, today: date | None, edge: Moment) -> list[Moment]:
    """The readings of an expression with dates, without a preposition that opens an end."""
    since, until, prep = str(t["since"]), str(t["until"]), before(doc, t)
    out = [edge]
    if (begins := prep == "from" or _starting(doc, t)) or _since_event(doc, t):
        out.append(Moment((since, None), "from" if begins else "since_event"))
    out += [m for m in (_third(t), _turned(doc, t), _rest(doc, t, today), _and_next(doc, t), _trading(t, today)) if m]
    if edge.how != "plain":
        out.append(Moment((since, until), "plain"))
    elif t["rule"] == "date.ago" and (exact := _exact(doc, t, today)):
        out.append(exact)
    elif today and since <= today.isoformat() <= until and since != until:
        out.append(Moment((since, today.isoformat()), "so_far"))
    return out


def _is_now(doc: Doc, t: Time) -> bool:
    return t["value"] == "PRESENT_REF" and words(doc, t)[-1] in ("now", "currently", "current", "presently")


def _trailing(doc: Doc, t: Time, today: date, way: int) -> Moment | None:
    """ "In twelve months", "over 18 months": the stretch up to today; "within 90 days" may also start today."""
    value, prep = t["value"], words(doc, t)[0] if words(doc, t)[0] in ("over", "within") else before(doc, t)
    fits = ("in", "over", "within", "for", "during", "from") if way < 0 else ("within",)
    if t["type"] != "DURATION" or prep not in fits:
        return None
    number, unit = value[1:-1], value[-1:]
    if not number.isdecimal() or unit not in "DWMQY" or int(number) > 600:
        return None
    other = periods.add(today, way * int(number), unit)
    a, b = sorted((other.isoformat(), today.isoformat()))
    return Moment((a, b), "trailing" if way < 0 else "within")


def _starting(doc: Doc, t: Time) -> bool:
    """Starting in May, beginning on Monday."""
    lead = [w.lower_ for w in doc[max(0, t["i"] - 2) : t["i"]]]
    return any(w in ("starting", "beginning", "effective") for w in lead)


def _since_event(doc: Doc, t: Time) -> bool:
    """ "Since its launch in 2003": since stands a few words before, with no comma, no and or but between."""
    for token in reversed(list(doc[max(0, t["i"] - 7) : t["i"]])):
        if token.is_punct or token.is_space or token.lower_ in ("and", "but"):
            return False
        if token.lower_ == "since":
            return True
    return False


def _third(t: Time) -> Moment | None:
    """Early, mid and late of a month as its ten days; mid-2024 as its middle."""
    mod, value = t["mod"], t["value"]
    if mod not in ("START", "MID", "END") or len(value) != 7 or not value[5:].isdigit():
        return None  # a season, quarter, half or week has no tenth day
    month = value[:7]
    first, last = {"START": ("01", "10"), "MID": ("11", "20"), "END": ("21", str(t["until"])[-2:])}[mod]
    return Moment((f"{month}-{first}", f"{month}-{last}"), "third")


def _edge(t: Time, said: list[str], since: str, until: str, today: date | None) -> Moment:
    """End of June: its last day; earlier this month: up to today; so far this year: from January to today."""
    now = today.isoformat() if today else None
    if t["rule"] == "to_date" and now:
        return Moment((since, min(now, until)), "to_date")
    if t["rule"] == "year_end" or (t["mod"] == "END" and any(w in END_WORDS for w in said)):
        return Moment((until, until), "end")
    if t["mod"] == "START" and any(w in BEGIN_WORDS for w in said):
        return Moment((since, since), "begin")
    if "earlier" in said and t["mod"] == "START" and now and since <= now <= until:
        return Moment((since, now), "earlier")
    if "later" in said and t["mod"] == "END" and now and since <= now <= until:
        return Moment((now, until), "later")
    return Moment((since, until), "plain")


def _middle(t: Time) -> str | None:
    """ "By mid-2026": by the end of June."""
    return f"{t['value']}-06-30" if t["mod"] == "MID" and len(t["value"]) == 4 and t["value"].isdigit() else None


def _turned(doc: Doc, t: Time) -> Moment | None:
    """ "Finished the year at 1.35": its last day; "began the month at 110": its first."""
    top = doc[t["i"] : t["j"]].root
    since, until = str(t["since"]), str(t["until"])
    if since == until or top.dep_ not in ("dobj", "npadvmod"):
        return None
    if top.head.lemma_ in ("end", "finish", "close"):
        return Moment((until, until), "turned")
    return Moment((since, since), "turned") if top.head.lemma_ in ("begin", "start", "open") else None


def _rest(doc: Doc, t: Time, today: date | None) -> Moment | None:
    """The rest of the year: from today to its end."""
    lead = [w.lower_ for w in doc[max(0, t["i"] - 2) : t["j"]]]
    if not today or "of" not in lead or not {"rest", "remainder"}.intersection(lead[:2]):
        return None
    now, until = today.isoformat(), str(t["until"])
    return Moment((now, until), "rest") if str(t["since"]) <= now <= until else None


def _and_next(doc: Doc, t: Time) -> Moment | None:
    """ "This year and next": both."""
    tail = [w.lower_ for w in doc[t["j"] : t["j"] + 2]]
    follows = t["j"] + 2 >= len(doc) or doc[t["j"] + 2].pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")
    if tail != ["and", "next"] or not follows or not t["value"].isdigit() or len(t["value"]) != 4:
        return None
    return Moment((str(t["since"]), f"{int(t['value']) + 1:04d}-12-31"), "and_next")


def _trading(t: Time, today: date | None) -> Moment | None:
    """The week of trading that ended on Friday, told on that day or over the weekend."""
    since = date.fromisoformat(str(t["since"]))
    if since.weekday() or str(t["until"]) != (since + timedelta(days=6)).isoformat():
        return None
    friday = since + timedelta(days=4)
    told = today is not None and friday <= today <= friday + timedelta(days=2)
    return Moment((since.isoformat(), friday.isoformat()), "trading") if told else None


def _exact(doc: Doc, t: Time, today: date | None) -> Moment | None:
    """ "A week ago" as a day: seven days before today."""
    if today is None or t["value"][:1] == "P":
        return None
    unit = {"year": "Y", "month": "M", "week": "W", "day": "D"}.get(_unit(words(doc, t)), "")
    if not unit or t["since"] is None:
        return None
    for n in range(1, 61):
        moved = periods.add(today, -n, unit)
        if t["since"] <= moved.isoformat() <= str(t["until"]):
            return Moment((moved.isoformat(), moved.isoformat()), "exact")
        if moved.isoformat() < t["since"]:
            return None
    return None


def _unit(said: list[str]) -> str:
    return next((w.rstrip("s") for w in said if w.rstrip("s") in ("year", "month", "week", "day")), "")


def _joined(doc: Doc, times: list[Time], k: int, today: date | None) -> Moment | None:
    """Between April and June, from now to 2011: the whole stretch, read from either end."""
    for a, b in ((k, k + 1), (k - 1, k)):
        if a < 0 or b >= len(times):
            continue
        x, y = times[a], times[b]
        gap = text_of(doc)[x["end"] : y["start"]].strip().lower()
        lead = before(doc, x)
        if today and _is_now(doc, x):
            x = Time({**x, "since": today.isoformat()})
        if x["since"] and y["until"] and x["since"] < y["until"]:
            if (lead == "between" and gap == "and") or (lead == "from" and gap in ("to", "until", "through", "till")):
                return Moment((x["since"], y["until"]), "joined")
            if gap in ("-", "–", "to", "through") and lead in ("in", "during", "for", "of"):
                return Moment((x["since"], y["until"]), "joined")
    return None


def _ended(doc: Doc, times: list[Time], k: int) -> Moment | None:
    """The year to June 30, the quarter ended in March, the week to Sunday: as long as said, ending there."""
    if k < 0 or k + 1 >= len(times):
        return None
    t, last = times[k], times[k + 1]
    gap = text_of(doc)[t["end"] : last["start"]].strip().lower()
    unit = {"year": "Y", "month": "M", "week": "W", "quarter": "Q", "half": "H"}.get(words(doc, t)[-1], "")
    if (
        not unit
        or not last["until"]
        or gap not in ("to", "ended", "ending", "through", "that ended", "ended on", "to the end of")
    ):
        return None
    end = date.fromisoformat(last["until"])
    return Moment(((periods.add(end + timedelta(days=1), -1, unit)).isoformat(), end.isoformat()), "ended")


@lru_cache(maxsize=1 << 12)
def year_before(ends: Ends) -> Ends | None:
    """The same stretch one year earlier: what "from $3m" of a yearly comparison goes back to."""
    try:
        moved = [_back(date.fromisoformat(d)) if d else None for d in ends]
    except ValueError:
        return None
    return moved[0], moved[1]


def stretch_before(ends: Ends) -> Ends | None:
    """The month, quarter, half or year right before one; None for other stretches."""
    if ends[0] is None or ends[1] is None or not ends[0].endswith("-01"):
        return None
    since, until = date.fromisoformat(ends[0]), date.fromisoformat(ends[1])
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    if months not in (1, 3, 6, 12) or (until + timedelta(days=1)).day != 1:
        return None
    return periods.add_months(since, -months).isoformat(), (since - timedelta(days=1)).isoformat()


def _back(d: date) -> str:
    last = (d + timedelta(days=1)).month != d.month
    moved = periods.add_months(d, -12)
    return (periods.month_end(moved.year, moved.month) if last else moved).isoformat()
