"""Which expression says when a claim holds, and which says when it was said."""

import math
from typing import TypedDict

from spacy.tokens import Doc

from pipeline.layers.store import Attribution, Quantity, block_at, context, text_of
from pipeline.layers.times.candidates import Candidate, candidates
from pipeline.layers.times.claim import Claim, describe, is_base
from pipeline.layers.times.claim_features import of_candidate, of_source
from pipeline.layers.times.moments import Ends
from pipeline.layers.times.published import block_day
from pipeline.layers.times.ranker import pool
from pipeline.layers.times.sheet import PURE_SAY, SAY, Before, Sheet, before_of, follow, governor, sheet_of
from pipeline.linear import load_model

_OPENERS = (
    ["for", "example", ","],
    ["for", "instance", ","],
    ["earlier", ","],
    ["later", ","],
    ["and"],
    ["but"],
    ["then", ","],
)


class ClaimDate(TypedDict):
    """When a claim holds: ISO dates (either may be open), the words that say so, and how that was found."""

    start: str | None
    end: str | None
    text: str
    basis: str
    span: list[int] | None
    rule: str


def claim_date(doc: Doc, i: int, j: int) -> ClaimDate | None:
    """When the claim on tokens [i, j) (its number, or the word of its trend) holds.

    `basis` is "publication" where nothing says when: the day of the update note or live-blog entry that it stands in,
    else the article's; None where that is not known either.
    """
    made = sheet_of(doc)
    carried = before(made, i, j)
    chosen = made.chosen.get((i, j)) or choose(made, i, j, carried)
    if chosen.ends != (None, None):
        return as_date(made, chosen)
    day = _written(made, i)
    if day is None:
        return None
    return ClaimDate(start=day, end=day, text="", basis="publication", span=None, rule="date.publication")


def _written(made: Sheet, i: int) -> str | None:
    """The ISO day that the text at token i was published; of the article's date, whatever it is written like."""
    own = block_day(block_at(made.doc, made.parse.start[i])) if made.dated_blocks else None
    published = context(made.doc)["published"]
    return own.isoformat() if own else published[:10] if published else None


def choose(made: Sheet, i: int, j: int, carried: Before | None) -> Candidate:
    """The date of a claim, given the one before it: by the ranker, or the nearest where no weights are shipped."""
    options = candidates(made, i, carried)
    weights = flat_weights()
    if not weights:
        return min((c for c in options if c.source in ("same", "none")), key=lambda c: (c.k < 0, _gap(made, c, i)))
    claim = describe(made, i, j, carried)
    shared = {source: sum(_source_weights(claim, source)) for source in {option.source for option in options}}
    scores = []
    for option in options:
        own = set(of_candidate(made, claim, option))
        scores.append(shared[option.source] + math.fsum([weights[name] for name in own if name in weights]))
    n, _ = pool(scores, options)
    chosen = options[n]
    return (_fronted(made, i, options) or chosen) if chosen.ends == (None, None) else chosen


_by_source: dict[tuple[str, str], float] = {}
MOST = 1 << 14
"""Facts remembered before the memory starts anew."""


def _source_weights(claim: Claim, source: str) -> list[float]:
    """The weights of what all candidates of a source share; `of_source` names them."""
    if len(_by_source) > MOST:
        _by_source.clear()
    found = [_by_source.get((source, fact)) for fact in ("", *claim.facts)]
    if None in found:
        weights = flat_weights()
        for fact, name in zip(("", *claim.facts), of_source(claim, source), strict=True):
            _by_source[source, fact] = weights.get(name, 0.0)
    return [_by_source[source, fact] for fact in ("", *claim.facts)]


def _fronted(made: Sheet, i: int, options: list[Candidate]) -> Candidate | None:
    """An explicit date before the sentence's first comma or subject ("In June 2024, ...", "In 2019 it ...").

    It governs what the sentence says, unless a verb of saying took it. The ranker has seen few, and may say none.
    """
    doc = made.doc
    sentence = doc[i].sent
    for c in options:
        if c.source != "same" or c.how != "plain" or c.k < 0 or made.times[c.k]["basis"] != "explicit":
            continue
        t = made.times[c.k]
        lead = [w.lower_ for w in doc[sentence.start : t["i"]] if not w.is_space]
        opens = lead[-1:] in (["in"], ["on"], ["during"], ["since"]) and (len(lead) == 1 or lead[:-1] in _OPENERS)
        parted = doc[t["j"]].text == "," or doc[t["j"]].pos_ in ("PRON", "PROPN", "DET")
        if opens and t["j"] < i and parted and claim_said(doc, i, i + 1) is None:
            return c
    return None


def _gap(made: Sheet, c: Candidate, i: int) -> int:
    return abs(made.times[c.k]["i"] - i) if c.k >= 0 else 0


_weights: list[dict[str, float]] = []


def flat_weights() -> dict[str, float]:
    """The ranker's weights by feature; empty where they are not shipped."""
    if not _weights:
        model = load_model("dates")
        _weights.append({name: w["yes"] for name, w in model.weights.items()} if model else {})
    return _weights[0]


def before(made: Sheet, i: int, j: int) -> Before | None:
    """The quantity whose date a claim may carry on; all are decided once."""
    if not made.chosen:
        decide(made)
    return before_of(made, i, j, made.decided)


def decide(made: Sheet) -> None:
    """Date every quantity that may be a claim, in text order, each knowing the one before; headlines last."""
    may = [q for q in made.quantities.values() if q["reason"] is None and not _silent(q)]
    above = {q["i"]: made.role(made.sentence(q["i"])) == "headline" for q in may}
    for q in sorted(may, key=lambda q: (above[q["i"]], q["i"])):
        last = before_of(made, q["i"], q["j"], made.decided)
        chosen = choose(made, q["i"], q["j"], last)
        made.chosen[q["i"], q["j"]] = chosen
        ends = chosen.ends
        if not above[q["i"]]:
            made.decided.append(follow(last, q["i"], ends, is_base(made, q["i"], q)))


def _silent(q: Quantity) -> bool:
    return q["kind"] in ("vague", "bare") and not q["unit"]


def as_date(made: Sheet, c: Candidate) -> ClaimDate:
    """A candidate as the date of a claim, with its words."""
    start, end = c.ends
    rule = f"date.{c.source}" + (f".{c.how}" if c.how != "plain" else "")
    if c.k < 0:
        return ClaimDate(start=start, end=end, text="", basis="context", span=None, rule=rule)
    t = made.times[c.k]
    basis = t["basis"] if c.source == "same" and c.how != "year_before" else "context"
    text = text_of(made.doc)[t["start"] : t["end"]]
    return ClaimDate(start=start, end=end, text=text, basis=basis, span=[t["start"], t["end"]], rule=rule)


# --- when it was said ---


def claim_said(doc: Doc, i: int, j: int) -> Ends | None:  # noqa: ARG001 - one signature with claim_date
    """When the claim on tokens [i, j) was said, where its sentence says so ("said on Monday", "in a March note")."""
    made = sheet_of(doc)
    return _said_in(made, made.sentence(i), i)


def said_date(doc: Doc, attribution: Attribution) -> Ends | None:
    """When an attributed statement was said: the date that hangs on its cue."""
    made = sheet_of(doc)
    for start, end in attribution["cue"]:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and (found := _said_in(made, made.sentence(span.start), span.start, span.end)) is not None:
            return found
    return None


def _said_in(made: Sheet, s: int, i: int, j: int | None = None) -> Ends | None:
    """The date that hangs on a verb of saying of a sentence (on the one in [i, j) where that is given)."""
    for k in made.by_sentence.get(s, ()):
        head = governor(made, k)
        if head is None or not made.readings[k]:
            continue
        over = j is None and (head.lemma_ in PURE_SAY or (head.lemma_ in SAY and _reports(made, k)))
        note = head.lemma_ in (
            "note",
            "report",
            "statement",
            "interview",
            "memo",
            "filing",
            "letter",
        ) and head.pos_ in ("NOUN", "PROPN")
        if over or note or (j is not None and i <= head.i < j):
            return made.readings[k][0].ends
    return None


def _reports(made: Sheet, k: int) -> bool:
    """ "Reported on Thursday": a day dates the report, a quarter what is reported."""
    return made.times[k]["since"] == made.times[k]["until"]
