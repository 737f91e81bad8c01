"""Readers for months: with and without a year, ranges of them, the quarter that ends with one."""

from datetime import date

from pipeline.layers.times import periods
from pipeline.layers.times.read_days import year_in
from pipeline.layers.times.read_weekdays import ahead
from pipeline.layers.times.scene import Found, Reading, dated, last_begun, mod_of, under_discussion
from pipeline.layers.times.tense import tense


def month_year(found: Found) -> Reading | None:
    """June 1998, July last year, June of that year."""
    m = found.integer("MONTH", "MONTHA")
    y = year_in(found)
    if y is None and found.has("THAT"):
        told = under_discussion(found.scene)
        y = told.since.year if told else None
    if m is None or y is None:
        return Reading("DATE", f"XXXX-{m:02d}") if m else None
    return dated(found, periods.month(y, m), "explicit" if found.has("YEAR", "APOS") else "relative")


def month(found: Found) -> Reading | None:
    """A month without its year: the latest begun, or the next one after will or to; last, next and this as said."""
    m, anchor = found.integer("MONTH", "MONTHA"), found.anchor
    if m is None:
        return None
    if anchor is None:
        return Reading("DATE", f"XXXX-{m:02d}", None, mod_of(found))
    latest = last_begun("M", m, anchor)
    if found.has("NEXT", "COMING"):
        latest = periods.month(anchor.year + (m <= anchor.month), m)
    elif found.has("LAST", "PAST") and found.text(found.at("PAST")) not in ("prior", "preceding"):
        latest = periods.month(anchor.year - (m >= anchor.month), m)
    elif found.has("THIS"):
        latest = periods.month(anchor.year, m)
    elif m != anchor.month and month_ahead(found, m, anchor):
        latest = periods.month(anchor.year + (m < anchor.month), m)
    return dated(found, latest)


def month_ahead(found: Found, m: int, anchor: date) -> bool:
    """The month to come is meant: after through, beside will, or near and not said to be past."""
    before = found.token.nbor(-1).lower_ if found.token.i else ""
    if before in ("ended", "ending", "since", "last", "to"):
        return False
    distance, noun = (m - anchor.month) % 12, found.last.dep_ in ("compound", "nmod", "amod")
    if noun and distance > 6:
        return False  # "the July deal": the clause's tense says little about the noun's time
    owner = found.last.i + 1 < len(found.scene.doc) and found.last.nbor(1).lower_ in ("'s", "’s")
    if owner and tense(found.token) != "future":
        return False
    limit = before in ("by", "until", "through", "till", "before") or (noun and before == "for")  # "for July delivery"
    near = 0 < distance <= (5 if limit else 4)
    return ahead(found) or (near and (limit or tense(found.token) != "past")) or (distance == 1 and _of_noun(found))


def _of_noun(found: Found) -> bool:
    """ "They told of a cut in supply in September": what a noun has in the month to come; nobody says so of the one a
    year ago."""
    preposition = found.token.head
    return preposition.lower_ in ("in", "for") and preposition.dep_ == "prep" and preposition.head.pos_ == "NOUN"


def month_range(found: Found) -> Reading | None:
    """January-March 2020, from May to July."""
    at = found.all("MONTH", "MONTHA")
    values = found.scene.pieces.values
    m1, m2 = int(str(values[at[0]])), int(str(values[at[-1]]))
    years = [int(str(values[i])) for i in found.all("YEAR")]
    y2 = years[-1] if years else last_begun("M", m2, found.anchor).since.year if found.anchor else None
    if y2 is None:
        return None
    y1 = years[0] if len(years) > 1 else y2 - (m1 > m2)
    if (y1, m1) > (y2, m2):
        return None
    made = periods.stretch(date(y1, m1, 1), periods.month_end(y2, m2))
    return Reading("DURATION", f"P{(y2 - y1) * 12 + m2 - m1 + 1}M", made, None, "explicit" if years else "relative")


def month_quarter(found: Found) -> Reading | None:
    """The September quarter: the three months that end with it."""
    m = found.integer("MONTH", "MONTHA")
    if m is None or (found.anchor is None and not found.has("YEAR")):
        return None
    y = found.integer("YEAR")
    end = periods.month(y, m) if y is not None else last_begun("M", m, found.anchor or date(1, 1, 1))
    since = periods.add_months(end.since, -2)
    made = periods.containing("Q", end.since) if m % 3 == 0 else periods.stretch(since, end.until)
    return dated(found, made, "explicit" if y is not None else "relative")
