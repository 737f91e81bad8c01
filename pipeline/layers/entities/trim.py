"""What of spaCy's entities is a name: without articles, titles and marks at its ends; or no name at all."""

import re

from pipeline.layers.entities import words as lists
from pipeline.layers.entities.gazetteer import demonyms
from pipeline.layers.entities.sheet import PROPER, Sheet

UNIT = re.compile(r"\d(?:\.\d{1,4})?\s?[kKMGTPEZ]?(?:W|Wh|H|Hz|B)(?:/s)?$|^[kKMGTPEZ]H/s$")
"""A number with its unit, or a hash rate's unit, which spaCy takes for a name."""
AMOUNT = re.compile(r"[A-Z]{0,4}[$£€]?\d")
COMPOUND = re.compile(r"[-–](?:based|listed|backed|owned|led|made|born|style|focused|traded|registered|run|held)$")
"""What makes an adjective of a name: "U.S.-listed"."""


def trimmed(sheet: Sheet, i: int, j: int) -> tuple[int, int]:
    """Tokens [i, j) without articles, possessives, titles, units and quotation marks at the ends; maybe none."""
    while i < j and (sheet.lower[i] in lists.LEADING or not sheet.words[i][0].isalnum()):
        i += 1
    while j > i and (sheet.lower[j - 1] in lists.TRAILING or not sheet.words[j - 1][-1].isalnum()):
        if sheet.words[j - 1] == ".":
            break
        j -= 1
    while i < j and (sheet.lower[i] in lists.TITLES or _is_unit(sheet, i)):
        i += 1
    i = after_role(sheet, i, j)
    j = next((k for k in range(i, j) if sheet.words[k] in "()[]" or sheet.words[k][0] in "$£€"), j)
    cut = next((k for k in range(i, j) if sheet.words[k] in {"-", "–", "—"} and sheet.tags[k - 1] not in PROPER), None)
    return (i if cut is None else cut + 1), j


def after_role(sheet: Sheet, i: int, j: int) -> int:
    """Past the noun that opens a sentence and says what the name behind it is: "Rival Coldframe"."""
    opens = i == sheet.first[i] and i + 1 < j and sheet.lower[i] in lists.ROLE_HEADS
    return i + 1 if opens and sheet.words[i + 1][:1].isupper() else i


def _is_unit(sheet: Sheet, i: int) -> bool:
    """Whether a token is the unit of the number before it: "the 300 MW Black Pearl site"."""
    return sheet.lower[i] in lists.UNITS and i > sheet.first[i] and sheet.tags[i - 1] == "CD"


def is_no_name(sheet: Sheet, i: int, j: int, kind: str) -> bool:
    """Whether what spaCy calls a name of some kind is an amount, a common word or an adjective."""
    if not any(sheet.words[k][:1].isupper() for k in range(i, j)) or UNIT.search(sheet.string(i, j)):
        return True
    if AMOUNT.match(sheet.words[i]) and not sheet.words[i].isdigit():
        return True
    if "\n" in sheet.string(i, j) or lists.ALONE.issuperset(sheet.lower[i:j]):
        return True
    if any("](" in word or "://" in word for word in sheet.words[i:j]):
        return True  # what is left of a link
    if j == i + 1 and is_word(sheet, i):
        return True
    return sheet.tags[j - 1] in {"JJ", "JJS", "RB"} and (kind == "group" or j == i + 1)


def is_word(sheet: Sheet, i: int) -> bool:
    """Whether a token by itself names nobody: a letter, a nationality, an adjective made of a name."""
    return (
        len(sheet.words[i]) == 1
        or sheet.lower[i] in lists.ALONE
        or sheet.lower[i] in demonyms()
        or bool(COMPOUND.search(sheet.words[i]))
    )
