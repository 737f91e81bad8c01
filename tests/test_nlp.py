"""Text to tokens: exact, and bounded for text that runs on."""

import pytest

from pipeline.nlp import tokens


@pytest.mark.parametrize(
    "text",
    [
        "Acme rose 4%.",
        "(" * 1200 + ")" * 700 + " Acme rose.",
        "a" * 500 + " b",
        "x" * 499 + "\n\n" + "y" * 1501 + "  z ",
    ],
)
def test_text_comes_back_as_it_was(blank, text):
    assert tokens(blank, text).text == text


def test_usual_text_is_tokenized_as_ever(blank):
    text = "Shares in Acme (ACM) rose 4%, to $5.20."
    assert [t.text for t in tokens(blank, text)] == [t.text for t in blank(text)]
