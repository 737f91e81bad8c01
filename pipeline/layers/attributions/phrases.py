"""Attributions without a verb: according to, citing, reportedly, source captions, headlines with a colon."""

import re

from spacy.tokens import Doc, Token

from pipeline.layers.attributions import lexicon
from pipeline.layers.attributions.found import Found, Pairs, subtract
from pipeline.layers.attributions.grammar import extent, phrase, trim
from pipeline.layers.attributions.names import ANONYMOUS, COMPANY_NOUNS, DATA, DOCUMENT, PEOPLE
from pipeline.layers.store import context, text_of

SAYS = re.compile(r"\b(?:says?|warns?|claims?|reports?|finds?|shows?) (?=(?:the )?[A-Z])")
COLON = re.compile(r"^([A-Z][\w.&'’-]*(?: [\w.&'’-]+){0,4}): (?=\S)")
SHORT = 60
LEAST = 3
HEADS = ("headline", "heading", "standfirst")


def phrase_attributions(doc: Doc) -> list[Found]:
    """Attributions of fixed phrases, in text order."""
    found = [*_prepositions(doc), *_adverbs(doc), *_captions(doc), *_colons(doc), *_inverted(doc)]
    return sorted(found, key=lambda f: f.anchor)


def _token_span(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    return None if span is None else (span.start, span.end)


def _prepositions(doc: Doc) -> list[Found]:
    found = []
    for match in lexicon.phrases("preposition").finditer(text_of(doc)):
        place = _token_span(doc, *match.span())
        if place is None or place[1] >= len(doc):
            continue
        i, j = place
        if match.group().startswith(",") and doc[j].pos_ != "PROPN":
            continue
        source = _object_after(doc, j)
        if source is None:
            continue
        a, b = source
        if "citing" in match.group().lower() and not _tells(doc, a, b):
            continue  # "citing potential oversupply" gives a reason, no source
        content = trim(doc, subtract([clause_around(doc, i, b)], [(i, b)]))
        if content:
            words = match.group().lower().strip(", ").replace(" ", "_")
            found.append(Found([(a, b)], [(i, j)], content, f"preposition.{words}", i))
    return found


def _tells(doc: Doc, a: int, b: int) -> bool:
    """Whether a phrase names somebody, or people or papers that can tell."""
    tellers = DATA | DOCUMENT | PEOPLE | ANONYMOUS | COMPANY_NOUNS
    return any(t.pos_ == "PROPN" or t.lower_ in tellers for t in doc[a:b])


def _object_after(doc: Doc, j: int) -> tuple[int, int] | None:
    """The noun phrase behind a phrase that ends before token j."""
    sentence_end = doc[j - 1].sent.end
    head: Token | None = None
    for token in doc[j : min(sentence_end, j + 12)]:
        if token.text == ",":
            break
        name = token.dep_ == "pobj" and token.text[:1].isupper()  # "Nationwide", taken for an adverb
        if (name or token.pos_ in ("NOUN", "PROPN", "PRON", "NUM")) and not any(
            token.head == other and token.dep_ in ("compound", "poss", "nmod", "amod", "nummod")
            for other in doc[j:sentence_end]
        ):
            head = token
            break
    if head is None:
        return None
    a, b = phrase(head)
    a = max(a, j)
    stop = next((t.i for t in doc[head.i : b] if t.text in (",", ";") and not _apposition(t, b)), b)
    return (a, stop) if stop > a else None


def _apposition(comma: Token, stop: int) -> bool:
    """Whether a comma inside a noun phrase opens a short apposition (`Ann Lee, a broker,`), not a new clause."""
    rest = comma.doc[comma.i + 1 : stop]
    return 0 < len(rest) <= 12 and not any(t.pos_ in ("VERB", "AUX") and t.dep_ not in ("amod", "acl") for t in rest)


def clause_around(doc: Doc, i: int, j: int) -> tuple[int, int]:
    """The part of the sentence that a phrase [i, j) speaks for: to the semicolon or quotation on either side."""
    sentence = doc[i].sent
    start, end = sentence.start, sentence.end
    for token in doc[start:i]:
        if token.text == ";":
            start = token.i + 1
    for token in doc[j:end]:
        if token.text == ";":
            end = token.i
            break
    return start, end


def _adverbs(doc: Doc) -> list[Found]:
    found = []
    for match in lexicon.phrases("adverb").finditer(text_of(doc)):
        place = _token_span(doc, *match.span())
        if place is None:
            continue
        i, j = place
        top = doc[i].head if doc[i].head.pos_ in ("VERB", "AUX") else None
        around = extent(top) if top is not None else clause_around(doc, i, j)
        content = trim(doc, subtract([around], [(i, j)]))
        found.append(Found([], [(i, j)], content, f"adverb.{match.group().lower()}", i, False, hedged=True))
    return found


def _captions(doc: Doc) -> list[Found]:
    """`Rents by quarter. Source: Harbour Data`: the source of its line, or of the block before."""
    found = []
    for match in lexicon.phrases("caption").finditer(text_of(doc)):
        line_start = text_of(doc).rfind("\n", 0, match.start()) + 1
        line_end = text_of(doc).find("\n", match.end())
        line_end = len(text_of(doc)) if line_end < 0 else line_end
        name_end = min(
            [line_end, *(p for p in (text_of(doc).find(c, match.end(), line_end) for c in (".", ";", ")")) if p > 0)]
        )
        name, cue = _token_span(doc, match.end(), name_end), _token_span(doc, *match.span())
        if name is None or cue is None or name_end - match.end() > 80:
            continue
        before: Pairs = []
        if text_of(doc)[line_start : match.start()].strip():
            place = _token_span(doc, line_start, match.start())
            before = [place] if place else []
        elif line_start > 1:
            place = _token_span(doc, text_of(doc).rfind("\n", 0, line_start - 1) + 1, line_start - 1)
            before = [place] if place and "caption" in _roles(doc, line_start - 2) else []
        content = trim(doc, subtract(before, [cue]))
        source = trim(doc, [name])
        if content and source:
            found.append(Found(source, [cue], content, "caption.source", cue[0]))
    return found


def _roles(doc: Doc, char: int) -> set[str]:
    return {b["role"] for b in context(doc)["blocks"] if b["start"] <= char < b["end"]}


def _colons(doc: Doc) -> list[Found]:
    """`Mayor: the bridge will close`: a headline with its speaker before a colon."""
    found = []
    for block in context(doc)["blocks"]:
        if block["role"] not in HEADS:
            continue
        text = text_of(doc)[block["start"] : block["end"]]
        match = COLON.match(text)
        if match is None:
            continue
        source = _token_span(doc, block["start"] + match.start(1), block["start"] + match.end(1))
        content = _token_span(doc, block["start"] + match.end(), block["end"])
        if source and content and any(t.pos_ in ("PROPN", "NOUN") for t in doc[source[0] : source[1]]):
            found.append(
                Found([source], [(source[1], source[1] + 1)], trim(doc, [content]), "headline.colon", source[1])
            )
    return found


def _inverted(doc: Doc) -> list[Found]:
    """`Rents to fall, says Harbour Data`: a headline that closes with its speaker."""
    found = []
    for block in context(doc)["blocks"]:
        if block["role"] not in HEADS and block["end"] - block["start"] > SHORT:
            continue
        text = text_of(doc)[block["start"] : block["end"]]
        match = next((m for m in SAYS.finditer(text) if len(text[: m.start()].split()) >= LEAST), None)
        if match is None or len(text[match.end() :].split()) > LEAST + 2 or "." in text[match.end() : -1]:
            continue
        at = block["start"]
        places = [
            _token_span(doc, at + a, at + b) for a, b in ((match.end(), len(text)), match.span(), (0, match.start()))
        ]
        if all(places) and not any(t.pos_ in ("VERB", "AUX") for t in doc[places[0][0] : places[0][1]]):  # type: ignore[index]
            source, cue, content = (p for p in places if p is not None)
            found.append(Found(trim(doc, [source]), [cue], trim(doc, [content]), "headline.says", cue[0]))
    return found
