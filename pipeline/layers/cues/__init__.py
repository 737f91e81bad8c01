"""Modality, negation, hedges."""

from spacy.tokens import Doc

from pipeline.layers.store import layers


def add_cues(doc: Doc) -> Doc:
    """Write the `cues` layer."""
    layers(doc)["cues"] = []
    return doc
