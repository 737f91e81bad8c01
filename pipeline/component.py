"""The stages as one spaCy component, and the `doc._.claims` extension."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components import STAGES, _load
from pipeline.layers.store import layers, spans
from pipeline.nlp import AFTER_MODEL


def _claims(doc: Doc) -> list[dict[str, object]]:
    return layers(doc).get("claims", [])


class Newsclaims:
    """Runs every stage after the model, then mirrors the layers as span groups."""

    def __init__(self, nlp: Language) -> None:
        self._stages = [_load(STAGES[name]) for name in AFTER_MODEL]
        self._vocab = nlp.vocab
        if not Doc.has_extension("claims"):
            Doc.set_extension("claims", getter=_claims)

    def __call__(self, doc: Doc) -> Doc:
        """Add layers, claims and span groups to a Doc."""
        for stage in self._stages:
            doc = stage(doc)
        spans(doc)
        return doc
