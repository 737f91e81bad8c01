"""The words and rules of time expressions (rules/times.toml), compiled: one character a category, one regular
expression for all rules. A rule is a regular expression over categories, so matching costs one pass over a string
with one character a word.
"""

import re
from dataclasses import dataclass
from functools import cache
from re import _parser  # type: ignore[attr-defined]  # the library's own parser: it alone knows what a pattern means
from typing import Any

from pipeline import lexicon
from pipeline.errors import NewsclaimsError
from schemas.rules import Entry

OTHER = "."  # the category of a word that no rule knows
# categories made by patterns in `pieces.py`, not by the word list
MADE = ("D2", "N4", "YEAR", "DIGITS", "ORDN", "DEC", "ISO", "SLASHED", "CLOCK", "QCODE", "FYCODE", "YRRANGE")

MACROS = {
    "MONTHX": "(?:MONTH|MONTHA)",
    "DAYN": "(?:D2|ORDN|ORD|SMALL ORDN|SMALL ORD)",
    "ORDX": "(?:ORDN|ORD)",
    "YTAIL": "(?:COMMA? (?:OF )?YEAR|OF (?:LAST|THIS|NEXT) YR|(?:LAST|THIS|NEXT) YR|COMMA NUMYEAR)",
    "MDY": "(?:MONTHX (?:COMMA? (?:D2|ORDN)|ORD|SMALL ORDN|SMALL ORD) YTAIL?)",
    "DMY": "(?:SMALL? (?:D2|ORDN) OF? MONTHX YTAIL?|SMALL ORD OF MONTHX YTAIL?)",
    "WDX": "(?:(?:WDAY|WDAYA) PART?)",
    "NUMW": "(?:NUM|TENS|CENTW|SCALE)",
    "NUMX": "(?:(?:D2|N4|YEAR|DIGITS|NUM|TENS|CENTW|A SCALE)NUMTAIL{0,4}(?:D2 SLASH D2)?(?:AND A? HALF)?)",
    "NUMTAIL": "(?:DASH? (?:NUM|TENS|SCALE|DIGITS|CENTW|D2(?! SLASH)))",
    "QTY": "(?:A FEW OF|SMALL? FEW|A FEW|NUMX(?: FEW)?(?: RANGE NUMX)?|HALF A SCALE|A)",
    "RANGE": "(?:OR|TO|DASH|DASH TO DASH?)",
    "U": "(?:UNIT|QTR|YR|MON|WK|DAY)",
    "CENTURY": "UNIT",
    "APXW": "(?:(?:NO )?MORE THAN|AT (?:LEAST|MOST)|UP TO|APX|AS LONG AS)",
    "FYEAR": "(?:YEAR|D2|YRRANGE|YEAR (?:DASH|SLASH) D2)",
    "DECX": "(?:APOS? DEC)",
    "NUMYEAR": "(?:CENTW TENS(?: DASH? NUM)?|NUM SCALE(?! (?:UNITS|DASH)))",
    "AGOX": "(?:YR DASH? (?:AGO|LATER))",
    "PARTOF": "(?:(?:EARLY DASH?|LATER|SMALL EARLY|SMALL? EDGE OF|EARLY (?:OF|IN)|EARLY SMALL|SMALL EARLY? EDGE OF) )",
    "PARTOFW": "(?:(?:EARLY DASH?|LATER|SMALL EDGE OF|EARLY (?:ON)) )",
    "PARTOFM": "(?:EARLY DASH?|LATER|SMALL? EDGE|EARLY SMALL EDGE)",
    "CLK": "(?:HOUR (?:AMPM|OCLOCK)(?: ZONE)?|(?:CLOCK|N4|DIGITS|YEAR) OPEN? ZONE|(?:CLOCK|D2) IN SMALL PART|CLOCK)",
    "HOUR": "(?:CLOCK|D2|NUM|DIGITS)",
}


class Word(Entry):
    """One class of words: forms and their values, under a category (`*`: each form's value is its category)."""

    cat: str
    forms: dict[str, str | int]


class Rule(Entry):
    """One kind of expression: a pattern over categories, and the reader that gives it a value."""

    pattern: str
    read: str


@dataclass(frozen=True)
class Grammar:
    """The compiled word list and rules."""

    words: dict[str, tuple[str, str | int]]
    """form -> (category name, value)"""
    code: dict[str, str]
    """category name -> its character"""
    name: dict[str, str]
    """character -> category name"""
    pattern: re.Pattern[str]
    single: tuple[str, ...]
    """Each rule's pattern alone, for where the first that matches does not read; compiled when it is first needed."""
    rules: tuple[Rule, ...]
    word_ids: dict[str, str]
    starts: re.Pattern[str]
    """A place where some rule may begin: looked for first, as trying every rule everywhere costs more."""


@cache
def grammar() -> Grammar:
    """The grammar, built once a process."""
    words: dict[str, tuple[str, str | int]] = {}
    ids: dict[str, str] = {}
    for word in lexicon.load("times", Word, "word"):
        for form, value in word.forms.items():
            words.setdefault(form, (str(value).upper() if word.cat == "*" else word.cat, value))
            ids.setdefault(form, word.id)
    names = sorted({cat for cat, _ in words.values()} | set(MADE))
    code = {name: chr(0xE000 + n) for n, name in enumerate(names)}
    rules = lexicon.load("times", Rule, "rule")
    each = [expand(rule.pattern, code, rule.id) for rule in rules]
    whole = "|".join(f"(?P<r{n}>{pattern})" for n, pattern in enumerate(each))
    named = {c: n for n, c in code.items()}
    return Grammar(words, code, named, re.compile(whole), tuple(each), rules, ids, begins(*each))


def begins(*patterns: str) -> re.Pattern[str]:
    """The characters any of the patterns may begin with; any character where that cannot be told."""
    parts = [_first(list(_parser.parse(pattern))) for pattern in patterns]
    first = None if None in parts else {c for part in parts if part for c in part}
    return re.compile("[" + "".join(map(re.escape, sorted(first))) + "]" if first else r"[\s\S]|$")


def _first(items: list[tuple[Any, Any]]) -> set[str] | None:
    """First characters of a sequence of parsed items; None where it may be empty or holds something else."""
    found: set[str] = set()
    for kind, held in items:
        name = str(kind)
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue  # takes no character; what follows is looked at as if it held
        if name == "LITERAL":
            return found | {chr(held)}
        if name == "IN" and all(str(k) == "LITERAL" for k, _ in held):
            return found | {chr(c) for _, c in held}
        inner = _choices(name, held)
        if inner is None:
            return None
        parts = [_first(list(choice)) for choice in inner]
        if any(part is None for part in parts):
            return None
        found |= {c for part in parts if part for c in part}
        if name != "MAX_REPEAT" or held[0] > 0:
            return found
    return None


def _choices(name: str, held: Any) -> list[Any] | None:
    """What a parsed item may go on with."""
    if name == "SUBPATTERN":
        return [held[-1]]
    if name == "MAX_REPEAT":
        return [held[2]]
    return list(held[1]) if name == "BRANCH" else None


def expand(pattern: str, code: dict[str, str], rule: str, depth: int = 0) -> str:
    """A pattern over names as a regular expression over category characters.

    Raises `NewsclaimsError` where a name is neither a category nor a macro.
    """

    def one(found: re.Match[str]) -> str:
        name = found.group()
        if name in MACROS and depth < 6:
            return f"(?:{expand(MACROS[name], code, rule, depth + 1)})"
        if name not in code:
            raise NewsclaimsError(
                "rules.category",
                f"rule {rule!r} names {name!r}: no such category",
                "see [[word]] cat in rules/times.toml",
            )
        return code[name]

    grouped = re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)
    return re.sub(r"[A-Z][A-Z0-9]*", one, grouped).replace(" ", "")
