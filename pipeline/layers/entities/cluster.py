"""Consistency in the article: which names mean the same entity, and the name and type they share.

The fullest mention decides: "Core" and "CORZ" are Core Scientific where that name stands in the article, "Palmer" is
Mark Palmer, "the ECB" is the European Central Bank where brackets or initials say so.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.layers.entities import words as lists
from pipeline.layers.entities.gazetteer import Known, demonyms
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.entities.spot import Spot
from pipeline.layers.store import Entity

SMALL = frozenset(["of", "the", "and", "for", "&", "in", "on", "de", "la", "du", "von", "van"])
BRACKET = re.compile(
    r"\s?\((?:(?:NASDAQ|Nasdaq|NYSE|LSE|LON|TSX|TSE|ASX|HKEX|OTC|OTCMKTS)[A-Z ]{0,10}:\s?)?([A-Z][A-Z0-9.]{1,7})\)"
)
UNSURE = 3.0
"""What it takes for a word that spaCy calls a person to be one where nothing else says so: two such mentions."""
SHORTEST = 4
"""Letters that the initials of a place have at most, less one."""
MOST = 50
"""Fuller names that a short one is compared with: a bound for hostile texts."""
VOTE = {"gazetteer": 9, "model": 2, "model.longer": 3, "model.widened": 2, "run": 1, "short": 0}


@dataclass(slots=True)
class Group:
    """The mentions of one entity."""

    key: str
    known: Known | None
    spots: list[Spot] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    """Surface form -> how often."""
    ticker: str | None = None


def entities(sheet: Sheet, found: list[Spot]) -> list[Entity]:
    """Names with key, canonical name and type, in text order."""
    groups = _groups(sheet, found)
    _bracketed(sheet, groups)
    _unweak(groups)
    merged = _merge(groups)
    owner = {id(spot): merged[group.key] for group in groups.values() for spot in group.spots}
    extra = _short_forms(sheet, found, merged)
    for spot, group in extra:
        owner[id(spot)] = group
    final = {id(group): (_name(group), _type(group)) for group in owner.values()}
    out = []
    for spot in sorted([*found, *(s for s, _ in extra)], key=lambda s: s.i):
        group = owner[id(spot)]
        name, kind = final[id(group)]
        out.append(_entity(sheet, spot, group, name, kind))
    return out


def _entity(sheet: Sheet, spot: Spot, group: Group, name: str, kind: str) -> Entity:
    ticker = group.ticker or (group.known.ticker if group.known else None)
    return Entity(
        start=sheet.begin[spot.i],
        end=sheet.end[spot.j - 1],
        i=spot.i,
        j=spot.j,
        rule=f"entity.{spot.rule}",
        type=kind,
        name=name,
        key=group.key,
        ids={"ticker": ticker} if ticker else {},
        form="name",
    )


@lru_cache(maxsize=8192)
def core_words(text: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, in lower case: no corporate suffix, no article."""
    words = [w for w in re.findall(r"[^\W_]+", text.lower()) if w != "the"]
    while len(words) > 1 and words[-1] in lists.COMPANY_SUFFIX:
        words.pop()
    return tuple(words)


def _groups(sheet: Sheet, found: list[Spot]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for spot in found:
        form = " ".join(sheet.string(spot.i, spot.j).split())
        key = spot.known.id if spot.known else "_".join(core_words(form)) or form
        group = groups.setdefault(key, Group(key, spot.known))
        group.spots.append(spot)
        group.forms[form] = group.forms.get(form, 0) + 1
    return groups


def _bracketed(sheet: Sheet, groups: dict[str, Group]) -> None:
    """Short names introduced in brackets: European Central Bank (ECB), Core Scientific (NASDAQ: CORZ)."""
    for group in list(groups.values()):
        for spot in list(group.spots):
            match = BRACKET.match(sheet.text, sheet.end[spot.j - 1])
            if not match or match[1] in {"AP", "CEO", "CFO", "US", "UK"}:
                continue
            short = match[1]
            if ":" in match[0] or (group.known and group.known.ticker == short):
                group.ticker = short
            group.forms.setdefault(short, 1)
            other = groups.get(short.lower())
            if other and other is not group and other.known is None:
                _join(group, other)


def _unweak(groups: dict[str, Group]) -> None:
    """A name that is also a common word, once the article has shown whose it is: "Apple cut", "Circle's token"."""
    for group in list(groups.values()):
        if group.known is None or group.known.type == "place":
            continue
        for form in (group.known.name, *group.forms):
            other = groups.get("_".join(core_words(form)) or form)
            if other is not None and other.known is None and other.spots and _type(other) != "person":
                _join(group, other)


def _join(group: Group, other: Group) -> None:
    group.spots += other.spots
    for form, count in other.forms.items():
        group.forms[form] = group.forms.get(form, 0) + count
    group.ticker = group.ticker or other.ticker
    other.spots, other.key = [], group.key


def _merge(groups: dict[str, Group]) -> dict[str, Group]:
    """Group key -> the group that it belongs to after shorter names joined the longer ones."""
    shorts = sorted(groups.values(), key=lambda g: (len(core_words(_longest(g))), g.key))
    holders: dict[str, list[Group]] = {}
    for group in groups.values():
        for word in sorted(_words_of(group)):
            holders.setdefault(word, []).append(group)
    for group in shorts:
        if group.known is not None or not group.spots:
            continue
        target = _longer(group, holders)
        if target is not None:
            _join(target, group)
    return {key: groups.get(group.key, group) for key, group in groups.items()}


def _longest(group: Group) -> str:
    return max(group.forms, key=lambda form: (len(core_words(form)), len(form)))


def _words_of(group: Group) -> set[str]:
    """The words by which a shorter name can point at a group, and its initials."""
    full = _longest(group)
    known = core_words(group.known.name) if group.known else ()
    return {*core_words(full), *known, *_initials(full)}


def _longer(group: Group, holders: dict[str, list[Group]]) -> Group | None:
    """The one fuller name in the article that a short name abbreviates."""
    words = core_words(_longest(group))
    if not words:
        return None
    kind = _type(group)
    near = holders.get(words[0], ())[:MOST]
    fits = [g for g in near if g is not group and g.spots and _abbreviates(words, kind, g)]
    if len(fits) > 1:
        first = group.spots[0].i
        before = [g for g in fits if g.spots[0].i < first]
        fits = before or fits
        fits = sorted(fits, key=lambda g: abs(g.spots[0].i - first))
    return fits[0] if fits else None


def _abbreviates(words: tuple[str, ...], kind: str, group: Group) -> bool:
    full = core_words(_longest(group))
    if group.known is not None:
        full = max(full, core_words(group.known.name), key=len)
    if len(full) <= len(words):
        return False
    other = _type(group)
    if other == "person":
        return full[-len(words) :] == words or (len(words) == 1 and full[0] == words[0] and kind == "person")
    if other == "place" and len(words) == 1:  # "SA unveils its budget", where South Africa is named
        return len(words[0]) < SHORTEST and words[0] in _initials(_longest(group))
    if kind == "place" or other in {"place", "asset", "currency", "index", "commodity", "product"}:
        return False
    if len(words) == 1 and words[0] in _initials(_longest(group)):
        return True
    if len(words) == 1 and words[0] in lists.CAPITAL_HEADS:
        return words[0] in full
    return full[: len(words)] == words and (len(words) > 1 or words[0] not in lists.GENERIC_FIRST)


@lru_cache(maxsize=8192)
def _initials(name: str) -> tuple[str, ...]:
    """The acronyms of a name, without its small words and with them: Bank of Anywhere is BA or BOA."""
    every = re.findall(r"[^\W_]+", name)
    parts = [w for w in every if w.lower() not in SMALL]
    if len(parts) < 2:
        return ()
    return ("".join(w[0] for w in parts).lower(), "".join(w[0] for w in every).lower())


def _type(group: Group) -> str:
    """The entity's type: the gazetteer's, else what most and the fullest mentions say."""
    if group.known is not None:
        return group.known.type
    votes: dict[str, float] = {}
    for spot in group.spots[:MOST]:
        weight = float(VOTE.get(spot.rule, 1) + (spot.j - spot.i - 1))
        if spot.type == "organization":
            weight *= 0.9
        elif spot.type == "person" and spot.j - spot.i > 1:
            weight *= 2  # a full name tells more than its surname
        votes[spot.type] = votes.get(spot.type, 0) + weight
    votes.pop("", None)
    unsure = votes.pop("unsure", 0.0)  # spaCy's persons of one word: believed only beside a person's full name
    if "person" not in votes and votes.get("company"):
        unsure = 0.0  # "shares in Jarvis": no person's
    if "person" in votes or (unsure > UNSURE and _longest(group).isalpha() and _longest(group).istitle()):
        votes["person"] = votes.get("person", 0.0) + unsure
    return max(votes, key=lambda kind: (votes[kind], kind)) if votes else "organization"


def _name(group: Group) -> str:
    """The fullest form in the article, or the gazetteer's canonical name where that says the same."""
    full = _longest(group)
    if group.known is None:
        return full
    canonical = group.known.name
    if group.known.type in lists.OWN_WORDS:
        return canonical if canonical in group.forms else max(group.forms, key=lambda form: (group.forms[form], form))
    return full if _another_name(full, group.known) else canonical


def _another_name(full: str, known: Known) -> bool:
    """Whether the article calls the entity by another full name than the canonical one (Marathon Digital, MARA)."""
    words, own = set(core_words(full)), set(core_words(known.name))
    if words <= own or own <= words:
        return False
    if full.islower() and known.name.islower():  # "digital renminbi" where the list says "digital yuan"
        return len(words) > 1 and bool(words & own)
    if full.isupper():  # acronyms of companies and coins are spelled out; SEC, ONS and IBIT stay as they stand
        return known.type not in lists.SPELLED_OUT
    return full.lower() != (known.ticker or "").lower() and full[:1].isupper()


def _short_forms(sheet: Sheet, found: list[Spot], merged: dict[str, Group]) -> list[tuple[Spot, Group]]:
    """Single words that abbreviate a known entity of the article and that no rule has marked."""
    table: dict[str, Group] = {}
    for group in {id(g): g for g in merged.values()}.values():
        for word in _abbreviations(group):
            table.setdefault(word, group)
    covered = bytearray(len(sheet.words))
    for spot in found:
        covered[spot.i : spot.j] = b"\1" * (spot.j - spot.i)
    extra = []
    for k, word in enumerate(sheet.words):
        group_or_none = table.get(word)
        if group_or_none and not covered[k] and sheet.labels[k] not in {"DATE", "TIME"}:
            extra.append((Spot(k, k + 1, "", group_or_none.known, "short"), group_or_none))
    return extra


def _abbreviations(group: Group) -> list[str]:
    """Words that may stand alone for an entity: forms of one word, a surname, a distinctive first word."""
    if not group.spots:
        return []
    out = [form for form in group.forms if form.isalnum() and form[:1].isupper()]
    parts = _longest(group).split()
    kind = _type(group)
    if len(parts) > 1:
        word = parts[-1] if kind == "person" else parts[0]
        telling = word.isalpha() and word[0].isupper() and len(word) > 3 and word.lower() not in lists.GENERIC_FIRST
        telling = telling and word.lower() not in demonyms()
        if telling and kind in {"person", "company", "organization", "exchange", "fund"}:
            out.append(word)
    return out
