"""Groups described but not named: "cryptocurrency miners", "analysts", "three big exchanges". They keep their own words."""

from pipeline.layers.entities.descriptions import heads, singular
from pipeline.layers.entities.persons import role_heads
from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Entity

PEOPLE = frozenset(
    "people investors customers clients consumers users employees staff workers households borrowers savers voters "
    "residents passengers tourists drivers patients women men children respondents participants depositors "
    "policyholders homeowners farmers students shoppers travellers travelers subscribers members officials "
    "authorities regulators policymakers lawmakers families".split(" ")
)
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


def groups(sheet: Sheet, covered: bytearray) -> list[Entity]:
    """Plural nouns for people or firms with their qualifiers, as mentions of type group."""
    found = []
    for k, tag in enumerate(sheet.tags):
        if tag != "NNS" or covered[k] or not _is_group(sheet.lower[k]):
            continue
        if sheet.deps[k] == "compound" and sheet.heads[k] > k:
            continue
        i = k
        floor = max(sheet.first[k], k - REACH)
        while i > floor and i <= sheet.heads[i - 1] <= k and sheet.deps[i - 1] in MODIFIERS:
            if sheet.lower[i - 1] in SKIPPED or sheet.tags[i - 1] in {"CD", "PRP$", "DT", "POS"}:
                break
            i -= 1
        while i < k and not sheet.words[i][0].isalnum():
            i += 1
        found.append(_mention(sheet, i, k + 1))
    return found


def _is_group(word: str) -> bool:
    if word in PEOPLE:
        return True
    one = singular(word)
    return one in heads() or one in role_heads()


def _mention(sheet: Sheet, i: int, j: int) -> Entity:
    name = " ".join(sheet.string(i, j).split())
    return Entity(
        start=sheet.begin[i],
        end=sheet.end[j - 1],
        i=i,
        j=j,
        rule="reference.group",
        type="group",
        name=name,
        key="group_" + "_".join(name.lower().split()),
        ids={},
        form="nominal",
    )
