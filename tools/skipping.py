"""How much of news needs no parse: sentences and blocks without a number, a word of movement and a cue of attribution.

Printed in docs/bench.md beside the costs of the steps, for it says what skipping could save at most.
"""

from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.extraction import docs
from pipeline.layers.attributions import lexicon
from pipeline.layers.store import layers
from pipeline.pages import article_from_text
from schemas import Article


class Shares(NamedTuple):
    """Shares of all tokens: those in whole blocks, and in whole sentences, in which nothing can be claimed."""

    blocks: float
    sentences: float
    silent: float
    """Sentences without number, movement and an attribution that was really found: what no list of words can know."""


def shares(texts: Iterable[str]) -> Shares:
    """The shares of some texts."""
    total = blocks = sentences = silent = 0
    for doc, article in docs(article_from_text(text) for text in texts):
        found = _pays(doc)
        maybe = [a or b for a, b in zip(found, _may_attribute(doc), strict=True)]
        total += len(doc)
        blocks += sum(len(places) for places in _blocks(doc, article) if not any(maybe[i] for i in places))
        for sent in doc.sents:
            sentences += len(sent) * (not any(maybe[sent.start : sent.end]))
            silent += len(sent) * (not any(found[sent.start : sent.end]))
    return Shares(blocks / total, sentences / total, silent / total)


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


def _may_attribute(doc: Doc) -> list[bool]:
    """Tokens that may begin an attribution, by their form alone: what could be known before the parse."""
    verbs, nouns = lexicon.verbs(), lexicon.nouns()
    return [t.lower_ in verbs or t.lower_ in nouns or t.is_quote for t in doc]


def _blocks(doc: Doc, article: Article) -> list[list[int]]:
    """The tokens of each block."""
    return [[t.i for t in doc if block.start <= t.idx < block.end] for block in article.blocks]
