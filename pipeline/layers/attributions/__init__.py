"""Who said it, by which cue, and what: the `attributions` layer, and the chains of sources that follow from it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.tokens import Doc

from pipeline.layers.attributions.chains import chain_at, hedged_at, to_attributions
from pipeline.layers.attributions.combine import combine
from pipeline.layers.attributions.labeller import find_in, threshold
from pipeline.layers.attributions.rules import find_by_rule
from pipeline.layers.attributions.sourcing import MORE
from pipeline.layers.attributions.speech import whole_quotations
from pipeline.layers.attributions.statements import statements
from pipeline.layers.store import layers

__all__ = ["add_attributions", "chain_at", "hedged_at", "statements"]
BATCH = 32


class AddAttributions:
    """Write the `attributions` layer (and, beside it, candidates that only the chains of numbers look at)."""

    def __call__(self, doc: Doc) -> Doc:
        """One document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """A stream of documents; the labeller looks at a batch at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            parsed = [doc for doc in batch if doc.has_annotation("DEP")]
            for doc in batch:
                layers(doc)["attributions"] = []
            for doc, found in zip(parsed, find_in(parsed), strict=True):
                labelled = whole_quotations(doc, found)
                sure, maybe = combine(labelled, find_by_rule(doc), threshold())
                layers(doc)["attributions"] = to_attributions(doc, sure)
                doc.user_data[MORE] = to_attributions(doc, maybe)
            yield from batch


add_attributions = AddAttributions()
