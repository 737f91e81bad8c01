"""Names: spaCy's entities, corrected and completed by the gazetteer, consistent within the article."""

from spacy.tokens import Doc

from pipeline.layers.entities.cluster import entities
from pipeline.layers.entities.lookup import entity_at
from pipeline.layers.entities.persons import person_info
from pipeline.layers.entities.sheet import make_sheet
from pipeline.layers.entities.spot import spots
from pipeline.layers.entities.topic import topic
from pipeline.layers.store import layers

__all__ = ["add_entities", "entity_at", "person_info", "topic"]


def add_entities(doc: Doc) -> Doc:
    """Write the `entities` layer: every name with its type, canonical name and key."""
    sheet = make_sheet(doc)
    layers(doc)["entities"] = entities(sheet, spots(sheet))
    return doc
