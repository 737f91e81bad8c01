"""Which gazetteer hits are the thing itself: oil and not Standard Oil, the pound and not 5 million pounds."""

import re

from pipeline.layers.entities import words as lists
from pipeline.layers.entities.gazetteer import Hit
from pipeline.layers.entities.sheet import NOUN_TAGS, PROPER, Sheet

DOLLAR = re.compile(r"\s?(?:[$£€]|(?:cents?|dollars?)\b)")
SITE = re.compile(r"\.(?:com|io|org|net|ai|fun|finance|xyz|app)\b")
"""What makes a name that of a site: BTC.com is not Bitcoin."""


def stands_alone(sheet: Sheet, hit: Hit, i: int, j: int) -> bool:
    """Whether a gazetteer hit is the thing itself: no unit of money, no qualifier, no month, no common word."""
    kind = hit.alias.known.type
    if SITE.match(sheet.text, hit.end) or (hit.end < sheet.end[j - 1] and sheet.text[hit.end] == "-"):
        return False  # no "U.S.-listed"
    if kind == "place" and DOLLAR.match(sheet.text, hit.end):
        return False
    if hit.alias.weak and j == i + 1 and _is_common(sheet, i):
        return False
    if kind == "currency" and hit.alias.tokens[-1].islower() and j == i + 1:
        return not _counts_money(sheet, i)
    if kind == "commodity" and hit.alias.tokens[-1].islower():
        return _is_commodity(sheet, i, j)
    return True


def _is_common(sheet: Sheet, i: int) -> bool:
    """Whether a weak name is a date or a common word that begins a sentence."""
    common = sheet.tags[i] != "" and sheet.tags[i] not in PROPER and i == sheet.first[i]
    return sheet.labels[i] in {"DATE", "TIME"} or common


def _is_commodity(sheet: Sheet, i: int, j: int) -> bool:
    """Whether "oil" or "gold" is the stuff: a noun, no part of a name (Standard Oil), no mere qualifier."""
    if sheet.tags[j - 1] and sheet.tags[j - 1] not in NOUN_TAGS:
        return False
    beside = j < len(sheet.words) and sheet.capital(j) and sheet.tags[j] in PROPER
    if sheet.capital(i) and i != sheet.first[i] and (beside or sheet.capital(i - 1)):
        return False
    return not _only_modifies(sheet, j - 1)


def _counts_money(sheet: Sheet, k: int) -> bool:
    """Whether a currency's name is a unit: "5 million pounds", "a dollar", "yen-denominated"."""
    if k == 0:
        return False
    before = sheet.lower[k - 1]
    return sheet.words[k].endswith("s") or sheet.tags[k - 1] == "CD" or before in lists.MONEY_COUNTS


def _only_modifies(sheet: Sheet, k: int) -> bool:
    """Whether a common noun ("oil", "gold") only qualifies another noun that is not its price ("oil companies")."""
    head = sheet.heads[k]
    return sheet.deps[k] == "compound" and head > k and sheet.lower[head] not in lists.PRICE_WORDS
