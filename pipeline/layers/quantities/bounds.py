"""Words before and behind a quantity that bound it or make it approximate: rules/bounds.toml."""

from functools import cache
from typing import Literal

from pipeline import lexicon
from pipeline.layers.quantities.atoms import Atoms, wordset
from pipeline.layers.quantities.found import Found
from schemas.rules import Entry


class BoundEntry(Entry):
    """Words that bound a number."""

    words: str
    bound: Literal["at_least", "at_most", "exact", "approx"]
    sign: Literal[">", "<", "~", "="]


Row = tuple[tuple[str, ...], str, str, str]


@cache
def _table() -> dict[str, list[Row]]:
    """Rows of rules/bounds.toml by their last word, longest first: (atoms, bound, sign, id)."""
    table: dict[str, list[Row]] = {}
    for entry in lexicon.load("bounds", BoundEntry):
        words = tuple(entry.words.split())
        table.setdefault(words[-1], []).append((words, entry.bound, entry.sign, entry.id))
    return {last: sorted(rows, key=lambda row: -len(row[0])) for last, rows in table.items()}


_ABOUT_CHANGE_ONLY = frozenset(("barely", "averaged", "averaging", "averages"))
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
        row = _row_at(atoms, k, found)
        if row:
            k -= len(row[0])
            change = change or _apply(atoms, k, row, found)
            continue
        if change is None and _marked(atoms, k, found):
            k -= 1
            continue
        if atoms.low(k - 1) in _THROUGH and _row_at(atoms, k - 1, found):
            k -= 1
            continue
        break
    return change


def rules_before(atoms: Atoms, found: Found) -> set[str]:
    """The ids of the rows before a quantity."""
    fired: set[str] = set()
    k = found.i
    for _ in range(4):
        row = _row_at(atoms, k, found)
        if row:
            fired.add(row[3])
        k -= len(row[0]) if row else 1
        if not row and atoms.low(k) not in _THROUGH:
            break
    return fired


def _apply(atoms: Atoms, k: int, row: Row, found: Found) -> str:
    """Set what a row says; returns its sign."""
    words, bound, sign, _ = row
    if bound == "approx":
        found.approx = found.approx or words[-1] not in _ABOUT_CHANGE_ONLY
        return sign
    if words[-1] == "than" and words[0] in ("higher", "more") and _denied(atoms, k):
        bound, sign = "at_most", "<"
    if found.bound == "exact":
        found.bound = bound
    return sign


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


def _row_at(atoms: Atoms, k: int, found: Found) -> Row | None:
    """The row whose words end right before atom k."""
    for row in _table().get(atoms.low(k - 1), ()):
        words, size = row[0], len(row[0])
        if any(atoms.low(k - size + x) != words[x] for x in range(size)):
            continue
        if words == ("c",) and not atoms[k].glued:
            continue
        if _bounds_this(atoms, k - size, words, found):
            return row
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
    elif one == "+" and (atoms[j].glued or (atoms[j + 1].kind == "w" and atoms[j + 1].text.islower())):
        found.bound, sign, found.j = "at_least", ">", j + 1
    elif atoms.is_dash(j) and two == "plus" and atoms[j].glued:
        found.bound, sign, found.j = "at_least", ">", j + 2
    elif one == "plus" and atoms.low(j + 1) in (".", ",", "years", "people", "percent"):
        found.bound, sign = "at_least", ">"
    elif one == "at" and two in ("least", "most"):
        found.bound, sign = ("at_least", ">") if two == "least" else ("at_most", "<")
    return sign
