"""What an article says of a person: role and organisation.

Read from the words around the name: before it ("Benchmark stock analyst Mark Palmer", "the bank's chairman, Ann Lee")
and after it ("Oskar Thielemann of Hansa Markets", "Ann Lee, head of research at Halden Bank").
"""

from functools import cache
from itertools import islice

from spacy.tokens import Doc

from pipeline import lexicon
from pipeline.layers.entities.gazetteer import index
from pipeline.layers.entities.lookup import entity_at
from pipeline.layers.store import Entity, layers
from schemas.rules import Entry

LONGEST = 9
"""Words a role has at most."""
MENTIONS = 6
"""Mentions of a person that are read."""
TO_ORGANIZATION = {"at", "for", "with", "from", "of", "in"}
STOP_BEFORE = {",", ";", ":", "(", ")", '"', "“", "”", "said", "says", "and", "but", "while", "by", "to", "that", "\n"}
ROLE_PARTICIPLES = {"managing", "operating", "acting", "founding", "marketing", "investing", "trading", "advertising"}
POSSESSIVE = {"'s", "’s", "'", "’"}
NOT_ORGANIZATIONS = {"person", "place", "asset", "currency", "commodity", "index", "event", "law"}


class RoleEntry(Entry):
    """Nouns that make a phrase a role."""

    heads: tuple[str, ...]


@cache
def role_heads() -> dict[str, str]:
    """Role noun (lower case) -> entry id."""
    return {head.lower(): entry.id for entry in lexicon.load("person_roles", RoleEntry) for head in entry.heads}


def person_info(doc: Doc, entity: Entity) -> tuple[str | None, str | None]:
    """Role and organisation of a person, from the words around its mentions: ("stock analyst", "Benchmark").

    Either is None where the article does not say. The first mention that tells each counts.
    """
    role: str | None = None
    organization: str | None = None
    everyone = layers(doc).get("entities", [])
    mentions = (e for e in everyone if e["key"] == entity["key"] and e["form"] == "name")
    for mention in islice(mentions, MENTIONS):
        for found in (_before(doc, mention), _after(doc, mention)):
            role = role or found[0]
            organization = organization or found[1]
        if role and organization:
            break
    return role, organization


def _sentence(doc: Doc, i: int) -> tuple[int, int]:
    """The tokens of the sentence around token i, at most 40 to either side."""
    start = end = i
    while start > 0 and i - start < 40 and not doc[start].is_sent_start:
        start -= 1
    while end + 1 < len(doc) and end - i < 40 and not doc[end + 1].is_sent_start:
        end += 1
    return start, end + 1


def _before(doc: Doc, mention: Entity) -> tuple[str | None, str | None]:
    floor, _ = _sentence(doc, mention["i"])
    k = mention["i"]
    if k > floor and doc[k - 1].text == ",":
        k -= 1
    if k < mention["i"] and k > floor and _named(doc, k - 1):
        return _role_of(doc, k - 1, floor)
    if k == floor or doc[k - 1].lower_ not in role_heads():
        return None, None
    end = k
    while k > floor and end - k < LONGEST and _in_role(doc, k - 1):
        k -= 1
    if end - k > 1 and _known_firm(doc[k].text):
        return doc[k + 1 : end].text, doc[k].text  # a weak name that nothing else bears out: "Benchmark stock analyst"
    role = doc[k:end].text
    if k > floor and doc[k - 1].text in POSSESSIVE:
        k -= 1
    return role, _named(doc, k - 1) if k > floor else None


def _known_firm(word: str) -> bool:
    """Whether the gazetteer knows a word as a firm's name."""
    return word[:1].isupper() and any(
        a.tokens == (word,) and not a.ticker and a.known.type in {"company", "exchange", "data_provider", "outlet"}
        for a in index().get(word, ())
    )


def _role_of(doc: Doc, k: int, floor: int) -> tuple[str | None, str | None]:
    """Role and organisation of "(the) investment officer at Solaris, Tim Ghriskey", token k ending the organisation."""
    organization = _named(doc, k)
    end = k
    while end > floor and k - end < LONGEST and doc[end].lower_ not in TO_ORGANIZATION:
        end -= 1
    if end == floor or doc[end - 1].lower_ not in role_heads():
        return None, None
    start = end
    while start > floor and end - start < LONGEST and _in_role(doc, start - 1):
        start -= 1
    return doc[start:end].text, organization


def _in_role(doc: Doc, k: int) -> bool:
    """Whether a word before a person's name belongs to the role."""
    token = doc[k]
    if token.tag_ == "VBG" and token.lower_ not in ROLE_PARTICIPLES:
        return False
    if token.text in STOP_BEFORE or token.text in POSSESSIVE or token.tag_ in {"DT", "IN", "PRP$", "CC", "WP"}:
        return False
    found = entity_at(doc, k)
    if found is not None and found["form"] == "name" and found["type"] not in {"asset", "commodity", "currency"}:
        return False
    return token.tag_[:2] in {"NN", "JJ", "VB", "HY", "CD", "RB", ""} or token.text == "-"


def _named(doc: Doc, k: int) -> str | None:
    """The organisation that covers token k, by name or by reference."""
    found = entity_at(doc, k)
    return found["name"] if found is not None and found["type"] not in NOT_ORGANIZATIONS else None


def _after(doc: Doc, mention: Entity) -> tuple[str | None, str | None]:
    _, ceiling = _sentence(doc, mention["i"])
    k = mention["j"]
    if k < ceiling and doc[k].text == "(":
        close = next((n for n in range(k + 1, min(k + 8, ceiling)) if doc[n].text == ")"), k)
        k = close + 1
    if k < ceiling and doc[k].lower_ in {"of", "at", "from"}:
        return None, _organization(doc, k + 1, ceiling)
    if k >= ceiling or doc[k].text not in {",", "-", "–", "—"}:
        return None, None
    return _apposition(doc, k + 1, ceiling)


def _apposition(doc: Doc, k: int, ceiling: int) -> tuple[str | None, str | None]:
    """Role and organisation of ", (the) head of research at X,", ", X's chief economist,", ", who runs ..."."""
    if k + 1 < ceiling and doc[k].lower_ == "who" and doc[k + 1].lower_ in {"is", "was"}:
        k += 2
    organization: str | None = None
    if k < ceiling and doc[k].lower_ in {"from", "at", "with"}:
        return None, _organization(doc, k + 1, ceiling)
    while k < ceiling and (doc[k].tag_ in {"DT", "RB"} or doc[k].lower_ in {"a", "an", "the"}):
        k += 1
    found = entity_at(doc, k) if k < ceiling else None
    if found is not None and found["i"] == k and found["type"] not in NOT_ORGANIZATIONS:
        organization, k = found["name"], found["j"]
        if k < ceiling and doc[k].text in POSSESSIVE:
            k += 1
    start = k
    while k < ceiling and k - start < LONGEST and _goes_on(doc, k):
        k += 1
    while k > start and doc[k - 1].lower_ in {"of", "and"}:
        k -= 1
    if not any(doc[n].lower_ in role_heads() for n in range(start, k)):
        return None, None
    role = doc[start:k].text
    if organization is None and k < ceiling and doc[k].lower_ in TO_ORGANIZATION:
        organization = _organization(doc, k + 1, ceiling)
    return role, organization


def _goes_on(doc: Doc, k: int) -> bool:
    """Whether a word after a person's name goes on with the role."""
    token = doc[k]
    if token.text in {",", ";", ".", "(", ")", "\n"} or token.lower_ in {"at", "for", "with", "from", "who", "in"}:
        return False
    if token.tag_ in {"VBZ", "VBD", "VBP", "MD"} or (token.tag_ == "VBG" and token.lower_ not in ROLE_PARTICIPLES):
        return False
    if token.lower_ == "of":
        return k + 1 < len(doc) and not _leads_to_organization(doc, k + 1)
    found = entity_at(doc, k)
    return found is None or found["type"] in {"asset", "commodity", "place", "currency", "index"}


def _leads_to_organization(doc: Doc, k: int) -> bool:
    for n in range(k, min(k + 3, len(doc))):
        if doc[n].text in {",", "."} or doc[n].lower_ in TO_ORGANIZATION:
            return False
        if _named(doc, n):
            return True
    return False


def _organization(doc: Doc, k: int, ceiling: int) -> str | None:
    """The first organisation within a few words, no comma or verb before it."""
    for n in range(k, min(k + 6, ceiling)):
        if doc[n].text in {",", ";", "("} or doc[n].tag_ in {"VBZ", "VBD", "VBP", "MD"}:
            return None
        name = _named(doc, n)
        if name:
            return name
    return None


def fires(text: str) -> set[str]:
    """Ids of the role entries whose nouns stand beside a capitalised name in a sentence: for tests."""
    words = [w.strip(".,") for w in text.split()]
    names = [k for k, w in enumerate(words) if k and w[:1].isupper() and words[k - 1][:1].isupper()]
    near = {n for k in names for n in range(k - 2, k + 4)}
    heads = role_heads()
    return {heads[w.lower()] for n, w in enumerate(words) if n in near and w.lower() in heads}
