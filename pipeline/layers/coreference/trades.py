"""What companies do: "the airline" is an airline. From `[[trade]]` of `rules/coreference.toml` and the gazetteer."""

from functools import cache

from pipeline import lexicon
from pipeline.layers.entities.gazetteer import companies
from pipeline.layers.store import Entity
from schemas.rules import Entry


class TradeEntry(Entry):
    """A trade: the nouns for who is in it, words in names that tell it, and members by canonical name."""

    match: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """Words before "company" or "group" that tell the trade."""


@cache
def _trades() -> tuple[TradeEntry, ...]:
    return lexicon.load("coreference", TradeEntry, "trade")


@cache
def _nouns() -> dict[str, str]:
    return {noun: trade.id for trade in _trades() for noun in trade.nouns}


@cache
def _members() -> dict[str, frozenset[str]]:
    """Name in lower case -> trade ids, of the curated members and of the generated companies; banks broker too."""
    found = {row["name"].lower(): frozenset({row["trade"]}) for row in companies() if row.get("trade")}
    for trade in _trades():
        for name in trade.members:
            found[name.lower()] = found.get(name.lower(), frozenset()) | {trade.id}
    return found


@cache
def _words() -> dict[str, str]:
    return {word: trade.id for trade in _trades() for word in trade.words}


@cache
def _fields() -> dict[str, str]:
    return {word: trade.id for trade in _trades() for word in trade.fields}


def field_of(words: list[str]) -> str | None:
    """The trade that the words before a noun tell: "the Dutch oil company"."""
    return next((_fields()[word] for word in reversed(words) if word in _fields()), None)


def trade_of(noun: str) -> str | None:
    """The trade that a noun describes ("carmaker"), or None."""
    return _nouns().get(noun)


def member_of(entity: Entity) -> frozenset[str]:
    """The trades of an entity, by its name or a word in it ("... Airlines"); empty where they are not known."""
    name = entity["name"].lower()
    known = _members().get(name)
    if known is not None or entity["type"] == "person":
        return known or frozenset()
    return frozenset(_words()[word] for word in name.split()[-1:] if word in _words()) or frozenset(
        _words()[word] for word in name.split() if word in _words()
    )
