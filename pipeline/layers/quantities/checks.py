"""Which entries of the rule files fire on a sentence: for tests/test_rules.py, which walks their examples."""

from pipeline.layers.quantities import bounds
from pipeline.layers.quantities.atoms import WORD, Atoms
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.places import place_counts
from pipeline.layers.quantities.scan import read_all
from pipeline.layers.quantities.tables import glued_scales, multiples, number_words, ordinals, tables_of


def _read(text: str) -> tuple[Atoms, list[Found]]:
    atoms = Atoms(text)
    return atoms, read_all(atoms)[0]


def units(text: str) -> set[str]:
    """Ids of rules/units.toml."""
    _, found = _read(text)
    names = {name for item in found for name in item.per}
    return {item.unit.rule for item in found if item.unit} | tables_of(names)


def currencies(text: str) -> set[str]:
    """Ids of rules/currencies.toml, places included."""
    return units(text) | set(place_counts(text))


def numbers(text: str) -> set[str]:
    """Ids of rules/numbers.toml."""
    atoms, found = _read(text)
    fired: set[str] = set()
    for item in found:
        for k in range(item.value.i, item.value.j):
            entry = number_words().get(atoms.low(k)) if atoms[k].kind == WORD else None
            scale = glued_scales().get(atoms[k].text)
            fired |= {e.id for e in (entry, scale) if e is not None}
    inside = {k for item in found for k in range(item.value.i, item.value.j)}
    for k, atom in enumerate(atoms.items):
        if atom.low in ordinals() and k not in inside:
            fired.add(ordinals()[atom.low].id)
        if atom.low in multiples():
            fired.add(multiples()[atom.low].id)
    return fired


def bound_words(text: str) -> set[str]:
    """Ids of rules/bounds.toml."""
    atoms, found = _read(text)
    fired: set[str] = set()
    for item in found:
        fired |= bounds.rules_before(atoms, item)
    return fired
