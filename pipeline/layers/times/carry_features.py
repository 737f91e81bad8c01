"""Features of a candidate against the claim before: a date goes on within a clause and through a report."""

from functools import cache
from typing import NamedTuple

from pipeline.layers.times.candidates import Candidate
from pipeline.layers.times.claim import Claim, common, verb_tense
from pipeline.layers.times.moments import Ends, year_before
from pipeline.layers.times.sheet import Before, Sheet


class Carry(NamedTuple):
    """How a claim stands to the one before, the same for all its candidates."""

    alike: Ends | None
    """The date of the last claim of the same metric; None where there is none or the claim stands before it."""
    what: str
    near: str
    fresh: str
    base: str
    same: str
    """How the metrics of the two sentences stand to each other."""
    goes: list[str]
    """The features of candidates with the date of the claim before."""


def carried(made: Sheet, claim: Claim, c: Candidate, prev: Before) -> list[str]:
    """The date of the claim before: goes on within a clause and a report, unless the number is a baseline."""
    if claim.carry is None:
        claim.carry = _carry(made, claim, prev)
    return [*_recent(c, prev, claim.carry), *_last(c, prev, claim.carry)]


def _carry(made: Sheet, claim: Claim, prev: Before) -> Carry:
    recent = prev.recent if claim.i > prev.i else ()
    alike = next((ends for i, ends in recent if common(made, claim.sentence, made.sentence(i)) == "shared"), None)
    gone = claim.sentence - made.sentence(prev.i)
    times = [k for k in made.by_sentence.get(claim.sentence, ()) if prev.i < made.times[k]["i"] < claim.i]
    carry = Carry(
        alike=alike,
        what="none" if prev.ends == (None, None) else "date",
        near=_near(made, claim, prev, gone),
        fresh="fresh" if (times if gone == 0 else not claim.quiet) else "stale",
        base="&base" if claim.base else "",
        same=common(made, claim.sentence, made.sentence(prev.i)),
        goes=[],
    )
    return carry._replace(goes=_goes(made, claim, prev, carry))


def _recent(c: Candidate, prev: Before, carry: Carry) -> tuple[str, ...]:
    """How many of the last claims got this date, and whether the last one of the same metric did."""
    count = sum([ends == c.ends for _, ends in prev.recent])
    every = count == len(prev.recent) > 2
    alike = int(carry.alike == c.ends) if carry.alike is not None else None
    return _recent_names(c.source, "none" if c.ends == (None, None) else "date", count, every, alike, carry.base)


@cache
def _recent_names(source: str, what: str, count: int, every: bool, alike: int | None, base: str) -> tuple[str, ...]:
    names = [f"recent&{what}={min(count, 3)}", f"{source}&recent={min(count, 2)}"]
    names += [f"recent&{what}&all"] if every else []
    names += [f"alike&{what}={alike}{base}"] if alike is not None else []
    return tuple(names)


def _last(c: Candidate, prev: Before, carry: Carry) -> list[str]:
    """The date of the claim right before."""
    if c.ends == prev.ends:
        return [*carry.goes, f"carry&{carry.what}&src={c.source}"]
    near, fresh, base, same = carry.near, carry.fresh, carry.base, carry.same
    names = [*_leave_names(carry.what, near, fresh, base, same, "none" if c.source == "none" else "date")]
    if prev.dated is not None and c.ends == prev.dated:
        names.append(f"resume&{near}&{fresh}")
    if prev.base and c.ends == prev.standing:
        names += [f"stand&{near}", f"stand&{near}&{fresh}{base}", f"stand&{same}"]
    if c.how == "year_before" and c.ends == _back(prev.ends):
        names.append(f"shift_of_before{base}")
    return names


@cache
def _leave_names(what: str, near: str, fresh: str, base: str, same: str, source: str) -> tuple[str, str]:
    return f"leave&{what}&{near}&{same}&{source}", f"leave&{what}&{near}&{fresh}{base}&{source}"


def _goes(made: Sheet, claim: Claim, prev: Before, carry: Carry) -> list[str]:
    """The features of a date that goes on, whatever its source."""
    _, what, near, fresh, base, same, _ = carry
    names = [
        f"carry&{what}&{near}",
        f"carry&{what}&{near}&{fresh}{base}",
        f"carry&{what}&{near}&{same}",
        f"carry&{what}&{near}&{fresh}&{same}",
        f"carry&{what}&verbs={_verbs(made, claim, prev)}",
    ]
    names += [f"carry&{what}&after_base{base}"] if prev.base else []
    facts = [f for f in claim.facts if f[:4] in ("kind", "mark", "repo", "tens", "unit", "quot")]
    return names + [f"carry&{what}&{near[:1]}&{f}" for f in facts]


def _near(made: Sheet, claim: Claim, prev: Before, gone: int) -> str:
    """Where the claim before stands; for a headline, in the text below, with its figure or not."""
    if gone < 0:
        return "again" if prev.i in made.repeats.get(claim.figure, ()) else "below"
    if gone:
        return str(min(gone, 3))
    return "verb" if made.verb(prev.i) == claim.verb else "line"


def _verbs(made: Sheet, claim: Claim, prev: Before) -> str:
    """The tenses of the verbs of this claim and of the one before."""
    other = made.verb(prev.i)
    mine = verb_tense(made, claim.verb) if claim.verb >= 0 else "-"
    return f"{verb_tense(made, other) if other >= 0 else '-'}-{mine}"


def _back(ends: Ends) -> Ends | None:
    return year_before(ends) if ends != (None, None) else None
