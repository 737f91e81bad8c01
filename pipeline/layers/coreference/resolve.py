"""Which entity a referring expression means: every entity named before it is scored, the best one wins."""

from dataclasses import dataclass, field

from pipeline.layers.coreference.slots import Slot
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Entity

WINDOW = {"pronoun": 3, "nominal": 12, "bare": 8, "relative": 0}
"""How many sentences back an antecedent may stand."""


@dataclass(slots=True)
class Past:
    """What has been said of an entity up to a place in the text."""

    entity: Entity
    last: int
    """Its latest mention's first token."""
    count: int = 0
    subject: bool = False
    """Whether the latest mention was a subject."""
    told: set[str] = field(default_factory=set)
    """Nouns that described it ("chipmaker Nvidia"), and words of its name."""


def score(sheet: Sheet, slot: Slot, past: Past, topic_key: str | None) -> float | None:
    """How well an entity fits a referring expression; None where it cannot be meant."""
    kind = past.entity["type"]
    told = slot.form == "nominal" and sheet.lower[slot.head] in past.told
    if kind not in slot.types and not told:
        return None
    away = sheet.sentence[slot.i] - sheet.sentence[past.last]
    if away > WINDOW[slot.form] and past.entity["key"] != topic_key:
        return None
    points = -1.0 * min(away, 6)
    points += 1.5 if past.subject else 0.0
    points += 3.0 if told else 0.0
    points += 0.15 * min(past.count, 6)
    points += 1.0 if past.entity["key"] == topic_key else 0.0
    points -= 0.5 * slot.types.index(kind) if kind in slot.types else 0.0
    if away == 0:
        points -= 0.02 * (slot.i - past.last)
        points += 0.5 if past.subject else -1.0
    return points


def best(sheet: Sheet, slot: Slot, known: dict[str, Past], topic_key: str | None) -> Entity | None:
    """The entity that fits best, or None."""
    chosen: tuple[float, int] | None = None
    winner: Entity | None = None
    for past in known.values():
        if past.last >= slot.i:
            continue
        points = score(sheet, slot, past, topic_key)
        if points is not None and (chosen is None or (points, past.last) > chosen):
            chosen, winner = (points, past.last), past.entity
    return winner
