"""Figures that somebody expected: "the 14% forecast by analysts", "more than the £11m analysts had expected"."""

from spacy.tokens import Doc, Token

from pipeline.layers.attributions.names import entity_index, link_for
from pipeline.layers.parse import parse_of
from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.store import Link

EXPECTED = wordset("expected forecast forecasted predicted projected anticipated estimated")
FORECASTERS = wordset(
    "analysts economists experts forecasters brokers investors markets market street traders strategists pollsters "
    "analyst economist"
)
"""Heads of phrases that say who expects."""
REACH = 4
SOFT = wordset("just only a an about around nearly some as much the at for")


def expectation_at(doc: Doc, start: int, end: int) -> Link | None:
    """Who expected the figure at characters [start, end), where its own phrase says so."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    found = _behind(doc, span.start, span.end) or _before(doc, span.start)
    return link_for(doc, found, "expected", entity_index(doc)) if found else None


def _behind(doc: Doc, i: int, j: int) -> tuple[int, int] | None:
    """ "(rise) forecast by analysts polled by X"; "(that) analysts had expected"."""
    near = parse_of(doc).lower[j : j + REACH]
    if EXPECTED.isdisjoint(near) and FORECASTERS.isdisjoint(near):
        return None
    stop = min(doc[i].sent.end, j + REACH)
    for k in range(j, stop):
        token = doc[k]
        if token.lower_ in EXPECTED and k + 1 < len(doc) and doc[k + 1].lower_ == "by":
            return _phrase(doc, k + 2)
        if token.lower_ in FORECASTERS:
            expects = any(doc[n].lower_ in EXPECTED for n in range(k + 1, min(k + 4, doc[i].sent.end)))
            return (max(j, _left(token)), k + 1) if expects else None
        if token.pos_ in ("VERB", "AUX", "PUNCT", "CCONJ") or token.like_num:
            return None
    return None


def _before(doc: Doc, i: int) -> tuple[int, int] | None:
    """ "Wall Street expected just 77 cents"."""
    if EXPECTED.isdisjoint(parse_of(doc).lower[max(i - REACH, 0) : i]):
        return None
    k = i - 1
    while k > doc[i].sent.start and i - k < REACH and doc[k].lower_ in SOFT:
        k -= 1
    if doc[k].lower_ not in EXPECTED or k == doc[i].sent.start:
        return None
    head = k - 2 if doc[k - 1].pos_ == "AUX" and k - 2 >= doc[i].sent.start else k - 1
    return (_left(doc[head]), head + 1) if doc[head].lower_ in FORECASTERS else None


def _left(token: Token) -> int:
    """Where the words before a head begin that belong to its name."""
    k = token.i
    while k > token.sent.start and _joins(token.doc[k - 1]):
        k -= 1
    return k


def _joins(token: Token) -> bool:
    """Whether a word before a head is part of its phrase: "Wall Street", "market analysts"."""
    return token.pos_ in ("PROPN", "NOUN", "ADJ") and token.is_alpha and token.dep_ in ("compound", "amod", "nmod")


def _phrase(doc: Doc, k: int) -> tuple[int, int] | None:
    """The noun phrase from token k, with a tail "polled by X", "at X"."""
    end = doc[k].sent.end if k < len(doc) else k
    head = next(
        (n for n in range(k, min(end, k + 6)) if doc[n].pos_ in ("NOUN", "PROPN") and doc[n].dep_ != "compound"), None
    )
    if head is None:
        return None
    tail = head + 1
    if tail + 1 < end and doc[tail].lower_ in ("polled", "surveyed") and doc[tail + 1].lower_ == "by":
        tail += 2
        while tail < end and doc[tail].pos_ == "PROPN":
            tail += 1
    elif tail < end and doc[tail].lower_ == "at" and tail + 1 < end and doc[tail + 1].pos_ == "PROPN":
        tail += 1
        while tail < end and doc[tail].pos_ == "PROPN":
            tail += 1
    return k, tail
