"""Words before and behind a quantity that bound it or make it approximate."""

from pipeline.layers.quantities.atoms import Atoms, wordset
from pipeline.layers.quantities.found import Found

# longest first; words directly before the quantity -> (bound, change)
_BEFORE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("not", "more", "than"), "at_most", "<"), (("no", "more", "than"), "at_most", "<"),
    (("no", "fewer", "than"), "at_least", ">"), (("no", "less", "than"), "at_least", ">"),
    (("not", "less", "than"), "at_least", ">"), (("as", "much", "as"), "at_most", "="),
    (("as", "many", "as"), "at_most", "="), (("as", "little", "as"), "at_least", "="),
    (("as", "few", "as"), "at_least", "="), (("as", "low", "as"), "exact", "="), (("as", "high", "as"), "exact", "="),
    (("a", "minimum", "of"), "at_least", ">"), (("a", "maximum", "of"), "at_most", "<"),
    (("a", "touch", "under"), "at_most", "<"), (("in", "excess", "of"), "at_least", ">"),
    (("upwards", "of"), "at_least", ">"), (("upward", "of"), "at_least", ">"), (("north", "of"), "at_least", ">"),
    (("south", "of"), "at_most", "<"), (("shy", "of"), "at_most", "<"), (("short", "of"), "at_most", "<"),
    (("more", "than"), "at_least", ">"), (("greater", "than"), "at_least", ">"), (("higher", "than"), "at_least", ">"),
    (("better", "than"), "at_least", ">"), (("larger", "than"), "at_least", ">"), (("longer", "than"), "at_least", ">"),
    (("older", "than"), "at_least", ">"), (("worth", "over"), "at_least", ">"),
    (("less", "than"), "at_most", "<"), (("fewer", "than"), "at_most", "<"), (("lower", "than"), "at_most", "<"),
    (("smaller", "than"), "at_most", "<"), (("younger", "than"), "at_most", "<"), (("up", "to"), "at_most", "<"),
    (("at", "least"), "at_least", ">"), (("at", "most"), "at_most", "<"), (("just", "over"), "at_least", ">"),
    (("well", "over"), "at_least", ">"), (("just", "under"), "at_most", "<"), (("just", "above"), "at_least", ">"),
    (("just", "below"), "at_most", "<"), (("over",), "at_least", ">"), (("above",), "at_least", ">"),
    (("exceeding",), "at_least", ">"), (("beyond",), "at_least", ">"), (("past",), "at_least", ">"), (("exceed",), "at_least", ">"), (("exceeds",), "at_least", ">"),
    (("exceeded",), "at_least", ">"), (("topping",), "at_least", "="), (("topped",), "at_least", "="),
    (("tops",), "at_least", "="), (("passes",), "at_least", "="), (("passed",), "at_least", "="), (("passing",), "at_least", "="),
    (("crosses",), "at_least", "="), (("crossed",), "at_least", "="), (("cross",), "at_least", "="),
    (("crossing",), "at_least", "="), (("surpassed",), "at_least", "="), (("surpasses",), "at_least", "="),
    (("surpass",), "at_least", "="), (("surpassing",), "at_least", "="), (("top",), "at_least", "="), (("topping",), "at_least", "="), (("under",), "at_most", "<"),
    (("below",), "at_most", "<"), (("beneath",), "at_most", "<"), (("max",), "at_most", "<"), (("maximum",), "at_most", "<"),
    (("minimum",), "at_least", ">"), ((">",), "at_least", ">"), (("<",), "at_most", "<"), (("≥",), "at_least", ">"),
    (("≤",), "at_most", "<"), (("sub", "-"), "at_most", "<"),
)  # fmt: skip
_TABLE: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
for _row in _BEFORE:
    _TABLE.setdefault(_row[0][-1], []).append(_row)

_ABOUT: tuple[tuple[str, ...], ...] = (
    ("in", "the", "region", "of"), ("in", "the", "neighborhood", "of"), ("in", "the", "neighbourhood", "of"),
    ("on", "the", "order", "of"), ("of", "the", "order", "of"), ("something", "like"), ("close", "to"), ("not", "far", "from"),
    ("an", "estimated"), ("the", "estimated"), ("more", "or", "less"), ("as", "estimated"), ("or", "so"),
    ("about",), ("around",), ("nearly",), ("almost",), ("some",), ("roughly",), ("approximately",), ("estimated",),
    ("circa",), ("approx",), ("approx", "."), ("c", "."), ("c",), ("~",), ("≈",), ("∼",), ("barely",), ("near",), ("nearing",),
    ("virtually",), ("perhaps",), ("maybe",), ("practically",), ("averaged",), ("averaging",), ("averages",), ("upto",),
)  # fmt: skip
_ABOUT_TABLE: dict[str, list[tuple[str, ...]]] = {}
for _words in _ABOUT:
    _ABOUT_TABLE.setdefault(_words[-1], []).append(_words)
_ABOUT_CHANGE_ONLY = frozenset(("barely", "averaged", "averaging", "averages"))
_APPROX_ONLY = frozenset(("perhaps", "maybe"))
_THROUGH = frozenset(("just", "only", "a", "an", "even", "currently", "possibly", "still", "now"))


def read_bounds(atoms: Atoms, found: Found) -> str | None:
    """Set `bound` and `approx`; returns the change sign (">", "<", "~", "=") the words themselves say, or None."""
    if "under" in found.marks:
        found.bound = "at_most"
        return "<"
    change = _before(atoms, found)
    after = _after(atoms, found)
    return change or after


def _before(atoms: Atoms, found: Found) -> str | None:
    k = found.i
    change: str | None = None
    for _ in range(3):
        hit = _bound_at(atoms, k, found)
        if hit:
            words, bound, sign = hit
            if words[-1] == "than" and words[0] in ("higher", "more") and _denied(atoms, k - len(words)):
                bound, sign = "at_most", "<"
            if found.bound == "exact":
                found.bound = bound
            k -= len(words)
            change = change or sign
            continue
        words_ = _about_at(atoms, k)
        if words_:
            found.approx = found.approx or words_[-1] not in _ABOUT_CHANGE_ONLY
            k -= len(words_)
            change = change or ("=" if words_[-1] in _APPROX_ONLY else "~")
            continue
        if change is None and _marked(atoms, k, found):
            k -= 1
            continue
        if atoms.low(k - 1) in _THROUGH and (_bound_at(atoms, k - 1, found) or _about_at(atoms, k - 1)):
            k -= 1
            continue
        break
    return change


def _denied(atoms: Atoms, k: int) -> bool:
    """ "no fare will be priced higher than $499": an upper bound."""
    for at in range(k - 1, max(k - 14, -1), -1):
        if atoms.low(at) == "no":
            return True
        if atoms.low(at) in (".", ",", ";", "\n"):
            return False
    return False


_LINES = frozenset(("mark", "level", "barrier", "line", "threshold"))


def _marked(atoms: Atoms, k: int, found: Found) -> bool:
    """ "below the crucial 8,000-point level": the article is passed over where a line is meant."""
    if _LINES & {atoms.low(found.j), atoms.low(found.j + 1)} and atoms[k - 1].kind == "w":
        near = [atoms.low(k - 1), atoms.low(k - 2), atoms.low(k - 3)]
        return (near[0] == "the" and near[1] in ("below", "above", "under", "over")) or (
            near[1] == "the" and near[2] in ("below", "above", "under", "over")
        )
    return False


def _bound_at(atoms: Atoms, k: int, found: Found) -> tuple[tuple[str, ...], str, str] | None:
    for words, bound, sign in _TABLE.get(atoms.low(k - 1), ()):
        size = len(words)
        if all(atoms.low(k - size + x) == words[x] for x in range(size)) and _bounds_this(
            atoms, k - size, words, found
        ):
            return words, bound, sign
    return None


_MOVED_UP = wordset("shot jumped rose climbed moved crept pushed soared went gone jumping climbing shoot jump climb")
_OVER_VERBS = wordset("take took taken taking hand handed turn turned carry come get got win won presided mull rule")


def _bounds_this(atoms: Atoms, at: int, words: tuple[str, ...], found: Found) -> bool:
    if words == ("over",):
        if found.unit is not None and found.unit.kind == "time" and "age" not in found.marks:
            return atoms.low(at - 1) in ("for", "been", "took", "lasted", "in", "just", "well", "is", "was", "after")
        return atoms.low(at - 1) not in _OVER_VERBS
    if words == ("up", "to"):
        return atoms.low(at - 1) not in _MOVED_UP
    if words == ("past",):
        return found.unit is not None and found.unit.kind != "time"
    if words in (("above",), ("below",), ("under",), ("short", "of")):
        return atoms[at - 1].text != "%" and atoms.low(at - 1) not in ("percent", "points", "cent", "cents", "well")
    return True


def _about_at(atoms: Atoms, k: int) -> tuple[str, ...] | None:
    for words in _ABOUT_TABLE.get(atoms.low(k - 1), ()):
        size = len(words)
        if all(atoms.low(k - size + x) == words[x] for x in range(size)):
            if words == ("c",) and not atoms[k].glued:
                continue
            return words
    return None


def _after(atoms: Atoms, found: Found) -> str | None:
    j = found.j
    one, two = atoms.low(j), atoms.low(j + 1)
    sign = None
    if one == "or" and atoms.low(j + 2) == "than":
        return None
    if one == "or" and two in ("more", "above", "higher", "over", "greater", "longer"):
        found.bound, sign = "at_least", ">"
    elif one == "or" and two in ("less", "fewer", "below", "lower", "under"):
        found.bound, sign = "at_most", "<"
    elif one == "or" and two == "so":
        found.approx, sign = True, "~"
    elif (one == "and" and two in ("over", "above", "up")) and atoms.low(j + 2) not in ("the", "a"):
        found.bound, sign = "at_least", ">"
    elif one == "+" and atoms[j].glued:
        found.bound, sign, found.j = "at_least", ">", j + 1
    elif atoms.is_dash(j) and two == "plus" and atoms[j].glued:
        found.bound, sign, found.j = "at_least", ">", j + 2
    elif one == "plus" and atoms.low(j + 1) in (".", ",", "years", "people", "percent"):
        found.bound, sign = "at_least", ">"
    elif one == "at" and two in ("least", "most"):
        found.bound, sign = ("at_least", ">") if two == "least" else ("at_most", "<")
    return sign
