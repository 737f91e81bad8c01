"""Where a candidate stands in the line of words of the number's sentence."""

from typing import NamedTuple

from pipeline.claims.candidates import Candidate
from pipeline.claims.index import NONE, Index
from pipeline.claims.scene import Scene, numbers_in
from pipeline.claims.syntax import VERBAL
from pipeline.claims.syntax_features import leads


def place_features(index: Index, s: Scene, c: Candidate, f: dict[str, float]) -> None:
    """What stands between a candidate and the number of its sentence."""
    before = c.i < s.i
    a, b = (c.j, s.i) if before else (s.j, c.i)
    f["here"] = 1.0
    f["before"] = float(before)
    f["gap"] = float(max(0, b - a))
    names: set[str] = set()
    numbers, cuts, verbs, ands = 0, 0, 0, 0
    last = NONE
    for t in range(a, max(a, b)):
        k = index.entity_at[t]
        if k != NONE:
            names.add(index.entities[k]["key"])
        if index.quantity_at[t] not in (NONE, last):
            last = index.quantity_at[t]
            numbers += 1
        word = index.lower[t]
        if word in (";", "while", "but", "whereas", "although", "as"):
            cuts += 1
        elif word in ("and", ","):
            ands += 1
        if index.pos[t] == "VERB":
            verbs += 1
    names.discard(c.key)
    _segment(index, s, c, f)
    f["names_between"] = float(len(names))
    f["numbers_between"] = float(numbers)
    f["cuts"] = float(cuts)
    f["commas"] = float(ands)
    f["verbs_between"] = float(verbs)
    f["adjacent"] = float(b - a <= 1)
    if before and b - a <= 2:
        f["bracket"] = float(any(index.lower[t] in ("(", ":", "-") for t in range(a, b)))
    others = [index.entities[k] for k in index.entities_in[s.sent]]
    f["sent_subj"] = float(leads(index, c))
    f["first_name"] = float(c.form == "name" and all(e["i"] >= c.i for e in others if e["form"] == "name"))
    f["order"] = float(len({e["key"] for e in others if e["i"] < c.i}))


class Before(NamedTuple):
    """What stands before a number in its sentence, the same for all its candidates."""

    number: int
    """First token of the number before, or -1."""
    named: frozenset[str]
    """Keys of the names between that number and this one."""
    verb: bool
    """Whether a verb stands between the two."""
    nearest: int
    """First token of the last name before this number, or -1."""


def _before(index: Index, s: Scene) -> Before:
    kept = index.notes.setdefault("before", {})
    assert isinstance(kept, dict)
    found: Before | None = kept.get(s.i)
    if found is None:
        last = max((x for x in numbers_in(index, s.sent) if x < s.i), default=NONE)
        names = [e for k in index.entities_in[s.sent] if (e := index.entities[k])["form"] == "name" and e["i"] < s.i]
        between = range(max(index.sents[s.sent][0], last + 1), s.i)
        found = kept[s.i] = Before(
            number=last,
            named=frozenset(e["key"] for e in names if last < e["i"]),
            verb=any(index.pos[t] in VERBAL for t in between),
            nearest=max((e["i"] for e in names), default=NONE),
        )
    return found


def _segment(index: Index, s: Scene, c: Candidate, f: dict[str, float]) -> None:
    """Lists of "name number, name number": is the candidate between the number before and this one, and alone there?"""
    before = _before(index, s)
    f["seg_any"] = float(bool(before.named))
    if before.number < c.i < s.i:
        f["seg_in"] = float(before.number != NONE)
        f["seg_only"] = float(before.named == {c.key})
        f["seg_verb"] = float(before.verb)
    elif c.i < before.number:
        f["seg_out"] = 1.0
    f["nearest"] = float(before.nearest == c.i)
    f["after_only"] = float(before.nearest == NONE and c.i > s.i)
