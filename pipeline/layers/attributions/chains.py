"""Chains of sources: what stands behind the words at a place, innermost first."""

from spacy.tokens import Doc

from pipeline.layers.attributions.expectations import expectation_at
from pipeline.layers.attributions.found import Found
from pipeline.layers.attributions.names import Index, entity_index, link_for
from pipeline.layers.attributions.sourcing import candidates, counts
from pipeline.layers.store import Attribution, Link, layers
from pipeline.layers.times import said_date

OUTLETS = frozenset({"ORG", "PRODUCT"})
AUDIENCE = frozenset({"tell", "told", "tells", "telling"})


def to_attributions(doc: Doc, found: list[Found]) -> list[Attribution]:
    """The layer's records, with resolved chains, in text order."""
    index = entity_index(doc)
    return [_attribution(doc, f, index) for f in found if f.content]


def _chars(doc: Doc, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(doc[a].idx, doc[b - 1].idx + len(doc[b - 1])) for a, b in spans]


def _attribution(doc: Doc, found: Found, index: Index) -> Attribution:
    chain: list[Link] = []
    cue = " ".join(doc[a:b].text for a, b in found.cue) or None
    for span in found.source[:1]:
        link = link_for(doc, span, cue, index)
        if link is not None:
            chain += [link, *(one for one in _fellows(doc, span, cue, index) if one["name"] != link["name"])]
    if chain:
        chain += _heard_by(doc, found, index)
    one = Attribution(
        source=_chars(doc, found.source),
        cue=_chars(doc, found.cue),
        content=_chars(doc, found.content),
        chain=chain,
        said=None,
        hedged=found.hedged,
        rule=found.rule + ("" if found.sourcing else "?"),
        anchor=found.anchor,
        score=round(found.score, 4),
        reach=_chars(doc, found.reach),
    )
    if layers(doc).get("times"):
        one["said"] = said_date(doc, one)
    return one


def _fellows(doc: Doc, span: tuple[int, int], cue: str | None, index: Index) -> list[Link]:
    """`Harbour Data and Norvik said`: the other names of a list of sources."""
    root = doc[span[0] : span[1]].root
    out = []
    for token in root.conjuncts:
        named = span[0] <= token.i < span[1] and token.pos_ == "PROPN"
        link = link_for(doc, (token.left_edge.i, token.i + 1), cue, index) if named and token.i in index else None
        if link is not None:
            out.append(link)
    return out


def _heard_by(doc: Doc, found: Found, index: Index) -> list[Link]:
    """`told Harbour News`, `in an interview with Harbour News`: the outlet that carried the words."""
    verb = doc[found.anchor]
    for child in verb.children:
        named = child.ent_type_ in OUTLETS and child.pos_ == "PROPN"
        if verb.lower_ in AUDIENCE and child.dep_ in ("dobj", "dative", "iobj") and named:
            ent = index.ent_at(child.i)
            link = link_for(doc, (ent.start, ent.end) if ent else (child.i, child.i + 1), verb.text, index)
            return [link] if link is not None else []
    return []


def chain_at(doc: Doc, start: int, end: int) -> list[Link]:
    """The chain of sources of the words at characters [start, end): innermost first, the publisher not included."""
    expected = expectation_at(doc, start, end)
    if expected is not None:
        return [expected]
    chain: list[Link] = []
    found = candidates(doc, start, end)
    for rank, attribution in enumerate(found):
        if counts(doc, attribution, start, end, rank, len(found)):
            known = {link["name"].lower() for link in chain}
            chain += [link for link in attribution["chain"] if link["name"].lower() not in known]
    return chain


def hedged_at(doc: Doc, start: int, end: int) -> bool:
    """Whether the words at characters [start, end) are hearsay without a name: reportedly, it is said that."""
    found = layers(doc).get("attributions", [])
    return any(a["hedged"] and any(s <= start and end <= e for s, e in a["content"]) for a in found)
