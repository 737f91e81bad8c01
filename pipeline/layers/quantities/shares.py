"""Shares said around their noun: "one adult in six", "three hospitals in ten", "four times in five"."""

from pipeline.layers.quantities.atoms import WORD, Atoms, wordset
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.tables import number_words, units
from pipeline.layers.quantities.values import read_value

_PERSONS = wordset(
    "adult child boy girl man woman person student pupil teacher worker employee patient voter driver household "
    "family home firm company business shop parent teenager pensioner resident citizen american briton customer user"
)
_VERBS = wordset("is was has does says")
_KINDS = wordset("more other different major big large new separate consecutive straight small key main of - hundred")
_NEVER_VERBS = wordset(
    "countries cities towns regions states sectors places deals cases games matches villages markets"
)
_NOT_NOUN = wordset("and or but to of in on at by for from than out more less the a an per")
MOST = 1e6


def apart(atoms: Atoms, first: Found) -> Found | None:
    """The share of a number word, its noun, "in" and a larger number that counts nothing of its own."""
    value = first.value
    k = value.j
    plain = first.unit is None or first.unit.unit == "times"
    if not plain or value.form != "words" or value.scaled or value.j - value.i > 1 or not 1 <= value.value < 100:
        return None
    noun = atoms[k]
    if noun.kind != WORD or noun.glued or noun.low in _NOT_NOUN or noun.low in number_words():
        return None
    if atoms.low(k + 1) != "in" or (value.value > 1 and not _plural(noun.low)):
        return None
    at = k + 3 if atoms.low(k + 2) == "every" else k + 2
    second = read_value(atoms, at)
    if second is None or second.form != "words" or not value.value < second.value <= MOST:
        return None
    if second.value <= 1 or not _ends(atoms, second.j, noun.low):
        return None
    share = value.value / second.value
    found = Found(first.i, second.j, value._replace(j=second.j, value=share, form="fraction", part=True), share, share)
    found.marks |= {"share", "ratio", "apart"}
    found.rule = "number.ratio"
    return found


def _plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith("ss")) or word in ("people", "men", "women", "children")


def _ends(atoms: Atoms, k: int, noun: str) -> bool:
    """Nothing that the second number counts stands at atom k: "two goals in five games" is no share."""
    after = atoms[k]
    if after.kind != WORD:
        return not atoms.is_dash(k)
    if after.low in _KINDS or after.low in _NEVER_VERBS or after.low in units()[0]:
        return False
    return not _plural(after.low) or after.low in _VERBS or noun in _PERSONS
