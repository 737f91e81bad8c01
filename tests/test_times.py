"""Time expressions: what is found, what it means, and that nothing outside the text changes it."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layers.store import BlockInfo, context, layers
from pipeline.layers.times import add_times, periods
from pipeline.layers.times.fiscal import year_end


def read(blank, text, day="2024-05-15", blocks=()):
    doc = blank(text)
    facts = context(doc)
    facts["published"] = day
    facts["blocks"] = list(blocks)
    return layers(add_times(doc))["times"]


def values(blank, text, day="2024-05-15"):
    return [(text[t["start"] : t["end"]], t["value"]) for t in read(blank, text, day)]


# the anchor is Wednesday 15 May 2024 unless said otherwise
MEANINGS = [
    # weekdays: the latest up to and with the day; ahead after will, until, next
    ("Shares fell on Wednesday.", "Wednesday", "2024-05-15"),
    ("Shares fell on Friday.", "Friday", "2024-05-10"),
    ("The board will meet on Friday.", "Friday", "2024-05-17"),
    ("The market is shut until Friday.", "Friday", "2024-05-17"),
    ("It fell last Wednesday.", "last Wednesday", "2024-05-08"),
    ("It fell on Tuesday night.", "Tuesday night", "2024-05-14TNI"),
    # day and month: nearest; a year where it is said
    ("It opened on Nov. 20.", "Nov. 20", "2023-11-20"),
    ("It opened on July 3.", "July 3", "2024-07-03"),
    ("It opened on 11 December 2019.", "11 December 2019", "2019-12-11"),
    ("It opened on 2024-03-05.", "2024-03-05", "2024-03-05"),
    ("For the year ended March 31 it lost money.", "March 31", "2024-03-31"),
    # months
    ("Sales rose in March.", "March", "2024-03"),
    ("Sales will rise in July.", "July", "2024-07"),
    ("Sales rose last July.", "last July", "2023-07"),
    ("It opened in June 1998.", "June 1998", "1998-06"),
    ("It opened in July last year.", "July last year", "2023-07"),
    # quarters, halves, fiscal periods
    ("Profit fell in the third quarter.", "the third quarter", "2023-Q3"),
    ("Profit fell in the first quarter.", "the first quarter", "2024-Q1"),
    ("Profit fell in the third quarter of 1990.", "the third quarter of 1990", "1990-Q3"),
    ("Third-quarter profit fell.", "Third-quarter", "2023-Q3"),
    ("Sales rise in the second half of 2025.", "the second half of 2025", "2025-H2"),
    ("Revenue rose in Q3 2025.", "Q3 2025", "2025-Q3"),
    ("Revenue rose in 1H25.", "1H25", "2025-H1"),
    ("Sales rose in fiscal 2024.", "fiscal 2024", "2024"),
    ("Spending rose in the September quarter.", "the September quarter", "2023-Q3"),
    # relative units
    ("Sales rose last quarter.", "last quarter", "2024-Q1"),
    ("Sales rose last year.", "last year", "2023"),
    ("Sales rose this week.", "this week", "2024-W20"),
    ("It will close later this year.", "later this year", "2024"),
    ("It opened six weeks ago.", "six weeks ago", "2024-W14"),
    ("It opened in mid-1996.", "mid-1996", "1996"),
    # the period under discussion
    ("Profit rose in the first quarter from a year earlier.", "a year earlier", "2023-Q1"),
    ("In the first quarter, profit beat the year-earlier period.", "the year-earlier period", "2023-Q1"),
    ("In 2019 sales rose. The following year they fell.", "The following year", "2020"),
    # what figures are compared with is not under discussion
    (
        "It made $3 in the first quarter, less than $4 in the fourth quarter of 2023; it made $2 a year earlier.",
        "a year earlier",
        "2023-Q1",
    ),
    ("In the first quarter of 2022 it sold the plant that opened a year ago.", "a year ago", "2023"),
    ("The fee was $3 in March, twice that of a month earlier.", "a month earlier", "2024-02"),
    ("The fee was $3 on Monday, twice that of a month earlier.", "a month earlier", "2024-04"),
    ("Profit was $2 in 2022 and $3 in the first half; it was $1 in the 2021 period.", "the 2021 period", "2021-H1"),
    ("In the first quarter sales rose from last year's quarter.", "last year's quarter", "2023-Q1"),
    ("It lost $2 in 2023, $3 less than the year previous.", "the year previous", "2022"),
    ("It lost $2 in the fourth quarter of 2023 and $9 for the full year.", "the full year", "2023"),
    ("It lost $2 for the year ended Sept. 30, 2021.", "the year", "P1Y"),
    ("On May 3 it opened higher and fell later in the day.", "later in the day", "2024-05-03"),
    ("On May 3 it rose from the previous Friday.", "the previous Friday", "2024-04-26"),
    ("It must be paid by June 10. If it is not by that time, they will sue.", "that time", "2024-06-10"),
    ("The offer ends on June 10. Until then it is open.", "then", "2024-06-10"),
    ("It opened a week ago.", "a week ago", "2024-05-08"),
    ("It opened about a week ago.", "about a week ago", "2024-W19"),
    ("It opened three weeks ago.", "three weeks ago", "2024-W17"),
    ("It rose to a high for the year of $12.", "the year", "2024"),
    # decades, seasons, holidays
    ("Rents rose in the last half of the '80s.", "the last half of the '80s", "198"),
    ("Cars of the 70s and 80s were square.", "80s", "198"),
    ("Prices rose in the 1990s.", "the 1990s", "199"),
    ("Prices rose in the late '80s.", "the late '80s", "198"),
    ("It closed last summer.", "last summer", "2023-SU"),
    ("Sales rose on Black Friday 2023.", "Black Friday 2023", "2023-11-24"),
    # lengths, sets, vague words
    ("They waited 2 1/2 years.", "2 1/2 years", "P2Y6M"),
    ("They waited two and a half years.", "two and a half years", "P2Y6M"),
    ("They waited 5 1/2 hours.", "5 1/2 hours", "PT5H30M"),
    ("They waited a minute and a half.", "a minute and a half", "PT1M30S"),
    ("A few days later it was sold.", "A few days", "PXD"),
    ("It was the best year in the past decade.", "the past decade", "P10Y"),
    ("It is the recent fall that hurt.", "recent", "PAST_REF"),
    ("Shares fell at midday.", "midday", "2024-05-15T12:00"),
    ("They waited two years.", "two years", "P2Y"),
    ("Prices doubled in the past six months.", "the past six months", "P6M"),
    ("A five-hour strike ended.", "five-hour", "PT5H"),
    ("They meet every month.", "every month", "P1M"),
    ("The firm recently sold a plant.", "recently", "PAST_REF"),
    ("The firm will soon sell a plant.", "soon", "FUTURE_REF"),
    # clock times
    ("It began at 5 p.m. on Friday.", "5 p.m. on Friday", "2024-05-10T17:00"),
    ("It fell 3% by 16:08 UTC.", "16:08 UTC", "2024-05-15T16:08Z"),
]


@pytest.mark.parametrize(("text", "words", "value"), MEANINGS)
def test_meaning(blank, text, words, value):
    assert (words, value) in values(blank, text)


@pytest.mark.parametrize(
    "text",
    [
        "They may sell the plant.",
        "Workers march through the town.",
        "Sun Microsystems sold its stake.",
        "He came second.",
        "They sold 2000 cars for $2000.",
        "Three quarters of the staff left.",
        "The 6-year-old firm left.",
        "The ratio is 3:2 and the fall in sales went on.",
        "We sat down and the price was $10.",
        "The clerk, 47 years old, left.",
        "They will leave as soon as prices rise.",
        "It cut its forecast of future earnings.",
        "They joined the annual March for Peace.",
        "What they said in that session is not known, but that day will come.",
        "She taught him in his year at the school.",
        "The show is called ''60 Ways.''",
        'He was on "This Week" again.',
    ],
)
def test_nothing_there(blank, text):
    assert read(blank, text) == []


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("Sales rose in the nine months to September.", "2023-01-01", "2023-09-30"),
        ("Prices doubled in the past six months.", "2023-11-15", "2024-05-15"),
        ("It ran May 3-5.", "2024-05-03", "2024-05-05"),
        ("The index fell on December 3-5.", "2023-12-03", "2023-12-05"),
        ("The talks will be held on January 3-5.", "2025-01-03", "2025-01-05"),
        ("He led the firm in 2006-2015.", "2006-01-01", "2015-12-31"),
        ("Sales fell in the last three months of 2004.", "2004-10-01", "2004-12-31"),
        ("Profit was $3 in the six months to March, against $2 a year earlier.", "2022-10-01", "2023-03-31"),
        ("It fell in at least the first two quarters of 2004.", "2004-01-01", "2004-06-30"),
        ("Sales rose from January to March 2020.", "2020-01-01", "2020-03-31"),
    ],
)
def test_interval(blank, text, since, until):
    assert (since, until) in [(t["since"], t["until"]) for t in read(blank, text)]


def test_without_an_anchor_relative_words_stay_open(blank):
    found = read(blank, "Shares fell on Tuesday, as they did last year, but not in June 1998.", None)
    assert [t["since"] for t in found] == [None, None, "1998-06-01"]


def test_a_live_blog_entry_counts_from_its_own_time(blank):
    text = "Shares fell today.\nShares rose today."
    entry = BlockInfo(role="body", start=19, end=len(text), language=None, at="2024-05-17T08:00")
    found = read(blank, text, blocks=[entry])
    assert [t["value"] for t in found] == ["2024-05-15", "2024-05-17"]


def test_an_update_note_counts_from_its_own_day(blank):
    text = "Update, 5:30 p.m. ET, May 17: the plant was shut today.\nThe plant was open today."
    note = BlockInfo(role="update", start=0, end=text.index("\n"), language=None, at=None)
    assert [t["value"] for t in read(blank, text, blocks=[note])] == ["2024-05-17T17:30", "2024-05-17", "2024-05-15"]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("The fiscal year ended June 30 was poor.", 6),
        ("Its fiscal second quarter ended March 31.", 9),
        ("The interim report for the six months to 30 September is out.", 3),
        ("The year ended June 30 was poor.", None),
    ],
)
def test_fiscal_calendar(text, month):
    assert year_end(text) == month


def test_offsets_quote_the_text(blank):
    text = "On Friday's close, mid-1990s highs; third-quarter sales (0735 GMT), Nov. 3—and then “last year”."
    doc = blank(text)
    context(doc)["published"] = "2024-05-15"
    for t in layers(add_times(doc))["times"]:
        assert text[t["start"] : t["end"]].strip() == text[t["start"] : t["end"]]
        assert doc[t["i"]].idx <= t["start"] < t["end"] <= doc[t["j"] - 1].idx + len(doc[t["j"] - 1])


# --- properties ---

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(DAYS, st.sampled_from(["D", "W", "WE", "M", "Q", "H", "S", "Y", "E", "C"]))
def test_a_period_contains_its_day(day, unit):
    made = periods.containing(unit, day)
    if unit == "WE":
        day = made.since
    assert made.since <= day <= made.until


@given(DAYS, st.sampled_from("MQHY"), st.integers(-40, 40))
def test_shifting_goes_back_again(day, unit, n):
    made = periods.containing(unit, day)
    assert periods.shift(periods.shift(made, n, unit), -n, unit) == made


@settings(max_examples=25, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.sampled_from(["last quarter", "last year", "this month"]))
def test_a_year_on_relative_answers_are_a_year_on(blank, day, words):
    day = day.replace(day=min(day.day, 28))
    first, second = (
        read(blank, f"Sales rose {words}.", d.isoformat())[0] for d in (day, day.replace(year=day.year + 1))
    )
    assert int(second["since"][:4]) == int(first["since"][:4]) + 1
    assert first["since"][4:] == second["since"][4:]


@settings(max_examples=25, deadline=None)
@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_latest_one(blank, day, weekday):
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")
    found = read(blank, f"Shares fell on {name}.", day.isoformat())[0]
    meant = date.fromisoformat(found["since"])
    assert meant.weekday() == weekday
    assert 0 <= (day - meant).days < 7


@pytest.mark.parametrize(
    ("day", "words", "value"),
    [
        ("2024-02-29", "last year", "2023"),
        ("2024-03-31", "last month", "2024-02"),
        ("2021-01-01", "this week", "2020-W53"),
        ("2021-01-04", "last week", "2020-W53"),
        ("2025-01-02", "last quarter", "2024-Q4"),
    ],
)
def test_edges_of_the_calendar(blank, day, words, value):
    assert read(blank, f"Sales rose {words}.", day)[0]["value"] == value


def test_hostile_text_is_read_in_time(blank):
    text = "the " * 2000 + "1 " * 2000 + "last " * 2000 + "May " * 2000
    assert isinstance(read(blank, text), list)


def test_no_clock_zone_or_locale_matters():
    code = (
        "import spacy\n"
        "from pipeline.layers.store import context, layers\n"
        "from pipeline.layers.times import add_times\n"
        "doc = spacy.blank('en')('On Tuesday at 11 p.m. ET it fell from a year ago; 5 March 2020, 7/8/07, last May.')\n"
        "context(doc)['published'] = '2024-05-15T23:30:00-05:00'\n"
        "print([(t['value'], t['since']) for t in layers(add_times(doc))['times']])\n"
    )
    said = set()
    for zone, locale in (("UTC", "C"), ("Pacific/Kiritimati", "C.UTF-8"), ("America/Adak", "tr_TR.UTF-8")):
        env = {**os.environ, "TZ": zone, "LC_ALL": locale}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        said.add(done.stdout)
    assert len(said) == 1
