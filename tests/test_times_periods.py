"""Periods of reports: which one a figure is compared with, and quarters, halves and years off the calendar."""

import pytest

from pipeline.layers.store import context, layers
from pipeline.layers.times import add_times, days_shown
from pipeline.layers.times.fiscal import year_end


def read(blank, text, day="2024-05-15"):
    doc = blank(text)
    context(doc)["published"] = day
    return {text[t["start"] : t["end"]]: t for t in layers(add_times(doc))["times"]}


# the anchor is Wednesday 15 May 2024: text, words, value, days meant
REPORTS = [
    # a quarter that ends with a day or month is the article's own
    ("In the quarter ended April 30 it lost $2.", "the quarter", "2024-Q1", ("2024-02-01", "2024-04-30")),
    ("In the quarter ended March 29 it lost $2.", "the quarter", "2024-Q1", ("2024-01-01", "2024-03-31")),
    (
        "It lost $2 in the second quarter ended Oct. 31.",
        "the second quarter",
        "2023-Q2",
        ("2023-08-01", "2023-10-31"),
    ),
    ("It lost $2 for the year ended Sept. 30.", "the year", "P1Y", ("2022-10-01", "2023-09-30")),
    # fiscal quarters, halves and years where the article says when the year ends
    (
        "Its fiscal year ends on June 30. Profit rose in the fiscal third quarter.",
        "the fiscal third quarter",
        "2024-Q3",
        ("2024-01-01", "2024-03-31"),
    ),
    (
        "Profit rose in the fiscal first quarter. In the quarter ended March 31 sales rose.",
        "the fiscal first quarter",
        "2024-Q1",
        ("2024-01-01", "2024-03-31"),
    ),
    (
        "Profit rose in the fiscal second quarter. In the quarter ended March 31 sales rose.",
        "the fiscal second quarter",
        "2024-Q2",
        ("2024-01-01", "2024-03-31"),
    ),
    (
        "In the six months to 31 March profit rose. First-half sales were flat.",
        "First-half",
        "2024-H1",
        ("2023-10-01", "2024-03-31"),
    ),
    (
        "Its fiscal year ends on June 30. It expects more this fiscal year.",
        "this fiscal year",
        "2024",
        ("2023-07-01", "2024-06-30"),
    ),
    ("Its fiscal year began on Oct. 1. It grew in fiscal 2023.", "fiscal 2023", "2023", ("2022-10-01", "2023-09-30")),
    # the same one year before
    (
        "It made $4 in the first quarter, up from $1 in the previous three months.",
        "the previous three months",
        "P3M",
        ("2023-10-01", "2023-12-31"),
    ),
    (
        "It made $3 in the fiscal first quarter ended March 31, up from $2 a year earlier.",
        "a year earlier",
        "2023-Q1",
        ("2023-01-01", "2023-03-31"),
    ),
    (
        "It made $3 in the quarter ended April 30, up from $2 a year earlier.",
        "a year earlier",
        "2023-Q1",
        ("2023-02-01", "2023-04-30"),
    ),
    # nine months of a report end with its quarter
    (
        "It made $3 in the third quarter. For the nine months it made $9, up from $8 a year earlier.",
        "the nine months",
        "P9M",
        ("2023-01-01", "2023-09-30"),
    ),
    (
        "It made $3 in the third quarter. For the nine months it made $9, up from $8 a year earlier.",
        "a year earlier",
        "2022",
        ("2022-01-01", "2022-09-30"),
    ),
    ("It waited for the nine months that it took.", "the nine months", "P9M", (None, None)),
    # what went before, and a quarter that has not ended, are not what is reported
    (
        "Profit rose in the first quarter. After a flat fourth quarter costs fell. It made $2 in the year-ago period.",
        "the year-ago period",
        "2023-Q1",
        ("2023-01-01", "2023-03-31"),
    ),
    # halves of a year as two quarters
    ("It lost money in the first two quarters of 2023.", "the first two quarters of 2023", "2023-H1", None),
    ("It lost money in the first nine months of 2023.", "the first nine months", "P9M", ("2023-01-01", "2023-09-30")),
    # up to now
    ("It rose 4% over the last week.", "the last week", "2024-W19", ("2024-05-08", "2024-05-15")),
    ("It rose 4% in the past month.", "the past month", "2024-04", ("2024-04-15", "2024-05-15")),
    ("It rose 4% last week.", "last week", "2024-W19", ("2024-05-06", "2024-05-12")),
    ("Prices rose the most since year-end.", "year-end", "2023", ("2023-01-01", "2023-12-31")),
    # "ended" lies behind
    ("It lost $2 in the month ended May 19.", "May 19", "2023-05-19", ("2023-05-19", "2023-05-19")),
]


@pytest.mark.parametrize(("text", "words", "value", "days"), REPORTS)
def test_periods_of_reports(blank, text, words, value, days):
    found = read(blank, text)[words]
    assert found["value"] == value
    assert days is None or (found["since"], found["until"]) == days


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("The fiscal year ends on June 30.", 6),
        ("Its financial year begins in April.", 3),
        ("Profit rose in the fiscal first quarter.\nSales in the quarter ended Sept. 30 rose.", 6),
        ("First-half profit rose in the six months to 30 September.", 3),
        ("Profit rose in the six months to 30 September.", None),
        ("First-half profit rose in the six months to June.", None),
        ("The quarter ended Sept. 30 was poor.", None),
    ],
)
def test_fiscal_calendar(text, month):
    assert year_end(text) == month


def test_annotate_shows_the_days_of_the_value(blank):
    found = read(blank, "Its fiscal year ends on June 30. It grew in fiscal 2023 and in March.")
    assert days_shown(found["fiscal 2023"]) == {"since": "2023-01-01", "until": "2023-12-31"}
    assert days_shown(found["March"]) == {"since": "2024-03-01", "until": "2024-03-31"}


DAYS = [
    ("Talks are set for June 24 and 25.", {"June 24": "2024-06-24", "25": "2024-06-25"}),
    ("Talks were held on 4 and 5 March.", {"4": "2024-03-04", "5 March": "2024-03-05"}),
    ("During the day Friday it fell.", {"Friday": "2024-05-10"}),
    ("On May 10 it fell in afternoon trading.", {"May 10": "2024-05-10", "afternoon": "2024-05-10TAF"}),
    ("The post-2008 rules are strict.", {"post-2008": "2008"}),
    ("He will do so on his first day.", {"his first day": "XXXX-XX-XX"}),
    ("It fell on May 10. For the week it lost 4%.", {"May 10": "2024-05-10", "the week": "2024-W20"}),
]


@pytest.mark.parametrize(("text", "wanted"), DAYS)
def test_days(blank, text, wanted):
    assert {words: t["value"] for words, t in read(blank, text).items()} == wanted


def sentences(make_doc, *texts):
    """A Doc of flat sentences: each word hangs on the first verb of its own, given with a star."""
    words, heads, deps, tags, pos = [], [], [], [], []
    for text in texts:
        own = text.split()
        verb = len(words) + next(k for k, w in enumerate(own) if w.endswith("*"))
        for _k, word in enumerate(own):
            here = len(words)
            words.append(word.rstrip("*"))
            heads.append(verb)
            deps.append("ROOT" if here == verb else "punct" if word == "." else "dep")
            tags.append("VBD" if here == verb else "NN")
            pos.append("VERB" if here == verb else "NOUN")
    doc = make_doc(words, heads=heads, deps=deps, tags=tags, pos=pos, lemmas=[w.lower() for w in words])
    context(doc)["published"] = "2024-05-15"
    return {doc[t["i"] : t["j"]].text: t["value"] for t in layers(add_times(doc))["times"]}


def test_a_quarter_that_has_not_ended_is_not_reported(make_doc):
    found = sentences(
        make_doc,
        "Profit rose* in the first quarter .",
        "It expected* less in the second quarter .",
        "It made* $ 2 in the year-ago period .",
    )
    assert found["the year-ago period"] == "2023-Q1"


def test_a_reported_quarter_has_ended(make_doc):
    found = sentences(make_doc, "Profit fell* in the second quarter .", "For the year ended March 31 it lost* $ 2 .")
    assert found["the second quarter"] == "2024-Q2"  # it may be fiscal: that of a year ended in March has not begun


def test_an_age_is_no_day(make_doc):
    words = ["Today", "'s", "cars", "are", "light", "."]
    doc = make_doc(
        words,
        heads=[2, 0, 3, 3, 3, 3],
        deps=["poss", "case", "nsubj", "ROOT", "acomp", "punct"],
        tags=["NN", "POS", "NNS", "VBP", "JJ", "."],
        lemmas=["today", "'s", "car", "be", "light", "."],
    )
    context(doc)["published"] = "2024-05-15"
    (found,) = layers(add_times(doc))["times"]
    assert (found["value"], found["since"]) == ("PRESENT_REF", None)


@pytest.mark.parametrize(("noun", "value"), [("losses", "2024-05-09TNI"), ("", "2024-05-14TNI")])
def test_overnight_before_a_noun_is_before_the_day_told_of(make_doc, noun, value):
    words = ["It", "fell", "Friday", "after", "overnight", noun or "it", "."]
    doc = make_doc(
        words,
        heads=[1, 1, 1, 1, 5 if noun else 1, 3, 1],
        deps=["nsubj", "ROOT", "npadvmod", "prep", "amod" if noun else "advmod", "pobj", "punct"],
        tags=["PRP", "VBD", "NNP", "IN", "JJ", "NNS", "."],
        pos=["PRON", "VERB", "PROPN", "ADP", "ADJ", "NOUN", "PUNCT"],
        lemmas=[w.lower() for w in words],
    )
    context(doc)["published"] = "2024-05-15"
    assert layers(add_times(doc))["times"][-1]["value"] == value


@pytest.mark.parametrize(("head", "value"), [(4, "2024-06"), (1, "2023-06")])
def test_a_month_to_come_that_a_noun_has(make_doc, head, value):
    words = ["They", "told", "of", "a", "cut", "in", "June", "."]
    doc = make_doc(
        words,
        heads=[1, 1, 1, 4, 2, head, 5, 1],
        deps=["nsubj", "ROOT", "prep", "det", "pobj", "prep", "pobj", "punct"],
        tags=["PRP", "VBD", "IN", "DT", "NN", "IN", "NNP", "."],
        pos=["PRON", "VERB", "ADP", "DET", "NOUN", "ADP", "PROPN", "PUNCT"],
        lemmas=[w.lower() for w in words],
    )
    context(doc)["published"] = "2024-05-15"
    (found,) = layers(add_times(doc))["times"]
    assert found["value"] == value
