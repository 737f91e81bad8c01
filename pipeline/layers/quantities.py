"""Numbers, units, ranges, bounds; every number accounted for."""

from spacy.tokens import Doc

from pipeline.layers.store import layers


def add_quantities(doc: Doc) -> Doc:
    """Write the `quantities` and `numbers` layers."""
    layers(doc)["quantities"] = []
    layers(doc)["numbers"] = []
    return doc
