"""Attributed statements, for claims of kind `statement`."""

from typing import Any

from spacy.tokens import Doc

from pipeline.layers.attributions.sourcing import quoted_at
from pipeline.layers.store import Attribution, Entity, layers, text_of


def statements(doc: Doc) -> list[dict[str, Any]]:
    """Who said what: one record an attribution of speech with a source, in text order.

    Keys: `chain` (links, innermost first), `cue`, `start`, `end` and `text` (the exact characters from the
    first to the last word of the content), `content` (character spans), `said` (dates or None),
    `about` (entity name or None), `rule`.
    """
    return [_record(doc, one) for one in layers(doc).get("attributions", []) if _is_speech(doc, one)]


def _is_speech(doc: Doc, one: Attribution) -> bool:
    """Somebody says a clause or is quoted: not a wish, a liking or a deed."""
    if not one["chain"] or one["rule"].endswith("?"):
        return False
    if any(quoted_at(doc, (a + b) // 2) for a, b in one["content"]):
        return True
    spans = (doc.char_span(a, b, alignment_mode="expand") for a, b in one["content"])
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for span in spans if span is not None for t in span)
    return finite and one["rule"] != "labeller"


def _record(doc: Doc, one: Attribution) -> dict[str, Any]:
    start, end = one["content"][0][0], one["content"][-1][1]
    return {
        "chain": one["chain"],
        "cue": one["chain"][0]["cue"],
        "start": start,
        "end": end,
        "text": text_of(doc)[start:end],
        "content": one["content"],
        "said": one["said"],
        "about": _about(doc, one),
        "rule": one["rule"],
    }


def _about(doc: Doc, one: Attribution) -> str | None:
    """The entity that the statement is about: a subject in it, else the first one named, not the speaker."""
    speakers = {link["name"] for link in one["chain"]}
    inside: list[Entity] = [
        e
        for e in layers(doc).get("entities", [])
        if e["name"] not in speakers and any(a <= e["start"] and e["end"] <= b for a, b in one["content"])
    ]
    subjects = [e for e in inside if doc[e["i"] : e["j"]].root.dep_ in ("nsubj", "nsubjpass")]
    return next((e["name"] for e in (*subjects, *inside)), None)
