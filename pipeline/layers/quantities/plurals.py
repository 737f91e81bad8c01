"""The singular of English nouns."""

from pipeline.layers.quantities.atoms import wordset

IRREGULAR = dict(
    pair.split(":")
    for pair in wordset(
        "people:person persons:person men:man women:woman children:child feet:foot teeth:tooth mice:mouse "
        "geese:goose lives:life wives:wife knives:knife loaves:loaf leaves:leaf halves:half shelves:shelf "
        "wolves:wolf media:medium crises:crisis analyses:analysis bases:base theses:thesis criteria:criterion "
        "phenomena:phenomenon dice:die oxen:ox heroes:hero potatoes:potato tomatoes:tomato echoes:echo "
        "vetoes:veto buses:bus gases:gas viruses:virus bonuses:bonus campuses:campus innings:inning "
        "movies:movie cookies:cookie ties:tie zombies:zombie calories:calorie caches:cache headaches:headache "
        "axes:axe shoes:shoe canoes:canoe quizzes:quiz"
    )
)
UNCHANGED = wordset(
    "staff aircraft species series sheep fish deer salmon news headquarters means spacecraft hovercraft "
    "crossroads barracks police cattle personnel odds goods proceeds earnings savings premises works"
)


def singular(word: str) -> str:
    """The singular of an English noun, lower case."""
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if low in UNCHANGED or len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return (
            low[:-1] if len(low) == 3 and low.endswith("s") and low[1] not in "aeiou" and low[0] not in "aeiou" else low
        )
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return low[:-2]
    return low[:-1]
