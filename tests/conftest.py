"""Shared fixtures: hand-made Docs for grammar tests, the pinned model for golden tests only."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

MakeDoc = Callable[..., Doc]


@pytest.fixture(scope="session")
def vocab() -> Vocab:
    return spacy.blank("en").vocab


@pytest.fixture(scope="session")
def blank() -> Language:
    """A bare English tokenizer."""
    return spacy.blank("en")


@pytest.fixture
def make_doc(vocab: Vocab) -> MakeDoc:
    """Build a Doc by hand: `make_doc(words, heads=..., deps=..., tags=..., pos=..., lemmas=..., ents=...)`."""

    def build(words: Sequence[str], **layers: Any) -> Doc:
        return Doc(vocab, words=list(words), **layers)

    return build


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline on the pinned model: for golden tests and end-to-end behaviour only."""
    from pipeline.nlp import shared_nlp

    return shared_nlp(None)
