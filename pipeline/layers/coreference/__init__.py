"""Words that stand for an entity: pronouns, definite descriptions, bare heads, groups described but not named."""

from spacy.tokens import Doc

from pipeline.layers.coreference.resolve import Past, best
from pipeline.layers.coreference.slots import Slot, slots
from pipeline.layers.entities.sheet import Sheet, make_sheet
from pipeline.layers.entities.topic import topic
from pipeline.layers.store import Entity, layers

__all__ = ["add_references"]

SUBJECTS = {"nsubj", "nsubjpass", "csubj"}


def add_references(doc: Doc) -> Doc:
    """Append resolved references (`form` pronoun or nominal) to the `entities` layer, in text order."""
    found = layers(doc).setdefault("entities", [])
    if not found:
        return doc
    sheet = make_sheet(doc)
    names = list(found)
    covered = bytearray(len(sheet.words))
    for entity in names:
        covered[entity["i"] : entity["j"]] = b"\1" * (entity["j"] - entity["i"])
    main = topic(doc)
    found += _resolve(sheet, names, slots(sheet, covered), main["key"] if main else None)
    found.sort(key=lambda e: (e["i"], e["j"]))
    return doc


def _resolve(sheet: Sheet, names: list[Entity], open_slots: list[Slot], topic_key: str | None) -> list[Entity]:
    known: dict[str, Past] = {}
    out: list[Entity] = []
    at = 0
    for slot in open_slots:
        while at < len(names) and names[at]["j"] <= slot.i:
            _remember(sheet, known, names[at], names[at]["i"], names[at]["j"] - 1)
            at += 1
        if slot.form == "relative":
            meant = _head_of_clause(sheet, slot, names)
        else:
            meant = best(sheet, slot, known, topic_key)
        if meant is not None:
            out.append(_reference(sheet, slot, meant))
            if slot.form != "relative":
                _remember(sheet, known, meant, slot.i, slot.head)
    return out


def _remember(sheet: Sheet, known: dict[str, Past], entity: Entity, i: int, head: int) -> None:
    past = known.setdefault(entity["key"], Past(entity, i))
    if not past.count:
        past.told.update(w.lower() for w in entity["name"].split())
    past.last, past.count = i, past.count + 1
    past.subject = sheet.deps[head] in SUBJECTS
    past.told.update(_descriptions(sheet, i, head))


def _descriptions(sheet: Sheet, i: int, head: int) -> list[str]:
    """Nouns that the text puts beside a name: "chipmaker Nvidia", "Upbit, Korea's largest exchange"."""
    told = []
    if i > sheet.first[i] and sheet.tags[i - 1] in {"NN", "NNS"} and sheet.sentence[i - 1] == sheet.sentence[i]:
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
            near = [e for e in names if e["i"] <= target < e["j"]]
            return near[0] if near else None
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
