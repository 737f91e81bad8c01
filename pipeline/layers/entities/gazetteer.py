"""The gazetteer: names of the world in one lookup, matched on the article's text in one pass.

Two sources: `rules/entities.toml` (curated, every entity one line) and `weights/companies.json` (members of the big
share indices, made by `tools/make_gazetteer.py`). A curated entry wins over a generated one of the same name.

An alias counts wherever it stands, unless it is *weak* (Apple, Riot, Near, tickers): then it needs evidence, which is
another, safe mention of the entity in the article or words of its trade. Capitals in an alias must be capitals in the
text; an alias in lower case ("crude oil") matches either way.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

from pipeline import lexicon
from schemas.rules import Entry

RULES = "entities"
WORD = re.compile(r"[^\W_]+|[^\w\s]")
Key = tuple[str, ...]


class EntityEntry(Entry):
    """One entity of `rules/entities.toml`: its names are its examples, so `match` may be empty."""

    match: tuple[str, ...] = ()
    name: str
    """Canonical name; an alias itself unless it also stands in `weak`."""
    type: str
    aliases: tuple[str, ...] = ()
    """Other names that need no evidence."""
    weak: tuple[str, ...] = ()
    """Names that are also common words, other things or people: they need evidence."""
    ticker: str | None = None
    domain: str | None = None
    """A word field of `[[domain]]`: its words are evidence for weak names."""
    context: tuple[str, ...] = ()
    """Further words that are evidence."""


class BulkEntry(Entry):
    """Names of one type without further facts; each gets the id `<type>.<name>`."""

    match: tuple[str, ...] = ()
    type: str
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()
    """Names that need evidence, as those of an entry do."""
    domain: str | None = None


class DemonymEntry(Entry):
    """An adjective for a place."""

    match: tuple[str, ...] = ()
    word: str
    place: str


class DomainEntry(Entry):
    """Words of a trade: where one stands in the article, the weak names of that trade are believed."""

    match: tuple[str, ...] = ()
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the gazetteer as the matcher uses it."""

    id: str
    name: str
    type: str
    ticker: str | None
    evidence: frozenset[str]
    """Lower-case words of which one must stand in the article for a weak name."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as its tokens; `weak` names need evidence."""

    tokens: Key
    known: Known
    weak: bool
    ticker: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A gazetteer name in the text, in characters."""

    start: int
    end: int
    alias: Alias


COMMON_TICKER = 3
"""Tickers this short are matched only where something else points at them."""


def tokens_of(text: str) -> Key:
    """Words and marks of a name, as the matcher sees them."""
    return tuple(WORD.findall(text))


@cache
def index() -> dict[str, tuple[Alias, ...]]:
    """First word as it may stand in a text -> aliases that begin with it, longest first."""
    found: dict[str, dict[Key, Alias]] = {}
    for alias in _aliases():
        for first in _firsts(alias.tokens):
            found.setdefault(first, {}).setdefault(alias.tokens, alias)
    return {
        first: tuple(sorted(by_key.values(), key=lambda a: (-len(a.tokens), a.weak))) for first, by_key in found.items()
    }


@cache
def _table() -> dict[str, dict[str, tuple[Alias, ...]]]:
    """First word -> second word in lower case ("" for names of one word) -> aliases, longest first."""
    found: dict[str, dict[str, tuple[Alias, ...]]] = {}
    for first, aliases in index().items():
        seconds: dict[str, list[Alias]] = {}
        for alias in aliases:
            second = alias.tokens[1] if len(alias.tokens) > 1 else ""
            keys = [second.lower()]
            if len(alias.tokens) == 2 and second.islower():
                keys.append(second + "s")
            for key in keys:
                seconds.setdefault(key, []).append(alias)
        found[first] = {key: tuple(group) for key, group in seconds.items()}
    return found


def _firsts(tokens: Key) -> set[str]:
    """The ways in which the first word of a name can be written."""
    if not tokens:
        return set()
    first = tokens[0]
    forms = {first, first.upper()}
    if first.islower():
        forms.add(first.capitalize())
        if len(tokens) == 1:
            forms |= {first + "s", (first + "s").capitalize()}
    return forms


@cache
def towns() -> frozenset[str]:
    """Names of towns in lower case: what only a whole country has is not theirs."""
    listed = (
        name for bulk in lexicon.load(RULES, BulkEntry, "bulk") if bulk.id == "place.cities" for name in bulk.names
    )
    own = cast(dict[str, dict[str, list[str]]], lexicon.raw(RULES))["towns"]["own_entry"]
    return frozenset(name.lower() for name in (*listed, *own))


@cache
def demonyms() -> dict[str, str]:
    """Adjective in lower case -> the place's name: "south african" -> "South Africa"."""
    return {entry.word.lower(): entry.place for entry in lexicon.load(RULES, DemonymEntry, "demonym")}


@cache
def adjectives() -> dict[str, str]:
    """A place's name -> its adjective, the first one listed: "South Africa" -> "South African"."""
    found: dict[str, str] = {}
    for entry in lexicon.load(RULES, DemonymEntry, "demonym"):
        found.setdefault(entry.place, entry.word)
    return found


@cache
def known() -> dict[str, Known]:
    """Entity id -> entity."""
    return {alias.known.id: alias.known for aliases in index().values() for alias in aliases}


def _aliases() -> Iterator[Alias]:
    """All names, curated first, so that they win."""
    domains = {d.id: d.words for d in lexicon.load(RULES, DomainEntry, "domain")}
    curated: set[str] = set()
    for entry in lexicon.load(RULES, EntityEntry):
        words = (*domains.get(entry.domain or "", ()), *entry.context)
        thing = Known(entry.id, entry.name, entry.type, entry.ticker, frozenset(w.lower() for w in words))
        yield from _names(thing, entry)
        curated.update(n.lower() for n in (entry.name, *entry.aliases, *entry.weak))
    for bulk in lexicon.load(RULES, BulkEntry, "bulk"):
        evidence = frozenset(domains.get(bulk.domain or "", ()))
        for name in (*bulk.names, *bulk.weak):
            slug = "_".join(re.findall(r"[a-z0-9]+", name.lower()))
            thing = Known(f"{bulk.type}.{slug}", name, bulk.type, None, evidence)
            yield Alias(tokens_of(name), thing, name in bulk.weak)
        curated.update(name.lower() for name in (*bulk.names, *bulk.weak))
    for row in companies():
        if row["name"].lower() not in curated:
            yield from _generated(row, curated)


def _names(thing: Known, entry: EntityEntry) -> Iterator[Alias]:
    weak = dict.fromkeys(entry.weak, True)
    for name in (entry.name, *entry.aliases, *entry.weak):
        yield Alias(tokens_of(name), thing, name in weak)
    if entry.ticker and entry.ticker not in entry.aliases:
        yield Alias(tokens_of(entry.ticker), thing, True, True)


@cache
def companies() -> list[dict[str, str]]:
    """The generated companies: id, name, ticker, aliases (joined by |) and trade, sorted by name."""
    path = resources.files("pipeline.weights").joinpath("companies.json")
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return rows


COMPANY_WORDS = frozenset(
    {"share", "shares", "stock", "stocks", "profit", "profits", "revenue", "earnings", "shareholders", "analysts"}
)


def _generated(row: dict[str, str], curated: set[str]) -> Iterator[Alias]:
    thing = Known(row["id"], row["name"], "company", row["ticker"], COMPANY_WORDS)
    for name in (row["name"], *row.get("aliases", "").split("|")):
        if name and name.lower() not in curated:
            yield Alias(tokens_of(name), thing, len(tokens_of(name)) == 1)
    yield Alias(tokens_of(row["ticker"]), thing, True, True)


def find(text: str) -> list[Hit]:
    """All names in a text, longest first at each place, left to right, not overlapping; weak ones included.

    Linear in the text: a place is compared only with the aliases that begin with its word.
    """
    table = _table()
    places = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
    hits: list[Hit] = []
    skip = 0
    for at, (word, start, _) in enumerate(places):
        if at < skip:
            continue
        seconds = table.get(word)
        if seconds is None:
            continue
        near = seconds.get(places[at + 1][0].lower(), ()) if at + 1 < len(places) else ()
        alias = next((a for a in near if _stands(a.tokens, places, at)), None) or next(
            (a for a in seconds.get("", ()) if _stands(a.tokens, places, at)), None
        )
        if alias is not None:
            skip = at + len(alias.tokens)
            hits.append(Hit(start, places[skip - 1][2], alias))
    return hits


def _stands(tokens: Key, places: list[tuple[str, int, int]], at: int) -> bool:
    """Whether a name stands at a place, its capitals respected; a lower-case last word may have a plural s."""
    if at + len(tokens) > len(places):
        return False
    last = len(tokens) - 1
    for k, wanted in enumerate(tokens):
        word = places[at + k][0]
        if word == wanted:
            continue
        if word == wanted.upper() and not (len(tokens) == 1 and len(word) <= COMMON_TICKER):
            continue
        small = word.lower()
        if wanted.islower() and (small == wanted or (k == last and small == wanted + "s")):
            continue
        return False
    return True


def fires(text: str) -> set[str]:
    """Ids of the entities whose names (safe, or weak with evidence in the text) stand in a sentence: for tests."""
    from pipeline.layers.entities.evidence import believed

    return {hit.alias.known.id for hit in believed(text, find(text))}
