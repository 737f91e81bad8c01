"""Multiples said by a word: doubled, halved, tenfold, twice as many, four times what. In percent of what was before."""

from spacy.tokens import Doc, Token

from pipeline.layers.quantities.atoms import WORD, Atoms, Places, wordset
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.moves import movement_form
from pipeline.layers.quantities.tables import multiples, units
from pipeline.layers.quantities.values import Value, read_value

_COMPARED = wordset("as what the that its their his her more higher larger bigger greater faster longer than those")


def find_multiples(doc: Doc, atoms: Atoms, places: Places, taken: list[Found]) -> list[Found]:
    """The multiples of a Doc as percent quantities; `taken` are the quantities found so far (folds, times)."""
    by_start = {item.value.i: item for item in taken}
    found: list[Found] = []
    table = multiples()
    for k, atom in enumerate(atoms.items):
        if atom.kind != WORD:
            continue
        if atom.low in table:
            item = _word(doc, atoms, places, k, table[atom.low].value)
        elif atom.low == "fold" and atoms.is_dash(k - 1):
            item = _fold(atoms, k)
        else:
            continue
        if item is not None and item.value.i not in by_start:
            found.append(item)
    for item in taken:
        _times(atoms, item)
    return found


def _make(i: int, j: int, times: float, rule: str) -> Found:
    percent = abs(times - 1.0) * 100.0
    found = Found(i, j, Value(i, j, percent, "words", percent, False), percent, percent, units()[0]["percent"])
    found.marks.add("multiple")
    found.rule = rule
    found.direction = "up" if times > 1.0 else "down"
    found.times = times
    found.aspect = "change"
    return found


def _word(doc: Doc, atoms: Atoms, places: Places, k: int, times: float) -> Found | None:
    low = atoms.low(k)
    if low in ("twice", "thrice"):
        if atoms.low(k + 1) not in _COMPARED or atoms.low(k + 1) in ("than", "more"):
            return None
        item = _make(k, k + 1, times, "multiple.twice")
        item.aspect = "comparison"
        return item
    if low.endswith("fold"):
        item = _make(k, k + 1, times, "multiple.fold")
        item.marks.add("fold")
        return item
    token = doc[places.at(atoms[k].start)]
    if atoms.is_dash(k + 1) and atoms[k + 1].glued:
        return None
    if low in ("double", "triple", "treble", "quadruple", "halves"):
        if token.pos_ == "VERB" or (
            low != "halves" and (_to_verb(atoms, k) or _headline(doc, token, atoms.low(k + 1)))
        ):
            return _make(k, k + 1, times, "multiple.verb")
        if low != "halves" and atoms.low(k + 1) in ("the", "what", "that", "its", "their", "last", "from"):
            item = _make(k, k + 1, times, "multiple.double")
            item.aspect = "comparison"
            return item
        return None
    if low == "halving" and atoms.low(k + 1) != "of" and (token.pos_ in ("NOUN", "PROPN") or _named(atoms, k)):
        return None  # Bitcoin's halving is an event
    return _make(k, k + 1, times, "multiple.verb")


def _named(atoms: Atoms, k: int) -> bool:
    """ "the halving", "April's "halving""."""
    words = ("the", "a", "this", "next", "last", "latest", "bitcoin", "s")
    return atoms.low(k - 1) in words or atoms[k - 1].text in "\"“'‘"


def _to_verb(atoms: Atoms, k: int) -> bool:
    """ "to nearly triple", "could double": a verb by what stands before."""
    at = k - 1
    while atoms.low(at) in ("nearly", "almost", "more", "than", "roughly", "about", "even", "at", "least", "then"):
        at -= 1
    return atoms.low(at) in ("to", "will", "could", "would", "may", "might", "should", "can", "did", "not")


_BEHIND_VERB = wordset("to in at on as after from over since this next last amid with and but under . , ; : \n")


def _headline(doc: Doc, token: Token, after: str) -> bool:
    """ "Profits quadruple at Acme": behind a plural, before a phrase or the end."""
    return token.i > 0 and doc[token.i - 1].tag_ in ("NNS", "NNPS") and after in _BEHIND_VERB


def _fold(atoms: Atoms, k: int) -> Found | None:
    """ "10-fold", "three-fold"."""
    value = read_value(atoms, k - 2)
    if value is None or value.j != k - 1:
        return None
    item = _make(value.i, k + 1, value.value, "multiple.fold")
    item.marks.add("fold")
    return item


def _times(atoms: Atoms, item: Found) -> None:
    """ "four times what it was" is a comparison of 300 percent; "12 times earnings" stays a multiple."""
    if item.unit is None or item.unit.unit != "times" or item.ranged:
        return
    nxt = atoms.low(item.j)
    before = atoms.low(item.i - 1)
    moving = movement_form(before)
    if (nxt in _COMPARED and (nxt, atoms.low(item.j + 1)) != ("the", "value")) or moving:
        item.times = item.value.value
        item.marks.add("compared")
        item.direction = moving.direction if moving else "up"
        item.aspect = None if moving else "comparison"
