"""Features of a candidate against the claim before: a date goes on within a clause and through a report."""

from typing import NamedTuple

from pipeline.layers.times.candidates import Candidate
from pipeline.layers.times.claim import Claim, common, verb_tense
from pipeline.layers.times.moments import Ends, year_before
from pipeline.layers.times.sheet import Before, Sheet


class Carry(NamedTuple):
    """How a claim stands to the one before, the same for all its candidates."""

    alike: Ends | None
    """The date of the last claim of the same metric; None where there is none or the claim stands before it."""
    near: str
    what: str
    fresh: str
    base: str
    same: str
    """How the metrics of the two sentences stand to each other."""


def carried(made: Sheet, claim: Claim, c: Candidate, prev: Before) -> list[str]:
    """The date of the claim before: goes on within a clause and a report, unless the number is a baseline."""
    if claim.carry is None:
        claim.carry = _carry(made, claim, prev)
    return [*_recent(claim, c, prev, claim.carry), *_last(made, claim, c, prev, claim.carry)]


def _carry(made: Sheet, claim: Claim, prev: Before) -> Carry:
    recent = prev.recent if claim.i > prev.i else ()
    alike = next((ends for i, ends in recent if common(made, claim.sentence, made.sentence(i)) == "shared"), None)
    gone = claim.sentence - made.sentence(prev.i)
    times = [k for k in made.by_sentence.get(claim.sentence, ()) if prev.i < made.times[k]["i"] < claim.i]
    return Carry(
        alike=alike,
        near=_near(made, claim, prev, gone),
        what="none" if prev.ends == (None, None) else "date",
        fresh="fresh" if (times if gone == 0 else not claim.quiet) else "stale",
        base="&base" if claim.base else "",
        same=common(made, claim.sentence, made.sentence(prev.i)),
    )


def _recent(claim: Claim, c: Candidate, prev: Before, carry: Carry) -> list[str]:
    """How many of the last claims got this date, and whether the last one of the same metric did."""
    count = sum([ends == c.ends for _, ends in prev.recent])
    what = "none" if c.ends == (None, None) else "date"
    names = [f"recent&{what}={min(count, 3)}", f"{c.source}&recent={min(count, 2)}"]
    names += [f"recent&{what}&all"] if count == len(prev.recent) > 2 else []
    if carry.alike is not None:
        names.append(f"alike&{what}={int(carry.alike == c.ends)}" + ("&base" if claim.base else ""))
    return names


def _last(made: Sheet, claim: Claim, c: Candidate, prev: Before, carry: Carry) -> list[str]:
    """The date of the claim right before."""
    _, near, what, fresh, base, same = carry
    if c.ends == prev.ends:
        names = [f"carry&{what}&{near}", f"carry&{what}&{near}&{fresh}{base}", f"carry&{what}&src={c.source}"]
        names += [
            f"carry&{what}&{near}&{same}",
            f"carry&{what}&{near}&{fresh}&{same}",
            f"carry&{what}&verbs={_verbs(made, claim, prev)}",
        ]
        names += [f"carry&{what}&after_base{base}"] if prev.base else []
        return names + [
            f"carry&{what}&{near[:1]}&{f}"
            for f in claim.facts
            if f[:4] in ("kind", "mark", "repo", "tens", "unit", "quot")
        ]
    names = [f"leave&{what}&{near}&{same}&{'none' if c.source == 'none' else 'date'}"]
    names += [f"leave&{what}&{near}&{fresh}{base}&{'none' if c.source == 'none' else 'date'}"]
    if prev.dated is not None and c.ends == prev.dated:
        names.append(f"resume&{near}&{fresh}")
    if prev.base and c.ends == prev.standing:
        names += [f"stand&{near}", f"stand&{near}&{fresh}{base}", f"stand&{same}"]
    if c.how == "year_before" and c.ends == _back(prev.ends):
        names.append(f"shift_of_before{base}")
    return names


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
