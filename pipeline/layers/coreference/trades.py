"""What companies do: "the airline" is an airline. From `[[trade]]` of `rules/coreference.toml` and the gazetteer."""

from functools import cache

from pipeline import lexicon
from pipeline.layers.entities.gazetteer import companies
from pipeline.layers.store import Entity
from schemas.rules import Entry


class TradeEntry(Entry):
    """A trade: the nouns for who is in it, words in names that tell it, and members by canonical name."""

    match: tuple[str, ...] = ()
    nouns: tuple[str, ...]
    words: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@cache
def _trades() -> tuple[TradeEntry, ...]:
    return lexicon.load("coreference", TradeEntry, "trade")


@cache
def _nouns() -> dict[str, str]:
    return {noun: trade.id for trade in _trades() for noun in trade.nouns}


@cache
def _members() -> dict[str, str]:
    """Name in lower case -> trade id, of the curated members and of the generated companies."""
    found = {row["name"].lower(): row["trade"] for row in companies() if row.get("trade")}
    found.update({name.lower(): trade.id for trade in _trades() for name in trade.members})
    return found


@cache
def _words() -> dict[str, str]:
    return {word: trade.id for trade in _trades() for word in trade.words}


def trade_of(noun: str) -> str | None:
    """The trade that a noun describes ("carmaker"), or None."""
    return _nouns().get(noun)


def member_of(entity: Entity) -> str | None:
    """The trade of an entity, by its name or a word in it ("... Airlines"); None where it is not known."""
    name = entity["name"].lower()
    known = _members().get(name)
    if known is not None or entity["type"] == "person":
        return known
    return next((_words()[word] for word in name.split() if word in _words()), None)
