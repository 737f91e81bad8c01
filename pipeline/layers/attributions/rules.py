"""Attributions by rule: speech verbs over the parse, fixed phrases, captions, headlines and quotations."""

from spacy.tokens import Doc, Token

from pipeline.layers.attributions import lexicon
from pipeline.layers.attributions.found import Found, subtract
from pipeline.layers.attributions.grammar import clause_content, cue_span, phrase, subject_of, trim
from pipeline.layers.attributions.phrases import phrase_attributions
from pipeline.layers.attributions.speech import quote_attributions

NOT_SPEAKERS = frozenset({"it", "this", "that", "there", "what", "these", "those"})
PASSIVE_IDLE = frozenset({"expected", "believed", "thought", "said", "reported", "estimated", "forecast", "understood"})


def find_by_rule(doc: Doc) -> list[Found]:
    """All attributions that rules find, in text order."""
    found = [f for token in doc if (f := verb_attribution(token)) is not None]
    found += phrase_attributions(doc)
    found = quote_attributions(doc, found)
    return sorted(found, key=lambda f: (f.anchor, f.content))


def verb_attribution(verb: Token) -> Found | None:
    """The attribution that a verb of the lexicon makes with its subject and complement, or None."""
    cue = lexicon.verbs().get(verb.lower_)
    if cue is None or verb.pos_ not in ("VERB", "AUX"):
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
