"""Digits that are dates and clock times, by their own shape: "10:30", "24/06/2004", "June 24, 2004", "the 1990s"."""

from pipeline.layers.quantities.atoms import NUMBER, Atoms, wordset
from pipeline.layers.quantities.units import currency_before
from pipeline.layers.quantities.values import digits_value

MONTHS = wordset(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec"
)
_ZONES = wordset("gmt utc bst est edt et pst pdt pt cet cest hrs edt ist jst hkt aest")
ORDINAL_TAILS = frozenset(("st", "nd", "rd", "th"))

Mark = tuple[int, str]
"""(end atom, reason)."""


def up_to(most: int, text: str) -> bool:
    """Whether digits are a number of at most `most`; short ones alone, for Python reads no number of 5,000 digits."""
    return text.isdecimal() and len(text) <= 4 and int(text) <= most


def clock(atoms: Atoms, k: int) -> Mark | None:
    """10:30, 1:36.6, 5pm, 1200 GMT."""
    j = k + 1
    while atoms[j].text == ":" and atoms[j].glued and atoms[j + 1].kind == NUMBER and atoms[j + 1].glued:
        j += 2
    after = atoms.low(j)
    text = atoms[k].text
    if after in ("am", "pm") and digits_value(text) is not None and float(digits_value(text) or 0) < 13:
        return j + 1, "time"
    if after in ("a", "p") and atoms[j + 1].text == "." and atoms.low(j + 2) == "m" and atoms[j + 2].glued:
        return j + (4 if atoms[j + 3].text == "." and atoms[j + 3].glued else 3), "time"
    if after == "o" and atoms[j + 1].text in "'’" and atoms.low(j + 2) == "clock":
        return j + 3, "time"
    if j > k + 1:
        return j, "time"
    hours = text.isdigit() and len(text) == 4 and int(text) < 2400 and int(text[2:]) < 60
    if after in _ZONES and (hours or len(text) < 3 or "." in text):
        return j + 1, "time"
    return None


def calendar(atoms: Atoms, k: int) -> Mark | None:
    """2004-06-30, 24/06/2004, 12.05.2004, 9/11."""
    text = atoms[k].text
    parts = text.split(".")
    if len(parts) == 3 and all(p.isdigit() for p in parts):
        if (
            up_to(31, parts[0])
            and up_to(12, parts[1])
            and (len(parts[2]) == 4 or min(len(p) for p in parts) == 2 == len(parts[2]))
        ):
            return k + 1, "date"
        return k + 1, "code"
    sep = atoms[k + 1].text
    if sep in "-/–" and sep and atoms[k + 1].glued and atoms[k + 2].kind == NUMBER and atoms[k + 2].glued:
        if atoms[k + 3].text == sep and atoms[k + 3].glued and atoms[k + 4].kind == NUMBER and atoms[k + 4].glued:
            sizes = tuple(len(atoms[x].text) for x in (k, k + 2, k + 4))
            if max(sizes) <= 4 and sorted(sizes)[1] <= 2:
                return k + 5, "date"
        if sep == "/" and (atoms[k].text, atoms[k + 2].text) in (("9", "11"), ("24", "7"), ("50", "50"), ("7", "7")):
            return k + 3, "idiom"
        if is_year(text) and year_tail(text, atoms[k + 2].text):
            return k + 3, "date"
    return None


def is_year(text: str) -> bool:
    """Four digits that may be a year."""
    return len(text) == 4 and text.isdigit() and 1500 <= int(text) <= 2100


def year_tail(first: str, second: str) -> bool:
    """The second half of 2004-05 or 1999/2000."""
    if len(second) == 2 and second.isdigit():
        return (int(first) + 1) % 100 == int(second) or int(second) > int(first[2:])
    return is_year(second) and int(second) >= int(first) and 1900 <= int(first) <= 2060


def _is_month(atoms: Atoms, k: int, before: int) -> bool:
    """The name of a month; "may" and "march" in small letters are one where "on" stands at atom `before`."""
    if atoms.low(k) not in MONTHS:
        return False
    return atoms[k].text[0].isupper() or atoms.low(k) not in ("may", "march", "mar") or atoms.low(before) == "on"


def month_date(atoms: Atoms, k: int) -> Mark | None:
    """June 24, 2004; 24th of June; Sept. 20-24."""
    text = atoms[k].text
    if text.endswith((",", ".")) or (not text.isdigit() and not _odd_date(text)):
        return None
    j = k + 1
    if atoms[j].glued and atoms.low(j) in ORDINAL_TAILS:
        j += 1
    day = up_to(31, text) and int(text) > 0
    back = k - 1
    if atoms[back].text == "." and atoms[back].glued:
        back -= 1
    if atoms.low(back) == "the":
        back -= 1
    if _is_month(atoms, back, back - 1) and (day or is_year(text) or _odd_date(text)):
        return _after_month(atoms, j, day)
    if day:
        at = j
        if (atoms.is_dash(at) and atoms[at + 1].kind == NUMBER and len(atoms[at + 1].text) <= 2) or (
            atoms.low(at) in ("and", "to", "or") and atoms[at + 1].kind == NUMBER and len(atoms[at + 1].text) <= 2
        ):
            at += 2
        if atoms.low(at) == "of" or (atoms.is_dash(at) and atoms[at].glued):
            at += 1
        if _is_month(atoms, at, k - 1) and not (atoms.low(at) in ("may", "march") and currency_before(atoms, k)):
            return _after_day(atoms, at + 1)
    return None


def _odd_date(text: str) -> bool:
    """ "24,2004": day and year run together."""
    day, _, year = text.partition(",")
    return day.isdigit() and len(day) <= 2 and is_year(year)


def _after_month(atoms: Atoms, j: int, day: bool) -> Mark | None:
    """Behind "June 24": days of a span, a year."""
    if atoms.low(j) in ("million", "billion", "percent", "per", "%", "thousand") or (atoms[j].text == "%"):
        return None
    if day:
        if (atoms.is_dash(j) and atoms[j + 1].kind == NUMBER and len(atoms[j + 1].text) <= 2) or _day_follows(atoms, j):
            j += 2
        return _after_day(atoms, j)
    return j, "date"


def _day_follows(atoms: Atoms, j: int) -> bool:
    """ "June 3 and 4." """
    if atoms.low(j) not in ("and", "to") or not up_to(31, atoms[j + 1].text):
        return False
    return atoms.low(j + 2) in (",", ".", "of", "in", "at", "\n", "and")


def _after_day(atoms: Atoms, j: int) -> Mark:
    at = j + 1 if atoms[j].text in (",", ".") and atoms[j].glued else j
    if atoms.low(at) == "of":
        at += 1
    if atoms[at].kind == NUMBER and is_year(atoms[at].text) and int(atoms[at].text) >= 1700:
        return at + 1, "date"
    return j, "date"


def decade(atoms: Atoms, k: int) -> Mark | None:
    """1990s, the '90s; and "787s", which are aircraft."""
    text, after = atoms[k].text, atoms[k + 1]
    if after.low == "s" and after.glued and text.isdigit() and len(text) == 3:
        return k + 2, "name_part"  # 787s
    if after.low == "s" and after.glued and text.isdigit() and (is_year(text) or (len(text) == 2 and text[1] == "0")):
        return k + 2, "date"
    if (
        after.text in "'’"
        and after.glued
        and atoms.low(k + 2) == "s"
        and atoms[k + 2].glued
        and is_year(text)
        and text[3] == "0"
    ):
        return k + 3, "date"
    if atoms[k - 1].text in "'’" and atoms[k - 1].text and atoms[k].glued and len(text) == 2 and not atoms[k - 1].glued:
        return k + 1, "date"
    return None
