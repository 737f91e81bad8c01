"""What type of thing a name is: by its own words and those beside it, else what spaCy says of it."""

from pipeline.layers.entities import words as lists
from pipeline.layers.entities.descriptions import heads
from pipeline.layers.entities.models import has_model
from pipeline.layers.entities.persons import role_heads
from pipeline.layers.entities.sheet import Sheet

FIRMS_TOO = lists.words(
    "member owner co-owner leader player general principal miner broker dealer trader investor shareholder creditor "
    "resident veteran developer manager forecaster designer consultant partner head collector worker driver"
)
"""Role nouns that describe firms as well: beside a name they do not make it a person's."""


def kind_of(sheet: Sheet, i: int, j: int, said: str) -> str:
    """The type of the name at tokens [i, j), of which spaCy says that it is `said` ("" where it says nothing)."""
    last, first = sheet.lower[j - 1].rstrip("."), sheet.lower[i]
    before = sheet.lower[i - 1] if i > sheet.first[i] else ""
    if has_model(sheet, j - 1):
        return "product"
    if last == "government":
        return "government"
    if last in lists.PLACE_ENDINGS and j - i > 1 and first not in lists.GIVEN_NAMES:
        return "place"
    if last in lists.COMPANY_ENDINGS and j - i > 1:
        return "company"
    if last in lists.ORGANIZATION_ENDINGS or first in lists.ORGANIZATION_STARTS:
        return "organization"
    if (
        before in lists.PERSON_BEFORE
        or (before in lists.TITLES and said == "person")
        or (j - i > 1 and first in lists.GIVEN_NAMES)
        or (before in role_heads() and before not in FIRMS_TOO and _like_a_person(sheet, i, j))
    ):
        return "person"
    return _told_beside(sheet, i, j, before) or _plausible(sheet, i, j, said)


def _like_a_person(sheet: Sheet, i: int, j: int) -> bool:
    """Whether a name could be a person's full one: two words or three, in letters."""
    return 1 < j - i < 4 and all(word.replace("-", "").isalpha() and word.istitle() for word in sheet.words[i:j])


def _told_beside(sheet: Sheet, i: int, j: int, before: str) -> str | None:
    """The type that the words beside a name say: "carmaker X", "shares in X", "X shares", "X, a broker"."""
    nouns = heads()
    if before in nouns and sheet.tags[i - 1] == "NN":
        return next(iter(nouns[before]), None)
    after = sheet.lower[j : j + 2]
    if before in {"in", "of"} and i > 1 and sheet.lower[i - 2] in lists.COMPANY_FOLLOWERS:
        return "company"
    if after and after[after[0] in {"'s", "’s"} and len(after) > 1] in lists.COMPANY_FOLLOWERS:
        return "company"
    return _apposed(sheet, i, j) if after and after[0] == "," else None


def _apposed(sheet: Sheet, i: int, j: int) -> str | None:
    """The type that an apposition says: "X, a broker", "Ann Lee, a partner at X"."""
    nouns, person = heads(), _like_a_person(sheet, i, j)
    for k in range(j + 1, min(j + 9, len(sheet.words))):
        word = sheet.lower[k]
        at = sheet.lower[k + 1] if k + 1 < len(sheet.words) else ""
        telling = word in role_heads() and (at == "at" or word not in FIRMS_TOO | nouns.keys())
        if telling and person and not {",", "and", "said", "says"} & set(sheet.lower[j + 1 : k]):
            return "person"
        if sheet.deps[k] == "appos" and sheet.heads[k] in range(i, j):
            return next(iter(nouns.get(word, ())), None)
    return None


def _plausible(sheet: Sheet, i: int, j: int, said: str) -> str:
    """spaCy's type, where it can be believed: its persons of one word seldom are, nor are places that trade."""
    last = j - 1
    if said == "place" and sheet.deps[last] == "nsubj" and sheet.lower[sheet.heads[last]] in lists.TRADING:
        return "organization"
    if said == "person" and j == i + 1:
        return "unsure"
    return said or "organization"
