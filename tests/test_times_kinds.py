"""Each kind of expression that news has: market words, clock hours, holidays, ranges, counted days."""

import pytest

from pipeline.extraction import extract
from pipeline.layers.store import context, layers
from pipeline.layers.times import add_times
from pipeline.layers.times.anchor import infer

DAY = "2025-11-20"  # a Thursday


def found_in(doc, day=DAY):
    context(doc)["published"] = day
    return [(doc.text[t["start"] : t["end"]], t["value"], t["since"]) for t in layers(add_times(doc))["times"]]


KINDS = [
    # comparisons that come each month or year
    ("Prices rose 0.3% month-on-month.", "month-on-month", "P1M", None),
    ("Sales rose 4% year over year.", "year over year", "P1Y", None),
    ("Revenue fell 3% YoY.", "YoY", "P1Y", None),
    # market hours and sessions
    ("It reports after the bell on Monday.", "after the bell on Monday", "2025-11-17TEV", "2025-11-17"),
    ("It reported before the opening bell.", "before the opening bell", "2025-11-20TMO", DAY),
    ("It fell in after-hours trading on Tuesday.", "after-hours", "2025-11-18TEV", "2025-11-18"),
    ("It rose in premarket trading.", "premarket", "2025-11-20TMO", DAY),
    ("The stock hit a low early in the session.", "early in the session", DAY, DAY),
    ("Shares rose from Tuesday's close.", "Tuesday", "2025-11-18", "2025-11-18"),
    ("It fell in the past five sessions.", "the past five sessions", "P5D", "2025-11-15"),
    # to date
    ("It is up 5% so far this year.", "so far this year", "2025", "2025-01-01"),
    # seasons and holidays
    ("Sales fell in the winter of 2023-24.", "the winter of 2023-24", "2023-WI", "2023-12-01"),
    ("It was sold in the summer of '03.", "the summer of '03", "2003-SU", "2003-06-01"),
    ("It was shut on New Year's Day.", "New Year's Day", "2026-01-01", "2026-01-01"),
    ("It was shut on Columbus Day.", "Columbus Day", "2025-10-13", "2025-10-13"),
    # ranges: the year at the end, the week that begins, days that go on
    ("It ran from 3 March to 5 April 2024.", "3 March", "2024-03-03", "2024-03-03"),
    ("It fell between December 28 and January 4, 2025.", "December 28", "2024-12-28", "2024-12-28"),
    ("It closed on March 3 and April 5, 2024 was its last day.", "March 3", "2026-03-03", "2026-03-03"),
    ("It opens in the week beginning 24 November.", "the week beginning 24 November", "2025-W48", "2025-11-24"),
    ("It rose in the week ended Nov. 15.", "the week", "2025-W46", "2025-11-09"),
    ("It runs from Thursday to Saturday.", "Saturday", "2025-11-22", "2025-11-22"),
    ("In the three and nine months to 30 September it grew.", "the three", "P3M", "2025-07-01"),
    ("In the three and nine months to 30 September it grew.", "nine months", "P9M", "2025-01-01"),
    ("It will grow over the coming year.", "the coming year", "P1Y", DAY),
    ("It will grow within the next decade.", "the next decade", "P10Y", DAY),
    ("It will grow next year.", "next year", "2026", "2026-01-01"),
    # counted days
    ("It meets on the first Monday of November.", "the first Monday of November", "2025-11-03", "2025-11-03"),
    ("It met on the last Friday in October 2023.", "the last Friday in October 2023", "2023-10-27", "2023-10-27"),
    ("It meets on the third Friday of next month.", "the third Friday of next month", "2025-12-19", "2025-12-19"),
    ("It shut on the fifth Monday of November 2025.", "November 2025", "2025-11", "2025-11-01"),
    ("It opens the day after tomorrow.", "the day after tomorrow", "2025-11-22", "2025-11-22"),
    ("It closed the day before yesterday.", "the day before yesterday", "2025-11-18", "2025-11-18"),
    ("It meets on the 25th.", "the 25th", "2025-11-25", "2025-11-25"),
    ("It was signed on 2024/11/03.", "2024/11/03", "2024-11-03", "2024-11-03"),
    ("It was signed on 13-11-2024.", "13-11-2024", "2024-11-13", "2024-11-13"),
    # counted parts
    ("It fell in the last two weeks of October.", "the last two weeks of October", "P2W", "2025-10-18"),
    ("It fell in the first week of this month.", "the first week of this month", "P1W", "2025-11-01"),
    ("It ends on the last day of the month.", "the last day of the month", "2025-11-30", "2025-11-30"),
    ("It was the first day of 2026.", "the first day of 2026", "2026-01-01", "2026-01-01"),
    ("It rose in the Christmas quarter of 2024.", "the Christmas quarter of 2024", "2024-Q4", "2024-10-01"),
    ("It grew in the six weeks to Christmas.", "the six weeks", "P6W", "2025-11-14"),
    ("It grew in the year beginning 1 April 2025.", "the year", "P1Y", "2025-04-01"),
    ("It grew in the 12 months starting on July 1.", "the 12 months", "P12M", "2025-07-01"),
    ("A meeting starting on Tuesday is planned.", "Tuesday", "2025-11-25", "2025-11-25"),
    ("It was flat ahead of Friday's report.", "Friday", "2025-11-21", "2025-11-21"),
    ("It was flat ahead of Wednesday's report.", "Wednesday", "2025-11-19", "2025-11-19"),
    # fiscal years by their names
    ("It grew in FY2024-25.", "FY2024-25", "2025", "2025-01-01"),
    ("It grew in Q1 FY25.", "Q1 FY25", "2025-Q1", "2025-01-01"),
    ("It grew in the 2023-24 financial year.", "the 2023-24 financial year", "2024", "2024-01-01"),
    ("It grew in the third quarter of FY24.", "the third quarter of FY24", "2024-Q3", "2024-07-01"),
    # fiscal years of the article's own
    ("Its fiscal year ends on 30 June.", "Its fiscal year", "2026", "2025-07-01"),
]


@pytest.mark.parametrize(("text", "words", "value", "since"), KINDS)
def test_kinds(blank, text, words, value, since):
    assert (words, value, since) in found_in(blank(text))


@pytest.mark.parametrize(
    "text",
    [
        "Her mom came.",
        "He lives on the 14th floor.",
        "The court was in session.",
        "It lost money for a second quarter in a row.",
        "It opened a new plant.",
    ],
)
def test_no_such_kind(blank, text):
    assert [value for _, value, since in found_in(blank(text)) if since] == []


HOURS = [
    # a text of 02:00 UTC is of the evening before in New York
    ("It fell at 9 p.m. ET.", "2025-11-20T02:00:00Z", ["2025-11-19T21:00"]),
    ("It fell at 8:00 JST.", "2025-11-20T23:30:00Z", ["2025-11-21T08:00"]),
    # an hour told of that has not come by then
    ("It fell at 11 p.m. UTC and at 01:30 UTC.", "2025-11-20T02:00:00Z", ["2025-11-19T23:00Z", "2025-11-20T01:30Z"]),
    ("It will fall at 11 p.m. UTC.", "2025-11-20T02:00:00Z", ["2025-11-20T23:00Z"]),
    (
        "It fell on May 5. It stood at 3 as of 9 a.m. ET, up on the day.",
        "2025-05-16",
        ["2025-05-05", "2025-05-16T09:00", "2025-05-16"],
    ),
    # the day that is said; no hour of publication, or one without its zone
    ("It fell at 9 p.m. ET on Monday.", "2025-11-20T02:00:00Z", ["2025-11-17T21:00"]),
    ("It fell at 9 p.m. ET.", "2025-11-20", ["2025-11-20T21:00"]),
    ("It fell at 9 p.m. ET.", "2025-11-20T02:00:00", ["2025-11-20T21:00"]),
]


@pytest.mark.parametrize(("text", "published", "values"), HOURS)
def test_an_hour_has_the_day_of_its_zone(blank, text, published, values):
    assert [value for _, value, _ in found_in(blank(text), published)] == values


@pytest.mark.parametrize(("verb", "tag", "value"), [("rose", "VBD", "2025-04-20"), ("rise", "VB", "2026-04-05")])
def test_a_holiday_is_that_of_the_tense(make_doc, verb, tag, value):
    words = (
        ["Sales", "will", verb, "at", "Easter", "."] if tag == "VB" else ["Sales", "just", verb, "at", "Easter", "."]
    )
    doc = make_doc(
        words,
        heads=[2, 2, 2, 2, 3, 2],
        deps=["nsubj", "aux" if tag == "VB" else "advmod", "ROOT", "prep", "pobj", "punct"],
        tags=["NNS", "MD" if tag == "VB" else "RB", tag, "IN", "NNP", "."],
        pos=["NOUN", "AUX" if tag == "VB" else "ADV", "VERB", "ADP", "PROPN", "PUNCT"],
        lemmas=[w.lower() for w in words],
    )
    assert [found[1] for found in found_in(doc)] == [value]


def test_later_than_what_is_not_said(make_doc):
    words = ["A", "decade", "later", "it", "closed"]
    doc = make_doc(
        words,
        heads=[1, 2, 4, 4, 4],
        deps=["det", "npadvmod", "advmod", "nsubj", "ROOT"],
        tags=["DT", "NN", "RB", "PRP", "VBD"],
        pos=["DET", "NOUN", "ADV", "PRON", "VERB"],
        lemmas=["a", "decade", "later", "it", "close"],
    )
    assert [found[1:] for found in found_in(doc)] == [("XXXX", None)]


def test_what_is_due_lies_ahead(make_doc):
    words = ["Results", "are", "due", "on", "Tuesday"]
    doc = make_doc(
        words,
        heads=[1, 1, 1, 2, 3],
        deps=["nsubj", "ROOT", "acomp", "prep", "pobj"],
        tags=["NNS", "VBP", "JJ", "IN", "NNP"],
        pos=["NOUN", "AUX", "ADJ", "ADP", "PROPN"],
        lemmas=["result", "be", "due", "on", "Tuesday"],
    )
    assert [found[1] for found in found_in(doc)] == ["2025-11-25"]


@pytest.mark.parametrize(
    ("words", "deps", "tags", "found"),
    [
        (["August", "cost", "them", "millions"], ["nsubj", "ROOT", "dative", "dobj"], ["NNP", "VBD", "PRP", "NNS"], 1),
        (["May", "alone", "hurt", "them"], ["aux", "advmod", "ROOT", "dobj"], ["MD", "RB", "VB", "PRP"], 1),
        (["May", "they", "prosper", "now"], ["aux", "nsubj", "ROOT", "advmod"], ["MD", "PRP", "VB", "RB"], 0),
        (["March", "with", "them", "all"], ["ROOT", "prep", "pobj", "appos"], ["VB", "IN", "PRP", "DT"], 0),
    ],
)
def test_a_month_may_open_a_sentence(make_doc, words, deps, tags, found):
    doc = make_doc(words, heads=[deps.index("ROOT")] * 4, deps=deps, tags=tags, lemmas=words)
    assert sum(one[0] == words[0] for one in found_in(doc)) == found


def test_a_last_name_is_no_month(make_doc):
    words = ["Ann", "May", "said", "so"]
    doc = make_doc(
        words,
        heads=[1, 2, 2, 2],
        deps=["compound", "nsubj", "ROOT", "advmod"],
        tags=["NNP", "NNP", "VBD", "RB"],
        pos=["PROPN", "PROPN", "VERB", "ADV"],
        lemmas=words,
    )
    assert found_in(doc) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("LONDON, March 14 (Reuters) - Shares fell on Friday. In 2025 they have fallen 3%.", "2025-03-14"),
        ("LONDON, March 14 (Reuters) - Shares fell on Tuesday. In 2025 they have fallen 3%.", None),
        ("LONDON, March 14 (Reuters) - Shares fell on Friday. They have fallen 3%.", None),
        ("Shares fell on Friday, the lowest since March 14. In 2025 they have fallen 3%.", None),
    ],
)
def test_a_dateline_with_its_weekday(blank, text, day):
    doc = blank(text)
    context(doc)["published"] = None
    evidence = infer(doc)
    assert (evidence.day if evidence else None) == day


AT_THE_END = (
    "Intel shares fell 4% this week from $30 a year ago. This year and next, annual profit will be $5 million, "
    "Intel said on Friday."
)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-27"])
def test_the_ends_of_the_calendar_cost_no_article_its_claims(day):
    assert extract(AT_THE_END, published=day).claims


def test_days_near_the_end_of_the_calendar_are_not_counted_with(blank):
    assert found_in(blank("The wall was built 1,900 years ago.")) == [("1,900 years ago", "0125", "0125-01-01")]
    assert found_in(blank("The wall was built 2,020 years ago.")) == [("2,020 years ago", "0005", None)]
