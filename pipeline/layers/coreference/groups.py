"""Groups described but not named ("cryptocurrency miners", "analysts"): they keep their own words."""

from pipeline.layers.coreference.homes import SHORT
from pipeline.layers.entities.descriptions import heads, singular
from pipeline.layers.entities.gazetteer import demonyms
from pipeline.layers.entities.persons import role_heads
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.entities.words import words
from pipeline.layers.store import Entity

PEOPLE = words(
    "people investors customers clients consumers users employees staff workers households borrowers savers voters "
    "residents passengers tourists drivers patients women men children respondents participants depositors "
    "policyholders homeowners farmers students shoppers travellers travelers subscribers members officials "
    "authorities regulators policymakers lawmakers families"
)
MARKETS = frozenset({"markets", "stocks", "bourses", "equities", "currencies", "cryptocurrencies", "altcoins"})
STORED = frozenset(
    {"crude", "oil", "gasoline", "distillate", "fuel", "gas", "grain", "wheat", "corn", "copper", "fish", "housing"}
)
"""What is kept in stock: no shares."""
FIELDS = frozenset({"sector", "industry", "economy", "market"})
GOVERNMENT = frozenset({"government", "administration"})
MODIFIERS = {"amod", "compound", "nmod", "nummod", "quantmod", "npadvmod", "advmod", "poss", "case", "punct"}
SKIPPED = {
    "the",
    "a",
    "an",
    "these",
    "those",
    "some",
    "many",
    "most",
    "all",
    "several",
    "few",
    "other",
    "such",
    "any",
    "its",
    "whose",
    "their",
    "his",
    "her",
    "our",
    "more",
    "no",
    "both",
    "two",
    "three",
    "four",
    "five",
    "six",
}
REACH = 6
NUMBERS = frozenset({"two", "three", "four"})


def groups(sheet: Sheet, covered: bytearray) -> list[Entity]:
    """Plural nouns for people or firms, and fields of the economy, with their qualifiers, as mentions of type group."""
    found = []
    for k, tag in enumerate(sheet.tags):
        if tag not in {"NNS", "NN", "NNP"} or covered[k]:
            continue
        kind = _kind(sheet.lower[k], tag)
        if not kind or (sheet.deps[k] == "compound" and sheet.heads[k] > k):
            continue
        i = _start(sheet, k)
        if kind == "group" and _counted(sheet, i):
            continue
        if sheet.lower[k] in MARKETS and _possessed(sheet, i, k):
            continue
        if (kind == "group" and tag == "NNS") or i < k:
            found.append(_mention(sheet, i, k + 1, kind))
    return found


def _counted(sheet: Sheet, i: int) -> bool:
    """Whether a noun takes up names before it: "both firms", "the two banks"."""
    before = sheet.lower[max(sheet.first[i], i - 2) : i]
    return before[-1:] == ["both"] or (len(before) == 2 and before[0] in {"the", "these"} and before[1] in NUMBERS)


def _possessed(sheet: Sheet, i: int, k: int) -> bool:
    """Whether markets or stocks are somebody's, or what is kept in stock ("its export markets", "crude stocks")."""
    near = range(max(sheet.first[k], i - 2), k)
    return any(sheet.tags[n] in {"PRP$", "POS"} or sheet.lower[n] in STORED for n in near)


def _kind(word: str, tag: str) -> str:
    if tag == "NNS":
        if word in MARKETS:
            return "group"
        return "group" if word in PEOPLE or singular(word) in heads() or singular(word) in role_heads() else ""
    if word in GOVERNMENT:
        return "government"
    return "group" if word in FIELDS and tag == "NN" else ""


def _start(sheet: Sheet, k: int) -> int:
    """Where the qualifiers of noun k begin."""
    i = k
    floor = max(sheet.first[k], k - REACH)
    while i > floor and i <= sheet.heads[i - 1] <= k and sheet.deps[i - 1] in MODIFIERS:
        if sheet.lower[i - 1] in SKIPPED or sheet.tags[i - 1] in {"CD", "PRP$", "DT", "POS", "NNS", "VB", "VBD"}:
            break
        i -= 1
    while i < k and not sheet.words[i][0].isalnum():
        i += 1
    return i


def _mention(sheet: Sheet, i: int, j: int, kind: str) -> Entity:
    name = called = " ".join(sheet.string(i, j).split())
    if sheet.lower[j - 1] == "economy":  # a country's economy is the country
        whose = name[: -len(" economy")]
        place = demonyms().get(whose.lower()) or SHORT.get(whose.lower())
        if place is not None:
            kind, name, called = "place", whose if whose.lower() in SHORT else place, place
    return Entity(
        start=sheet.begin[i],
        end=sheet.end[j - 1],
        i=i,
        j=j,
        rule="reference.group",
        type=kind,
        name=name,
        key=("place." if kind == "place" else "group_") + "_".join(called.lower().split()),
        ids={},
        form="nominal",
    )
