"""Where an entity is at home: "the Swiss bank" is a bank of Switzerland.

From what the text says ("Australian brewer X"), from `[[home]]` of `rules/coreference.toml`, and from the generated
companies.
"""

from functools import cache

from pipeline import lexicon
from pipeline.layers.entities.gazetteer import companies, demonyms
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Entity
from schemas.rules import Entry

SHORT = {"us": "United States", "u.s.": "United States", "uk": "United Kingdom", "u.k.": "United Kingdom"}
"""Places that stand before a noun as they are."""
WIDE = frozenset({"Europe", "Asia", "Africa", "Latin America", "Scandinavia", "America", "South America"})
"""Parts of the world: too wide to tell one firm from another."""


class HomeEntry(Entry):
    """A country and the entities (canonical names) that are at home there."""

    match: tuple[str, ...] = ()
    place: str
    members: tuple[str, ...]


@cache
def _homes() -> dict[str, str]:
    """Name in lower case -> place."""
    found = {row["name"].lower(): row["country"] for row in companies() if row.get("country")}
    found.update({name.lower(): h.place for h in lexicon.load("coreference", HomeEntry, "home") for name in h.members})
    return found


def home_of(entity: Entity) -> str | None:
    """The place where an entity is known to be at home."""
    return _homes().get(entity["name"].lower())


def country_in(sheet: Sheet, i: int, j: int) -> str | None:
    """The country that an adjective among tokens [i, j) names, None where none or two do."""
    found = set()
    for k in range(i, j):
        pair = f"{sheet.lower[k]} {sheet.lower[k + 1]}" if k + 1 < j else ""
        place = demonyms().get(pair) or demonyms().get(sheet.lower[k]) or SHORT.get(sheet.lower[k])
        if place and not (k > i and f"{sheet.lower[k - 1]} {sheet.lower[k]}" in demonyms()):
            found.add(place)
    return found.pop() if len(found) == 1 and not found & WIDE else None
