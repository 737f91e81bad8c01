"""One of a unit, said with an article: "lost a cent", "a full percentage point", "almost a dollar a share"."""

from pipeline.layers.quantities.atoms import WORD, Atoms, wordset
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.moves import movement_form
from pipeline.layers.quantities.units import unit_after
from pipeline.layers.quantities.values import Value

_UNITS = wordset("cent penny percent percentage point euro dollar")
_WHOLE = wordset("full whole further")
_BEFORE = wordset("by almost nearly about than another up down least under over only of to just")
_AFTER = wordset("to lower higher more less a an per each dearer cheaper from in on at against")


def find_single(atoms: Atoms, taken: list[Found]) -> list[Found]:
    """The units that an article counts, where a movement or a bound stands before them or a comparison behind."""
    inside = {k for item in taken for k in range(min(item.i, item.value.i), max(item.j, item.value.j))}
    return [
        found
        for k, atom in enumerate(atoms.items)
        if atom.kind == WORD
        and atom.low in ("a", "an")
        and k not in inside
        and (found := _single(atoms, k)) is not None
    ]


def _single(atoms: Atoms, k: int) -> Found | None:
    at = k + 2 if atoms.low(k + 1) in _WHOLE else k + 1
    if atoms.low(at) not in _UNITS:
        return None
    tagged = unit_after(atoms, Value(k, at, 1.0, "words", 1.0, False))
    if tagged is None or not (_moves(atoms, k) or (atoms.low(tagged.j) in _AFTER and atoms.low(at) != "point")):
        return None
    found = Found(k, tagged.j, Value(k, at, 1.0, "words", 1.0, False, article=True), 1.0, 1.0, tagged.unit)
    found.per, found.names, found.rule = tagged.per, tagged.names, tagged.unit.rule
    return found


def _moves(atoms: Atoms, k: int) -> bool:
    return atoms.low(k - 1) in _BEFORE or movement_form(atoms.low(k - 1)) is not None
