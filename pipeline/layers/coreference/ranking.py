"""Which entity a referring expression means: every entity spoken of before it is scored, the best one wins.

The scorer is log-linear (`weights/coreference.json`, trained by `tools/train_coreference.py` on which entity the
claims of a sentence belong to); without weights, the few hand-set ones here do.
"""

from dataclasses import dataclass, field
from itertools import islice

from pipeline.layers.coreference.owners import COMPANY, OWNERS
from pipeline.layers.coreference.slots import SUBJECTS, Slot
from pipeline.layers.coreference.trades import trade_of
from pipeline.layers.entities.descriptions import relational
from pipeline.layers.entities.gazetteer import towns
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Entity
from pipeline.linear import LinearModel, load_model

WINDOW = {"pronoun": 3, "nominal": 12, "bare": 15, "relative": 0, "plural": 4}
"""How many sentences back an antecedent may stand; the article's topic may stand anywhere."""
NATIONAL = frozenset(("inflation", "exports", "imports", "gdp", "unemployment", "economy", "deficit", "surplus"))
"""Nouns of a measure that is a country's: no town is meant."""
MOST = 25
"""Entities that are weighed for one reference, the latest first."""
ADJECTIVE = "entity.adjective"
"""The rule of places that only an adjective has named: they answer to "the country" and "the government" alone."""
HIGH = 12
"""Heads over a reference that are looked at."""
AGENT_VERBS = frozenset(
    {"said", "says", "sold", "sells", "owns", "owned", "reported", "reports", "earned", "posted", "expects", "expected"}
    | {"plans", "planned", "announced", "bought", "raised", "held", "holds", "mined", "agreed", "paid", "operates"}
    | {"has", "had", "forecasts", "forecast", "cut", "added", "hired", "makes", "made", "runs", "ran", "employs"}
)
SAYING = frozenset(
    {"said", "says", "say", "added", "adds", "announced", "reported", "estimates", "estimated", "expects", "expected"}
    | {"warned", "predicted", "predicts", "forecast", "forecasts", "told", "noted", "wrote", "found", "saying"}
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


@dataclass(slots=True)
class Past:
    """What has been said of an entity up to a place in the text."""

    entity: Entity
    last: int
    """Its latest mention's first token."""
    count: int = 0
    subject: bool = False
    """Whether the latest mention was a subject."""
    role: str = ""
    """The dependency of the latest mention's head."""
    told: set[str] = field(default_factory=set)
    """Nouns that described it ("chipmaker Nvidia"), and words of its name."""
    headline: bool = False
    trade: frozenset[str] = frozenset()
    """What the gazetteer knows a company to do, as ids of `[[trade]]`."""
    main: bool = False
    """Whether the latest mention was the subject of its sentence's main verb."""
    head: int = 0
    """The head token of the latest mention."""
    cited: bool = False
    """Whether the latest mention only says who says so ("according to X", "X data show")."""
    country: str | None = None
    """The place whose adjective describes it ("Australian firm X"), or where the gazetteer knows it to be at home."""


@dataclass(slots=True)
class Scene:
    """What is the same for all candidates of a slot."""

    topic_key: str | None
    employer: str | None
    """The organisation of the person who is the latest subject of the sentence ("Ann Lee said the group")."""
    alone: int
    """How many sentences back the nearest candidate stands, where it is alone there; else -1."""
    owners: tuple[str, ...]
    """Types that own what the slot possesses ("its shares": a company's)."""
    above: frozenset[int] = frozenset()
    """The tokens that the slot hangs on, up to the top of its sentence."""
    verb: int = -1
    """The nearest verb among them."""


def candidates(sheet: Sheet, slot: Slot, known: dict[str, Past], topic_key: str | None) -> list[Past]:
    """The entities that a referring expression can mean, the latest first."""
    found: list[Past] = []
    here = sheet.sentence[slot.i]
    for past in islice(reversed(known.values()), MOST):
        if here - sheet.sentence[past.last] > WINDOW[slot.form]:
            break
        if _possible(sheet, slot, past):
            found.append(past)
    main = known.get(topic_key or "")
    if main is not None and main not in found and _possible(sheet, slot, main):
        found.append(main)
    return found


def _possible(sheet: Sheet, slot: Slot, past: Past) -> bool:
    if past.last >= slot.i or (
        past.entity["rule"] == ADJECTIVE and not (slot.form == "nominal" and "place" in slot.types)
    ):
        return False
    noun = sheet.lower[slot.head]
    if slot.form == "bare" and noun in NATIONAL and past.entity["name"].lower() in towns():
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


def scene(sheet: Sheet, slot: Slot, found: list[Past], topic_key: str | None, employer: str | None) -> Scene:
    """What the candidates of a slot are compared by."""
    near = min((sheet.sentence[slot.i] - sheet.sentence[past.last] for past in found), default=0)
    alone = sum(sheet.sentence[slot.i] - sheet.sentence[past.last] == near for past in found) == 1
    owned = ""
    if sheet.deps[slot.head] == "poss":
        owned = sheet.lower[sheet.heads[slot.head]]
    company = OWNERS.get(owned) == COMPANY
    above = _above(sheet, slot.head)
    verb = next((k for k in above if sheet.tags[k][:2] == "VB"), -1)
    return Scene(topic_key, employer, near if alone else -1, COMPANY if company else (), frozenset(above), verb)


def _above(sheet: Sheet, k: int) -> list[int]:
    """The heads over a token, the nearest first, at most `HIGH` of them."""
    found: list[int] = []
    for _ in range(HIGH):
        k = sheet.heads[k]
        if k in found:
            break
        found.append(k)
    return found


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
    if away == 0:
        found["same.subject" if past.subject else "same.other"] = 1.0
    if past.entity["key"] == around.topic_key:
        found["topic"] = 1.0
        found[f"{slot.form}.topic"] = 1.0
    if around.alone == away:
        found["alone"] = 1.0
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
    verb = sheet.lower[sheet.heads[slot.head]] if acts else ""
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
    if past.cited:
        found["cited"] = 1.0
        if sheet.deps[slot.head] in SUBJECTS and sheet.lower[sheet.heads[slot.head]] in SAYING:
            found["cited.says"] = 1.0
    if slot.i <= sheet.first[slot.i] + 1 and past.main:
        found["opens.main"] = 1.0


def _fit(found: dict[str, float], sheet: Sheet, slot: Slot, past: Past, around: Scene) -> None:
    """What the words say of the entity."""
    if around.owners:
        found["owns" if past.entity["type"] in around.owners else "owns.not"] = 1.0
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


def best(
    sheet: Sheet, slot: Slot, known: dict[str, Past], topic_key: str | None, employer: str | None
) -> Entity | None:
    """The entity that fits best, or None."""
    model: LinearModel | None = load_model("coreference")
    chosen: tuple[float, int] | None = None
    winner: Entity | None = None
    everyone = candidates(sheet, slot, known, topic_key)
    if len(everyone) < 2:
        return everyone[0].entity if everyone else None
    around = scene(sheet, slot, everyone, topic_key, employer)
    for recency, past in enumerate(everyone):
        found = features(sheet, slot, past, recency, around)
        points = model.scores(found)["yes"] if model else hand_score(found)
        if chosen is None or (points, past.last) > chosen:
            chosen, winner = (points, past.last), past.entity
    return winner
