"""Readers for bare years, sets, and vague words (now, recently, soon)."""

from pipeline.layers.store import text_of
from pipeline.layers.times import periods
from pipeline.layers.times.read_days import year_in
from pipeline.layers.times.read_lengths import amount, length, unit_of
from pipeline.layers.times.scene import Found, Reading, mod_of
from pipeline.layers.times.tense import tense

_YEAR_BEFORE = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "through",
        "from",
        "of",
        "for",
        "to",
        "during",
        "before",
        "after",
        "between",
        "and",
        "late",
        "early",
        "mid",
        "around",
        "about",
        "circa",
        "year",
        "fiscal",
        "calendar",
        "late-",
        "or",
        "than",
        "the",
        "december",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "summer",
        "winter",
        "spring",
        "fall",
        "autumn",
        "(",
        "-",
        "–",
        "over",
    ]
)


def year(found: Found) -> Reading | None:
    """A year: 1996, '96, nineteen ninety-six, the year 2000; not a count, a price or a part number."""
    y = year_in(found)
    if y is None and found.has("SCALE"):
        y = int(amount(found) or 0)
    if y is None or not 1400 <= y <= 2150:
        return None
    start = found.scene.pieces.starts[found.a]
    if start and found.name(found.a) == "APOS" and text_of(found.scene.doc)[start - 1] in "'’‘`":
        return None  # a doubled quotation mark
    if found.names() == ["YEAR"] and not plausible_year(found, y):
        return None
    made = periods.year(y)
    return Reading("DATE", made.value, made, mod_of(found), "explicit")


def plausible_year(found: Found, y: int) -> bool:
    """A number of four digits stands for a year by what is around it."""
    token = found.token
    doc = found.scene.doc
    before = doc[token.i - 1] if token.i else None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    low = before.lower_ if before is not None else ""
    nxt = after.lower_ if after is not None else ""
    if low in ("$", "£", "€", "no.", "#", "¥", "no") or low.endswith("$") or nxt in ("%", "percent", "-", "gmt", "utc"):
        return nxt == "-" and low in _YEAR_BEFORE
    if nxt == "index" or (
        before is not None and before.pos_ == "PROPN" and after is not None and after.pos_ == "PROPN"
    ):
        return False
    if token.ent_type_ in ("DATE",):
        return True
    if token.ent_type_ in ("MONEY", "QUANTITY", "PERCENT", "PRODUCT", "CARDINAL") and low not in ("in", "since", "by"):
        return False
    if after is not None and after.tag_ in ("NNS", "CD") and low not in ("in", "since"):
        return False
    return low in _YEAR_BEFORE and (1900 <= y <= 2100 or low in ("in", "since", "by"))


def set_named(found: Found) -> Reading | None:
    """Each Thursday, Mondays, Tuesday nights, every July, every summer."""
    w = found.integer("WDAY", "WDAYS")
    part = found.get("PART", "PARTS")
    if w is not None:
        return Reading("SET", f"XXXX-WXX-{w + 1}" + (f"T{part}" if part else ""))
    if (m := found.integer("MONTH", "MONTHA")) is not None:
        return Reading("SET", f"XXXX-{m:02d}")
    return Reading("SET", f"XXXX-{found.get('SEASON')}")


def set_every(found: Found) -> Reading | None:
    """Every month, each year, every two weeks, once a day."""
    unit = unit_of(found)
    if not unit or found.text(found.a) == "per":
        return None
    number = amount(found.part(found.a + 1, found.b)) or 1.0
    return Reading("SET", length(number, unit))


def compared_units(found: Found) -> Reading | None:
    """Month-on-month, year over year, YoY: what is compared comes each of these units."""
    if (short := found.get("YOY")) is not None:
        return Reading("SET", str(short))
    if found.text(found.at("APX")) not in ("", "over"):
        return None
    if found.has("TO") and found.text(found.at("TO")) != "to":
        return None
    return Reading("SET", length(1.0, unit_of(found)))


def frequency(found: Found) -> Reading | None:
    """Daily, weekly, annually."""
    word = found.text(found.a)
    return Reading("SET", str(found.get("FREQ"))) if word in _SETS else None


_SETS = frozenset(("daily", "weekly", "annually", "hourly", "monthly", "yearly"))


def vague_units(found: Found) -> Reading | None:
    """Recent years, coming weeks, the weeks ahead."""
    unit = unit_of(found)
    word = found.text(found.at("PAST", "COMING", "LAST", "NEXT"))
    if found.has("AHEAD") or found.has("COMING", "NEXT") or found.has("FUTURE"):
        return Reading("DATE", "FUTURE_REF") if unit in ("M", "Q") else Reading("DURATION", length(None, unit))
    if word in ("recent", "past"):
        return Reading("DATE", "PAST_REF")
    return Reading("DURATION", length(None, unit))


def now(found: Found) -> Reading | None:
    """Now, currently, these days, the current (board)."""
    if found.has("CUR") and found.text(found.a) != "current":
        return None
    if (
        found.has("CUR")
        and found.last.i + 1 < len(found.scene.doc)
        and found.last.nbor(1).lower_ in ("account", "affairs")
    ):
        return None
    return Reading("DATE", "PRESENT_REF")


def past(found: Found) -> Reading | None:
    """Recently, the past."""
    word = found.text(found.at("PAST"))
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    if word == "recent":
        alone = found.names() == ["PAST"] and before not in ("most", "more")
        return Reading("DATE", "PAST_REF") if alone else None
    if found.has("PAST") and (word != "past" or found.text(found.a) != "the"):
        return None
    return Reading("DATE", "PAST_REF")


def _soon_done(found: Found) -> bool:
    """ "It soon closed", "he was soon released": then, not soon from now."""
    verb = found.last.nbor(1) if found.last.i + 1 < len(found.scene.doc) else None
    return verb is not None and verb.tag_ in ("VBD", "VBN", "VBG") and tense(found.token) == "past"


def future(found: Found) -> Reading | None:
    """Soon, the future, the near term."""
    after = found.last.nbor(1).lower_ if found.last.i + 1 < len(found.scene.doc) else ""
    if found.has("AS") and after != "possible":
        return None
    if found.names() == ["SOON"] and (after in ("as", "after", "-") or _soon_done(found)):
        return None  # "as soon as they left", "soon after", "it soon closed"
    if found.names() == ["FUTURE"]:
        return None  # "future earnings", "a future in which"
    if found.has("TERM") and found.has("LONG", "MEDIUM"):
        return None
    return Reading("DATE", "FUTURE_REF")
