"""From parts to quantities: ranges, moves, pairs, shares. Grammar alone; no Doc needed."""

from pipeline.layers.quantities import bounds, exclude
from pipeline.layers.quantities.atoms import NUMBER, WORD, Atoms, wordset
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.moves import movement_before, movement_form
from pipeline.layers.quantities.parts import is_numeric, read_part
from pipeline.layers.quantities.shares import apart
from pipeline.layers.quantities.tables import units
from pipeline.layers.quantities.values import read_value


def read_all(atoms: Atoms) -> tuple[list[Found], dict[int, str]]:
    """The candidates by grammar alone, and the atoms that are surely no quantities with their reasons."""
    found: list[Found] = []
    reasons: dict[int, str] = {}
    k, size = 0, len(atoms)
    while k < size:
        if not is_numeric(atoms, k):
            k += 1
            continue
        mark = exclude.strong(atoms, k)
        if mark:
            for at in range(k, mark[0]):
                reasons[at] = mark[1]
            k = mark[0]
            continue
        read = read_quantity(atoms, k)
        if not read:
            k += 1
            continue
        for item in read:
            item.sign = bounds.read_bounds(atoms, item)
        found.extend(read)
        k = max(max(item.j, item.value.j) for item in read)
    return found, reasons


def read_quantity(atoms: Atoms, k: int) -> list[Found] | None:
    """The quantity or quantities that begin at number atom k: ranges, "A or B", "one in five"."""
    first = read_part(atoms, k)
    if first is None:
        return None
    ratio = _ratio(atoms, first) or apart(atoms, first)
    if ratio:
        return [ratio]
    joined = _joined(atoms, first)
    return joined if joined else [first]


def _ratio(atoms: Atoms, first: Found) -> Found | None:
    """ "one in five", "three out of four", "one of four": a share."""
    j = first.value.j
    value = first.value
    if first.unit is not None or first.prefixed or value.scaled or not 1 <= value.value < 100 or value.value % 1:
        return None
    at = j
    if atoms.low(at) == "out" and atoms.low(at + 1) == "of":
        at += 2
    elif atoms.low(at) in ("in", "of") and (value.form == "words" or (atoms.low(at) == "in" and value.value < 10)):
        at += 1
        if value.form != "words" and not _in_ten(atoms, at):
            return None
    else:
        return None
    if atoms.low(at) == "every":
        at += 1
    second = read_value(atoms, at)
    if (
        second is None
        or second.scaled
        or not value.value < second.value <= 1000
        or second.form not in ("digits", "words")
    ):
        return None
    if second.value > 100 and atoms[at].kind == NUMBER and "," not in atoms[at].text and atoms.low(j) == "in":
        return None
    share = value.value / second.value
    found = Found(first.i, second.j, value._replace(j=second.j, value=share, form="fraction", part=True), share, share)
    found.marks |= {"share", "ratio"}
    found.rule = "number.ratio"
    return found


_ROUND = frozenset(("4", "5", "10", "20", "100", "1,000"))


def _in_ten(atoms: Atoms, k: int) -> bool:
    """ "3 in 10 had none": a round number that no word of time follows."""
    time = units()[0].get(atoms.low(k + 1))
    return atoms[k].text in _ROUND and atoms[k + 1].kind == WORD and (time is None or time.kind != "time")


def _second(atoms: Atoms, k: int) -> Found | None:
    """The part whose sign, currency or number begins at atom k."""
    for at in range(k, k + 5):
        if is_numeric(atoms, at) or (atoms.low(at) in ("a", "an") and is_numeric(atoms, at + 1)):
            number = at if is_numeric(atoms, at) else at + 1
            if exclude.strong(atoms, number):
                return None
            part = read_part(atoms, number)
            return part if part and part.i <= k else None
        if atoms[at].kind == "b":
            return None
    return None


def _joined(atoms: Atoms, first: Found) -> list[Found] | None:
    j = first.j
    if "age" in first.marks and first.rule != "number.age":
        return None
    low = atoms.low(j)
    if atoms.is_dash(j):
        return _dashed(atoms, first)
    if low == "to":
        return _to(atoms, first, j + 1)
    if low == "and" and _has_before(atoms, first.i, ("between",)):
        second = _second(atoms, _skip_soft(atoms, j + 1))
        if second:
            first.marks.add("between")
            return _merge(first, second, "range.between")
    if low == "or":
        return _or(atoms, first, j + 1)
    return None


_SOFT = wordset("about around nearly almost some roughly approximately perhaps maybe even as possibly")


def _skip_soft(atoms: Atoms, k: int) -> int:
    return k + 1 if atoms.low(k) in _SOFT else k


def _skip_bound(atoms: Atoms, k: int) -> int:
    """Past "more than", "as much as", "less than", "about"."""
    for _ in range(4):
        if atoms.low(k) not in _SOFT_BOUND:
            break
        k += 1
    return k


_SOFT_BOUND = _SOFT | wordset("more less fewer than much as many over under just only up to least at")


def _has_before(atoms: Atoms, i: int, wanted: tuple[str, ...]) -> bool:
    at = i - 1
    for _ in range(3):
        if atoms.low(at) in wanted:
            return True
        if atoms.low(at) not in _SOFT:
            return False
        at -= 1
    return False


def _dashed(atoms: Atoms, first: Found) -> list[Found] | None:
    k = first.j + 1
    if atoms.is_dash(k):
        k += 1
    if atoms[first.j].glued != atoms[k].glued and not (atoms.low(k) in ("to", "or") and atoms[first.j].glued):
        return None
    if atoms.low(k) in ("to", "or"):  # "two- to three-year", "7- or 8-inch"
        then = _second(atoms, k + 1)
        if then is None:
            return None
        return _merge(first, then, "range.dash") if atoms.low(k) == "to" else _pair(first, then)
    if atoms.low(k - 2) == "and":
        return None
    second = _second(atoms, k)
    if second is None or second.negative:
        return None
    first_bare = first.unit is None or "age" in first.marks
    if first.value.form == "fraction" or (not first_bare and second.unit is None and not first.prefixed):
        return None
    if first.value.form == "words" and second.value.form != "words":
        return None
    return _merge(first, second, "range.dash")


def _to(atoms: Atoms, first: Found, k: int) -> list[Found] | None:
    moved = _has_before(atoms, first.i, ("from",))
    second = _second(atoms, _skip_bound(atoms, k) if moved else _skip_soft(atoms, k))
    if second is None or (first.value.form == "fraction") != (second.value.form == "fraction"):
        return None
    if first.unit is None and exclude.weak(atoms, first):
        return None
    if atoms.low(second.j) in ("higher", "lower") or (
        first.unit and not first.prefixed and not second.unit and "age" not in first.marks
    ):
        return None
    if moved:
        if _travels(atoms, first, second) or second.i > k + 1:
            _share(first, second)
            first.marks.add("from")
            second.marks |= {"to", "partnered"}
            first.partner = second
            return [first, second]
        return _merge(first, second, "range.from_to")
    if _steps(atoms, first, second):
        return None
    if first.unit is None and second.unit is None and first.value.value > second.value.value:
        return None
    if first.value.scaled and not second.value.scaled and second.value.value < 100 and second.unit is not None:
        return None
    return _merge(first, second, "range.to")


def _travels(atoms: Atoms, first: Found, second: Found) -> bool:
    """ "From A to B" is a move where its sentence has a word of movement, or where it goes down."""
    if any(
        atoms.low(k) in ("ranging", "range", "ranges", "ranged", "vary", "varying") for k in range(first.i - 4, first.i)
    ):
        return False
    if any(atoms.low(k) in ("went", "gone", "goes", "going", "go") for k in range(first.i - 4, first.i)):
        return True
    same = first.unit is None or second.unit is None or first.unit.unit == second.unit.unit
    return movement_before(atoms, first.i - 1, 45) is not None or (
        same and first.low > second.low and not first.value.scaled
    )


def _steps(atoms: Atoms, first: Found, second: Found) -> bool:
    """A step and a level ("rose 0.25% to 5.5%"), no spread ("lost 9% to 10%")."""
    if first.unit is None and second.unit is not None and not second.prefixed:
        return False
    both = first.unit is not None and second.unit is not None
    if first.unit and second.unit and first.unit.worth != second.unit.worth:
        return _moving(atoms, first)  # "rose 30 cents to $61.20"
    money = both and first.prefixed and _moving(atoms, first)
    if both and not money and first.low and 1.0 < second.low / first.low <= 2.5 and not first.value.scaled:
        return False
    return _moving(atoms, first) or (both and movement_before(atoms, first.i, 7) is not None)


def _moving(atoms: Atoms, first: Found) -> bool:
    """A word of movement stands right before: "rose 6% to 12%" is a step and a level, no range."""
    at = first.i - 1
    for _ in range(4):
        low = atoms.low(at)
        if low in ("up", "down") or movement_form(low):
            return True
        parted = low == "," and atoms.low(at + 1) == "by"  # "is up, by 20 to 61"
        if not parted and low not in _SOFT and low not in _BEFORE_STEP:
            return False
        at -= 1
    return False


_BEFORE_STEP = wordset("by more than a further another of over")


def _or(atoms: Atoms, first: Found, k: int) -> list[Found] | None:
    second = _second(atoms, k)
    if second is None or first.unit is not None:
        return None
    if second.unit is None and (second.value.form != first.value.form):
        return None
    return _pair(first, second)


def _pair(first: Found, second: Found) -> list[Found]:
    _share(first, second)
    first.marks.add("or")
    second.marks.add("or")
    return [first, second]


def _share(first: Found, second: Found) -> None:
    """Give the first number the scale and unit it shares with the second, and the other way about."""
    if first.unit is None and second.unit is not None and not second.prefixed:
        first.unit, first.per, first.names, first.rule = second.unit, second.per, second.names, second.rule
        first.copied = True
    elif second.unit is None and first.unit is not None and first.prefixed:
        second.unit, second.rule, second.copied, second.prefixed = first.unit, first.rule, True, True
    if second.unit and first.unit and first.unit.unit == second.unit.unit and second.per and not first.per:
        first.per, first.names = second.per, second.names
    one, two = first.value, second.value
    if (
        not one.scaled
        and not two.scaled
        and one.form == two.form == "digits"
        and one.value < 1000
        and two.value >= 1000 * one.value > 0
    ):
        if first.prefixed and two.value % 1000 == 0:  # "$50-100,000"
            first.low = first.high = one.value * 1000.0
            first.value = one._replace(value=one.value * 1000.0, scaled=True)
        return
    if two.scaled and not one.scaled and one.form in ("digits", "words") and one.value < 1000 and two.plain:
        scale = two.value / two.plain
        if scale >= 1000 and (first.unit is None or second.unit is None or first.unit.unit == second.unit.unit):
            sign = -1.0 if first.negative else 1.0
            size = float(f"{one.value * scale:.12g}")
            first.low = first.high = sign * size
            first.value = one._replace(value=size, scaled=True)


def _merge(first: Found, second: Found, rule: str) -> list[Found] | None:
    one, two = first.unit, second.unit
    if one is not None and two is not None and one.unit != two.unit:
        return None
    if one is not None and two is None and not first.prefixed and second.value.scaled:
        return None
    _share(first, second)
    if one is not None and two is not None and one.worth != two.worth:  # "50 cents to $1"
        first.low = first.high = float(f"{first.low * one.worth / two.worth:.12g}")
    unit = second.unit or first.unit
    found = Found(first.i, second.j, second.value._replace(i=first.value.i), first.low, second.high, unit)
    found.per, found.names = second.per or first.per, second.names or first.names
    found.prefixed, found.ranged, found.rule = first.prefixed or second.prefixed, True, rule
    found.marks = first.marks | second.marks
    if unit is None and rule == "range.dash":
        found.marks.add("bare_dash")
    found.marks.discard("hyphen")
    if "hyphen" in second.marks:
        found.marks.add("hyphen")
    return [found]
