"""The stages as one spaCy component, and the `doc._.claims` extension."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components import STAGES, _load
from pipeline.errors import NewsclaimsError
from pipeline.layers.store import BlockInfo, context, layers, spans
from pipeline.nlp import AFTER_MODEL


def _claims(doc: Doc) -> list[dict[str, object]]:
    return layers(doc).get("claims", [])


def _add_blocks(doc: Doc) -> None:
    from pipeline.pages import article_from_text

    known = context(doc)
    article = article_from_text(doc.text, title=known["title"], published=known["published"])
    known["language"] = known["language"] or article.language
    known["blocks"] = [
        BlockInfo(role=b.role, start=b.start, end=b.end, language=b.language, at=b.at) for b in article.blocks
    ]


def _attribution_spans(doc: Doc) -> None:
    """Attributions as `doc.spans["newsclaims_attributions"]`: the pieces of source, cue and content, so labelled."""
    pieces = [
        doc.char_span(start, end, label=part, span_id=found["rule"], alignment_mode="expand")
        for found in layers(doc).get("attributions", [])
        for part, places in (("source", found["source"]), ("cue", found["cue"]), ("content", found["content"]))
        for start, end in places
    ]
    doc.spans["newsclaims_attributions"] = [span for span in pieces if span is not None]


class Newsclaims:
    """Runs every stage after the model, then mirrors the layers as span groups."""

    def __init__(self, nlp: Language) -> None:
        self._stages = [_load(STAGES[name]) for name in AFTER_MODEL]
        self._vocab = nlp.vocab
        if not Doc.has_extension("claims"):
            Doc.set_extension("claims", getter=_claims)

    def __call__(self, doc: Doc) -> Doc:
        """Add layers, claims and span groups to a Doc.

        A Doc made from a bare text gets its blocks as `extract` would give them. Raises `NewsclaimsError` where the
        pipeline has no parser.
        """
        if len(doc) and not doc.has_annotation("DEP"):
            raise NewsclaimsError(
                "component.model",
                "the component newsclaims got a Doc without a parse",
                'add it behind a tagger, a parser and a name finder: spacy.load("en_core_web_sm")',
            )
        if not context(doc)["blocks"]:
            _add_blocks(doc)
        for stage in self._stages:
            doc = stage(doc)
        spans(doc)
        _attribution_spans(doc)
        return doc
