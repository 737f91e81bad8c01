"""Why a claim is as it is: rule ids from its JSON, and, with the Doc at hand, what moved each model."""

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from pipeline.claims.drafts import Draft, finish
from pipeline.claims.linking import MODEL as ENTITY
from pipeline.claims.ranker import load_ranker
from pipeline.claims.reasons import MODEL as CLAIM
from pipeline.claims.trees import load_trees
from pipeline.layers.store import text_of

RULES = {
    "link.owner": 'the entity owns the metric (possessive, "of", compound)',
    "link.subject": "the entity is (in) the subject of the clause",
    "link.sentence": "the entity stands in the same sentence",
    "link.topic": "the entity is what the article is about",
    "link.discourse": "the entity is carried over from another sentence",
    "list.each": "one of several entities that share the range",
    "list.collective": "one of several entities that share a spread",
    "list.respective": "paired with its number by order (respectively)",
    "move.linked": "told of one movement together with the related claims",
    "repeat.date": "the date comes from the sentence that repeats the figure",
}
FLAGS = {
    "contradicts": "from, to and by of the movement do not fit, even with rounding",
    "out_of_bounds": "no sane level of its metric (bounds in rules/metrics.toml)",
    "low_confidence": "below the confidence under which claims are marked",
}


def explain_claim(claim: Mapping[str, Any], doc: Doc | None = None) -> list[str]:
    """One line for each thing that decided a field of a claim (its JSON); with its Doc also what moved the models."""
    lines = []
    for span in claim["evidence"]["spans"]:
        said = RULES.get(span["rule"], span["rule"])
        lines.append(f"{span['of']}: {span['text']!r} [{span['start']}, {span['end']}) by {said}")
    placed = {span["rule"] for span in claim["evidence"]["spans"]}
    lines += [f"rule: {RULES.get(r, r)}" for r in claim["rules"] if r not in placed]
    if claim.get("date"):
        lines.append(f"date: basis {claim['date']['basis']}")
    lines += [f"flag: {FLAGS.get(f, f)}" for f in claim["flags"]]
    lines += [f"related: {r['relation']} {r['id']}" for r in claim["related"]]
    lines.append(f"confidence: {claim['confidence']}")
    return lines + (_models(claim, doc) if doc is not None else [])


def _models(claim: Mapping[str, Any], doc: Doc) -> list[str]:
    """What moved the models, read again from the Doc."""
    from pipeline.claims.assembly import draft

    drafts, _ = draft(doc)
    finish(doc, drafts, text_of(doc))
    found = next((d for d in drafts if d.id == claim["id"]), None)
    return _lines(found) if found is not None else []


def _lines(d: Draft) -> list[str]:
    lines = []
    for part in ("claim", "entity", "metric"):
        if part in d.parts:
            lines.append(f"{part}: probability {d.parts[part]:.2f}")
    ranker = load_ranker(ENTITY)
    if ranker and "entity" in d.why:
        moved = ranker.why(*d.why["entity"])
        lines += [f"entity: {name} {weight:+.2f}" for name, weight in moved]
    trees = load_trees(CLAIM)
    if trees and "claim" in d.why:
        lines += [f"claim: {name} {weight:+.2f}" for name, weight in trees.why(dict(d.why["claim"]))]
    lines += [f"confidence: {name} right with {p:.2f}" for name, p in d.why.get("confidence", ())]
    return lines
