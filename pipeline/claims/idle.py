"""Blocks in which nothing can be claimed: the parser and the labeller of attributions leave them out.

Decided before the model runs, so by words alone and for whole blocks, whose borders end sentences whatever the parser
says. What may be part of a claim keeps its block whole: a number in digits or words, a word of movement, a cue of
attribution, a quotation mark. Text in another language yields no claims, whatever stands in it. Where all
that is less than a tenth of an article, as in most news, nothing is left out.

Tags, lemmas and names are found everywhere, so what such a block introduces is known in the others.
Without this stage (`NEWSCLAIMS_SKIP=0`) all blocks get all work.
"""

import re
from functools import cache

import numpy as np
from spacy.attrs import IDX, IS_SPACE, SENT_START
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc

from pipeline.claims.index import FOREIGN, role_of
from pipeline.layers.attributions import lexicon
from pipeline.layers.metrics.words import move_phrases, moves
from pipeline.layers.quantities.atoms import FRACTION_SIGNS
from pipeline.layers.quantities.tables import multiples, number_words, ordinals
from pipeline.layers.store import BlockInfo, Context, Idle, context, layers, text_of

READ = frozenset({"headline", "standfirst"})
"""Roles that are never left out: they say what the article is about."""
SHORT = 40
"""Characters of a block that is not worth the question."""
WORTH = 0.1
"""Share of an article's tokens from which leaving them out saves more than it costs."""
SURE = 500
"""Characters of an article whose language is known for sure: single sentences are taken for Danish now and then."""
SIGNS = re.compile(rf"[\d\"“”„«»‘{''.join(FRACTION_SIGNS)}]")
"""Numbers and quotation marks but the simple one, which is an apostrophe inside words."""
APOSTROPHE = re.compile(r"(?:^|\W)'")
WORD = re.compile(r"[^\W\d_]+")


def mark_idle(doc: Doc) -> Doc:
    """Write the `idle` layer: tokens of blocks in which nothing can be claimed."""
    quiet = _quiet(text_of(doc), context(doc))
    found = _places(doc, quiet) if quiet else []
    worth = sum(gap["j"] - gap["i"] for gap in found) >= WORTH * len(doc)
    layers(doc)["idle"] = found if worth else []
    return doc


def _quiet(text: str, known: Context) -> list[BlockInfo]:
    """Such blocks; none as soon as the others are so long that it would not pay."""
    quiet: list[BlockInfo] = []
    sure, goes_on, loud = len(text) >= SURE, False, 0
    for block in known["blocks"]:
        words = text[block["start"] : block["end"]]
        foreign = sure and role_of(block, known["language"]) == FOREIGN
        if foreign or not (goes_on or block["role"] in READ or len(words) < SHORT or is_telling(words)):
            quiet.append(block)
        else:
            loud += len(words)
            if loud > (1 - WORTH) * len(text):
                return []
        goes_on = words.rstrip().endswith(":")
    return quiet


def _places(doc: Doc, blocks: list[BlockInfo]) -> list[Idle]:
    """The tokens of such blocks, with the blank ones behind; those whose borders are no sentence starts left out."""
    starts, space, begins = doc.to_array([IDX, IS_SPACE, SENT_START]).reshape(-1, 3).astype(np.int64).T
    found: list[Idle] = []
    for block in blocks:
        i, j = np.searchsorted(starts, (block["start"], block["end"])).tolist()
        while j < len(starts) and space[j]:
            j += 1
        if i == j or starts[i] != block["start"] or begins[i] != 1 or (j < len(starts) and begins[j] != 1):
            continue
        if found and found[-1]["j"] == i:
            found[-1]["j"] = j
        else:
            found.append(Idle(i=i, j=j))
    return found


def is_telling(text: str) -> bool:
    """Whether a text may hold a number, a movement or an attribution."""
    if SIGNS.search(text) or ("'" in text and APOSTROPHE.search(text)):
        return True
    words, low = telling_words(), text.lower()
    # Most texts have one between blanks; the second look costs ten times the first.
    return not (words.isdisjoint(low.split()) and words.isdisjoint(WORD.findall(low)))


@cache
def telling_words() -> frozenset[str]:
    """Lower-case words without which nothing is claimed; of each phrase one that tells, best one that does so alone."""
    cues = [w for kind in ("preposition", "adverb", "caption") for w in lexicon.words(kind)]
    phrases = [" ".join(key) for keys in move_phrases().values() for key, _ in keys]
    numbers = (*number_words(), *ordinals(), *multiples())
    forms = [WORD.findall(f.lower()) for f in (*numbers, *moves(), *phrases, *lexicon.verbs(), *lexicon.nouns(), *cues)]
    alone = {parts[0] for parts in forms if len(parts) == 1}
    several = [parts for parts in forms if len(parts) > 1 and alone.isdisjoint(parts)]
    return frozenset(alone | {max(parts, key=lambda w: (w not in STOP_WORDS, len(w))) for parts in several})
