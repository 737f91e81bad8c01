"""Which entity a referring expression means: every entity spoken of before it is scored, the best one wins.

The scorer is log-linear (`weights/coreference.json`, trained by `tools/train_coreference.py` on which entity the
claims of a sentence belong to); without weights, the few hand-set ones here do.
"""

from itertools import islice
from typing import NamedTuple

from pipeline.layers.coreference.features import SAYING, Scene, features, hand_score
from pipeline.layers.coreference.memory import Past
from pipeline.layers.coreference.owners import owner_class
from pipeline.layers.coreference.slots import SUBJECTS, Slot
from pipeline.layers.coreference.trades import trade_of
from pipeline.layers.entities.gazetteer import towns
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Entity
from pipeline.linear import LinearModel, load_model

WINDOW = {"pronoun": 3, "nominal": 12, "bare": 15, "relative": 0, "plural": 4}
"""How many sentences back an antecedent may stand; the article's topic may stand anywhere."""
NATIONAL = frozenset(
    {"inflation", "exports", "imports", "gdp", "unemployment", "economy", "deficit", "surplus"}
    | {"government", "administration", "country", "nation", "kingdom", "republic"}
)
"""Nouns for a country and for what is measured of one: no town is meant."""
MUTE = frozenset({"place", "index", "asset", "commodity", "currency", "product"})
"""Types that say nothing: "it said" is meant of others where there are any."""
MOST = 25
"""Entities that are weighed for one reference, the latest first."""
ADJECTIVE = "entity.adjective"
"""The rule of places that only an adjective has named: they answer to "the country" and "the government" alone."""
HIGH = 12
"""Heads over a reference that are looked at."""


class Topics(NamedTuple):
    """Keys of what an article is about: the foremost entity, and the foremost place."""

    main: str | None
    place: str | None

    def of(self, slot: Slot) -> str | None:
        """What a slot takes up without being near: the place where only a place is meant."""
        return self.place if slot.types == ("place",) else self.main


def candidates(sheet: Sheet, slot: Slot, known: dict[str, Past], topics: Topics) -> list[Past]:
    """The entities that a referring expression can mean, the latest first."""
    found: list[Past] = []
    here = sheet.sentence[slot.i]
    for past in islice(reversed(known.values()), MOST):
        if here - sheet.sentence[past.last] > WINDOW[slot.form]:
            break
        if _possible(sheet, slot, past):
            found.append(past)
    main = known.get(topics.of(slot) or "")
    if main is not None and main not in found and _possible(sheet, slot, main):
        found.append(main)
    if sheet.deps[slot.head] in SUBJECTS and sheet.lower[sheet.heads[slot.head]] in SAYING:
        found = [past for past in found if past.entity["type"] not in MUTE] or found
    return found


def _possible(sheet: Sheet, slot: Slot, past: Past) -> bool:
    if past.last >= slot.i or (
        past.entity["rule"] == ADJECTIVE and not (slot.form == "nominal" and "place" in slot.types)
    ):
        return False
    noun = sheet.lower[slot.head]
    if noun in NATIONAL and slot.form in {"bare", "nominal"} and past.entity["name"].lower() in towns():
        return False
    if past.entity["type"] == "outlet" and not past.subject:
        return False  # "seen by X", "told X"
    if slot.form == "nominal":
        if noun in past.told and not (slot.country and past.country and slot.country != past.country):
            return True
        trade = trade_of(noun)
        if trade and past.trade and trade not in past.trade:
            return False  # the airline is no maker of aircraft
        if slot.country and past.country and slot.country != past.country:
            return False  # the Swiss bank is no German one
    return past.entity["type"] in slot.types


def scene(sheet: Sheet, slot: Slot, found: list[Past], topics: Topics, employer: str | None) -> Scene:
    """What the candidates of a slot are compared by."""
    near = min((sheet.sentence[slot.i] - sheet.sentence[past.last] for past in found), default=0)
    alone = sum(sheet.sentence[slot.i] - sheet.sentence[past.last] == near for past in found) == 1
    owned = owner_class(sheet.lower[sheet.heads[slot.head]]) if sheet.deps[slot.head] == "poss" else ""
    above = _above(sheet, slot.head)
    return Scene(
        topic_key=topics.of(slot),
        employer=employer,
        alone=near if alone else -1,
        owned=owned,
        above=frozenset(above),
        verb=next((k for k in above if sheet.tags[k][:2] == "VB"), -1),
        paragraph=sheet.text.rfind("\n", 0, sheet.begin[slot.i]),
    )


def _above(sheet: Sheet, k: int) -> list[int]:
    """The heads over a token, the nearest first, at most `HIGH` of them."""
    found: list[int] = []
    for _ in range(HIGH):
        k = sheet.heads[k]
        if k in found:
            break
        found.append(k)
    return found


def best(sheet: Sheet, slot: Slot, known: dict[str, Past], topics: Topics, employer: str | None) -> Entity | None:
    """The entity that fits best, or None."""
    model: LinearModel | None = load_model("coreference")
    chosen: tuple[float, int] | None = None
    winner: Entity | None = None
    everyone = candidates(sheet, slot, known, topics)
    if len(everyone) < 2:
        return everyone[0].entity if everyone else None
    around = scene(sheet, slot, everyone, topics, employer)
    for recency, past in enumerate(everyone):
        found = features(sheet, slot, past, recency, around)
        points = model.scores(found)["yes"] if model else hand_score(found)
        if chosen is None or (points, past.last) > chosen:
            chosen, winner = (points, past.last), past.entity
    return winner
