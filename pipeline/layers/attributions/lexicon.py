"""The speech cues of `rules/cues.toml`: words, what they take, whether they make a source answer for a number."""

import re
from functools import cache
from typing import Literal, NamedTuple

from pipeline import lexicon
from schemas.rules import Entry


class CueEntry(Entry):
    """A class of cue words that behave alike."""

    kind: Literal["verb", "noun", "preposition", "adverb", "caption"]
    takes: tuple[Literal["clause", "object", "infinitive", "quote"], ...]
    sourcing: bool
    words: tuple[str, ...]
    objects: tuple[str, ...] = ()
    """Where given, the cue counts only with one of these nouns as its object."""


class Cue(NamedTuple):
    """What the lexicon says of one word."""

    id: str
    takes: frozenset[str]
    sourcing: bool
    base: str
    objects: frozenset[str] = frozenset()


VOWELS = "aeiou"


def inflect(word: str) -> tuple[str, list[str]]:
    """Base and all forms of a verb written as "base" or "base:irregular,forms"."""
    base, _, extra = word.partition(":")
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    consonant_y = base.endswith("y") and base[-2] not in VOWELS
    third = base[:-1] + "ies" if consonant_y else base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")
    past = base[:-1] + "ied" if consonant_y else stem + "ed"
    forms = [base, third, past, stem + "ing", *(f for f in extra.split(",") if f)]
    return base, list(dict.fromkeys(forms))


@cache
def verbs() -> dict[str, Cue]:
    """Lower-case verb form -> cue; the first entry that lists a word wins, takes are united."""
    return _words("verb")


@cache
def nouns() -> dict[str, Cue]:
    """Lower-case noun form (singular, plural) -> cue."""
    return _words("noun")


def _words(kind: str) -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for entry in lexicon.load("cues", CueEntry):
        if entry.kind != kind:
            continue
        for word in entry.words:
            base, forms = inflect(word) if kind == "verb" else (word, [word, word + "s"])
            for form in forms:
                old = found.get(form)
                takes = frozenset(entry.takes) | (old.takes if old else frozenset())
                sourcing = entry.sourcing or bool(old and old.sourcing)
                objects = frozenset(entry.objects) if old is None else old.objects
                found[form] = Cue(old.id if old else entry.id, takes, sourcing, base, objects)
    return found


def words(kind: str) -> list[str]:
    """The fixed phrases of one kind (prepositions, adverbs, caption labels)."""
    return [w for e in lexicon.load("cues", CueEntry) if e.kind == kind for w in e.words]


@cache
def phrases(kind: str) -> re.Pattern[str]:
    """A pattern for the fixed phrases of one kind."""
    body = "|".join(re.escape(w) for w in sorted(words(kind), key=lambda w: (-len(w), w)))
    return re.compile(
        rf"\b(?:{body})" + ("" if kind == "caption" else r"\b"), 0 if kind == "caption" else re.IGNORECASE
    )


def fires(text: str) -> set[str]:
    """Ids of the entries with a word in the text (for the rule tests)."""
    tokens = re.findall(r"[A-Za-z]+", text.lower())
    out: set[str] = set()
    for entry in lexicon.load("cues", CueEntry):
        if entry.kind in ("verb", "noun"):
            forms = {f for w in entry.words for f in (inflect(w)[1] if entry.kind == "verb" else (w, w + "s"))}
            hit = any(t in forms for t in tokens)
        else:
            flags = 0 if entry.kind == "caption" else re.IGNORECASE
            hit = any(re.search(rf"\b{re.escape(w)}", text, flags) for w in entry.words)
        if hit:
            out.add(entry.id)
    return out
