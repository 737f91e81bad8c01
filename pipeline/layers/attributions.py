"""Who said it, by which cue, and what."""

from spacy.tokens import Doc

from pipeline.layers.store import layers


def add_attributions(doc: Doc) -> Doc:
    """Write the `attributions` layer."""
    layers(doc)["attributions"] = []
    return doc
