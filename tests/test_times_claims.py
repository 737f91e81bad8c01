"""The dates an expression may give a claim, and the claim whose date a headline takes."""

from datetime import date

import pytest

from pipeline.layers.store import BlockInfo, Quantity, context, layers
from pipeline.layers.times import add_times
from pipeline.layers.times.candidates import candidates
from pipeline.layers.times.carry_features import carried
from pipeline.layers.times.claim import describe
from pipeline.layers.times.moments import stretch_before
from pipeline.layers.times.pair_features import paired
from pipeline.layers.times.sheet import before_of, follow, sheet_of

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
    # early, mid and late are thirds of months alone
    ("Sales rose in late March.", "late March", ("2024-03-21", "2024-03-31"), True),
    ("Sales rose in late summer.", "late summer", ("2023-SU-21", "2023-SU-31"), False),
    # what starts has no end yet
    ("Starting on July 1 duties fall 5%.", "July 1", ("2024-07-01", None), True),
    ("On July 1 duties fall 5%.", "July 1", ("2024-07-01", None), False),
    ("Sales will grow in coming months.", "coming months", (DAY, None), True),
    ("Sales grew in recent months.", "recent months", (DAY, None), False),
    # stretches that begin now
    ("It will invest $2bn between now and 2027.", "2027", (DAY, "2027-12-31"), True),
    ("Rates stay there from now until 2028.", "2028", (DAY, "2028-12-31"), True),
    ("Rates stay there until 2028.", "2028", (DAY, "2028-12-31"), False),
    # the middle of a year is its June
    ("It opens by mid-2026.", "mid-2026", (None, "2026-06-30"), True),
    ("It opens by late 2026.", "late 2026", (None, "2026-06-30"), False),
    # what is left of a period begins today
    ("It will cut jobs for the rest of the year.", "the year", (DAY, "2024-12-31"), True),
    ("It will cut jobs this year.", "this year", (DAY, "2024-12-31"), False),
    # this year and next are two years, unless a noun follows
    ("It sees growth of 3% for this year and next.", "this year", ("2024-01-01", "2025-12-31"), True),
    # more than the length that is said before today
    ("It lost 4% over 12 months.", "12 months", ("2023-05-15", DAY), True),
    # a week of trading ends on Friday, once that has come
    ("Shares rose this week.", "this week", ("2024-05-13", "2024-05-17"), False),
    # a period given with its end has no other reading, from either of its words
    ("Sales in the year to March 31 rose.", "the year", ("2023-04-01", "2024-03-31"), True),
    ("Sales in the year to March 31 rose.", "the year", ("2024-01-01", "2024-12-31"), False),
    ("Sales in the year to March 31 rose.", "March 31", ("2023-04-01", "2024-03-31"), True),
    ("Sales in the year to March 31 rose.", "March 31", ("2024-03-31", "2024-03-31"), False),
    # a since that goes on to another fact is not of its date
    ("Shares rose since its debut in 2003.", "2003", ("2003-01-01", None), True),
    ("Shares rose since but fell on Tuesday.", "Tuesday", ("2024-05-14", None), False),
    # a clock time is of its day, with "by" too
    ("Shares rose 4% by 1200 GMT.", "1200 GMT", (DAY, DAY), True),
]


@pytest.mark.parametrize("mod", ["early", "mid", "mid-", "late", "the start of", "the end of"])
@pytest.mark.parametrize("span", ["summer", "winter 2020", "the first quarter", "2023", "the week", "the 1990s", "May"])
def test_every_reading_is_of_days(blank, mod, span):
    text = f"Sales rose 5% in {mod} {span}."
    doc = blank(text)
    context(doc)["published"] = DAY
    made = sheet_of(add_times(doc))
    ends = {day for readings in made.readings for m in readings for day in m.ends if day}
    assert all(date.fromisoformat(day).isoformat() == day for day in ends)


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
        Quantity(i=t.i, j=t.i + 1, start=t.idx, end=t.idx + len(t), kind="money", move=None, change=False, unit="USD")
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
    decided = [follow(None, i, (DAY, DAY), False) for i in numbers[1:]]
    found = before_of(made, numbers[0], numbers[0] + 1, decided)
    assert found is not None and found.i == numbers[taken]


def test_the_text_looks_back(blank):
    made, numbers = made_of(blank, "Profit up 18 percent", "It has 40 shops . Profit rose 18 percent .")
    decided = [follow(None, i, (DAY, DAY), False) for i in numbers[1:]]
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


@pytest.mark.parametrize(
    ("text", "words", "compared"),
    [
        ("Sales rose 5% to $3m from $2m in 2022.", "2022", True),
        ("Sales rose 5% in 2022, from $2m.", "2022", False),
        ("Profit was a jump of 82% on last year.", "last year", True),
        ("Profit came on Monday.", "Monday", False),
        ("Sales were $2m against $3m in the first quarter.", "the first quarter", True),
        ("Sales were $2m a year earlier.", "a year earlier", True),
    ],
)
def test_what_something_is_compared_with(blank, text, words, compared):
    doc = blank(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    context(doc)["published"] = DAY
    made = sheet_of(add_times(doc))
    (k,) = [k for k, t in enumerate(made.times) if text[t["start"] : t["end"]] == words]
    assert (k in made.baselines) == compared


@pytest.mark.parametrize(
    ("day", "there"), [("2024-05-16", False), ("2024-05-17", True), ("2024-05-19", True), ("2024-05-22", False)]
)
def test_a_week_of_trading_ends_on_friday(blank, day, there):
    doc = blank("Shares rose 3% in the week to Sunday, or from May 13 to May 19, their best this week.")
    context(doc)["published"] = day
    made = sheet_of(add_times(doc))
    found = {m.ends for k, t in enumerate(made.times) if t["value"] == "2024-W20" for m in made.readings[k]}
    assert (("2024-05-13", "2024-05-17") in found) == there


@pytest.mark.parametrize(
    ("text", "number", "compared"),
    [
        ("They sold 40 , 15 and 16 vans against 80 , 28 and 29 in March .", "80", True),
        ("They sold 40 , 15 and 16 vans against 80 , 28 and 29 in March .", "28", True),
        ("They sold 40 , 15 and 16 vans against 80 , 28 and 29 in March .", "29", True),
        ("They sold 40 , 15 and 16 vans against 80 , 28 and 29 in March .", "16", False),
        ("It made 12 million , compared with a profit of 30 million .", "30", True),
        ("It made 12 million , down from last May 's 30 million .", "30", True),
        ("It rose from 12 million to 30 million .", "12", True),
        ("It rose from 12 million to 30 million .", "30", False),
    ],
)
def test_numbers_that_others_are_compared_with(make_doc, text, number, compared):
    words = text.split()
    kinds = {"sold": "VERB", "made": "VERB", "rose": "VERB", "and": "CCONJ", ",": "PUNCT", ".": "PUNCT"}
    pos = ["NUM" if w.isdigit() else kinds.get(w, "NOUN") for w in words]
    doc = make_doc(words, heads=[1] * len(words), deps=["dep"] * len(words), pos=pos, lemmas=words)
    context(doc)["published"] = DAY
    layers(add_times(doc))["quantities"] = [
        Quantity(i=t.i, j=t.i + 1, start=t.idx, end=t.idx + len(t), kind="count", move=None, change=False, unit="van")
        for t in doc  # type: ignore[typeddict-item]
        if t.is_digit
    ]
    i = words.index(number)
    assert describe(sheet_of(doc), i, i + 1).base == compared


def test_a_list_of_numbers_does_not_part_a_comparison(blank):
    doc = blank("They sold 40 vans against 80, 28 and 29 in March.")
    for token in doc:
        token.is_sent_start = token.i == 0
    context(doc)["published"] = DAY
    assert sheet_of(add_times(doc)).baselines == {0}


@pytest.mark.parametrize(("body", "there"), [("It had 40 orders so far .", True), ("It had 40 orders .", False)])
def test_up_to_today(blank, body, there):
    made, numbers = made_of(blank, "Orders", body)
    assert ((None, DAY) in {c.ends for c in candidates(made, numbers[0])}) == there


def test_the_previous_quarter_is_the_one_before(blank):
    made, numbers = made_of(blank, "Results", "Sales were 30 m , up from 20 m in the previous quarter .")
    before = follow(None, numbers[0], ("2023-10-01", "2023-12-31"), False)
    found = {c.ends for c in candidates(made, numbers[1], before) if c.how == "prior"}
    assert found == {("2023-07-01", "2023-09-30")}
    assert stretch_before(("2024-01-01", "2024-12-31")) == ("2023-01-01", "2023-12-31")
    assert stretch_before(("2024-01-08", "2024-01-14")) is None


def test_what_binds_a_date_to_a_number(make_doc):
    # "Output rose 9 % in May after June 's 40": words between, the mark behind, the way through the tree.
    doc = make_doc(
        ["Output", "rose", "9", "%", "in", "May", "after", "June", "'s", "40"],
        heads=[1, 1, 3, 1, 1, 4, 1, 9, 7, 6],
        deps=["nsubj", "ROOT", "nummod", "dobj", "prep", "pobj", "prep", "poss", "case", "pobj"],
        pos=["NOUN", "VERB", "NUM", "NOUN", "ADP", "PROPN", "ADP", "PROPN", "PART", "NUM"],
        lemmas=["output", "rise", "9", "%", "in", "May", "after", "June", "'s", "40"],
    )
    context(doc)["published"] = DAY
    made = sheet_of(add_times(doc))
    first = paired(made, describe(made, 2, 4), 0, 1)
    assert {"words&a&in", "next&a&after", "way&dobj<"} <= set(first)
    assert "owns&near" in paired(made, describe(made, 9, 10), 1, 9)


@pytest.mark.parametrize(
    ("verb", "ends"), [("end", ("2024-12-31", "2024-12-31")), ("begin", ("2024-01-01", "2024-01-01")), ("take", None)]
)
def test_a_period_that_ends_or_begins_at_a_level(make_doc, verb, ends):
    doc = make_doc(
        ["It", "will", verb, "this", "year", "at", "9"],
        heads=[2, 2, 2, 4, 2, 2, 5],
        deps=["nsubj", "aux", "ROOT", "det", "dobj", "prep", "pobj"],
        pos=["PRON", "AUX", "VERB", "DET", "NOUN", "ADP", "NUM"],
        lemmas=["it", "will", verb, "this", "year", "at", "9"],
    )
    context(doc)["published"] = DAY
    made = sheet_of(add_times(doc))
    assert [m.ends for m in made.readings[0] if m.how == "turned"] == ([ends] if ends else [])


def test_a_baseline_does_not_end_what_is_reported():
    now, past = ("2024-01-01", "2024-03-31"), ("2023-01-01", "2023-03-31")
    first = follow(None, 3, now, False)
    then = follow(first, 7, past, True)
    assert (then.ends, then.standing, then.dated) == (past, now, past)
    assert then.recent == ((7, past), (3, now))
    assert follow(then, 9, (None, None), False).dated == past


def test_the_date_before_the_baseline_is_a_candidate(blank):
    made, numbers = made_of(blank, "Results", "Sales were 30 m , up from 20 m . Costs were 18 m .")
    now, past = ("2024-01-01", "2024-03-31"), ("2023-01-01", "2023-03-31")
    before = follow(follow(None, numbers[0], now, False), numbers[1], past, True)
    found = {c.ends: c for c in candidates(made, numbers[2], before) if c.source == "carry"}
    assert found[now].how == "standing" and found[past].how == "plain"
    claim = describe(made, numbers[2], numbers[2] + 1, before)
    assert any(name.startswith("stand&") for name in carried(made, claim, found[now], before))
    assert not any(name.startswith("stand&") for name in carried(made, claim, found[past], before))
    nothing = follow(None, numbers[0], (None, None), False)
    assert all(c.source != "carry" for c in candidates(made, numbers[2], nothing))


@pytest.mark.parametrize(
    ("body", "there"),
    [("Annual sales were 30 m .", True), ("Sales were 30 m this year .", False), ("Sales were 30 m .", False)],
)
def test_annual_figures_may_be_of_the_last_year(blank, body, there):
    made, numbers = made_of(blank, "Results", body)
    found = {c.ends for c in candidates(made, numbers[0]) if c.source == "annual"}
    assert (("2023-01-01", "2023-12-31") in found) == there


def test_the_first_period_named_is_no_baseline(blank):
    made, _ = made_of(
        blank, "Results", "Unlike in 2021 , sales were 30 m in the first quarter . In 2021 they fell 2 m ."
    )
    assert made.lead == ("2024-01-01", "2024-03-31")
