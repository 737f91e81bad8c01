"""Names in a row: "Bitfarms, CleanSpark and Riot", which "they", "both" or "the three" take up."""

from itertools import pairwise

from pipeline.layers.entities.sheet import Sheet
from pipeline.layers.store import Entity

JOINS = {",", "and", "&", "or", "the", "as", "well", ";", "both", "its", "rival"}
GAP = 3
"""Tokens that may stand between two names of a row."""


def coordinations(sheet: Sheet, names: list[Entity]) -> list[list[Entity]]:
    """Rows of two names or more, joined by commas and a conjunction, of the same kind."""
    rows: list[list[Entity]] = []
    row: list[Entity] = []
    for name in names:
        if row and _joined(sheet, row[-1], name):
            row.append(name)
            continue
        if len(row) > 1 and _has_and(sheet, row):
            rows.append(row)
        row = [name]
    if len(row) > 1 and _has_and(sheet, row):
        rows.append(row)
    return rows


def _joined(sheet: Sheet, left: Entity, right: Entity) -> bool:
    i, j = left["j"], right["i"]
    same = sheet.sentence[i - 1] == sheet.sentence[j] and (left["type"] == "person") == (right["type"] == "person")
    alike = left["type"] == right["type"] or "place" not in {left["type"], right["type"]}
    return same and alike and 0 < j - i <= GAP and all(sheet.lower[k] in JOINS for k in range(i, j))


def _has_and(sheet: Sheet, row: list[Entity]) -> bool:
    gaps = [sheet.lower[k] for a, b in pairwise(row) for k in range(a["j"], b["i"])]
    return "and" in gaps or "&" in gaps or "or" in gaps
