"""Names that end in a number: models ("Motorola ROKR E1", "iLife '11") and flights ("Air France Flight 447").

They are things of their own, apart from their maker.
"""

import re

from pipeline.layers.entities.sheet import Sheet

MODEL_NUMBER = re.compile(r"[A-Z]{1,3}-?\d{1,4}[a-zA-Z]{0,2}$")
QUOTES = frozenset("'’‘`")
YEAR = re.compile(r"\d\d$")
VERSION = re.compile(r"['’`]?\d{1,2}$")
FLIGHT_NUMBER = re.compile(r"(?:[A-Z]{2,3})?\d{1,4}$")
PERIOD = re.compile(r"(?:[QH][1-4]|FY\d{2,4}|F[1-9])$")
"""Parts of a year: "Nokia Q3 sales"."""
COUNTS = frozenset({"million", "billion", "thousand", "percent", "per", "%", "m", "bn", "units", "-", "times", "out"})


def numbered(sheet: Sheet, i: int, j: int, kind: str) -> tuple[int, str] | None:
    """Where a name [i, j) ends with its number, and what it then is; None where no number belongs to it."""
    if sheet.lower[j - 1] == "flight" and j - i > 1 and _is(sheet, j, FLIGHT_NUMBER):
        return j + 1, "event"
    if kind == "company" and _word(sheet, j) == "flight" and _is(sheet, j + 1, FLIGHT_NUMBER):
        return j + 2, "event"
    if kind == "company" and _is(sheet, j, MODEL_NUMBER) and not PERIOD.match(sheet.words[j]) and sheet.capital(j):
        return j + 1, "product"
    if (
        kind == "product"
        and _word(sheet, j) in QUOTES
        and _is(sheet, j + 1, YEAR)
        and sheet.end[j] == sheet.begin[j + 1]
    ):
        return j + 2, "product"
    if kind == "product" and _is(sheet, j, VERSION) and _word(sheet, j + 1) not in COUNTS:
        return j + 1, "product"
    return None


def has_model(sheet: Sheet, k: int) -> bool:
    """Whether a token is the number of a model: E1, A380, N95."""
    return bool(MODEL_NUMBER.match(sheet.words[k])) and sheet.lower[k] not in {"g7", "g8", "g20"}


def _word(sheet: Sheet, k: int) -> str:
    return sheet.lower[k] if k < len(sheet.words) else ""


def _is(sheet: Sheet, k: int, pattern: re.Pattern[str]) -> bool:
    return k < len(sheet.words) and sheet.first[k] == sheet.first[k - 1] and bool(pattern.match(sheet.words[k]))
