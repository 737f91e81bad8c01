"""How much of news needs no parse: sentences and blocks without a number, a word of movement and a cue of attribution.

Printed in docs/bench.md beside the costs of the steps, for it says what skipping could save at most.
"""

from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc, Span

from pipeline.claims.idle import is_telling
from pipeline.extraction import docs
from pipeline.layers.store import idle_in, layers
from pipeline.pages import article_from_text
from schemas import Article


class Shares(NamedTuple):
    """Shares of all tokens: those left out, those in whole blocks, and in whole sentences, that need nothing."""

    left: float
    """What `pipeline.claims.idle` leaves out."""
    blocks: float
    sentences: float
    silent: float
    """Sentences without number, movement and an attribution that was really found: what no list of words can know."""


def shares(texts: Iterable[str]) -> Shares:
    """The shares of some texts."""
    total = left = blocks = sentences = silent = 0
    for doc, article in docs(article_from_text(text) for text in texts):
        found = _pays(doc)
        total += len(doc)
        left += sum(gap["j"] - gap["i"] for gap in idle_in(doc))
        blocks += sum(len(span) for span in _blocks(doc, article) if not is_telling(span.text))
        for sent in doc.sents:
            sentences += len(sent) * (not is_telling(sent.text))
            silent += len(sent) * (not any(found[sent.start : sent.end]))
    return Shares(left / total, blocks / total, sentences / total, silent / total)


def _pays(doc: Doc) -> list[bool]:
    """Tokens that a claim may start from: numbers, movements, cues of attributions."""
    found = layers(doc)
    pays = [token.like_num for token in doc]
    for mention in (*found.get("quantities", []), *found.get("movements", [])):
        for i in range(mention["i"], mention["j"]):
            pays[i] = True
    for one in found.get("attributions", []):
        pays[one["anchor"]] = True
    return pays


def _blocks(doc: Doc, article: Article) -> list[Span]:
    """The tokens of each block."""
    spans = (doc.char_span(block.start, block.end, alignment_mode="expand") for block in article.blocks)
    return [span for span in spans if span is not None]
