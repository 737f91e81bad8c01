"""Attributions by rule: speech verbs over the parse, fixed phrases, captions, headlines and quotations."""

from functools import cache

from spacy.attrs import LOWER
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from pipeline.layers.attributions import lexicon
from pipeline.layers.attributions.found import Found, subtract
from pipeline.layers.attributions.grammar import RELATIVE, clause_content, cue_span, phrase, subject_of, trim, within
from pipeline.layers.attributions.phrases import phrase_attributions
from pipeline.layers.attributions.speech import quote_attributions

LONGEST = 14
"""Most tokens of a source between a comma and its verb."""
CLOSING = frozenset({".", ",", ";", ":", "!", "?", ")", "”", '"', "''", "\u2014", "\u2013", "-"})
NOT_SPEAKERS = frozenset({"it", "this", "that", "there", "what", "these", "those"})
PASSIVE_IDLE = frozenset({"expected", "believed", "thought", "said", "reported", "estimated", "forecast", "understood"})


def find_by_rule(doc: Doc) -> list[Found]:
    """All attributions that rules find, in text order."""
    table, nouns = lexicon.verbs(), lexicon.nouns()
    found: list[Found] = []
    keys = _keys()
    for i in [i for i, key in enumerate(doc.to_array([LOWER]).ravel().tolist()) if key in keys]:
        token = doc[i]
        cue = table.get(token.lower_)
        one = verb_attribution(token, cue) if cue is not None else None
        if one is None and token.lower_ in nouns and token.pos_ == "NOUN":
            one = noun_attribution(token, nouns[token.lower_])
        if one is not None:
            found.append(one)
    found += phrase_attributions(doc)
    found = quote_attributions(doc, found)
    return sorted(found, key=lambda f: (f.anchor, f.content))


@cache
def _keys() -> frozenset[int]:
    """The hashes of all words that may be a cue, as spaCy gives them for a whole Doc at once."""
    return frozenset(get_string_id(word) for word in (*lexicon.verbs(), *lexicon.nouns()))


def verb_attribution(verb: Token, cue: lexicon.Cue) -> Found | None:
    """The attribution that a verb of the lexicon makes with its subject and complement, or None."""
    tail = _tail(verb, cue)
    if tail is not None:
        return tail
    if not _is_verb(verb):
        return None
    if cue.objects and not any(c.lower_ in cue.objects for c in verb.children if c.dep_ == "dobj"):
        return None
    subject = subject_of(verb)
    if subject is None or subject.lower_ in NOT_SPEAKERS - {"it", "that"}:
        return _sourceless(verb, cue)
    source = [phrase(subject, verb)]
    content = clause_content(verb, source, cue.takes)
    if content is None:
        return None
    spans = trim(verb.doc, subtract(content[0], cue_span(verb)))
    if not spans:
        return None
    return Found(source, cue_span(verb), spans, f"{cue.id}/{content[1]}", verb.i, cue.sourcing)


def _is_verb(token: Token) -> bool:
    """A verb, or what only its place in the parse shows to be one (`the review forecasts growth`)."""
    if token.pos_ in ("VERB", "AUX"):
        return True
    deps = {c.dep_ for c in token.children}
    return token.dep_ == "ROOT" and "nsubj" in deps and "dobj" in deps


def _tail(verb: Token, cue: lexicon.Cue) -> Found | None:
    """`Rents rose 3%, Harbour Data figures show.`: read from the commas, since parsers take `show` for a noun here."""
    if "clause" not in cue.takes or verb.lower_.endswith("ing"):
        return None
    doc, sentence = verb.doc, verb.sent
    after = doc[verb.i + 1] if verb.i + 1 < sentence.end else None
    if after is not None and not (after.is_space or after.text in CLOSING):
        return None
    comma = next(
        (t for t in reversed(doc[max(sentence.start, verb.i - LONGEST) : verb.i]) if t.text in (",", "–", "—")), None
    )
    if comma is None or comma.i - sentence.start < 3:
        return None
    name = doc[comma.i + 1 : verb.i]
    if not any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in name) or any(_clausal(t) for t in name):
        return None
    before = doc[sentence.start : comma.i]
    if not any(t.pos_ in ("VERB", "AUX") for t in before):
        return None
    if name[0].lower_ in RELATIVE or name[0].pos_ in ("CCONJ", "SCONJ"):
        return None
    end = sentence.end if after is not None and after.text in (",", "–", "—") else verb.i + 1
    content = trim(doc, within(verb, [(sentence.start, comma.i), (verb.i + 1, end)]))
    return Found([(name.start, name.end)], [(verb.i, verb.i + 1)], content, f"{cue.id}/tail", verb.i, cue.sourcing)


def _clausal(token: Token) -> bool:
    """A finite verb or a mark of a clause."""
    finite = token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP", "MD")
    return finite or token.text in "'\"“”"


def noun_attribution(noun: Token, cue: lexicon.Cue) -> Found | None:
    """`the bank's forecast of a 2% fall`, `his claim that ...`, `the firm's argument was that ...`."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    if owner is None:
        return None
    clause = next((c for c in noun.children if c.dep_ in ("acl", "ccomp") and c.i > noun.i and c.tag_ != "VBN"), None)
    if clause is None and noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        clause = next((c for c in noun.head.children if c.dep_ == "ccomp"), None)
    if clause is None:
        clause = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "for")), None)
    if clause is None or any(clause.left_edge.i <= owner.i <= clause.right_edge.i for _ in (0,)):
        return None
    content = trim(noun.doc, [(clause.left_edge.i, clause.right_edge.i + 1)])
    return (
        Found([phrase(owner)], [(noun.i, noun.i + 1)], content, f"{cue.id}/noun", noun.i, cue.sourcing)
        if content
        else None
    )


def _sourceless(verb: Token, cue: lexicon.Cue) -> Found | None:
    """`It is said that ...`, `is expected to ...`: content and cue without anyone who says it."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    if not passive or verb.lower_ not in PASSIVE_IDLE:
        return None
    content = clause_content(verb, [], cue.takes | {"infinitive"})
    if content is None:
        return None
    spans = trim(verb.doc, subtract(content[0], cue_span(verb)))
    return Found([], cue_span(verb), spans, f"{cue.id}/passive", verb.i, False, hedged=verb.lower_ != "expected")
