"""One number with its sign, currency, unit and age words. Grammar alone; no Doc needed."""

from pipeline.layers.quantities.atoms import FRACTION_SIGNS, NUMBER, WORD, Atoms
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.tables import Unit, number_words, units
from pipeline.layers.quantities.units import Tagged, currency_before, per_after, unit_after
from pipeline.layers.quantities.values import read_value


def is_numeric(atoms: Atoms, k: int) -> bool:
    """Atom k may begin a number."""
    atom = atoms[k]
    if atom.kind == NUMBER:
        return True
    if atom.kind == WORD:
        return atom.low in number_words()
    return atom.text in FRACTION_SIGNS


def read_part(atoms: Atoms, k: int) -> Found | None:
    """One number with its sign, currency and unit; atom k is its first number atom."""
    before = currency_before(atoms, k)
    value = read_value(atoms, k, money=before is not None)
    if value is None:
        return None
    start = before[1] if before else value.i
    found = Found(start, value.j, value, value.value, value.value)
    if before:
        _prefix(atoms, found, before[0])
    else:
        _suffix(atoms, found)
    _sign(atoms, found)
    _age(atoms, found)
    if value.part and found.unit is None:
        found.marks.add("share")
    return found


def _prefix(atoms: Atoms, found: Found, unit: Unit) -> None:
    found.unit, found.prefixed, found.rule = unit, True, unit.rule
    after = unit_after(atoms, found.value)
    if (
        after
        and after.unit.kind == "money"
        and after.unit.worth >= 1.0
        and (after.unit.unit == unit.unit or after.unit.family == "pound")
    ):
        # "$5 million dollars", "$1.25 sterling"
        found.unit = after.unit if after.unit.unit != unit.unit else unit
        found.j, found.per, found.names = after.j, after.per, after.names
        return
    tagged = per_after(atoms, Tagged(unit, found.j))
    found.j, found.per, found.names = tagged.j, tagged.per, tagged.names


def _suffix(atoms: Atoms, found: Found) -> None:
    value = found.value
    if value.form == "vague" and atoms.low(value.j) == "of":
        value = value._replace(j=value.j + 1)
    elif value.part and atoms.low(value.j) == "of" and atoms.low(value.j + 1) in ("a", "an", "one"):
        value = value._replace(j=value.j + 2)  # "a quarter of a point"
    tagged = unit_after(atoms, value)
    if tagged:
        if atoms.is_dash(found.value.j):
            found.marks.add("hyphen")
        unit = tagged.unit
        if unit.unit == "point" and value.form == "fraction":
            unit = units()[0]["percentage point"]  # rates move by a quarter point, indices by whole ones
        found.unit, found.j, found.rule = unit, tagged.j, unit.rule
        found.per, found.names = tagged.per, tagged.names
        if tagged.unit.kind == "money":
            _money_tail(atoms, found)
        return
    if atoms.is_dash(found.value.j) and atoms[found.value.j].glued and atoms[found.value.j + 1].glued:
        found.marks.add("hyphen")


def _money_tail(atoms: Atoms, found: Found) -> None:
    """ "75 USD million", "three dollars fifty", "13 dollars and 45 cents"."""
    entry = number_words().get(atoms.low(found.j))
    if entry and entry.role == "scale" and not found.value.scaled:
        value = float(f"{found.value.value * entry.value:.12g}")
        found.value = found.value._replace(value=value, scaled=True)
        found.low = found.high = value
        found.j += 1
        return
    if found.value.scaled or found.per or found.unit is None or found.unit.worth != 1.0:
        return
    linked = atoms.low(found.j) == "and"
    part = read_value(atoms, found.j + linked)
    if (
        part is None
        or part.form not in ("digits", "words")
        or part.scaled
        or not 0 < part.value < 100
        or part.value % 1
    ):
        return
    minor = unit_after(atoms, part)
    if minor and minor.unit.unit == found.unit.unit and minor.unit.worth < 1.0 and not minor.per:
        found.low = found.high = float(f"{found.low + part.value * minor.unit.worth:.12g}")
        found.j = minor.j
    elif (minor is None and (not linked or part.form == "digits") and atoms[part.j].text in ".,;\n!?") or atoms.low(
        part.j
    ) == "more":
        found.low = found.high = float(f"{found.low + part.value / 100:.12g}")
        found.j = part.j


def _sign(atoms: Atoms, found: Found) -> None:
    k = found.i - 1
    atom = atoms[k]
    minus = atom.low == "minus" or (atoms.is_dash(k) and atoms.low(k - 1) == "minus" and atom.glued)
    if minus:
        k = k - 1 if atom.low != "minus" else k
    elif atom.text in "-−–" and atom.text and atoms[found.i].glued:
        before = atoms[k - 1]
        if (atom.glued and before.text not in "(/[=:~") or (not atom.glued and before.kind == NUMBER):
            return
        if before.text == "-" and atom.glued:
            return
        minus = True
    elif (
        atom.text == "-"
        and found.unit is not None
        and found.unit.dimension == "temperature"
        and atoms[k - 1].kind == WORD
    ):
        minus = not atom.glued
    elif atom.text == "+" and atoms[found.i].glued:
        found.i = k
        found.marks.add("plus_sign")
    if minus:
        found.i, found.negative = k, True
        found.low, found.high = -found.low, -found.high


def _age(atoms: Atoms, found: Found) -> None:
    if found.unit is None or found.unit.kind != "time" or found.per:
        if found.unit is None and found.value.form in ("digits", "words"):
            _age_words(atoms, found)
        return
    if _under_age(atoms, found):
        return
    at = found.j + 1 if atoms.is_dash(found.j) else found.j
    if atoms.low(at) in ("old", "olds"):
        found.j = at + 1
        found.marks.add("age")
    elif atoms.low(at) == "of" and atoms.low(at + 1) == "age":
        found.j = at + 2
        found.marks.add("age")


def _age_words(atoms: Atoms, found: Found) -> None:
    """ "aged 44", "at the age of 21", "an 87 yo man": years of age without the word year."""
    yo = atoms.low(found.j) == "yo"
    back = atoms.low(found.i - 1)
    if back in ("over", "under", "about", "around") and atoms.low(found.i - 2) == "aged":
        back = "aged"
    aged = back in ("aged", "age", "ages") or (back == "of" and atoms.low(found.i - 2) in ("age", "ages"))
    if not (yo or aged) or found.value.value > 125:
        return
    found.unit = units()[0]["year"]
    found.rule = "number.age"
    found.j += yo
    found.marks.add("age")
    _under_age(atoms, found)


def _under_age(atoms: Atoms, found: Found) -> bool:
    """ "under the age of 5 years"."""
    k = found.i - 1
    if atoms.low(k) != "of" or atoms.low(k - 1) != "age":
        return False
    found.marks.add("age")
    at = k - 3 if atoms.low(k - 2) == "the" else k - 2
    if atoms.low(at) in ("under", "below"):
        found.marks.add("under")
    elif atoms.low(at) in ("over", "above"):
        found.marks.add("over_age")
    return True
