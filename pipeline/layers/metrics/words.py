"""The word lists of metrics and movements as tables to look tokens up in."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from pydantic import Field

from pipeline import lexicon
from pipeline.layers.metrics.inflect import phrase_forms, pieces, tokens, verb_forms
from schemas.rules import Entry

Key = tuple[str, ...]


class MetricEntry(Entry):
    """One metric of claims.md: what names it, what it is measured in, what it maps to."""

    area: str
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    units: tuple[str, ...] = Field(min_length=1)
    bounds: dict[str, tuple[float, float]] = Field(default_factory=dict)
    good: str = Field(pattern=r"^(up|down|)$")
    xbrl: tuple[str, ...] = ()
    schema_org: tuple[str, ...] = ()


class MovementEntry(Entry):
    """A word that says a metric moved."""

    lemma: str
    pos: str = Field(pattern=r"^(verb|noun|adj|adv)$")
    direction: str = Field(pattern=r"^(up|down|unchanged)$")
    strict: bool = False
    """A verb that is another word as a noun ("firm"): never read where the tagger says noun."""


class IdiomEntry(Entry):
    """A phrase in which a word of movement moves nothing."""

    phrase: str


class Term(NamedTuple):
    """A phrase of the metric list: its tokens and what it may name, best first."""

    key: Key
    ids: tuple[str, ...]
    strong: bool
    verb: bool


class Move(NamedTuple):
    """What a word form says about movement, by part of speech."""

    id: str
    lemma: str
    pos: str
    direction: str
    strict: bool = False


@cache
def metrics() -> dict[str, MetricEntry]:
    """The metrics of rules/metrics.toml by id."""
    return {e.id: e for e in lexicon.load("metrics", MetricEntry)}


@cache
def terms() -> dict[str, tuple[Term, ...]]:
    """First token -> the terms that start with it, longest first, nouns before verbs."""
    ranked: dict[tuple[Key, bool], dict[str, bool]] = {}
    for kind in ("names", "verbs", "weak"):
        for entry in metrics().values():
            for name in getattr(entry, kind):
                for form in verb_forms(name) if kind == "verbs" else phrase_forms(name):
                    ranked.setdefault((pieces(form), kind == "verbs"), {}).setdefault(entry.id, kind == "names")
    table: dict[str, list[Term]] = {}
    for (key, verb), ids in ranked.items():
        table.setdefault(key[0], []).append(Term(key, tuple(ids), any(ids.values()), verb))
    return {first: tuple(sorted(found, key=lambda t: (-len(t.key), t.verb))) for first, found in table.items()}


def terms_at(lows: list[str], i: int, end: int) -> list[Term]:
    """The longest terms that start at token i and end by `end`: a noun reading, a verb reading, or both."""
    found: list[Term] = []
    for term in terms().get(lows[i], ()):
        size = len(term.key)
        if found and size < len(found[0].key):
            break
        if i + size <= end and (size == 1 or tuple(lows[i : i + size]) == term.key):
            found.append(term)
    return found


@cache
def moves() -> dict[str, tuple[Move, ...]]:
    """Word form -> what it may say about movement."""
    table: dict[str, dict[Move, None]] = {}
    for e, form in _move_forms():
        if " " in form:
            continue
        move = Move(e.id, e.lemma, e.pos, e.direction, e.strict)
        for shape in dict.fromkeys((form, form.replace("-", ""))):
            table.setdefault(shape, {})[move] = None
    return {form: tuple(found) for form, found in table.items()}


@cache
def move_phrases() -> dict[str, tuple[tuple[Key, Move], ...]]:
    """First token -> phrases of several words that say a movement ("lose ground"), longest first."""
    table: dict[str, list[tuple[Key, Move]]] = {}
    for e, form in _move_forms():
        if " " in form:
            key = pieces(form)
            table.setdefault(key[0], []).append((key, Move(e.id, e.lemma, e.pos, e.direction, e.strict)))
    return {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in table.items()}


def _move_forms() -> list[tuple[MovementEntry, str]]:
    shapes: dict[str, Callable[[str], tuple[str, ...]]] = {"verb": verb_forms, "noun": phrase_forms}
    return [
        (e, form)
        for section in ("entry", "trend")
        for e in lexicon.load("movements", MovementEntry, section)
        for form in (shapes[e.pos](e.lemma) if e.pos in shapes else (e.lemma,))
    ]


def move_phrase_at(lows: list[str], i: int) -> tuple[Move, int] | None:
    """The longest phrase of movement that starts at token i, and where it ends."""
    for key, move in move_phrases().get(lows[i], ()):
        if tuple(lows[i : i + len(key)]) == key:
            return move, i + len(key)
    return None


@cache
def idioms() -> dict[str, tuple[tuple[Key, str], ...]]:
    """First token -> phrases that start with it and move nothing, with their ids."""
    table: dict[str, list[tuple[Key, str]]] = {}
    for e in lexicon.load("movements", IdiomEntry, "idiom"):
        key = pieces(e.phrase)
        table.setdefault(key[0], []).append((key, e.id))
    return {first: tuple(found) for first, found in table.items()}


def idioms_in(lows: list[str]) -> list[tuple[int, int, str]]:
    """The idioms among some tokens, as (from, to, id)."""
    table = idioms()
    return [
        (i, i + len(key), name)
        for i, low in enumerate(lows)
        for key, name in table.get(low, ())
        if tuple(lows[i : i + len(key)]) == key
    ]


def metrics_fire(text: str) -> set[str]:
    """The metric ids that some word of a sentence may name (for the examples of rules/metrics.toml)."""
    lows = tokens(text)
    return {name for i in range(len(lows)) for term in terms_at(lows, i, len(lows)) for name in term.ids}


def movements_fire(text: str) -> set[str]:
    """The movement entries whose word occurs outside idioms, and the idioms (for rules/movements.toml)."""
    lows = tokens(text)
    found = idioms_in(lows)
    barred = {i for a, b, _ in found for i in range(a, b)}
    at = {m.id for i, low in enumerate(lows) if i not in barred for m in moves().get(low, ())}
    pairs = {m.id for a, b in zip(lows, lows[2:], strict=False) for m in moves().get(f"{a}-{b}", ())}
    phrases = {hit[0].id for i in range(len(lows)) if (hit := move_phrase_at(lows, i))}
    return {name for _, _, name in found} | at | pairs | phrases
