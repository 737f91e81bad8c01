"""Where an expression may begin is told from the pattern."""

import pytest

from pipeline.layers.times.words import begins, grammar


@pytest.mark.parametrize(
    ("pattern", "text", "place"),
    [
        ("a?b|c", "xxab", 2),
        ("(?:a|bc)d", "xbcd", 1),
        ("(?P<r0>[xy]z)|q", "aayz", 2),
        ("(?<=a)b", "ab", 1),
        ("a{1,3}b", "cab", 1),
        ("a*", "zz", 0),
    ],
)
def test_first_characters(pattern: str, text: str, place: int) -> None:
    found = begins(pattern).search(text)
    assert found is not None and found.start() == place


def test_few_categories_begin_an_expression() -> None:
    made = grammar()
    starts = [c for c in made.name if made.starts.match(c)]
    assert 0 < len(starts) < len(made.name)
