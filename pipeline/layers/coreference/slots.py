"""Words that may stand for an entity: pronouns, definite descriptions, bare heads. Nothing is resolved here."""

from dataclasses import dataclass

from pipeline.layers.coreference.homes import SHORT, country_in
from pipeline.layers.coreference.owners import OWNERS, owner_types
from pipeline.layers.coreference.trades import field_of
from pipeline.layers.entities.descriptions import heads, singular
from pipeline.layers.entities.gazetteer import demonyms
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Metric

THING = (
    "company",
    "organization",
    "exchange",
    "fund",
    "asset",
    "index",
    "central_bank",
    "regulator",
    "government",
    "network",
    "commodity",
    "currency",
    "product",
    "place",
    "outlet",
    "data_provider",
)
PERSON = ("person",)
MANY = ("group", *THING[:4], "central_bank", "regulator", "government")
ROW = (*MANY, *THING, "person")
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "she", "her", "himself", "herself"), PERSON),
    **dict.fromkeys(("it", "its", "itself"), THING),
    **dict.fromkeys(("they", "them", "their", "themselves"), MANY),
}
PUBLIC = {
    "consumer",
    "household",
    "customer",
    "government",
    "bank",
    "worker",
    "investor",
    "miner",
    "industry",
    "sector",
}
EVERYWHERE = {"global", "worldwide", "world", "international", "european", "asian", "foreign", "domestic", "other"}
"""Words that make a measure everybody's or somebody else's."""
DEFINITE = {"the", "this", "that", "these", "those"}
SEVERAL = {"both", "pair", "duo", "trio", "two", "three", "quartet"}
SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
LINKING = frozenset(
    {"is", "was", "'s", "’s", "seems", "appears", "be", "been", "seemed", "became", "becomes", "remains"}
)
ABLE = frozenset(
    {
        "able",
        "unable",
        "likely",
        "unlikely",
        "set",
        "due",
        "ready",
        "willing",
        "keen",
        "happy",
        "certain",
        "sure",
        "free",
    }
    | {"confident", "determined", "eager", "prepared", "reluctant", "obliged", "bound", "entitled", "poised"}
)
"""What somebody is to do something: "it is likely to cut jobs" speaks of a firm."""
PLACES = frozenset({"world", "country", "nation", "region", "continent", "city", "state", "province", "island"})
REACH = 7
"""Words that a description may have before its head."""


@dataclass(slots=True)
class Slot:
    """A referring expression: tokens [i, j), its head, the types it can mean, and what kind of words it is."""

    i: int
    j: int
    head: int
    types: tuple[str, ...]
    form: str
    """"pronoun", "nominal", "relative", "bare", "plural"."""
    country: str | None = None
    """The place that a description names: "the Swiss bank"."""
    trade: str | None = None
    """The trade that it names: "the oil company"."""


def slots(sheet: Sheet, covered: bytearray, metrics: list[Metric]) -> list[Slot]:
    """All referring expressions, in text order; `covered` marks the tokens of names."""
    nouns = heads()
    found: list[Slot] = []
    for k, word in enumerate(sheet.lower):
        if covered[k]:
            continue
        if word in PRONOUNS:
            if word != "it" or not _empty_it(sheet, k):
                found.append(Slot(k, k + 1, k, PRONOUNS[word], "pronoun"))
        elif word in {"who", "which", "that"} and sheet.tags[k] in {"WP", "WDT"}:
            found.append(Slot(k, k + 1, k, PERSON if word == "who" else THING, "relative"))
        elif word == "both" and sheet.deps[k] in {"nsubj", "nsubjpass", "dobj", "pobj", "appos"}:
            found.append(Slot(k, k + 1, k, ROW, "plural"))
        elif word in nouns and (sheet.tags[k] == "NN" or (sheet.tags[k] == "JJ" and sheet.deps[k] in SUBJECTS)):
            found += _description(sheet, k, nouns[word], covered, "nominal")
        elif sheet.tags[k] in {"NN", "NNS"} and (word in SEVERAL or singular(word) in nouns):
            found += _description(sheet, k, nouns.get(singular(word), ROW), covered, "plural")
    found += _bare(sheet, metrics, covered)
    return sorted(found, key=lambda slot: (slot.i, slot.j))


def _empty_it(sheet: Sheet, k: int) -> bool:
    """Whether "it" means nothing: expletive ("it is clear that", "it would be a pity to", "it is said that")."""
    head = sheet.heads[k]
    if sheet.deps[k] == "expl":
        return True
    if sheet.deps[k] not in SUBJECTS:
        return False
    children = [n for n in range(head + 1, min(head + 12, len(sheet.words))) if sheet.heads[n] == head]
    if sheet.deps[k] == "nsubjpass":  # "it was announced that"
        return any(sheet.deps[n] == "ccomp" for n in children)
    if sheet.lower[head] not in LINKING:
        return False
    told = next((n for n in children if sheet.deps[n] in {"acomp", "attr"}), None)
    if told is None or sheet.lower[told] in ABLE:
        return False
    below = [n for n in range(told + 1, min(told + 8, len(sheet.words))) if sheet.heads[n] == told]
    clause = any(sheet.deps[n] in {"ccomp", "xcomp", "advcl"} for n in [*children, *below])
    return clause or any(sheet.deps[n] in {"acl", "relcl"} and sheet.tags[n] == "VB" for n in below)


def _description(sheet: Sheet, k: int, types: tuple[str, ...], covered: bytearray, form: str) -> list[Slot]:
    """A definite description with noun k as its head: the words from its article on; none where k is no such head."""
    if sheet.deps[k] in {"appos", "attr"} or (sheet.deps[k] == "compound" and sheet.heads[k] > k):
        return []
    i = k
    floor = max(sheet.first[k], k - REACH)
    while i > floor and i <= sheet.heads[i - 1] <= k:
        i -= 1
        if sheet.lower[i] in DEFINITE or sheet.lower[i] == "both":
            break
    if sheet.lower[k - 1] == "based" and k > floor:  # "the Castle Rock, Colorado-based miner"
        i = next((n for n in range(k - 2, floor - 1, -1) if sheet.lower[n] in DEFINITE), i)
    first_of = _first_of_place(sheet, i, k)
    if first_of is not None:
        i = first_of
    elif sheet.lower[i] not in DEFINITE and sheet.lower[i] != "both":
        return []
    if form == "plural" and not any(sheet.lower[n] in SEVERAL for n in range(i, k + 1)):
        return []
    after = sheet.lower[k + 1] if k + 1 < len(sheet.words) else ""
    if after in {"of", "that", "who"} or (after and covered[k + 1]) or _is_named(sheet, k, covered):
        return []
    if sheet.lower[k] == "bank" and sheet.lower[k - 1] in {"central", "reserve"}:
        types = ("central_bank",)
    return [Slot(i, k + 1, k, types, form, country_in(sheet, i, k), field_of(sheet.lower[i:k]))]


def _first_of_place(sheet: Sheet, i: int, k: int) -> int | None:
    """Where a description begins that singles noun k out in a place ("Europe's largest airline"); i follows the 's."""
    owner = i - 2
    if owner < sheet.first[k] or sheet.tags[i - 1] != "POS" or {"JJS", "RBS"}.isdisjoint(sheet.tags[i:k]):
        return None
    if sheet.labels[owner] not in {"GPE", "LOC"} and sheet.lower[owner] not in PLACES:
        return None
    return owner - 1 if owner > sheet.first[k] and sheet.lower[owner - 1] in DEFINITE else owner


def _is_named(sheet: Sheet, k: int, covered: bytearray) -> bool:
    """Whether the name of what noun k describes follows in apposition: "the main UK index, the FTSE 100"."""
    near = range(k + 2, min(k + REACH, len(sheet.words)))
    if k + 2 < len(sheet.words) and sheet.lower[k + 1] == "the" and covered[k + 2]:
        return True
    return any(covered[n] and sheet.heads[n] == k and sheet.deps[n] == "appos" for n in near)


def _bare(sheet: Sheet, metrics: list[Metric], covered: bytearray) -> list[Slot]:
    """Nouns of a measure ("shares", "revenue", "inflation") that stand as subjects without their owner."""
    heads_seen: dict[int, tuple[str, ...]] = {}
    for metric in metrics:
        if metric["form"] == "noun" and metric["ids"]:
            types = owner_types(metric["ids"][0])
            if types:
                heads_seen.setdefault(metric["j"] - 1, types)
    for k, word in enumerate(sheet.lower):
        if word in OWNERS and k not in heads_seen:
            heads_seen[k] = OWNERS[word]
    return [
        Slot(k, k + 1, k, types, "bare") for k, types in heads_seen.items() if not covered[k] and _ownerless(sheet, k)
    ]


def _owns(sheet: Sheet, n: int) -> bool:
    """Whether a word before a measure says whose it is: "airline shares", "consumer spending", "European stocks"."""
    word = sheet.lower[n]
    return (
        singular(word) in heads()
        or singular(word) in PUBLIC
        or word in demonyms()
        or word in SHORT
        or word in EVERYWHERE
    )


def _ownerless(sheet: Sheet, k: int) -> bool:
    """Whether a noun that belongs to somebody stands as a subject, its owner not beside it."""
    if sheet.tags[k] not in {"NN", "NNS"} or sheet.deps[k] not in {"nsubj", "nsubjpass", "ROOT"}:
        return False
    near = range(max(sheet.first[k], k - 8), min(k + 6, len(sheet.words)))
    for n in near:
        if sheet.heads[n] == k and (sheet.deps[n] in {"poss", "relcl"} or sheet.tags[n] in {"NNP", "PRP$"}):
            return False
        if n < k and sheet.heads[n] == k and _owns(sheet, n):
            return False
        owned = (
            n > k and sheet.heads[n] == k and sheet.deps[n] == "prep" and sheet.lower[n] in {"in", "of", "at", "for"}
        )
        if owned and not (sheet.lower[n] == "in" and sheet.labels[n + 1 : n + 2] == ["GPE"]):
            return False
    return True
