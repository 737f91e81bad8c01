"""Sentence starts at block borders, set before the parser, which respects them."""

from typing import cast

import numpy as np
from spacy.attrs import SENT_START
from spacy.tokens import Doc
from thinc.types import Ints2d

from pipeline.layers.store import context

LONGEST = 300
"""Tokens without a full stop after which a sentence is cut: no news sentence is so long, and the work that later
stages do for one grows with the square of its length."""
STOPS = frozenset((".", "!", "?", ";", "…"))


def mark_blocks(doc: Doc) -> Doc:
    """Start a sentence at each block, at the first token after a line break, and in what runs on without end."""
    starts = {block["start"] for block in context(doc)["blocks"]}
    after_break, last = True, 0
    begins = doc.to_array([SENT_START]).astype(np.uint64).reshape(-1, 1)
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        elif after_break or token.idx in starts or token.i - last >= LONGEST:
            begins[token.i] = 1
            after_break, last = False, token.i
        elif token.text in STOPS:
            last = token.i
    # At once: spaCy looks at all tokens each time that one is set.
    return doc.from_array([SENT_START], cast(Ints2d, begins))
