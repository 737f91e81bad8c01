"""Time expressions, resolved against the publication date."""

from spacy.tokens import Doc

from pipeline.layers.store import layers


def add_times(doc: Doc) -> Doc:
    """Write the `times` layer."""
    layers(doc)["times"] = []
    return doc
