"""Words that stand for an entity: pronouns, definite descriptions, bare heads, groups described but not named."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Doc

from pipeline.layers.coreference.groups import GOVERNMENT, groups
from pipeline.layers.coreference.lists import coordinations
from pipeline.layers.coreference.memory import Past, remember
from pipeline.layers.coreference.ranking import ADJECTIVE, Topics, best
from pipeline.layers.coreference.slots import PERSON, SUBJECTS, Slot, slots
from pipeline.layers.entities.descriptions import relational
from pipeline.layers.entities.gazetteer import adjectives, demonyms, towns
from pipeline.layers.entities.persons import person_info
from pipeline.layers.entities.sheet import Sheet, make_sheet
from pipeline.layers.entities.topic import title_length, topic
from pipeline.layers.store import Entity, layers

__all__ = ["add_references"]

NAMED_SO = frozenset(
    {"index", "exchange", "benchmark", "token", "coin", "network", "blockchain", "protocol", "platform"}
)
"""Nouns that follow a name of another type: the Nasdaq is an exchange, the Nasdaq index an index."""
NEAR = 8
"""Entities among which the two that "both firms" means are looked for."""
ROLE = 5
"""Tokens before a role among which its organisation stands."""
LEADERS = frozenset(
    {"chief", "executive", "chairman", "chairwoman", "chair", "ceo", "cfo", "coo", "cto", "president", "director"}
    | {"spokesman", "spokeswoman", "spokesperson", "founder", "co-founder", "boss", "owner", "treasurer", "secretary"}
)
"""Who speaks for a firm; an analyst speaks of others'."""
NO_FIRM = frozenset({"person", "place", "group", "product", "index", "currency", "commodity"})
SPAN = 40
"""Tokens before a reference among which its clause's person stands."""
Watch = Callable[[Sheet, Slot, dict[str, Past], Topics, str | None], None]


def add_references(doc: Doc) -> Doc:
    """Append resolved references (`form` pronoun or nominal) to the `entities` layer, in text order.

    A reference to several entities ("both banks") is one mention for each of them, on the same words.
    """
    found = layers(doc).setdefault("entities", [])
    found += resolve(doc, make_sheet(doc))
    found.sort(key=lambda e: (e["i"], e["j"]))
    return doc


@dataclass(slots=True)
class World:
    """What is known of an article while its references are resolved, in text order."""

    doc: Doc
    sheet: Sheet
    names: list[Entity]
    covering: dict[int, Entity]
    """Token -> the name that covers it."""
    rows: list[list[Entity]]
    topics: Topics
    title: int
    """The first token after the title."""
    known: dict[str, Past] = field(default_factory=dict)
    """Entity key -> what has been said of it; the latest spoken of stands last."""
    employers: dict[str, str | None] = field(default_factory=dict)


def resolve(doc: Doc, sheet: Sheet, watch: Watch | None = None) -> list[Entity]:
    """The references of a Doc; `watch` sees every slot with the entities known there, before it is resolved."""
    names = [e for e in layers(doc).get("entities", []) if e["form"] == "name"]
    covering = {k: entity for entity in names for k in range(entity["i"], entity["j"])}
    covered = bytearray(k in covering for k in range(len(sheet.words)))
    main, country = topic(doc), topic(doc, {"place"}, towns())
    crowd = groups(sheet, covered)
    called = {e["key"]: e["name"] for e in names if e["type"] == "place"}
    crowd = [{**e, "name": called.get(e["key"], e["name"])} if e["type"] == "place" else e for e in crowd]
    world = World(
        doc=doc,
        sheet=sheet,
        names=names,
        covering=covering,
        rows=coordinations(sheet, names),
        topics=Topics(main and main["key"], country and country["key"]),
        title=sheet.token_at(title_length(doc)),
    )
    spoken = sorted([*names, *crowd, *_adjectives(sheet, covered)], key=lambda e: (e["j"], e["i"]))
    for entity in crowd:
        covered[entity["j"] - 1] = 1
    out: list[Entity] = list(crowd)
    at = 0
    for slot in slots(sheet, covered, layers(doc).get("metrics", [])):
        while at < len(spoken) and spoken[at]["j"] <= slot.i:
            remember(world.known, sheet, spoken[at], spoken[at]["i"], spoken[at]["j"] - 1, world.title)
            at += 1
        employer = _employer(world, slot)
        if watch is not None:
            watch(sheet, slot, world.known, world.topics, employer)
        for meant in _meant(world, slot, employer):
            out.append(_reference(sheet, slot, meant))
            if slot.form not in {"relative", "bare"}:
                remember(world.known, sheet, meant, slot.i, slot.head, world.title)
    return out


def _adjectives(sheet: Sheet, covered: bytearray) -> list[Entity]:
    """Places that an adjective names ("the Chilean miner"), for "the country" and "the government" to take up."""
    found: list[Entity] = []
    for k, word in enumerate(sheet.lower):
        pair = f"{sheet.lower[k - 1]} {word}" if k else ""
        place = demonyms().get(pair) or demonyms().get(word) if not covered[k] else None
        if place is not None:
            found.append(
                Entity(
                    start=sheet.begin[k],
                    end=sheet.end[k],
                    i=k,
                    j=k + 1,
                    rule=ADJECTIVE,
                    type="place",
                    name=place,
                    key="place." + "_".join(place.lower().split()),
                    ids={},
                    form="name",
                )
            )
    return found


def _ruled(place: Entity) -> Entity:
    """The government of a place, in the usual words: the Chilean government, the US government."""
    name = place["name"]
    short = {"United States": "US", "United Kingdom": "UK"}.get(name)
    words = f"{short or adjectives().get(name, name)} government"
    key = "government." + "_".join(words.lower().split()[:-1])
    return {**place, "name": words, "key": key, "type": "government", "ids": {}}


def _meant(world: World, slot: Slot, employer: str | None) -> list[Entity]:
    """What a slot means: one entity, several, or none."""
    if slot.form == "relative":
        return _head_of_clause(world, slot)
    inside = _inside(world, slot)
    if inside is not None and _is_called(world.sheet.lower[slot.head], inside, slot):
        return [inside]  # "the Merval index", "the Halden group"
    if inside is not None and slot.head - 1 in world.covering and world.sheet.lower[slot.head] in relational():
        return []  # "the Halden unit" has no name
    members: list[Entity] = []
    if slot.form == "plural" or world.sheet.lower[slot.head] in {"they", "them", "their"}:
        members = _last_row(world, slot)
    if members or slot.form == "plural":
        return members or _last_two(world, slot)
    meant = best(world.sheet, slot, world.known, world.topics, employer)
    if meant is not None and meant["type"] == "place" and world.sheet.lower[slot.head] in GOVERNMENT:
        meant = _ruled(meant)
    return [meant] if meant is not None else []


def _inside(world: World, slot: Slot) -> Entity | None:
    """The name in a description that stands before its noun, or before the nouns that qualify that."""
    if slot.form != "nominal":
        return None
    k = slot.head - 1
    while k > slot.i and k not in world.covering and world.sheet.tags[k] == "NN":
        k -= 1
    return world.covering.get(k) if k > slot.i else None


def _is_called(noun: str, inside: Entity, slot: Slot) -> bool:
    """Whether the name before a noun is that of the thing itself: the Nasdaq index, but not the Nasdaq unit."""
    if noun in relational() or inside["type"] in {"place", "person", "group"}:
        return False
    return inside["type"] in slot.types or noun in NAMED_SO


def _employer(world: World, slot: Slot) -> str | None:
    """The organisation of the latest person before a slot in its sentence, where the person is a subject there."""
    sheet = world.sheet
    if slot.form == "relative" or slot.types == PERSON:
        return None
    for k in range(slot.i - 1, max(sheet.first[slot.i], slot.i - SPAN) - 1, -1):
        person = world.covering.get(k)
        if person is None and sheet.deps[k] in SUBJECTS and sheet.lower[k] in LEADERS:
            return _firm_before(world, k)
        if person is not None and person["type"] == "person":
            if sheet.deps[person["j"] - 1] not in SUBJECTS:
                return None
            if person["key"] not in world.employers:
                role, firm = person_info(world.doc, person)
                world.employers[person["key"]] = firm if LEADERS & set((role or "").lower().split()) else None
            return world.employers[person["key"]]
    return None


def _firm_before(world: World, k: int) -> str | None:
    """The organisation named before a role: "a Halden spokesman", "Halden's chief executive"."""
    for n in range(k - 1, max(world.sheet.first[k], k - ROLE) - 1, -1):
        named = world.covering.get(n)
        if named is not None and named["type"] not in NO_FIRM:
            return named["name"]
    return None


def _last_row(world: World, slot: Slot) -> list[Entity]:
    """The latest row of names before a plural reference, where nothing else stands between as its subject."""
    at = bisect_right(world.rows, slot.i, key=lambda row: row[-1]["j"])
    if not at:
        return []
    sheet, members = world.sheet, world.rows[at - 1]
    away = sheet.sentence[slot.i] - sheet.sentence[members[0]["i"]]
    if slot.form == "plural":
        return members if away <= 3 and all(m["type"] in slot.types for m in members) else []
    subject = sheet.deps[members[0]["j"] - 1] in SUBJECTS
    return members if away == 1 and subject and sheet.deps[slot.head] in SUBJECTS else []


def _last_two(world: World, slot: Slot) -> list[Entity]:
    """The two entities spoken of last, for "both firms", where they stand near and no third one does."""
    sheet = world.sheet
    if slot.head == slot.i or not {"both", "two"} & set(sheet.lower[slot.i : slot.head]):
        return []
    last = islice(reversed(world.known.values()), NEAR)
    near = [p for p in last if sheet.sentence[slot.i] - sheet.sentence[p.last] <= 2 and p.entity["type"] in slot.types]
    pair = [p.entity for p in near if p.entity["type"] != "group"][:2]
    return sorted(pair, key=lambda e: e["i"]) if len(pair) == 2 else []


def _head_of_clause(world: World, slot: Slot) -> list[Entity]:
    """The named noun that a relative clause belongs to."""
    sheet = world.sheet
    verb = sheet.heads[slot.head]
    for _ in range(4):
        if sheet.deps[verb] == "relcl":
            owner = world.covering.get(sheet.heads[verb])
            return [owner] if owner is not None else []
        verb = sheet.heads[verb]
    return []


def _reference(sheet: Sheet, slot: Slot, meant: Entity) -> Entity:
    return Entity(
        start=sheet.begin[slot.i],
        end=sheet.end[slot.j - 1],
        i=slot.i,
        j=slot.j,
        rule=f"reference.{slot.form}",
        type=meant["type"],
        name=meant["name"],
        key=meant["key"],
        ids=meant["ids"],
        form="pronoun" if slot.form in {"pronoun", "relative"} else "nominal",
    )
