"""Sentence starts at block borders, set before the parser, which respects them."""

from spacy.tokens import Doc

from pipeline.layers.store import context


def mark_blocks(doc: Doc) -> Doc:
    """Start a sentence at each block, and at the first token after a line break."""
    starts = {block["start"] for block in context(doc)["blocks"]}
    after_break = True
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        elif after_break or token.idx in starts:
            token.is_sent_start = True
            after_break = False
    return doc
