"""Who speaks in quotation marks: quotations joined to the cue beside them, over sentences and paragraphs."""

import numpy as np
from spacy.attrs import IS_SPACE
from spacy.tokens import Doc

from pipeline.layers.attributions import lexicon
from pipeline.layers.attributions.found import Found, Pairs, join, subtract
from pipeline.layers.attributions.grammar import cue_span, phrase, subject_of
from pipeline.layers.attributions.quotes import quotations
from pipeline.layers.store import text_of

SHORT = 3


def quote_attributions(doc: Doc, found: list[Found]) -> list[Found]:
    """`found`, with every longer quotation joined to the attribution of its speaker (made where there is none yet)."""
    by_anchor = {f.anchor: f for f in found}
    previous: Found | None = None
    for start, end, spans in _lines(doc):
        quotes = [(a, b) for a, b in spans if b - a > SHORT or (a, b) == (start + 1, end - 1)]
        if not quotes:
            previous = previous if _blank(doc, start, end) else None
            continue
        speaker = _speaker(doc, start, end, quotes, by_anchor)
        if speaker is None and previous is not None and _all_quote(doc, start, end, quotes):
            speaker = previous
        if speaker is not None:
            speaker.content = join(subtract(speaker.content + quotes, speaker.cue + speaker.source))
            previous = speaker
            if speaker.anchor not in by_anchor:
                by_anchor[speaker.anchor] = speaker
                found.append(speaker)
    return found


def _lines(doc: Doc) -> list[tuple[int, int, Pairs]]:
    """Lines of the text as token spans, each with its quotations."""
    quotes = quotations(text_of(doc))
    spans: Pairs = []
    for a, b in quotes:
        span = doc.char_span(a, b, alignment_mode="expand")
        if span is not None:
            spans.append((span.start, span.end))
    spaces = np.flatnonzero(doc.to_array([IS_SPACE])).tolist()
    ends = [i for i in spaces if "\n" in doc[i].text]
    lines: list[tuple[int, int, Pairs]] = []
    start = at = 0
    for end in [*ends, len(doc)]:
        mine: Pairs = []
        while at < len(spans) and spans[at][0] < end:
            mine.append(spans[at])
            at += 1
        if end > start:
            lines.append((start, end, mine))
        start = end + 1
    return lines


def _blank(doc: Doc, start: int, end: int) -> bool:
    return all(t.is_space for t in doc[start:end])


def _all_quote(doc: Doc, start: int, end: int, quotes: Pairs) -> bool:
    """Whether hardly a word of the line stands outside its quotations."""
    outside = [t for t in doc[start:end] if not (t.is_punct or t.is_space) and not any(a <= t.i < b for a, b in quotes)]
    return not outside


def _speaker(doc: Doc, start: int, end: int, quotes: Pairs, known: dict[int, Found]) -> Found | None:
    """The cue outside the quotations of the line that has a subject, nearest to a quotation's edge."""
    best: tuple[int, int] | None = None
    table = lexicon.verbs()
    for token in doc[start:end]:
        cue = table.get(token.lower_)
        if cue is None or "quote" not in cue.takes or any(a <= token.i < b for a, b in quotes):
            continue
        if token.i not in known and (token.pos_ not in ("VERB", "AUX") or subject_of(token) is None):
            continue
        distance = min(min(abs(token.i - b), abs(a - token.i)) for a, b in quotes)
        if best is None or distance < best[0]:
            best = (distance, token.i)
    if best is None:
        return None
    verb = doc[best[1]]
    if verb.i in known:
        return known[verb.i]
    subject = subject_of(verb)
    if subject is None:
        return None
    rule = f"{table[verb.lower_].id}/quote"
    return Found([phrase(subject, verb)], cue_span(verb), [], rule, verb.i, True)


def whole_quotations(doc: Doc, found: list[Found]) -> list[Found]:
    """The labeller's attributions with quotations in whole or not at all, where the cue stands outside them.

    A sequence labeller loses its thread in long speech; nobody quotes a quotation by half.
    """
    spans: Pairs = []
    for a, b in quotations(text_of(doc)):
        span = doc.char_span(a, b, alignment_mode="contract")
        if span is not None and len(span) > 1:
            spans.append((span.start, span.end))
    for one in found:
        low, high = one.content[0][0], one.content[-1][1]
        for a, b in spans:
            if a < high and b > low and not a <= one.anchor < b:
                _square(one, a, b)
    return [one for one in found if one.content]


def _square(one: Found, a: int, b: int) -> None:
    """Fill or empty the tokens [a, b) of the content, by its larger part."""
    inside = sum(max(0, min(j, b) - max(i, a)) for i, j in one.content)
    taken = [(i, j) for i, j in one.source + one.cue if i < b and j > a]
    if inside == 0 or taken or inside == b - a:
        return
    if inside * 2 >= b - a:
        one.content = join([*one.content, (a, b)])
    else:
        one.content = subtract(one.content, [(a, b)])
