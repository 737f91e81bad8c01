"""Bare weekdays, months and days lie behind or ahead by the tense of their clause. Docs are parsed by hand."""

import pytest

from pipeline.layers.store import context, layers
from pipeline.layers.times import add_times
from pipeline.layers.times.tense import tense

POS = {"V": "VERB", "N": "NOUN", "I": "ADP", "M": "AUX", "T": "PART", "D": "DET", "J": "ADJ", "P": "PROPN", "R": "PRON"}

# word:tag:dep:head a token; the day is Wednesday 15 May 2024
CLAUSES = [
    # will and would look ahead, so does "to" behind a plan
    ("They:PRP:nsubj:2 will:MD:aux:2 meet:VB:ROOT:2 on:IN:prep:2 Friday:NNP:pobj:3", "future", "2024-05-17"),
    ("They:PRP:nsubj:2 would:MD:aux:2 meet:VB:ROOT:2 on:IN:prep:2 Friday:NNP:pobj:3", "future", "2024-05-17"),
    (
        "They:PRP:nsubj:1 plan:VBP:ROOT:1 to:TO:aux:3 meet:VB:xcomp:1 on:IN:prep:3 Friday:NNP:pobj:4",
        "future",
        "2024-05-17",
    ),
    # "to" of a purpose does not, nor what had been due
    (
        "They:PRP:nsubj:1 bid:VBD:ROOT:1 to:TO:aux:3 buy:VB:advcl:1 it:PRP:dobj:3 Friday:NNP:npadvmod:3",
        "past",
        "2024-05-10",
    ),
    (
        "It:PRP:nsubj:2 had:VBD:aux:2 been:VBN:ROOT:2 due:JJ:acomp:2 to:TO:aux:5 end:VB:xcomp:3 Friday:NNP:npadvmod:5",
        "past",
        "2024-05-10",
    ),
    # what is done is present, what has been done is past
    ("It:PRP:nsubjpass:2 is:VBZ:auxpass:2 heard:VBN:ROOT:2 in:IN:prep:2 July:NNP:pobj:3", "present", "2024-07"),
    (
        "It:PRP:nsubj:3 has:VBZ:aux:3 been:VBN:auxpass:3 heard:VBN:ROOT:3 in:IN:prep:3 July:NNP:pobj:4",
        "past",
        "2023-07",
    ),
    # a record set lies behind; set to lies ahead
    ("the:DT:det:1 high:NN:ROOT:1 set:VBN:acl:1 on:IN:prep:2 Sept.:NNP:pobj:3 6:CD:nummod:4", "past", "2023-09-06"),
    ("set:VBN:ROOT:0 to:TO:aux:2 end:VB:xcomp:0 on:IN:prep:2 Friday:NNP:pobj:3", "future", "2024-05-17"),
    # until looks ahead, but not in the past perfect
    ("They:PRP:nsubj:1 closed:VBD:ROOT:1 until:IN:prep:1 Friday:NNP:pobj:2", "past", "2024-05-17"),
    ("Until:IN:prep:4 Friday:NNP:pobj:0 they:PRP:nsubj:4 had:VBD:aux:4 paid:VBN:ROOT:4", "past", "2024-05-10"),
    # the tense of the verb before where what it says of is done with it
    (
        "It:PRP:nsubj:1 forced:VBD:ROOT:1 them:PRP:dobj:1 to:TO:aux:4 file:VB:xcomp:1 Friday:NNP:npadvmod:4",
        "past",
        "2024-05-10",
    ),
    ("It:PRP:nsubj:1 began:VBD:ROOT:1 trading:VBG:xcomp:1 in:IN:prep:2 July:NNP:pobj:3", "past", "2023-07"),
    (
        "It:PRP:nsubj:2 will:MD:aux:2 start:VB:ROOT:2 paying:VBG:xcomp:2 on:IN:prep:3 Friday:NNP:pobj:4",
        "future",
        "2024-05-17",
    ),
    (
        "It:PRP:nsubj:2 would:MD:aux:2 go:VB:ROOT:2 when:WRB:advmod:4 open:VBD:advcl:2 on:IN:prep:4 Friday:NNP:pobj:5",
        "future",
        "2024-05-17",
    ),
    # what is fixed to come stands in the present, in a full sentence
    (
        "It:PRP:nsubj:1 joins:VBZ:ROOT:1 them:PRP:dobj:1 on:IN:prep:1 Friday:NNP:pobj:3 .:.:punct:1",
        "present",
        "2024-05-17",
    ),
    ("Shares:NNS:nsubj:1 fall:VBP:ROOT:1 on:IN:prep:1 Friday:NNP:pobj:2", "present", "2024-05-10"),
    (
        "Losses:NNS:nsubj:1 hurt:VBP:ROOT:1 it:PRP:dobj:1 on:IN:prep:1 Friday:NNP:pobj:3 .:.:punct:1",
        "present",
        "2024-05-10",
    ),
    # an owner's month lies behind unless its clause looks ahead
    ("It:PRP:nsubj:1 is:VBZ:ROOT:1 below:IN:prep:1 July:NNP:poss:5 's:POS:case:3 rate:NN:pobj:2", "present", "2023-07"),
    # a month before a noun says little about a far time to come
    (
        "They:PRP:nsubj:2 will:MD:aux:2 keep:VB:ROOT:2 a:DT:det:5 March:NNP:compound:5 deal:NN:dobj:2",
        "future",
        "2024-03",
    ),
    (
        "They:PRP:nsubj:2 will:MD:aux:2 sign:VB:ROOT:2 a:DT:det:5 June:NNP:compound:5 deal:NN:dobj:2",
        "future",
        "2024-06",
    ),
]


def parsed(make_doc, clause):
    rows = [token.split(":") for token in clause.split()]
    tags = [row[1] for row in rows]
    pos = [
        POS.get({"MD": "M", "CD": "X"}.get(t, "M" if r[2].startswith("aux") and t != "TO" else t[0]), "NUM")
        for r, t in zip(rows, tags, strict=True)
    ]
    doc = make_doc(
        [row[0] for row in rows],
        tags=tags,
        pos=["PROPN" if t == "NNP" else "PART" if t == "TO" else p for t, p in zip(tags, pos, strict=True)],
        deps=[row[2] for row in rows],
        heads=[int(row[3]) for row in rows],
        lemmas=[
            {"is": "be", "been": "be", "has": "have", "had": "have", "forced": "force"}.get(row[0], row[0].lower())
            for row in rows
        ],
    )
    context(doc)["published"] = "2024-05-15"
    return doc


@pytest.mark.parametrize(("clause", "when", "value"), CLAUSES)
def test_the_clause_says_when(make_doc, clause, when, value):
    doc = parsed(make_doc, clause)
    (found,) = layers(add_times(doc))["times"]
    assert found["value"] == value
    assert tense(doc[found["i"]]) == when


def test_until_before_a_clock_time_looks_ahead(blank):
    doc = blank("They have until 9 a.m. Friday.")
    context(doc)["published"] = "2024-05-15"
    (found,) = layers(add_times(doc))["times"]
    assert found["value"] == "2024-05-17T09:00"


def test_a_programme_is_no_day(make_doc):
    doc = parsed(make_doc, "This:DT:nsubj:1 is:VBZ:ROOT:1 City:NNP:compound:3 Today:NNP:attr:1")
    assert layers(add_times(doc))["times"] == []


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("It:PRP:nsubj:1 sells:VBZ:ROOT:1 ten:CD:nummod:3 cars:NNS:dobj:1 a:DT:det:5 week:NN:npadvmod:3", []),
        ("It:PRP:nsubj:1 waited:VBD:ROOT:1 a:DT:det:3 week:NN:npadvmod:1", ["P1W"]),
        ("It:PRP:nsubj:1 soon:RB:advmod:2 closed:VBD:ROOT:2", []),
        ("It:PRP:nsubj:3 will:MD:aux:3 soon:RB:advmod:3 close:VB:ROOT:3", ["FUTURE_REF"]),
    ],
)
def test_rates_and_soon(make_doc, clause, found):
    assert [t["value"] for t in layers(add_times(parsed(make_doc, clause)))["times"]] == found
