"""Attributed statements that hold no other claim, as claims of kind `statement`."""

from bisect import bisect_left
from typing import Any

from pipeline.claims.candidates import Candidate
from pipeline.claims.drafts import Draft
from pipeline.claims.index import Index, role_at, root_of
from pipeline.claims.modality import choose_modality
from pipeline.claims.policy import PLAIN_CONFIDENCE, claims_from
from pipeline.layers.attributions import statements


def statement_drafts(index: Index, drafts: list[Draft]) -> list[Draft]:
    """One draft for each attributed statement whose words hold no quantity claim and no trend."""
    starts = sorted(index.doc[d.i].idx for d in drafts)
    made = []
    for s in statements(index.doc):
        at = bisect_left(starts, s["start"])
        if at < len(starts) and starts[at] < s["end"]:
            continue
        d = _draft(index, s)
        if d is not None:
            made.append(d)
    return made


def _draft(index: Index, s: dict[str, Any]) -> Draft | None:
    span = index.doc.char_span(s["start"], s["end"], alignment_mode="expand")
    if span is None or not len(span) or not claims_from(role_at(index, span.start)):
        return None
    first, last = index.sent_of[span.start], index.sent_of[span.end - 1]
    quote = _quote(index, first, last, s)
    d = Draft("statement", span.start, span.end, first, role_at(index, span.start), quote)
    d.statement = s["text"]
    d.chain = list(s["chain"])
    d.said = s["said"]
    d.confidence = PLAIN_CONFIDENCE
    d.rules.append(s["rule"])
    for link in d.chain:
        d.mark("source", link["start"], link["end"], s["rule"])
    for a, b in s["content"]:
        d.mark("statement", a, b, s["rule"])
    d.entity = _about(index, s)
    if d.entity is not None:
        words = index.doc[d.entity.i : d.entity.j]
        d.mark("entity", words.start_char, words.end_char, "statement.about")
    d.modality, d.hedged, rule = choose_modality(index.doc, span.start, span.end)
    d.rules.append(rule)
    return d


def _quote(index: Index, first: int, last: int, s: dict[str, Any]) -> tuple[int, int]:
    """From the first sentence of the statement to its last."""
    doc, text = index.doc, index.text
    start = doc[index.sents[first][0]].idx
    tail = doc[index.sents[last][1] - 1]
    end = max(tail.idx + len(tail.text), s["end"])
    start = min(start, s["start"])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _about(index: Index, s: dict[str, Any]) -> Candidate | None:
    """The first entity named in the statement."""
    for k, e in enumerate(index.entities):
        if s["start"] <= e["start"] < s["end"] and e["name"] == s.get("about"):
            del k
            i, j = e["i"], e["j"]
            return Candidate(
                e["key"], e["name"], e["type"], e["ids"], e["form"], i, j, root_of(index, i, j), index.sent_of[i]
            )
    return None
