"""Every rule entry proves itself: this file has no cases of its own, it walks the rule files."""

from collections.abc import Iterator
from importlib import import_module, resources
from typing import Any

import pytest

from pipeline import lexicon

FILES = sorted(p.name.removesuffix(".toml") for p in resources.files("pipeline.rules").iterdir() if ".toml" in p.name)


def entries(name: str) -> Iterator[dict[str, Any]]:
    """Entries with examples, in all tables of a file; plain tables of words have none."""
    for rows in lexicon.raw(name).values():
        yield from (row for row in rows if isinstance(row, dict) and "id" in row)


def cases() -> Iterator[tuple[str, str, str, bool]]:
    for name in lexicon.CHECKS:
        for entry in entries(name):
            for wanted, key in ((True, "match"), (False, "no_match")):
                for text in entry.get(key, ()):
                    yield name, entry["id"], text, wanted


@pytest.mark.parametrize(("name", "entry_id", "text", "wanted"), list(cases()))
def test_entry_example(name: str, entry_id: str, text: str, wanted: bool) -> None:
    module, _, function = lexicon.CHECKS[name].partition(":")
    fired = getattr(import_module(module), function)(text)
    assert (entry_id in fired) is wanted, f"{name}: {entry_id} on {text!r}: fired {sorted(fired)}"


@pytest.mark.parametrize("name", FILES)
def test_file_with_examples_has_a_checker(name: str) -> None:
    if any("match" in entry for entry in entries(name)):
        assert name in lexicon.CHECKS, f"rules/{name}.toml has examples that nothing runs: see lexicon.CHECKS"


@pytest.mark.parametrize("name", FILES)
def test_file_says_what_it_is(name: str) -> None:
    text = resources.files("pipeline.rules").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    assert text.startswith("# "), f"rules/{name}.toml needs a comment at its top: docs/rules.md is made from it"
