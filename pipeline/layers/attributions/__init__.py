"""Who said it, by which cue, and what: the `attributions` layer, and the chains of sources that follow from it."""

from spacy.tokens import Doc

from pipeline.layers.attributions.chains import chain_at, hedged_at, to_attributions
from pipeline.layers.attributions.combine import combine
from pipeline.layers.attributions.labeller import find_by_model, threshold
from pipeline.layers.attributions.rules import find_by_rule
from pipeline.layers.attributions.sourcing import MORE
from pipeline.layers.attributions.speech import whole_quotations
from pipeline.layers.attributions.statements import statements
from pipeline.layers.store import layers

__all__ = ["add_attributions", "chain_at", "hedged_at", "statements"]


def add_attributions(doc: Doc) -> Doc:
    """Write the `attributions` layer (and, beside it, candidates that only the chains of numbers look at)."""
    layers(doc)["attributions"] = []
    if doc.has_annotation("DEP"):
        labelled = whole_quotations(doc, find_by_model(doc))
        sure, maybe = combine(labelled, find_by_rule(doc), threshold())
        layers(doc)["attributions"] = to_attributions(doc, sure)
        doc.user_data[MORE] = to_attributions(doc, maybe)
    return doc
