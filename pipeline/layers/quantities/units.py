"""Units beside a number: currency signs before it, units and "per" behind it."""

from functools import cache
from typing import NamedTuple

from pipeline.layers.quantities.atoms import NUMBER, WORD, Atoms, wordset
from pipeline.layers.quantities.tables import Unit, currencies, number_words, units
from pipeline.layers.quantities.values import Value

Key = tuple[str, ...]
MOST = 7  # atoms of the longest unit phrase


class Tagged(NamedTuple):
    """A unit read from atoms, up to atom j, with what it is counted per."""

    unit: Unit
    j: int
    per: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def _key(form: str) -> Key:
    return tuple(a.text for a in Atoms(form).items if a.text not in "-‐‑–")


@cache
def _word_table() -> tuple[dict[Key, Unit], dict[str, int]]:
    """Phrases of units and currencies by their words, and the longest phrase that starts with a word."""
    table: dict[Key, Unit] = {}
    for source in (units()[0], currencies()[0]):
        for form, unit in source.items():
            table.setdefault(_key(form), unit)
    return table, _longest(table)


@cache
def _sign_table() -> tuple[dict[Key, Unit], dict[str, int]]:
    table: dict[Key, Unit] = {}
    for source in (units()[1], currencies()[1]):
        for form, unit in source.items():
            table.setdefault(tuple(a.text for a in Atoms(form).items), unit)
    return table, _longest(table)


def _longest(table: dict[Key, Unit]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in table:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


# signs that are also common words or letters: they count only where they touch the number
_TOUCHING = wordset(
    "R PS LE TL FF DM SR Sh KD c p s h in a K st pt ct B F R C J N V A L T d bar Ft Pts fl. kn KD Y= P= N= t "
    "m g W x × l EH PH TH GH"
)
_SPACED = wordset("C W V A F J N m g t l L B × kn R K h c x EH PH TH GH")  # of these, those that may stand apart behind
_ENGLISH_CODES = wordset(
    "ALL TOP TRY CUP MOP GEL SOS BAM PEN LAK MAD AMD DOP BOB COP MUR ARS ANG LEK RON STD LSL HUF BIF FIM GIP NIO WST"
)


@cache
def _prefixes() -> tuple[dict[Key, Unit], frozenset[str]]:
    """Currency signs by atoms, and the atoms that may end one."""
    table = {tuple(a.text for a in Atoms(form).items): u for form, u in currencies()[1].items()}
    table = {key: u for key, u in table.items() if u.kind == "money" or not key[0].isalpha()}
    return table, frozenset(key[-1] for key in table)


def currency_before(atoms: Atoms, k: int) -> tuple[Unit, int] | None:
    """The currency sign, code or word that ends right before atom k, and where it starts."""
    table, ends = _prefixes()
    last = atoms[k - 1]
    coded = _scaled_code(atoms, k - 1)
    if coded:
        return coded[0], k - 1
    if last.low in ("dollar", "dollars") and not atoms[k].glued:
        return _word_before(atoms, k)
    if last.text not in ends or last.kind == NUMBER:
        return None
    for size in (4, 3, 2, 1):
        i = k - size
        if i < 0 or (atoms[i - 1].kind == WORD and atoms[i].glued and atoms[i].kind == WORD):
            continue
        unit = table.get(tuple(atoms[x].text for x in range(i, k)))
        if unit is None or unit.worth != 1.0:
            continue
        text = last.text
        touching = size == 1 and len(text) < 4 and (text in _TOUCHING or text in _ENGLISH_CODES or text.islower())
        if touching and not atoms[k].glued:
            continue
        if atoms[i].kind == WORD and atoms[i].glued and (atoms[i - 1].kind in (WORD, NUMBER) or atoms.is_dash(i - 1)):
            continue
        return unit, i
    return None


def _word_before(atoms: Atoms, k: int) -> tuple[Unit, int] | None:
    """ "Australian dollar 29.4bn"."""
    words = _word_table()[0]
    for size in (3, 2, 1):
        if atoms[k - size - 1].kind == NUMBER or atoms.low(k - size - 1) in number_words():
            continue
        unit = words.get(tuple(atoms.low(x) for x in range(k - size, k)))
        if unit is not None and unit.kind == "money":
            return unit, k - size
    return None


def unit_after(atoms: Atoms, value: Value) -> Tagged | None:
    """The longest unit that follows a number, "per" included."""
    k = value.j
    atom = atoms[k]
    hyphen = atoms.is_dash(k) and atom.glued and atoms[k + 1].glued and atoms[k + 1].kind == WORD
    if atom.text == "-" and not atom.glued and not atoms[k + 1].glued and atoms.low(k + 1) in _SPACED_HYPHEN:
        hyphen = True  # tokenized text: "30 - year bonds"
    if hyphen or (atom.text in "([{<" and atoms[k + 2].text in ")]}>" and atoms[k + 1].kind == WORD):
        k += 1
    found = _match(atoms, k, value, hyphen)
    if found is None:
        return None
    unit, j = found
    if k > value.j and not hyphen:
        j += 1
    return per_after(atoms, _to_currency(atoms, Tagged(unit, j)))


_SPACED_HYPHEN = wordset(
    "year month week day hour minute mile foot inch yard acre ton pound gallon ounce point percent bit"
)


def _to_currency(atoms: Atoms, tagged: Tagged) -> Tagged:
    """ "92 yen to the dollar": an exchange rate."""
    k = tagged.j
    if (
        tagged.unit.kind != "money"
        or atoms.low(k) not in ("to", "against", "per")
        or atoms.low(k + 1) not in ("the", "a", "one")
    ):
        return tagged
    at = k + 3 if atoms.low(k + 2) in ("us", "american") else k + 2
    other = _word_table()[0].get((atoms.low(at),))
    if other is None or other.kind != "money" or other.unit == tagged.unit.unit or other.worth != 1.0:
        return tagged
    return tagged._replace(j=at + 1, per=(other.unit,), names=(other.name,))


def _match(atoms: Atoms, k: int, value: Value, hyphen: bool) -> tuple[Unit, int] | None:
    digits = value.form in ("digits", "fraction") or atoms[k].text in "%％"
    sign = _signed(atoms, k, digits)
    word = _worded(atoms, k, value, hyphen)
    if sign and word:
        return word if word[1] >= sign[1] and len(atoms[k].text) > 1 else sign
    if not (sign or word) and atoms.low(k) in ("pound", "pounds") and atoms.low(k + 1) == "of":
        return units()[1]["lb"], k + 1
    return sign or word


def _signed(atoms: Atoms, k: int, digits: bool) -> tuple[Unit, int] | None:
    table, longest = _sign_table()
    first = atoms[k].text
    for size in range(longest.get(first, 0), 0, -1):
        key = tuple(atoms[x].text for x in range(k, k + size))
        unit = table.get(key)
        if any(atoms[x].kind == NUMBER and not atoms[x].glued for x in range(k + 1, k + size)):
            continue
        if unit and _sign_fits(atoms, k, size, digits, unit):
            return unit, k + size
    return _scaled_code(atoms, k)


def _sign_fits(atoms: Atoms, k: int, size: int, digits: bool, unit: Unit) -> bool:
    atom, after = atoms[k], atoms[k + size]
    if atom.kind != WORD:
        if unit.dimension == "money" and atoms[k + size].glued and atoms[k + size].kind == NUMBER:
            return False  # "1 $10 bill": the sign belongs to the next number
        return atom.text not in "'\"’”′″" or _quoted_length(atoms, k)
    if not digits or (after.glued and after.kind in (WORD, NUMBER) and size == 1):
        return False
    if after.glued and after.text == "-" and atoms[k + size + 1].kind == NUMBER:
        return False
    if size == 1 and atom.text in _ENGLISH_CODES:
        return False
    if size > 1 or atom.text not in _TOUCHING:
        return True
    if after.glued and after.text in "&'’":
        return False
    if atom.text == "in":
        return _inches(atoms, k)
    if atom.text == "p" and atoms.low(k - 1) in ("480", "720", "1080", "1440", "2160"):
        return False
    return atom.glued or (
        atom.text in _SPACED and (after.text in ".,;)]x×\n" or (len(atom.text) == 1 and unit.kind != "time"))
    )


_EXTENT = wordset("long wide tall thick deep high x by screen display tv monitor when above below in")


def _quoted_length(atoms: Atoms, k: int) -> bool:
    """6' and 10" are feet and inches where a word of extent follows, or the other sign."""
    after = atoms[k + 1]
    return (after.low in _EXTENT and not after.glued) or (
        after.kind == NUMBER and after.glued and atoms[k].text in "'’"
    )


def _inches(atoms: Atoms, k: int) -> bool:
    after = atoms[k + 1]
    if atoms.low(k - 2) in ("ft", "foot", "feet") and atoms[k - 1].kind == NUMBER:
        return True
    return atoms[k].glued or after.text in "().,;" or after.low in ("thick", "wide", "long", "tall", "x", "by", "or")


def _scaled_code(atoms: Atoms, k: int) -> tuple[Unit, int] | None:
    """ "MUSD", "MEUR": millions of a currency (the caller multiplies)."""
    text = atoms[k].text
    if len(text) == 4 and text[0] == "M" and text.isupper():
        unit = currencies()[1].get(text[1:])
        if unit and unit.kind == "money":
            return unit._replace(worth=1e6), k + 1
    return None


_SINGULAR_TAKES_HYPHEN = frozenset(("second", "mark", "real", "quid", "score", "pound-foot", "cup", "time"))


def _worded(atoms: Atoms, k: int, value: Value, hyphen: bool) -> tuple[Unit, int] | None:
    table, longest = _word_table()
    most = longest.get(atoms.low(k), 0)
    if not most:
        return None
    words, ends = _run(atoms, k, most)
    for size in range(len(words), 0, -1):
        unit = table.get(tuple(words[:size]))
        if unit and _word_fits(atoms, k, ends[size - 1], words[:size], value, hyphen, unit):
            return unit, ends[size - 1]
    return None


def _run(atoms: Atoms, k: int, most: int) -> tuple[list[str], list[int]]:
    """Up to `most` lower-case atoms from k, glued hyphens left out, and where each ends."""
    words: list[str] = []
    ends: list[int] = []
    at = k
    while len(words) < most and at < len(atoms):
        atom = atoms[at]
        if atoms.is_dash(at) and atom.glued and atoms[at + 1].glued and words:
            at += 1
            continue
        if atom.text == "\n" or atom.kind == NUMBER:
            break
        words.append(atom.low)
        at += 1
        ends.append(at)
    return words, ends


_MONEY_OF = wordset(
    "the its their public debt government money investment tax savings taxpayers aid funding new state cash his her"
)


def _word_fits(atoms: Atoms, k: int, j: int, words: list[str], value: Value, hyphen: bool, unit: Unit) -> bool:
    word = words[-1]
    one = value.value == 1.0 or value.article
    if unit.family == "pound" and atoms.low(j) == "of" and not one and atoms.low(j + 1) not in _MONEY_OF:
        return False
    if len(words) == 1 and word in _SINGULAR_TAKES_HYPHEN and not hyphen and not (one and word in ("second",)):
        return False
    if word == "won" and atoms.low(j) in ("the", "a", "an", "his", "her", "their"):
        return False
    if word == "times":
        return True
    if atoms[j].glued and atoms[j].kind == NUMBER:
        return False
    return not (
        unit.kind == "coin"
        and atoms[k].text.islower() is False
        and atoms[j].kind == WORD
        and atoms[j].text[:1].isupper()
    )


_PER = frozenset(("per", "a", "an", "each", "every", "/"))
# what a number may be given "a" or "an" of: beside the time units
_A_NOUNS = wordset(
    "share barrel tonne ton pound kilo kilogram gallon litre liter ounce head person unit day week month year "
    "hour minute second quarter night pop ticket game coin token dozen piece metre foot mile acre hectare "
    "square bushel carton pack bottle plate megawatt kilowatt gigawatt ticket seat vote visit trip room bag "
    "box case ounce troy terahash petahash transaction copy child pupil student household employee worker "
    "bitcoin trade click man bird cent therm"
)
_AGO = wordset("ago earlier before later after previously")


def per_after(atoms: Atoms, tagged: Tagged) -> Tagged:
    """Read "per share", "a day", "/kWh", "an hour per person" behind a unit."""
    for _ in range(2):
        found = _one_per(atoms, tagged.j)
        if found is None:
            break
        symbol, name, j = found
        tagged = tagged._replace(j=j, per=(*tagged.per, symbol), names=(*tagged.names, name))
    return tagged


def _one_per(atoms: Atoms, j: int) -> tuple[str, str, int] | None:
    at = j
    if atoms.is_dash(at) and atoms[at].glued == atoms[at + 1].glued and (atoms[at].glued or atoms.low(at + 1) == "a"):
        at += 1
    low = atoms.low(at)
    if low not in _PER or (low == "/" and not atoms[at].glued and not atoms[at + 1].glued):
        return None
    at += 1
    if atoms.is_dash(at) and (atoms[at].glued or (low == "a" and atoms.is_dash(at - 2))):
        at += 1
    if atoms[at].kind != WORD:
        return None
    if low in ("per", "/") and atoms.low(at) not in ("cent", "cents"):
        return _denominator(atoms, at)
    if low in ("a", "an") and atoms.low(at) in _A_NOUNS:
        follow = atoms.low(at + 1)
        if follow in _AGO or (follow in ("in", "from", "on") and atoms.low(at + 2) == "year") or follow == "half":
            return None
        if atoms.is_dash(at + 1) and atoms[at + 1].glued:
            return _denominator(atoms, at) if atoms.low(j) in "-‐‑" else None
        return _denominator(atoms, at)
    if low in ("each", "every") and atoms.low(at) in (
        "year",
        "day",
        "week",
        "month",
        "hour",
        "quarter",
        "minute",
        "second",
    ):
        return None
    return None


_SPECIAL = {
    **{"annum": ("year", "year"), "capita": ("capita", "capita"), "head": ("head", "head"), "wk": ("week", "week")},
    **{"pound": ("lb", "pound")},  # a weight; `senses.exchange` knows the rates of sterling
}


def _denominator(atoms: Atoms, k: int) -> tuple[str, str, int]:
    low = atoms.low(k)
    if low in _SPECIAL:
        return (*_SPECIAL[low], k + 1)
    if low in ("terahash", "petahash", "exahash", "gigahash") and atoms.low(k + 2) != "second":
        return low, low, k + 1
    table, longest = _sign_table()
    first = atoms[k].text
    for size in range(longest.get(first, 0), 0, -1):
        unit = table.get(tuple(atoms[x].text for x in range(k, k + size)))
        if unit and (len(first) > 1 or low in ("w", "l", "g", "t", "h", "s", "m")):
            return unit.unit, unit.name, k + size
    words, ends = _run(atoms, k, 3)
    for size in range(len(words), 0, -1):
        unit = _word_table()[0].get(tuple(words[:size]))
        if unit and unit.worth == 1.0:
            return unit.unit, unit.name, ends[size - 1]
    return low, low, k + 1
