"""Words that stand for an entity: pronouns, definite descriptions, bare heads, groups described but not named."""

from collections.abc import Callable, Iterator

from spacy.tokens import Doc

from pipeline.layers.coreference.groups import groups
from pipeline.layers.coreference.lists import coordinations
from pipeline.layers.coreference.resolve import Past, best
from pipeline.layers.coreference.slots import PERSON, SUBJECTS, Slot, slots
from pipeline.layers.entities.persons import person_info
from pipeline.layers.entities.sheet import Sheet, make_sheet
from pipeline.layers.entities.topic import title_length, topic
from pipeline.layers.store import Entity, layers

__all__ = ["add_references"]

Watch = Callable[[Sheet, Slot, dict[str, Past], str | None, str | None], None]


def add_references(doc: Doc) -> Doc:
    """Append resolved references (`form` pronoun or nominal) to the `entities` layer, in text order.

    A reference to several entities ("both banks") is one mention for each of them, on the same words.
    """
    found = layers(doc).setdefault("entities", [])
    found += resolve(doc, make_sheet(doc))
    found.sort(key=lambda e: (e["i"], e["j"]))
    return doc


def resolve(doc: Doc, sheet: Sheet, watch: Watch | None = None) -> list[Entity]:
    """The references of a Doc; `watch` sees every slot with the entities known there, before it is resolved."""
    names = [e for e in layers(doc).get("entities", []) if e["form"] == "name"]
    covered = bytearray(len(sheet.words))
    for entity in names:
        covered[entity["i"] : entity["j"]] = b"\1" * (entity["j"] - entity["i"])
    main = topic(doc)
    topic_key = main["key"] if main else None
    crowd = groups(sheet, covered)
    spoken = sorted([*names, *crowd], key=lambda e: (e["j"], e["i"]))
    lists = coordinations(sheet, names)
    title = sheet.token_at(title_length(doc))
    people = [e for e in names if e["type"] == "person"]
    known: dict[str, Past] = {}
    out: list[Entity] = list(crowd)
    at = 0
    for slot in slots(sheet, covered, layers(doc).get("metrics", [])):
        while at < len(spoken) and spoken[at]["j"] <= slot.i:
            _remember(sheet, known, spoken[at], spoken[at]["i"], spoken[at]["j"] - 1, title)
            at += 1
        employer = _employer(doc, sheet, slot, people)
        if watch is not None:
            watch(sheet, slot, known, topic_key, employer)
        for meant in _meant(sheet, slot, known, topic_key, employer, names, lists):
            out.append(_reference(sheet, slot, meant))
            if slot.form not in {"relative", "bare"}:
                _remember(sheet, known, meant, slot.i, slot.head, title)
    return out


def _meant(
    sheet: Sheet,
    slot: Slot,
    known: dict[str, Past],
    topic_key: str | None,
    employer: str | None,
    names: list[Entity],
    lists: list[list[Entity]],
) -> Iterator[Entity]:
    """What a slot means: one entity, several, or none."""
    if slot.form == "relative":
        owner = _head_of_clause(sheet, slot, names)
        if owner is not None:
            yield owner
        return
    inside = _inside(slot, names) if slot.form == "nominal" else None
    if inside is not None:
        yield inside
        return
    if slot.form == "plural" or sheet.lower[slot.head] in {"they", "them", "their"}:
        members = _last_list(sheet, slot, lists)
        if members:
            yield from members
            return
    if slot.form != "plural":
        meant = best(sheet, slot, known, topic_key, employer)
        if meant is not None:
            yield meant


def _inside(slot: Slot, names: list[Entity]) -> Entity | None:
    """The name that a description holds next to its head and means: "the Merval index", "the Halden group"."""
    return next((e for e in names if slot.i < e["i"] and e["j"] == slot.head and e["type"] in slot.types), None)


def _employer(doc: Doc, sheet: Sheet, slot: Slot, people: list[Entity]) -> str | None:
    """The organisation of the latest person before a slot in its sentence, where the person is a subject there."""
    if slot.form == "relative" or slot.types == PERSON:
        return None
    for person in reversed(people):
        if person["i"] < slot.i:
            if sheet.sentence[person["i"]] != sheet.sentence[slot.i] or sheet.deps[person["j"] - 1] not in SUBJECTS:
                return None
            return person_info(doc, person)[1]
    return None


def _last_list(sheet: Sheet, slot: Slot, lists: list[list[Entity]]) -> list[Entity] | None:
    """The latest list of names before a plural reference, where nothing else stands between as its subject."""
    before = [members for members in lists if members[-1]["j"] <= slot.i]
    if not before:
        return None
    members = before[-1]
    away = sheet.sentence[slot.i] - sheet.sentence[members[0]["i"]]
    if slot.form == "plural":
        return members if away <= 3 and all(m["type"] in slot.types for m in members) else None
    subject = sheet.deps[members[0]["j"] - 1] in SUBJECTS
    return members if away == 1 and subject and sheet.deps[slot.head] in SUBJECTS else None


def _remember(sheet: Sheet, known: dict[str, Past], entity: Entity, i: int, head: int, title: int) -> None:
    past = known.setdefault(entity["key"], Past(entity, i))
    if not past.count:
        past.told.update(w.lower() for w in entity["name"].split())
        past.headline = i < title
    past.last, past.count = i, past.count + 1
    past.subject = sheet.deps[head] in SUBJECTS
    past.role = sheet.deps[head]
    past.main = past.subject and sheet.deps[sheet.heads[head]] == "ROOT"
    past.told.update(_descriptions(sheet, i, head))


def _descriptions(sheet: Sheet, i: int, head: int) -> list[str]:
    """Nouns that the text puts beside a name: "chipmaker Nvidia", "Upbit, Korea's largest exchange"."""
    told = []
    if i > sheet.first[i] and sheet.tags[i - 1] in {"NN", "NNS"}:
        told.append(sheet.lower[i - 1])
    for k in range(head + 1, min(head + 14, len(sheet.words))):
        if sheet.deps[k] == "appos" and sheet.heads[k] == head and sheet.tags[k] == "NN":
            told.append(sheet.lower[k])
        if sheet.deps[k] == "attr" and sheet.heads[k] == sheet.heads[head] and sheet.deps[head] == "nsubj":
            told.append(sheet.lower[k])
    return told


def _head_of_clause(sheet: Sheet, slot: Slot, names: list[Entity]) -> Entity | None:
    """The named noun that a relative clause belongs to."""
    verb = sheet.heads[slot.head]
    for _ in range(4):
        if sheet.deps[verb] == "relcl":
            target = sheet.heads[verb]
            return next((e for e in names if e["i"] <= target < e["j"]), None)
        verb = sheet.heads[verb]
    return None


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
