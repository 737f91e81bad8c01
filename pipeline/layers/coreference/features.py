"""What speaks for and against an entity that a reference may mean: named features, and weights set by hand."""

from dataclasses import dataclass

from pipeline.layers.coreference.memory import Past
from pipeline.layers.coreference.slots import SUBJECTS, Slot
from pipeline.layers.coreference.trades import trade_of
from pipeline.layers.entities.descriptions import relational
from pipeline.layers.entities.sheet import Sheet

OWNERS_OF = {
    "company": frozenset({"company", "exchange", "organization", "fund"}),
    "place": frozenset({"place", "government"}),
    "chain": frozenset({"network", "asset"}),
    "asset": frozenset({"asset", "currency", "commodity", "product", "network"}),
}
"""Class of what is owned (`owners.owner_class`) -> types of entity that have it."""


@dataclass(slots=True)
class Scene:
    """What is the same for all candidates of a slot."""

    topic_key: str | None
    employer: str | None
    """The organisation of the person who is the latest subject of the sentence ("Ann Lee said the group")."""
    alone: int
    """How many sentences back the nearest candidate stands, where it is alone there; else -1."""
    owned: str
    """The class of what the slot possesses, see `owners.owner_class`."""
    above: frozenset[int] = frozenset()
    """The tokens that the slot hangs on, up to the top of its sentence."""
    verb: int = -1
    """The nearest verb among them."""
    paragraph: int = -1
    """The character before the slot's paragraph."""


AGENT_VERBS = frozenset(
    {"said", "says", "sold", "sells", "owns", "owned", "reported", "reports", "earned", "posted", "expects", "expected"}
    | {"plans", "planned", "announced", "bought", "raised", "held", "holds", "mined", "agreed", "paid", "operates"}
    | {"has", "had", "forecasts", "forecast", "cut", "added", "hired", "makes", "made", "runs", "ran", "employs"}
)
SAYING = frozenset(
    {"said", "says", "say", "added", "adds", "announced", "reported", "estimates", "estimated", "expects", "expected"}
    | {
        "warned",
        "warns",
        "predicted",
        "predicts",
        "predicting",
        "forecast",
        "forecasts",
        "told",
        "noted",
        "wrote",
        "found",
        "saying",
    }
    | {"believes", "thinks", "reckons", "stated", "claimed", "argued", "confirmed", "disclosed", "revealed"}
)
MOVER_VERBS = frozenset(
    {"rose", "fell", "traded", "trades", "gained", "lost", "jumped", "dropped", "slipped", "climbed", "closed", "ended"}
    | {"slid", "surged", "tumbled", "rallied", "hit", "touched", "stood", "stands"}
)
HAND = {
    "away=0": 0.0,
    "away=1": -1.0,
    "away=2": -2.0,
    "away=3": -3.0,
    "away=4+": -5.0,
    "subject": 1.5,
    "told": 3.0,
    "topic": 1.0,
    "same.subject": 0.5,
    "same.other": -1.0,
    "count": 0.15,
    "rank": -0.5,
    "beside": -2.0,
    "clause.nominal": -1.0,
    "over.says": 1.0,
    "apposed": -2.0,
    "owns.not": -1.0,
    "country": 1.0,
    "employer": 2.0,
    "it.type=data_provider": -1.0,
    "its.type=data_provider": -1.0,
}


def features(sheet: Sheet, slot: Slot, past: Past, recency: int, around: Scene) -> dict[str, float]:
    """What speaks for and against an entity; names are stable, they stand in the weights file."""
    kind = past.entity["type"]
    word = sheet.lower[slot.head] if slot.form == "pronoun" else slot.form
    away = sheet.sentence[slot.i] - sheet.sentence[past.last]
    near = f"away={away}" if away < 4 else "away=4+"
    found: dict[str, float] = {
        near: 1.0,
        f"{slot.form}.{near}": 1.0,
        f"{word}.type={kind}": 1.0,
        f"recency={min(recency, 4)}": 1.0,
        "count": float(min(past.count, 6)),
        "rank": float(slot.types.index(kind)) if kind in slot.types else 0.0,
    }
    _grammar(found, sheet, slot, past, near)
    _clauses(found, sheet, slot, past, around)
    _standing(found, sheet, slot, past)
    if away == 0:
        found["same.subject" if past.subject else "same.other"] = 1.0
    if past.entity["key"] == around.topic_key:
        found["topic"] = 1.0
        found[f"{slot.form}.topic"] = 1.0
    if around.alone == away:
        found["alone"] = 1.0
    if sheet.begin[past.last] > around.paragraph:
        found["paragraph"] = 1.0
        found[f"{slot.form}.paragraph"] = 1.0
    _fit(found, sheet, slot, past, around)
    return found


def _grammar(found: dict[str, float], sheet: Sheet, slot: Slot, past: Past, near: str) -> None:
    """Subjects and verbs."""
    acts = sheet.deps[slot.head] in SUBJECTS
    if past.subject:
        found["subject"] = 1.0
        found[f"subject.{near}"] = 1.0
        if acts:
            found["parallel"] = 1.0
    else:
        found[f"role={past.role}"] = 1.0
    if past.main:
        found[f"main.{near}"] = 1.0
    if past.pronoun:
        found["pronoun.subject" if past.subject else "pronoun.other"] = 1.0
    verb = sheet.lower[sheet.heads[slot.head]] if acts else ""
    if verb in SAYING:
        found[f"says.type={past.entity['type']}"] = 1.0
    if verb in AGENT_VERBS:
        found[f"agent.type={past.entity['type']}"] = 1.0
    elif verb in MOVER_VERBS:
        found[f"mover.type={past.entity['type']}"] = 1.0


def _clauses(found: dict[str, float], sheet: Sheet, slot: Slot, past: Past, around: Scene) -> None:
    """How the latest mention stands over the reference: as the subject of a clause around it, or beside it in one."""
    verb = sheet.heads[past.head]
    owner = sheet.deps[slot.head] == "poss"
    if owner and sheet.heads[sheet.heads[slot.head]] == past.head and sheet.deps[sheet.heads[slot.head]] == "appos":
        found["apposed"] = 1.0  # "Halden, its rival"
    if verb in around.above:
        if past.subject and verb == around.verb and not owner and slot.form != "bare":
            found[f"clause.{slot.form}"] = 1.0
        if past.subject:
            beside = verb == sheet.heads[slot.head] and not owner
            found["beside" if beside else f"over.{'poss' if owner else 'arg'}"] = 1.0
            if sheet.lower[verb] in SAYING and not beside:
                found["over.says"] = 1.0
        else:
            found["under.same"] = 1.0
    elif sheet.sentence[past.last] == sheet.sentence[slot.i] and past.subject:
        found["subject.aside"] = 1.0


def _standing(found: dict[str, float], sheet: Sheet, slot: Slot, past: Past) -> None:
    """Names that only say who says so, and what a sentence before was about."""
    if past.cited:
        found["cited"] = 1.0
        if sheet.deps[slot.head] in SUBJECTS and sheet.lower[sheet.heads[slot.head]] in SAYING:
            found["cited.says"] = 1.0
    if slot.i <= sheet.first[slot.i] + 1:
        away = min(sheet.sentence[slot.i] - sheet.sentence[past.last], 2)
        if past.main:
            found["opens.main"] = 1.0
        found[f"opens.{'main' if past.main else 'subject' if past.subject else past.role}.{away}"] = 1.0


def _fit(found: dict[str, float], sheet: Sheet, slot: Slot, past: Past, around: Scene) -> None:
    """What the words say of the entity."""
    if around.owned:
        found["owns" if past.entity["type"] in OWNERS_OF[around.owned] else "owns.not"] = 1.0
    if around.employer is not None:
        found["employer" if around.employer == past.entity["name"] else "employer.not"] = 1.0
    if past.headline:
        found["headline"] = 1.0
    if slot.form == "nominal":
        noun = sheet.lower[slot.head]
        if noun in past.told:
            found["told"] = 1.0
        trade = trade_of(noun) or slot.trade
        if trade is not None and past.trade:
            found["trade" if trade in past.trade else "trade.not"] = 1.0
        if noun in relational():
            found["relational.subject" if past.subject else "relational.other"] = 1.0
        if slot.country:
            found["country" if past.country == slot.country else "country.unknown"] = 1.0


def hand_score(found: dict[str, float]) -> float:
    """The score without weights."""
    return sum(HAND.get(name, 0.0) * value for name, value in found.items())
