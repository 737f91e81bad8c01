"""Every rule entry proves itself: this file has no cases of its own, it walks the rule files."""

from collections.abc import Iterator
from importlib import import_module

import pytest

from pipeline import lexicon


def cases() -> Iterator[tuple[str, str, str, bool]]:
    for name in lexicon.CHECKS:
        for entries in lexicon.raw(name).values():
            for entry in entries:
                for wanted, key in ((True, "match"), (False, "no_match")):
                    for text in entry.get(key, ()):
                        yield name, entry["id"], text, wanted


@pytest.mark.parametrize(("name", "entry_id", "text", "wanted"), cases())
def test_entry_example(name: str, entry_id: str, text: str, wanted: bool) -> None:
    module, _, function = lexicon.CHECKS[name].partition(":")
    fired = getattr(import_module(module), function)(text)
    assert (entry_id in fired) is wanted, f"{name}: {entry_id} on {text!r}: fired {sorted(fired)}"
