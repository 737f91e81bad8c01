"""The dates that a claim may have: what its sentence and the ones around it name, the day of publication, or none."""

from itertools import pairwise
from typing import NamedTuple

from pipeline.layers.times.moments import Ends, stretch_before, year_before
from pipeline.layers.times.scene import PRIOR
from pipeline.layers.times.sheet import Before, Sheet

BACK, ON = 5, 3


class Candidate(NamedTuple):
    """A date a claim may have, and where it comes from."""

    ends: Ends
    source: str
    """same, back, on, repeat, main, today, none"""
    how: str
    k: int
    """Index of its time expression, or -1."""
    distance: int
    """Sentences away."""


def candidates(made: Sheet, i: int, before: Before | None = None) -> list[Candidate]:
    """All candidates of the claim that starts at token i, those of its own sentence first."""
    s = made.sentence(i)
    out: list[Candidate] = []
    near = [k for k in made.by_sentence.get(s, ()) if not _apart(made, k, i)]
    for k in near:
        out += _of(made, k, "same", 0)
    out += _earlier_years(made, near)
    out += _around(made, s)
    out += _annual(made, s)
    out += _so_far(made, s)
    if made.main is not None:
        out.append(Candidate(made.main, "main", "plain", -1, 0))
    if (today := made.day(s)) is not None:
        day = today.isoformat()
        out.append(Candidate((day, day), "today", "plain", -1, 0))
    out += _carried(out, before, _prior(made, s))
    out.append(Candidate((None, None), "none", "plain", -1, 0))
    return out


def _carried(out: list[Candidate], before: Before | None, prior: bool) -> list[Candidate]:
    """The dates of the claims before that no candidate has yet, and a year before them.

    Where the sentence speaks of a previous one (`prior`), also the stretch of the same length before.
    """
    if before is None:
        return []
    known, found = {c.ends for c in out}, []
    options = [("plain", before.ends), ("standing", before.standing)]
    options += [("year_before", year_before(ends)) for _, ends in options if ends is not None]
    if prior:
        options += [("prior", stretch_before(ends)) for ends in (before.ends, before.standing) if ends is not None]
    for how, ends in options:
        if ends is not None and ends != (None, None) and ends not in known:
            known.add(ends)
            found.append(Candidate(ends, "carry", how, -1, 0))
    return found


def _apart(made: Sheet, k: int, i: int) -> bool:
    """Whether an expression stands in a relative clause without the claim ("X, which reports on Monday, fell 3%")."""
    dep = made.parse.dep
    for t in made.path(made.times[k]["i"])[:12]:
        if dep[t] == "relcl":
            clause = made.doc[t]
            return not clause.left_edge.i <= i <= clause.right_edge.i
    return False


def _around(made: Sheet, s: int) -> list[Candidate]:
    """What the sentences before name, nearest first, and for a headline or lead those after it.

    Not across the border of an update note or a live-blog entry of another day.
    """
    out: list[Candidate] = []
    for d in range(1, BACK + 1):
        if made.day(s) != made.day(max(0, s - d)):
            break
        for k in reversed(made.by_sentence.get(s - d, ())):
            out += _of(made, k, "back", d, d <= 2)
    for d in range(1, ON + 1):
        if s + d <= 7 + d or made.role(s) == "headline":
            if made.day(s) != made.day(min(s + d, len(made.starts) - 1)):
                break
            for k in made.by_sentence.get(s + d, ()):
                out += _of(made, k, "on", d)[:1]
    return out


SO_FAR = (("so", "far"), ("to", "date"), ("thus", "far"), ("until", "now"))


def _prior(made: Sheet, s: int) -> bool:
    return not PRIOR.isdisjoint(made.parse.lower[made.starts[s] : made.end(s)])


def _so_far(made: Sheet, s: int) -> list[Candidate]:
    """ "840 orders to date": up to today, from no day that is said."""
    lower = made.parse.lower[made.starts[s] : made.end(s)]
    today = made.day(s)
    if today is None or not any(pair in SO_FAR for pair in pairwise(lower)):
        return []
    return [Candidate((None, today.isoformat()), "so_far", "plain", -1, 0)]


YEARLY = frozenset(("annual", "annually", "yearly", "full-year", "year"))


def _annual(made: Sheet, s: int) -> list[Candidate]:
    """Annual profit, full-year sales: the last whole year, or this one."""
    tokens = range(made.starts[s], made.end(s))
    lower = made.parse.lower
    dated = [made.times[k] for k in made.by_sentence.get(s, ())]
    said = any(lower[w] in YEARLY and not any(t["i"] <= w < t["j"] for t in dated) for w in tokens)
    today = made.day(s)
    if today is None or not said:
        return []
    y = today.year
    return [
        Candidate((f"{n:04d}-01-01", f"{n:04d}-12-31"), "annual", how, -1, 0)
        for n, how in ((y - 1, "last"), (y, "this"))
    ]


def _of(made: Sheet, k: int, source: str, d: int, shift: bool = False) -> list[Candidate]:
    out = [Candidate(m.ends, source, m.how, k, d) for m in made.readings[k]]
    if shift and (moved := year_before(made.readings[k][0].ends)) is not None:
        out.append(Candidate(moved, source, "year_before", k, d))
    return out


def _earlier_years(made: Sheet, near: list[int]) -> list[Candidate]:
    """For each expression of the sentence: the same stretch a year before."""
    out = []
    for k in near:
        ends = made.readings[k][0].ends
        if made.times[k]["rule"] not in ("date.ago", "date.year_ago") and (moved := year_before(ends)) is not None:
            out.append(Candidate(moved, "same", "year_before", k, 0))
    return out
