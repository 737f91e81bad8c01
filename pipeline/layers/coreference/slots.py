"""Words that may stand for an entity: pronouns, definite descriptions, bare heads. Nothing is resolved here."""

from dataclasses import dataclass

from pipeline.layers.entities.descriptions import heads
from pipeline.layers.entities.sheet import Sheet

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
    "outlet",
    "commodity",
    "currency",
    "product",
    "place",
)
PERSON = ("person",)
MANY = ("company", "organization", "group", "exchange", "fund", "central_bank", "regulator", "person", "government")
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "she", "her", "himself", "herself"), PERSON),
    **dict.fromkeys(("it", "its", "itself"), THING),
    **dict.fromkeys(("they", "them", "their", "themselves"), MANY),
}
DEFINITE = {"the", "this", "that", "these", "those"}
OWNED = frozenset(
    {"share", "shares", "stock", "profit", "profits", "revenue", "revenues", "sales", "turnover", "earnings"}
)
OWNED_TYPES = ("company", "organization", "exchange")
WEATHER = frozenset({"seem", "appear", "be", "become", "take", "make"})


@dataclass(slots=True)
class Slot:
    """A referring expression: tokens [i, j), its head, the types it can mean, and what kind of words it is."""

    i: int
    j: int
    head: int
    types: tuple[str, ...]
    form: str
    """"pronoun", "nominal", "relative" or "bare"."""


def slots(sheet: Sheet, covered: bytearray) -> list[Slot]:
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
        elif sheet.tags[k] == "NN" and word in nouns:
            slot = _description(sheet, k, nouns[word], covered)
            if slot:
                found.append(slot)
        elif word in OWNED and sheet.tags[k] in {"NN", "NNS"} and _bare(sheet, k):
            found.append(Slot(k, k + 1, k, OWNED_TYPES, "bare"))
    return found


def _empty_it(sheet: Sheet, k: int) -> bool:
    """Whether "it" means nothing: expletive ("it is likely that", "it seems")."""
    head = sheet.heads[k]
    if sheet.deps[k] == "expl":
        return True
    if sheet.deps[k] != "nsubj" or sheet.lower[head] not in {"is", "was", "'s", "seems", "appears", "be", "seemed"}:
        return False
    later = range(head + 1, min(head + 12, len(sheet.words)))
    return any(sheet.heads[n] == head and sheet.deps[n] in {"ccomp", "xcomp", "advcl"} for n in later) and any(
        sheet.heads[n] == head and sheet.deps[n] in {"acomp", "attr"} for n in later
    )


def _description(sheet: Sheet, k: int, types: tuple[str, ...], covered: bytearray) -> Slot | None:
    """A definite description with noun k as its head: the words from its article on."""
    if sheet.deps[k] == "compound" and sheet.heads[k] > k:
        return None
    i = k
    floor = max(sheet.first[k], k - 7)
    while i > floor and sheet.heads[i - 1] in range(i - 1, k + 1) and i - 1 != sheet.heads[k]:
        i -= 1
        if sheet.lower[i] in DEFINITE:
            break
    if sheet.lower[i] not in DEFINITE or (sheet.deps[k] == "appos"):
        return None
    if k + 1 < len(sheet.words) and (sheet.lower[k + 1] in {"of", "that", "who"} or covered[k + 1]):
        return None
    return Slot(i, k + 1, k, types, "nominal")


def _bare(sheet: Sheet, k: int) -> bool:
    """Whether a noun that belongs to somebody stands without its owner, as a subject."""
    if sheet.deps[k] not in {"nsubj", "nsubjpass"}:
        return False
    near = range(max(sheet.first[k], k - 8), min(k + 6, len(sheet.words)))
    if any(sheet.heads[n] == k and sheet.deps[n] in {"poss", "compound", "relcl"} for n in near):
        return False
    return not (k + 1 < len(sheet.words) and sheet.lower[k + 1] in {"in", "of", "at", "for"})
