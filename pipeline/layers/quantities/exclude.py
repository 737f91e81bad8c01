"""Numbers that are no quantities: ordinals, names, phones, list marks, years. Each gets its reason."""

import re

from pipeline.layers.quantities.atoms import BREAK, NUMBER, WORD, Atoms, wordset
from pipeline.layers.quantities.dates import (
    ORDINAL_TAILS,
    Mark,
    calendar,
    clock,
    decade,
    is_year,
    month_date,
    year_tail,
)
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.tables import glued_scales, number_words, ordinals
from pipeline.layers.quantities.units import currency_before
from pipeline.layers.quantities.values import digits_value

_RANKED = wordset("two three four five six ten twenty hundred")
_PLACE_BEFORE = wordset(
    "page pages chapter section sections article articles paragraph paragraphs part volume vol issue version "
    "figure fig table note phase step stage level game round week day room gate route highway interstate "
    "flight grade group channel block apollo lot unit exhibit rule item title act schedule appendix exit tier "
    "class category formula stat season episode pg model"
)


def strong(atoms: Atoms, k: int) -> Mark | None:
    """(end atom, reason) where number atom k begins something that is surely no quantity."""
    if atoms[k].kind != NUMBER:
        return _month_day_words(atoms, k)
    for rule in (clock, _address, calendar, _phone, month_date, decade, _glued_name, _ordinal, _fixed, _ranked):
        mark = rule(atoms, k)
        if mark:
            return mark
    if digits_value(atoms[k].text) is None:
        return k + 1, "code"
    one, two = atoms[k + 1], atoms[k + 2]
    glued = one.kind == WORD and one.glued and two.kind == NUMBER and two.glued
    if glued and not (two.text in "23" and len(one.text) < 3):
        return _name_end(atoms, k), "code"
    return None


def _month_day_words(atoms: Atoms, k: int) -> Mark | None:
    if atoms.low(k) == "one" and atoms.low(k - 1) == "no":
        return k + 1, "pronoun"
    if atoms.low(k) == "one" and atoms.low(k - 1) == "number" and atoms.low(k - 2) not in ("a", "the"):
        return k + 1, "rank"
    if atoms.low(k - 1) in ("top", "bottom") and atoms.low(k) in _RANKED:
        return k + 1, "rank"
    if atoms.low(k) in ("quarter", "half"):
        return None
    if atoms[k - 1].low in _PLACE_BEFORE and atoms[k].text[0].isupper() and atoms[k - 1].text[0].isupper():
        return k + 1, "name_part"
    return None


def _phone(atoms: Atoms, k: int) -> Mark | None:
    j, digits, groups = k, 0, 0
    while atoms[j].kind == NUMBER and atoms[j].text.isdigit() and groups < 7:
        digits, groups = digits + len(atoms[j].text), groups + 1
        j += 1
        if atoms[j].text in ("-", "–", ")") and atoms[j].text and atoms[j + 1].kind == NUMBER:
            j += 1
    plus = atoms[k - 1].text == "+" and atoms[k].glued
    if groups >= 3 and digits >= 9 and (plus or len(atoms[k].text) >= 3):
        return j, "phone"
    if (
        groups == 2
        and digits in (7, 10)
        and len(atoms[k].text) == 3
        and atoms[k + 1].text == "-"
        and len(atoms[k + 2].text) == 4
    ):
        return j, "phone"
    return None


def _glued_name(atoms: Atoms, k: int) -> Mark | None:
    """S23, Q3, COVID-19, A-380: letters run into the digits."""
    before = atoms[k - 1]
    if not atoms[k].glued or k == 0 or currency_before(atoms, k):
        return None
    if before.kind == WORD:
        if before.low in ("q", "h", "fy", "cy") and not before.glued:
            return k + 1, "date"
        return _name_end(atoms, k), "name_part"
    if before.text == "#" and _scaled_next(atoms, k):
        return None
    if before.text in "#@_=&" and before.text:
        return k + 1, "rank" if before.text == "#" else "code"
    word = atoms[k - 2]
    if before.text in "-‐‑" and before.text and before.glued and word.kind == WORD and word.low not in _PREFIX_WORDS:
        unit = atoms[k + 1]
        free = unit.text != "%" and unit.low not in ("percent", "per", "million", "billion", "point")
        amount = word.glued and atoms[k - 3].kind == NUMBER and word.text in glued_scales()  # "75m-80m euros"
        if free and not amount and word.low not in number_words():
            return _name_end(atoms, k), "name_part"
    return None


def _numbering(atoms: Atoms, k: int) -> bool:
    """ "its players number 64 million": a verb behind a plural, where no rank is that large."""
    subject = atoms.low(k - 2)
    large = _scaled_next(atoms, k) or "," in atoms[k].text
    return atoms.low(k - 1) == "number" and large and (subject.endswith("s") or subject in _MANY)


_MANY = wordset("who which that they people men women children staff crew police now already")


def _scaled_next(atoms: Atoms, k: int) -> bool:
    entry = number_words().get(atoms.low(k + 1))
    return entry is not None and entry.role == "scale"


_PREFIX_WORDS = wordset("sub mid pre post under over plus minus top")


def _name_end(atoms: Atoms, k: int) -> int:
    j = k + 1
    while atoms[j].glued and atoms[j].kind in (WORD, NUMBER) and j < k + 6:
        j += 1
    return j


def _ordinal(atoms: Atoms, k: int) -> Mark | None:
    after = atoms[k + 1]
    if after.glued and after.low in ORDINAL_TAILS and atoms[k].text.replace(",", "").isdigit():
        return k + 2, "ordinal"
    return None


_MODELS = frozenset(("dreamliner", "dreamliners", "max", "jumbo", "jet", "jets", "superjumbo"))


_AIRCRAFT = re.compile("7[0-9]7")
_SCREENS = wordset("video videos tv tvs television televisions display displays screen screens resolution footage")
_VARIANTS = frozenset(str(n) for n in (8, 9, 10, *range(100, 1000, 100)))


def _is_poors(atoms: Atoms, k: int) -> bool:
    """The end of "Standard & Poor's" at atom k, or of "S P" that lost its sign."""
    if atoms[k].text == "P":
        return atoms[k - 1].text in ("S", "&")
    return atoms.low(k) == "s" and atoms.low(k - 2) == "poor"


def _fixed(atoms: Atoms, k: int) -> Mark | None:
    """401(k), 10-K, 5G, 13F, Form 8-K, 3D."""
    text, one, two = atoms[k].text, atoms[k + 1], atoms[k + 2]
    if len(text) == 3 and text[0] == text[2] == "7" and (one.low in _MODELS or atoms.low(k - 1) == "boeing"):
        return k + 1, "name_part"
    if text in ("4", "8") and one.text == "K" and one.glued and two.low in _SCREENS:
        return k + 2, "name_part"
    if _AIRCRAFT.fullmatch(text) and one.text == "-" and one.glued and two.glued and two.text in _VARIANTS:
        return k + 3, "name_part"  # 747-400
    if text == "500" and (_is_poors(atoms, k - 1)):
        return k + 1, "name_part"
    if one.text == "(" and one.glued and two.low in ("k", "b", "c", "a", "d", "i", "e", "f", "g") and two.glued:
        return k + 4, "name_part"
    if one.text == "-" and one.glued and two.text in ("K", "Q", "F") and two.glued:
        return k + 3, "name_part"
    if (
        one.glued
        and one.text in ("G", "D", "F", "DX")
        and (len(text) <= 2 if one.text != "F" else text == "13")
        and not (atoms[k + 2].glued and atoms[k + 2].kind == WORD)
    ):
        return k + 2, "name_part"
    return None


_STREETS = wordset(
    "street st road rd avenue ave boulevard blvd drive lane way place square court terrace parkway highway row crescent"
)


_LEADING = wordset("ave avenue rue boulevard via calle")  # "22 Rue Cler"


def _address(atoms: Atoms, k: int) -> Mark | None:
    """ "49 Elm Street", "PA 23456": house numbers and ZIP codes."""
    text = atoms[k].text
    if not text.isdigit():
        return None
    if len(text) == 5 and len(atoms[k - 1].text) == 2 and atoms[k - 1].text.isupper() and atoms[k - 2].text == ",":
        return k + 1, "address"
    if len(text) > 5:
        return None
    for at in range(k + 1, k + 5):
        word = atoms[at]
        if word.kind == NUMBER and at == k + 2 and atoms.low(at + 1) in ORDINAL_TAILS:
            return at + 2, "address"
        if word.kind != WORD or not word.text[0].isupper():
            return None
        if (word.low in _STREETS and at > k + 1) or (word.low in _LEADING and at == k + 1):
            return k + 1, "address"
    return None


def _ranked(atoms: Atoms, k: int) -> Mark | None:
    text = atoms[k].text
    if not text.isdigit() or atoms[k + 1].text == "%":
        return None
    at = k - 2 if atoms[k - 1].text == "." and atoms[k - 1].glued else k - 1
    low = atoms.low(at)
    if low in ("no", "nos", "№", "top", "bottom", "ranked", "rank"):
        if low == "no" and at == k - 1 and not atoms[at].text[0].isupper():
            return None
        return k + 1, "rank"
    if low == "number" and atoms.low(at - 1) not in ("the", "a", "total", "of", "record") and not _numbering(atoms, k):
        return k + 1, "rank"
    if low in _PLACE_BEFORE and at == k - 1 and len(text) <= 3 and atoms[at].kind == WORD:
        listed = low in (
            "page",
            "pages",
            "chapter",
            "section",
            "article",
            "paragraph",
            "figure",
            "table",
            "episode",
            "gate",
            "exit",
            "highway",
            "category",
        )
        if (atoms[at].text[0].isupper() and (at > 0 and atoms[at - 1].kind != BREAK)) or listed:
            return k + 1, "name_part"
    return None


def weak(atoms: Atoms, found: Found) -> str | None:
    """The reason why a bare number (no unit, no noun needed to know) is no quantity, from its letters alone."""
    k = found.value.i
    if atoms[k + 1].text == "Stone" and is_year(atoms[k].text) and atoms.low(k - 1) in ("in", "during", "since"):
        return "date"  # a name, no weight
    if found.unit is not None or found.value.scaled or found.value.form != "digits":
        return None
    text = atoms[k].text
    if found.value.j == k + 1 and not found.ranged and _list_mark(atoms, k):
        return "list_mark"
    if found.ranged:
        last = atoms[found.value.j - 1].text
        if "between" in found.marks and is_year(text) and is_year(last):
            return "date"
        if is_year(text) and year_tail(text, atoms[found.value.j - 1].text) and found.low >= 1700:
            return "date"
        return None
    if is_year(text) and _reads_as_year(atoms, k):
        return "date"
    return None


def _list_mark(atoms: Atoms, k: int) -> bool:
    text, after = atoms[k].text, atoms[k + 1].text
    start = atoms[k - 1].kind == BREAK or (atoms[k - 1].text == "(" and atoms[k - 2].kind == BREAK)
    if start and text.isdigit() and len(text) <= 2 and after in (".", ")", ":") and not atoms[k + 2].glued:
        return True
    if text.endswith(".") and start:
        return True
    listed = after == ")" and atoms[k - 1].text != "(" and text.isdigit() and len(text) == 1
    return listed and atoms[k + 2].kind == WORD and "(" not in [atoms[x].text for x in range(max(k - 8, 0), k)]


_YEAR_BEFORE = wordset(
    "in since by until till from of to during before after late early mid and the year through circa spring "
    "summer autumn fall winter , ( - – 's s for end between this last fiscal january quarter half season "
    "olympics cup election against versus than"
)
_SOFT_BEFORE = wordset("about around nearly almost over roughly some approximately than least most under up only just")


def _reads_as_year(atoms: Atoms, k: int) -> bool:
    year, before = int(atoms[k].text), atoms.low(k - 1)
    if before in _SOFT_BEFORE and atoms.low(k - 2) != "earlier":
        return False
    after = atoms[k + 1]
    if 1900 <= year <= 2040:
        if (
            after.kind == WORD
            and not after.glued
            and year % 50 == 0
            and after.low.endswith("s")
            and after.low not in ("s", "was", "is")
        ):
            return before in ("in", "since", "the", "of") and before != "of"
        return True
    return before in ("in", "since", "circa", "until", "between", "from", "year", "by") and not (
        after.kind == WORD and after.low.endswith("s") and after.low not in ("was", "is", "as")
    )


def is_ordinal_word(atoms: Atoms, k: int) -> bool:
    """An ordinal by its word: first, twenty-second."""
    return atoms[k].kind == WORD and atoms.low(k) in ordinals()
