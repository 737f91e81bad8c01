"""The words of modality as a table to look tokens up in."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from pydantic import Field

from pipeline import lexicon
from pipeline.layers.metrics.inflect import phrase_forms, pieces, tokens, verb_forms
from schemas.rules import Entry


class CueEntry(Entry):
    """A word or phrase that bears on modality, and how far it reaches."""

    words: tuple[str, ...] = Field(min_length=1)
    pos: str = Field(pattern=r"^(verb|noun|aux|any)$")
    modality: str = Field(pattern=r"^(forecast|planned|hypothetical|negated|)$")
    scope: str = Field(pattern=r"^(head|own|near|clause|phrase)$")
    hedged: bool = False


class CueTerm(NamedTuple):
    """A form of a cue: its tokens and its entry."""

    key: tuple[str, ...]
    entry: CueEntry


_FITS = {
    "verb": frozenset({"", "VERB", "AUX"}),
    "noun": frozenset({"", "NOUN", "PROPN"}),
    "aux": frozenset({"", "AUX", "VERB"}),
}


@cache
def cue_terms() -> dict[str, tuple[CueTerm, ...]]:
    """First token -> the cues that start with it, longest first."""
    shapes: dict[str, Callable[[str], tuple[str, ...]]] = {"verb": verb_forms, "noun": phrase_forms}
    table: dict[str, list[CueTerm]] = {}
    for entry in lexicon.load("modality", CueEntry):
        for word in entry.words:
            for form in shapes[entry.pos](word) if entry.pos in shapes else (word,):
                key = pieces(form)
                table.setdefault(key[0], []).append(CueTerm(key, entry))
    return {first: tuple(sorted(found, key=lambda t: -len(t.key))) for first, found in table.items()}


def cue_at(lows: list[str], i: int, pos: str) -> CueTerm | None:
    """The longest cue that starts at token i and fits its part of speech."""
    for term in cue_terms().get(lows[i], ()):
        fits = _FITS.get(term.entry.pos)
        if (fits is None or pos in fits) and tuple(lows[i : i + len(term.key)]) == term.key:
            return term
    return None


def modality_fire(text: str) -> set[str]:
    """The entries whose words occur in a sentence (for the examples of rules/modality.toml)."""
    lows = [part for t in tokens(text) for part in ((t,) if t != "n" else ())]
    spaced = text.lower().replace("n't", " n't").split()
    found: set[str] = set()
    for seq in (lows, [w.strip(".,?!") for w in spaced]):
        for i in range(len(seq)):
            for term in cue_terms().get(seq[i], ()):
                if tuple(seq[i : i + len(term.key)]) == term.key:
                    found.add(term.entry.id)
    return found
