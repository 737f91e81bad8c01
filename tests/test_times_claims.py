"""The dates an expression may give a claim, and the claim whose date a headline takes."""

import pytest

from pipeline.layers.store import BlockInfo, Quantity, context, layers
from pipeline.layers.times import add_times
from pipeline.layers.times.candidates import candidates
from pipeline.layers.times.sheet import Before, before_of, sheet_of

DAY = "2024-05-15"
READINGS = [
    # a month before a comma is not the first of it
    ("Prices rose in December, the first rise since June.", "December", ("2023-12-01", "2023-12-31"), True),
    ("Prices rose in December, the first rise since June.", "December", ("2023-12-01", "2023-12-01"), False),
    ("It fell 9% in March, the third-worst month on record.", "March", ("2024-03-01", "2024-03-31"), True),
    ("It opens on June the first.", "June the first", ("2024-06-01", "2024-06-01"), True),
    # within N days may lie ahead; over N days does not
    ("Another 20m will follow within 90 days.", "90 days", ("2024-05-15", "2024-08-13"), True),
    ("It was sold within 90 days.", "90 days", ("2024-02-15", "2024-05-15"), True),
    ("Prices doubled over 18 months.", "18 months", ("2024-05-15", "2025-11-15"), False),
    # a day's worth of hours
    ("About $1bn was lost in the past 24 hours.", "the past 24 hours", ("2024-05-14", DAY), True),
    ("It was closed for 24 hours.", "24 hours", ("2024-05-14", DAY), True),
    ("A 24-hour strike began.", "24-hour", ("2024-05-14", DAY), False),
    # what starts has no end yet
    ("Starting on July 1 duties fall 5%.", "July 1", ("2024-07-01", None), True),
    ("On July 1 duties fall 5%.", "July 1", ("2024-07-01", None), False),
    ("Sales will grow in coming months.", "coming months", (DAY, None), True),
    ("Sales grew in recent months.", "recent months", (DAY, None), False),
    # stretches that begin now
    ("It will invest $2bn between now and 2027.", "2027", (DAY, "2027-12-31"), True),
    ("Rates stay there from now until 2028.", "2028", (DAY, "2028-12-31"), True),
    ("Rates stay there until 2028.", "2028", (DAY, "2028-12-31"), False),
    # a clock time is of its day, with "by" too
    ("Shares rose 4% by 1200 GMT.", "1200 GMT", (DAY, DAY), True),
]


@pytest.mark.parametrize(("text", "words", "ends", "there"), READINGS)
def test_readings(blank, text, words, ends, there):
    doc = blank(text)
    context(doc)["published"] = DAY
    made = sheet_of(add_times(doc))
    found = {
        m.ends
        for k, t in enumerate(made.times)
        if text[t["start"] : t["end"]].endswith(words)
        for m in made.readings[k]
    }
    assert (ends in found) == there


def made_of(blank, title, body):
    """A sheet over a headline and a text below, each number a quantity of its own."""
    text = f"{title}\n{body}"
    doc = blank(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in ("\n", ".")
    context(doc)["published"] = DAY
    context(doc)["blocks"] = [
        BlockInfo(role="headline", start=0, end=len(title), language=None, at=None),
        BlockInfo(role="body", start=len(title) + 1, end=len(text), language=None, at=None),
    ]
    numbers = [t for t in doc if t.like_num]
    layers(add_times(doc))["quantities"] = [
        Quantity(i=t.i, j=t.i + 1, start=t.idx, end=t.idx + len(t))
        for t in numbers  # type: ignore[typeddict-item]
    ]
    return sheet_of(doc), [t.i for t in numbers]


@pytest.mark.parametrize(
    ("title", "body", "taken"),
    [
        ("Profit up 18 percent", "It has 40 shops . Profit rose 18 percent in March .", 2),
        ("Profit up 18 percent", "It has 40 shops . Profit rose 19 percent in March .", 1),
    ],
)
def test_a_headline_looks_below(blank, title, body, taken):
    made, numbers = made_of(blank, title, body)
    decided = [Before(i, (DAY, DAY), (DAY, DAY)) for i in numbers[1:]]
    found = before_of(made, numbers[0], numbers[0] + 1, decided)
    assert found is not None and found.i == numbers[taken]


def test_the_text_looks_back(blank):
    made, numbers = made_of(blank, "Profit up 18 percent", "It has 40 shops . Profit rose 18 percent .")
    decided = [Before(i, (DAY, DAY), (DAY, DAY)) for i in numbers[1:]]
    assert before_of(made, numbers[1], numbers[1] + 1, decided) is None
    assert before_of(made, numbers[2], numbers[2] + 1, decided) == decided[0]


def test_a_relative_clause_keeps_its_date_to_itself(make_doc):
    # "Acme , which reports on Monday , fell 3 %": the fall is not Monday's.
    doc = make_doc(
        ["Acme", ",", "which", "reports", "on", "Monday", ",", "fell", "3", "%"],
        heads=[7, 0, 3, 0, 3, 4, 0, 7, 9, 7],
        deps=["nsubj", "punct", "nsubj", "relcl", "prep", "pobj", "punct", "ROOT", "nummod", "npadvmod"],
        pos=["PROPN", "PUNCT", "PRON", "VERB", "ADP", "PROPN", "PUNCT", "VERB", "NUM", "NOUN"],
        lemmas=["Acme", ",", "which", "report", "on", "Monday", ",", "fall", "3", "%"],
    )
    context(doc)["published"] = DAY
    made = sheet_of(add_times(doc))
    assert made.times
    assert all(c.source != "same" for c in candidates(made, 8))
    assert any(c.source == "same" for c in candidates(made, 3))
