"""Text to tokens: exact, and bounded for text that runs on."""

import pytest

from pipeline.extraction import extract, extract_many
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


def test_a_result_is_the_same_alone_and_in_a_batch():
    texts = [
        "Intel shares fell 4% on Monday, according to Reuters.",
        "",
        "Nvidia said it sold $5 billion of chips in the third quarter. " * 30,
        "7",
        'Boeing cut 900 jobs. "We lost $3 million a day," its chief executive said on Friday.',
    ]
    together = [found.model_dump_json() for found in extract_many(texts, published="2025-03-26")]
    assert together == [extract(text, published="2025-03-26").model_dump_json() for text in texts]
