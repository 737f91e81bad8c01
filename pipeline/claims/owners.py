"""Whose metric it can be: how a type of entity goes with a metric (`rules/owners.toml`)."""

import re
from functools import cache, lru_cache
from typing import Any, cast

from pipeline import lexicon
from pipeline.layers.entities.gazetteer import towns

GOOD, POSSIBLE, BAD = 1, 0, -1


@cache
def _table() -> dict[str, dict[str, int]]:
    raw = cast(dict[str, dict[str, Any]], lexicon.raw("owners"))
    sets: dict[str, list[str]] = raw["set"]
    return {
        metric: {
            kind: verdict
            for name, verdict in (("bad", BAD), ("good", GOOD))
            for word in row.get(name, ())
            for kind in sets.get(word, [word])
        }
        for metric, row in raw["owner"].items()
    }


@cache
def _national() -> frozenset[str]:
    """Metrics that a country has and a town has not."""
    raw = cast(dict[str, dict[str, list[str]]], lexicon.raw("owners"))
    return frozenset(raw["national"]["metrics"])


BODY = re.compile(
    r"(?:^|.* )(?:department|bureau|office|ministry|association|institute|agency|commission|council|federation|"
    r"confederation|chamber|society|statistics|consortium)(?: (?:of|for|on) .*)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 14)
def fit(metric: str, kind: str, rule: str = "", name: str = "") -> int:
    """`GOOD` where entities of a type have such a metric, `BAD` where they hardly ever do, else `POSSIBLE`.

    A department, an association or a statistics office is a body whatever its type; another organization that only the
    language model knows (`rule`) may well be a company. What only a country has is no town's.
    """
    if kind in ("organization", "company", "government") and _is_body(name):
        kind = "organization"
    elif kind == "organization" and rule.startswith("entity.model"):
        kind = "company"
    elif kind == "place" and metric in _national() and name.lower() in towns():
        return BAD
    return _table().get(metric, {}).get(kind, POSSIBLE)


@lru_cache(maxsize=1 << 12)
def _is_body(name: str) -> bool:
    return len(name) < 80 and BODY.fullmatch(name) is not None
