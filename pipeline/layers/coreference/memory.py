"""What an article has said of an entity so far."""

from dataclasses import dataclass, field

from pipeline.layers.coreference.homes import country_in, home_of
from pipeline.layers.coreference.slots import SUBJECTS
from pipeline.layers.coreference.trades import member_of
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Entity

CITED = frozenset({"data", "figures", "survey", "report", "study", "poll", "statistics", "from", "per"})
OWNING = frozenset({"in", "of", "at", "for"})
"""Prepositions between a noun and whose it is: shares in X, sales at X."""


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
    """The role of the latest mention's head, see `_role`."""
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
    pronoun: bool = False
    """Whether the latest mention was a pronoun."""
    country: str | None = None
    """The place whose adjective describes it ("Australian firm X"), or where the gazetteer knows it to be at home."""


def remember(known: dict[str, Past], sheet: Sheet, entity: Entity, i: int, head: int, title: int) -> None:
    """Note a mention that begins at token i and whose head is `head`; the latest spoken of stands last in `known`."""
    past = known.pop(entity["key"], None) or Past(entity, i)
    known[entity["key"]] = past
    if not past.count:
        past.told.update(w.lower() for w in entity["name"].split())
        past.headline = i < title
        past.trade = member_of(entity)
        past.country = home_of(entity)
    past.last, past.head, past.count = i, head, past.count + 1
    past.subject = sheet.deps[head] in SUBJECTS
    past.role = _role(sheet, head)
    past.main = past.subject and sheet.deps[sheet.heads[head]] == "ROOT"
    past.pronoun = sheet.tags[head] in {"PRP", "PRP$"}
    past.cited = _cited(sheet, i, head)
    past.told.update(_descriptions(sheet, i, head))
    past.country = past.country or country_in(sheet, max(sheet.first[i], i - 3), i)


def _role(sheet: Sheet, head: int) -> str:
    """The dependency of a mention, finer where it stands behind a preposition: "driven by X", "shares in X rose"."""
    role, over = sheet.deps[head], sheet.heads[head]
    if role == "pobj":
        if sheet.deps[over] == "agent":
            return "agent"
        if sheet.lower[over] in OWNING and sheet.deps[sheet.heads[over]] in SUBJECTS:
            return "of.subject"
    if role in {"poss", "compound"} and sheet.deps[over] in SUBJECTS:
        return f"{role}.subject"
    return role


def _cited(sheet: Sheet, i: int, head: int) -> bool:
    """Whether a name only says whose words or figures these are: "according to X", "X data show", "seen by X"."""
    if i > sheet.first[i] and sheet.lower[i - 1] == "to":
        return i - 1 > sheet.first[i] and sheet.lower[i - 2] == "according"
    over = sheet.heads[head]
    if sheet.deps[head] in {"compound", "poss", "pobj"} and sheet.lower[over] in CITED:
        return True
    return i > sheet.first[i] and sheet.lower[i - 1] == "by" and sheet.lower[i - 2] in {"seen", "compiled", "obtained"}


def _descriptions(sheet: Sheet, i: int, head: int) -> list[str]:
    """Nouns that the text puts beside a name: "chipmaker Nvidia", "Upbit, Korea's largest exchange"."""
    told = []
    if i > sheet.first[i] and sheet.tags[i - 1] in {"NN", "NNS"}:
        told.append(sheet.lower[i - 1])
    over = sheet.heads[head]
    if sheet.deps[head] == "compound" and sheet.tags[over] == "NN" and over > head:
        told.append(sheet.lower[over])  # "the Halden production unit", "its Halden business"
    for k in range(head + 1, min(head + 14, len(sheet.words))):
        if sheet.deps[k] == "appos" and sheet.heads[k] == head and sheet.tags[k] == "NN":
            told.append(sheet.lower[k])
        if sheet.deps[k] == "attr" and sheet.heads[k] == sheet.heads[head] and sheet.deps[head] == "nsubj":
            told.append(sheet.lower[k])
    return told
