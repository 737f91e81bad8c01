"""Head nouns of descriptions and what they can mean: `rules/coreference.toml`."""

from functools import cache
from itertools import pairwise

from pipeline import lexicon
from schemas.rules import Entry


class HeadEntry(Entry):
    """Nouns that describe an entity of one of `types`, the likeliest first."""

    words: tuple[str, ...]
    types: tuple[str, ...]
    relational: tuple[str, ...] = ()
    """Of the words, those that say what one is to another: the Halden unit is not Halden."""


@cache
def heads() -> dict[str, tuple[str, ...]]:
    """Noun -> types it can describe."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in lexicon.load("coreference", HeadEntry):
        for word in entry.words:
            known = found.get(word, ())
            found[word] = (*known, *(t for t in entry.types if t not in known))
    return found


@cache
def relational() -> frozenset[str]:
    """Nouns that say what one entity is to another."""
    return frozenset(word for entry in lexicon.load("coreference", HeadEntry) for word in entry.relational)


def singular(word: str) -> str:
    """A plural noun's singular, by spelling alone."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "sses", "xes", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def fires(text: str) -> set[str]:
    """Ids of the entries whose nouns head a definite description in a sentence: for tests."""
    words = [w.strip(".,!?").lower() for w in text.split()]
    definite = {b for a, b in pairwise(words) if a in {"the", "this", "that"}}
    return {e.id for e in lexicon.load("coreference", HeadEntry) if definite & set(e.words)}
