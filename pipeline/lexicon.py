"""Rule files: TOML in `pipeline/rules/`, read once, checked by a schema, proved by their own examples."""

import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import ValidationError

from pipeline.errors import NewsclaimsError
from schemas.rules import Entry

# rule file -> module:function; the function takes a sentence and returns the ids of the entries that fire on it
CHECKS: dict[str, str] = {
    "roles": "pipeline.pages.roles:fires",
    "sites": "pipeline.pages.sites:fires",
    "units": "pipeline.layers.quantities.checks:units",
    "currencies": "pipeline.layers.quantities.checks:currencies",
    "numbers": "pipeline.layers.quantities.checks:numbers",
    "bounds": "pipeline.layers.quantities.checks:bound_words",
    "entities": "pipeline.layers.entities.gazetteer:fires",
    "coreference": "pipeline.layers.entities.descriptions:fires",
    "person_roles": "pipeline.layers.entities.persons:fires",
    "modality": "pipeline.layers.cues.words:modality_fire",
    "cues": "pipeline.layers.attributions.lexicon:fires",
    "metrics": "pipeline.layers.metrics.words:metrics_fire",
    "movements": "pipeline.layers.metrics.words:movements_fire",
    "times": "pipeline.layers.times.find:fires",
}

EntryT = TypeVar("EntryT", bound=Entry)


@cache
def raw(name: str) -> dict[str, list[dict[str, object]]]:
    """The tables of `pipeline/rules/<name>.toml` as written."""
    text = resources.files("pipeline.rules").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def load(name: str, schema: type[EntryT], table: str = "entry") -> tuple[EntryT, ...]:
    """The checked entries of one table of a rule file, in file order.

    Raises `NewsclaimsError` where an entry breaks its schema or an id is used twice.
    """
    entries = []
    seen: set[str] = set()
    for number, fields in enumerate(raw(name).get(table, ()), 1):
        try:
            entry = schema.model_validate(fields)
        except ValidationError as error:
            raise NewsclaimsError(
                "rules.entry",
                f"entry {number} ({fields.get('id')!r}) of [[{table}]] in rules/{name}.toml is not valid: {error}",
                "compare it with the entries around it; docs/rules.md lists the fields of each file",
            ) from error
        if entry.id in seen:
            raise NewsclaimsError("rules.duplicate", f"rules/{name}.toml has the id {entry.id!r} twice", "rename one")
        seen.add(entry.id)
        entries.append(entry)
    return tuple(entries)


@cache
def digest() -> str:
    """A short hash over all rule files and weights, in name order, folders included: part of `made_by`."""
    total = hashlib.sha256()
    for folder in ("pipeline.rules", "pipeline.weights"):
        for item in _files(resources.files(folder)):
            total.update(item.name.encode())
            total.update(item.read_bytes())
    return total.hexdigest()[:12]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in sorted(folder.iterdir(), key=lambda p: p.name):
        if item.is_dir():
            yield from _files(item)
        elif item.name.endswith((".toml", ".json", ".bin", ".npz")):
            yield item
