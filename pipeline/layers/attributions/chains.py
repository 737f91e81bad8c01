"""Chains of sources: what stands behind the words at a place, innermost first."""

from spacy.tokens import Doc

from pipeline.layers.attributions.found import Found
from pipeline.layers.attributions.names import entity_index, link_for
from pipeline.layers.store import Attribution, Entity, Link, layers

OUTLETS = frozenset({"ORG", "PRODUCT"})
AUDIENCE = frozenset({"tell", "told", "tells", "telling"})


def to_attributions(doc: Doc, found: list[Found]) -> list[Attribution]:
    """The layer's records, with resolved chains, in text order."""
    index = entity_index(doc)
    return [_attribution(doc, f, index) for f in found if f.content]


def _chars(doc: Doc, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(doc[a].idx, doc[b - 1].idx + len(doc[b - 1])) for a, b in spans]


def _attribution(doc: Doc, found: Found, index: dict[int, Entity]) -> Attribution:
    chain: list[Link] = []
    cue = " ".join(doc[a:b].text for a, b in found.cue) or None
    for span in found.source[:1]:
        link = link_for(doc, span, cue, index)
        if link is not None:
            chain.append(link)
    if chain:
        chain += _heard_by(doc, found, index)
    return Attribution(
        source=_chars(doc, found.source),
        cue=_chars(doc, found.cue),
        content=_chars(doc, found.content),
        chain=chain,
        said=None,
        hedged=found.hedged,
        rule=found.rule + ("" if found.sourcing else "?"),
    )


def _heard_by(doc: Doc, found: Found, index: dict[int, Entity]) -> list[Link]:
    """`told Harbour News`, `in an interview with Harbour News`: the outlet that carried the words."""
    verb = doc[found.anchor]
    for child in verb.children:
        named = child.ent_type_ in OUTLETS and child.pos_ == "PROPN"
        if verb.lower_ in AUDIENCE and child.dep_ in ("dobj", "dative", "iobj") and named:
            ent = next((e for e in doc.ents if e.start <= child.i < e.end), None)
            link = link_for(doc, (ent.start, ent.end) if ent else (child.i, child.i + 1), verb.text, index)
            return [link] if link is not None else []
    return []


def covering(doc: Doc, start: int, end: int) -> list[Attribution]:
    """Attributions whose content covers the characters, smallest content first."""
    hits = []
    for attribution in layers(doc).get("attributions", []):
        if any(a <= start and end <= b for a, b in attribution["content"]):
            size = sum(b - a for a, b in attribution["content"])
            hits.append((size, attribution["content"][0][0], attribution))
    return [a for _, _, a in sorted(hits, key=lambda h: h[:2])]


def chain_at(doc: Doc, start: int, end: int) -> list[Link]:
    """The chain of sources of the words at characters [start, end): innermost first, the publisher not included.

    Only cues that make their source answer for a number count (`sourcing` in rules/cues.toml).
    """
    chain: list[Link] = []
    for attribution in covering(doc, start, end):
        if attribution["rule"].endswith("?"):
            continue
        known = {link["name"].lower() for link in chain}
        chain += [link for link in attribution["chain"] if link["name"].lower() not in known]
    return chain


def hedged_at(doc: Doc, start: int, end: int) -> bool:
    """Whether the words at characters [start, end) are hearsay without a name: reportedly, it is said that."""
    return any(attribution["hedged"] for attribution in covering(doc, start, end))
