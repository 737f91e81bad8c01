"""The rule file of time expressions proves itself here too, on the bare tokenizer."""

import pytest

from pipeline import lexicon
from pipeline.layers.times import find
from pipeline.layers.times.words import grammar

CASES = [
    (entry["id"], text, wanted)
    for entries in lexicon.raw("times").values()
    for entry in entries
    for wanted, key in ((True, "match"), (False, "no_match"))
    for text in entry.get(key, ())
]


@pytest.mark.parametrize(("entry_id", "text", "wanted"), CASES)
def test_example(entry_id, text, wanted):
    fired = find.fires(text)
    assert (entry_id in fired) is wanted, sorted(fired)


def test_every_rule_has_its_reader():
    assert {rule.read for rule in grammar().rules} == set(find.READERS)
