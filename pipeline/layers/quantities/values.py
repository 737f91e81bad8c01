"""One number: digits with their scale, number words, fractions, vague plurals. No units here.

The grammar of number words follows the usual place-value automaton (units, tens, hundred, scales), as in text2num.
"""

import re
from typing import Literal, NamedTuple

from pipeline.layers.quantities.atoms import FRACTION_SIGNS, NUMBER, WORD, Atoms, wordset
from pipeline.layers.quantities.tables import currencies, glued_scales, number_words

Form = Literal["digits", "words", "fraction", "vague"]


class Value(NamedTuple):
    """A number read from atoms [i, j): its value in base size and how it was written."""

    i: int
    j: int
    value: float
    form: Form
    plain: float
    """The number before its scale word."""
    scaled: bool
    part: bool = False
    """A fraction of something named after "of" (a third of the votes)."""
    article: bool = False
    """Its numerator is a mere "a"."""


_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?")
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2}){1,4},\d{3}(?:\.\d+)?")
_PLAIN = re.compile(r"\d*(?:\.\d+)?")
_COMMA = re.compile(r"\d{1,4},\d{1,2}")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,6}")
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3}){1,6},\d{1,3}")
MOST_DIGITS = 24


def digits_value(text: str) -> float | None:
    """The value of a digit group, or None where it is no number (dates with dots, versions, codes)."""
    bare = _SPACES.sub("", text)
    if len(bare) > MOST_DIGITS:
        return None
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if _THOUSANDS.fullmatch(bare) or _LAKHS.fullmatch(bare):
        return float(bare.replace(",", ""))
    if _COMMA.fullmatch(bare):
        return float(bare.replace(",", "."))
    if _DOTTED.fullmatch(bare):
        return float(bare.replace(".", ""))
    if _CONTINENTAL.fullmatch(bare):
        return float(bare.replace(".", "").replace(",", "."))
    return None


def read_value(atoms: Atoms, k: int, money: bool = False) -> Value | None:
    """The number that starts at atom k, scale included; `money` says that a currency sign stands before it."""
    atom = atoms[k]
    if atom.kind == NUMBER:
        return _digits(atoms, k, money)
    if atom.text in FRACTION_SIGNS:
        value = FRACTION_SIGNS[atom.text]
        return _scale(atoms, Value(k, k + 1, value, "fraction", value, False, part=_of(atoms, k + 1)), money)
    if atom.kind == WORD:
        return _words(atoms, k)
    return None


def _digits(atoms: Atoms, k: int, money: bool) -> Value | None:
    value = digits_value(atoms[k].text)
    if value is None:
        return None
    j, form = k + 1, "digits"
    fraction, after = _fraction_after(atoms, j)
    if after > j:
        value, j = value + fraction, after
    elif _slash_fraction(atoms, k):
        value, j = value / float(atoms[k + 2].text), k + 3
        form = "fraction"
    else:
        part, after = _and_part(atoms, j)
        if after > j and part:
            value, j = value + part, after
    found = Value(k, j, value, "fraction" if form == "fraction" else "digits", value, False)
    if form == "fraction":
        found = found._replace(part=_of(atoms, j))
    return _scale(atoms, found, money)


def _slash_fraction(atoms: Atoms, k: int) -> bool:
    """3/4, but not 9/11 or 24/7: a small denominator, larger than the numerator, on one line of glued atoms."""
    top, bar, bottom = atoms[k], atoms[k + 1], atoms[k + 2]
    if not (bar.text in "/⁄" and bar.glued and bottom.glued and bottom.kind == NUMBER and bottom.text.isdigit()):
        return False
    if not top.text.isdigit() or atoms[k + 3].text == "/" or atoms[k - 1].text == "/":
        return False
    return bottom.text in ("2", "3", "4", "5", "8", "16", "32", "64") and int(top.text) < int(bottom.text)


def _fraction_after(atoms: Atoms, k: int) -> tuple[float, int]:
    """ "½", " 1/2", "-1/2" behind a whole number."""
    atom = atoms[k]
    if atom.text in FRACTION_SIGNS:
        return FRACTION_SIGNS[atom.text], k + 1
    at = k + 1 if atoms.is_dash(k) and atom.glued and atoms[k + 1].glued else k
    if atoms[at].kind == NUMBER and (at > k or not atoms[at].glued) and _slash_fraction(atoms, at):
        return float(atoms[at].text) / float(atoms[at + 2].text), at + 3
    return 0.0, k


def _scale(atoms: Atoms, found: Value, money: bool) -> Value:
    """Multiply by the scale words that follow: million, hundred thousand, bn, lakh crore."""
    words, value, j, scaled = number_words(), found.value, found.j, False
    for _ in range(3):
        atom = atoms[j]
        at = j + 1 if atoms.is_dash(j) and atom.glued and atoms[j + 1].glued else j
        entry = words.get(atoms.low(at))
        if (entry and entry.role in ("scale", "hundred")) or (entry and entry.role == "group" and entry.value == 12.0):
            value, j, scaled = value * entry.value, at + 1, True
            continue
        break
    if not scaled and found.form != "fraction":
        factor = _glued_scale(atoms, j, money)
        if factor:
            value, j, scaled = value * factor, j + 1, True
    part = found.part and not scaled
    return found._replace(j=j, value=_clean(value), scaled=scaled, part=part)


def _clean(value: float) -> float:
    """Round off what float multiplication added (1.13 * 1e9), keeping 12 significant digits."""
    return float(f"{value:.12g}")


# single letters that are also units: their scale reading needs money before them or a thing counted after them
_DOUBTFUL = {"m": "m", "mm": "mm", "t": "t", "T": "T", "MM": "MM", "b": "b", "c": "c"}
_DIMENSION = wordset(
    "tall long wide deep high thick away apart above below sprint race hurdles freestyle relay dash x by and "
    "or to in at of from is was diameter square per radius height length width with but which that tower "
    "building wave"
)


def _glued_scale(atoms: Atoms, k: int, money: bool) -> float:
    atom = atoms[k]
    entry = glued_scales().get(atom.text)
    if atom.kind != WORD or entry is None:
        return 0.0
    if atoms[k + 1].glued and (atoms[k + 1].text in "/²³'’^" or atoms[k + 1].kind == NUMBER):
        return 0.0
    if not atom.glued and not money and atom.text in ("m", "t", "T", "k", "K", "mm", "MM", "M", "b", "cr", "tr", "mil"):
        return 0.0
    if not money and atom.text in ("mm", "t", "T"):
        return 0.0
    if money or atom.text not in _DOUBTFUL or _counted(atoms, k + 1) or _counted_pair(atoms, k):
        return entry.value
    return 0.0


def _counted(atoms: Atoms, k: int) -> bool:
    """A thing or a currency follows, so that "30m" are millions and not metres."""
    atom = atoms[k]
    return atom.kind == WORD and not atom.glued and len(atom.text) > 1 and atom.low not in _DIMENSION


_COUNTED = wordset(
    "people users customers subscribers shares tonnes barrels passengers homes households jobs vehicles viewers "
    "readers members"
)


def _counted_pair(atoms: Atoms, k: int) -> bool:
    """ "75m to 80m euros", "75m-80m euros": the letter at atom k stands again behind a second number, before money."""
    joined = atoms.low(k + 1) in ("to", "and", "or") or (atoms.is_dash(k + 1) and atoms[k + 1].glued)
    second, letter, thing = atoms[k + 2], atoms[k + 3], atoms.low(k + 4)
    if not joined or second.kind != NUMBER or letter.text != atoms[k].text or not letter.glued:
        return False
    named = thing in currencies()[0] or f"{thing} {atoms.low(k + 5)}" in currencies()[0]
    return named or thing in _COUNTED


def _words(atoms: Atoms, k: int) -> Value | None:
    entry = number_words().get(atoms.low(k))
    if entry is None:
        return None
    if entry.role == "vague":
        return _vague(atoms, k)
    if entry.role == "fraction":
        return _named_fraction(atoms, k, 1.0, k)
    i = k
    if entry.role in ("scale", "hundred", "group"):
        if atoms.low(k - 1) not in ("a", "an", "per", "the", "another") or (entry.value == 20.0):
            return None
        i = k - 1 if atoms.low(k - 1) in ("a", "an") else k
    return _cardinal(atoms, i, k)


def _cardinal(atoms: Atoms, i: int, k: int) -> Value | None:
    total, current, plain, j = 0.0, None, None, k
    words = number_words()
    scaled = False
    while True:
        at = _step(atoms, j) if j > k else j
        entry = words.get(atoms.low(at))
        step = _advance(entry.role, entry.value, total, current) if entry else None
        if step is None:
            break
        if entry and entry.role in ("scale", "hundred", "group") and plain is None:
            plain, scaled = current, True
        (total, current), j = step, at + 1
    value = total + (current or 0.0)
    fraction = _named_fraction(atoms, j, value, i) if value < 20 else None
    if fraction:
        return fraction
    if scaled:
        scaled = bool(total) or (current or 0) >= 100
    found = Value(i, j, value, "words", plain if plain is not None else value, scaled, article=i < k)
    part, after = _and_part(atoms, j)
    if after > j:
        last = words.get(atoms.low(j - 1))
        unit = last.value if last and last.role == "scale" else 1.0
        found = _scale(atoms, found._replace(j=after, value=value + part * unit), False)
        return found._replace(scaled=found.scaled or scaled)
    return found


def _step(atoms: Atoms, j: int) -> int:
    """Where the next number word may stand: behind a glued hyphen, or behind "and" after hundred or thousand."""
    if atoms.is_dash(j) and atoms[j + 1].kind == WORD and (atoms[j].glued == atoms[j + 1].glued):
        return j + 1 if _joins(atoms, j) else j
    if atoms.low(j) == "and" and atoms.low(j - 1) in ("hundred", "thousand"):
        after = number_words().get(atoms.low(j + 1))
        if after and after.role in ("small", "ten") and atoms.low(j - 2) not in ("a", "per"):
            return j + 1
        if after and after.role in ("small", "ten") and atoms.low(j - 1) == "hundred":
            return j + 1
    return j


def _joins(atoms: Atoms, j: int) -> bool:
    """A hyphen inside a number word: twenty-one, two-hundred; not two-three."""
    words = number_words()
    left, right = words.get(atoms.low(j - 1)), words.get(atoms.low(j + 1))
    if left is None or right is None:
        return False
    return (left.role == "ten" and right.role == "small") or right.role in ("hundred", "scale", "group")


def _advance(role: str, value: float, total: float, current: float | None) -> tuple[float, float | None] | None:
    """One step of the place-value automaton: (total, current) after a word, or None where it cannot follow."""
    if role in ("small", "ten"):
        if current is None:
            return total, value
        room = current % 100
        if role == "small" and 0 < value < 10 and current >= 20 and room >= 20 and room % 10 == 0:
            return total, current + value
        if current >= 100 and room == 0 and value > 0:
            return total, current + value
        return None
    if role == "hundred":
        return (total, (current if current is not None else 1.0) * 100.0) if (current or 1.0) < 100 else None
    if role in ("scale", "group"):
        if role == "group" and value != 12.0:
            return None
        if current is None and total:
            return (total * value, None) if role == "scale" and value > 1e3 and total < 1e6 else None
        return total + (current if current is not None else 1.0) * value, None
    return None


def _and_part(atoms: Atoms, k: int) -> tuple[float, int]:
    """ "and a half", "-and-a-half", "and three quarters" behind a number."""
    at = k + 1 if atoms.is_dash(k) else k
    if atoms.low(at) != "and":
        return 0.0, k
    at += 2 if atoms.is_dash(at + 1) else 1
    low = atoms.low(at)
    words = number_words()
    if low in ("a", "one", "three"):
        count = 3.0 if low == "three" else 1.0
        at += 2 if atoms.is_dash(at + 1) else 1
        entry = words.get(atoms.low(at))
        if entry and entry.role == "fraction" and entry.value in (0.5, 0.25) and (count == 1.0 or entry.value == 0.25):
            return count * entry.value, at + 1
    return 0.0, k


def _of(atoms: Atoms, k: int) -> bool:
    return atoms.low(k) == "of"


_BEFORE_PART = wordset(
    "by than about nearly almost roughly around over only least most under to some up down "
    "fall fell falls fallen falling rise rose rises risen rising grow grew grows grown growing drop dropped drops "
    "gain gained gains shrink shrank shrunk shrinks climb climbed climbs jump jumped jumps "
    "lose lost loses plunge plunged "
    "slump slumped decline declined increase increased"
)


def _named_fraction(atoms: Atoms, k: int, top: float, i: int) -> Value | None:
    """ "half", "a third", "two-thirds", "three quarters"; at k stands the denominator or the hyphen before it."""
    at = k + 1 if atoms.is_dash(k) and i < k else k
    entry = number_words().get(atoms.low(at))
    if entry is None or entry.role != "fraction":
        return None
    half = entry.value == 0.5
    article = False
    if i == k:  # no numerator
        before = atoms.low(k - 1)
        if before in ("a", "an"):
            i, article = k - 1, True
        elif (not half and not _scale_next(atoms, at) and not _point_next(atoms, at)) or before in _NO_HALF:
            return None
        if not _stands_alone(atoms, i, at, half):
            return None
    elif atoms.low(at).endswith("s") != (top != 1.0) and not half:
        return None
    j = at + 1
    if half and atoms.low(j) in ("a", "an"):
        follow = number_words().get(atoms.low(j + 1))
        scale = follow is not None and follow.role in ("scale", "hundred", "group")
        j += 1 if scale or not atoms.is_dash(j + 1) else 0
    if atoms.low(j) == "of" and atoms.low(j + 1) in ("a", "one") and _scale_next(atoms, j + 1):
        j += 2  # "a quarter of a million"
    value = top * entry.value
    found = _scale(atoms, Value(i, j, value, "fraction", value, False, article=article), False)
    return found._replace(part=not found.scaled)


def _point_next(atoms: Atoms, at: int) -> bool:
    """ "quarter-point", "quarter of a percentage point" less its "of a"."""
    k = at + 2 if atoms.is_dash(at + 1) else at + 1
    return atoms.low(k) in ("point", "points") or (atoms.low(k), atoms.low(k + 1)) == ("percentage", "point")


def _scale_next(atoms: Atoms, at: int) -> bool:
    """ "quarter million"."""
    follow = number_words().get(atoms.low(at + 1))
    return follow is not None and follow.role == "scale"


_NO_HALF = wordset("first second other latter better this next last top bottom final each either opening")


def _stands_alone(atoms: Atoms, i: int, at: int, half: bool) -> bool:
    """ "a third" is a fraction before "of" or behind "by", "than" ...; before a noun it is an ordinal."""
    after = atoms.low(at + 1)
    follow = number_words().get(after)
    if (follow is not None and follow.role == "scale" and not half) or _point_next(atoms, at):
        return True
    if half:
        return not (
            atoms.is_dash(at + 1) and atoms[at + 1].glued and atoms.low(at + 2) not in ("a", "year", "point", "percent")
        )
    if after in _COMPARED_PART or (after == "as" and atoms.low(at + 2) in _DEGREES):
        return True  # "a tenth as much", "a third thinner"
    if _part_counted(atoms, i, at):
        return True
    if after == "in" and (atoms.low(at + 2), atoms.low(at + 3)) in (("a", "row"), ("succession", ".")):
        return False  # "lost a third in a row"
    return atoms.low(i - 1) in _BEFORE_PART and not (atoms[at + 1].kind == WORD and after not in _AFTER_PART)


_COMPARED_PART = wordset(
    "of the more less higher lower fewer below above bigger smaller larger cheaper dearer thinner thicker longer "
    "shorter faster slower heavier lighter wider narrower stronger weaker hotter colder older younger taller deeper "
    "cleaner richer poorer warmer brighter better worse greater quicker quieter steeper fuller emptier drier wetter"
)
_DEGREES = wordset(
    "much many high low big large small long wide tall deep thick heavy fast old likely expensive costly strong great "
    "good bright rich far often dense hot powerful efficient productive"
)
_PLURAL_VERBS = wordset("are were have do")
_SPLIT = wordset("owned held made spent exported imported sold used lost wasted")


def _part_counted(atoms: Atoms, i: int, at: int) -> bool:
    """ "A third are abroad", "a fifth is exported": what an ordinal without its noun cannot do."""
    after = atoms.low(at + 1)
    if after in _PLURAL_VERBS:
        return True
    return after in ("is", "was") and atoms.low(at + 2) in _SPLIT and atoms.low(i - 1) not in _NO_HALF


_AFTER_PART = wordset(
    "in to from on since over this last next compared after and or as by for at during while of more less against than "
    "when but"
)


def _vague(atoms: Atoms, k: int) -> Value:
    """ "dozens", "hundreds of thousands", "tens of millions": the least they can mean; ten times that is the most."""
    words = number_words()
    value = words[atoms.low(k)].value
    j = k + 1
    i = k
    if atoms.low(k - 1) == "of" and atoms.low(k - 2) == "tens":
        i, value = k - 2, value * 10
    for _ in range(2):
        if atoms.low(j) != "of":
            break
        entry = words.get(atoms.low(j + 1))
        if entry is None or entry.role != "vague":
            break
        value, j = value * entry.value, j + 2
    return Value(i, j, value, "vague", value, True)
