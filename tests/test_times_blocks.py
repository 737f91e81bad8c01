"""Blocks with a time of their own: update notes and entries of a live blog, from the page to the date of a claim."""

import pytest

from pipeline.extraction import docs, extract
from pipeline.layers.store import layers
from pipeline.layers.times.candidates import candidates
from pipeline.layers.times.governance import before
from pipeline.layers.times.sheet import sheet_of
from pipeline.pages import article_from_text, html_article
from pipeline.pages.moments import noted
from schemas import Article, Result

NOTES = [
    ("Update (March 26, 9:15 am ET): the vote has been moved.", "2025-03-26T09:15"),
    ("[Update, 5:30 p.m. ET March 26: the plant was shut.]", "2025-03-26T17:30"),
    ("UPDATE March 26: The exchange puts its loss at $12m.", "2025-03-26"),
    ("Update 26 March, 14:00 UTC — Shares have lost 9%.", "2025-03-26T14:00"),
    ("Update (Wednesday): the vote was held.", "2025-03-26"),
    ("This story was updated on April 2 to add a comment of June 5.", "2025-04-02"),
    ("Correction (2025-04-03): the plant has 450 workers.", "2025-04-03"),
    # a day that the note speaks of is not its own
    ("Update: The vote has been moved to Friday.", None),
    ("UPDATE: The vote of March 3 has been annulled.", None),
    ("This story has been updated to add that the plant opens on March 28.", None),
    # no label, no verb of change
    ("Shares fell on March 26: they lost 9%.", "2025-03-26"),
]


@pytest.mark.parametrize(("text", "at"), NOTES)
def test_an_update_note_is_dated_by_its_label_or_its_verb(text: str, at: str | None) -> None:
    assert noted(text, "2025-03-24") == at


def test_without_a_publication_date_a_note_without_a_year_stays_open() -> None:
    assert noted("Update (March 26): it is over.", None) is None
    assert noted("Update (Friday): it is over.", None) is None
    assert noted("Update (March 26, 2025): it is over.", None) == "2025-03-26"


UPDATED = """Orlen Mining loses $9 million to thieves

UPDATE March 28: Shares of Orlen Mining have lost 9%.

Orlen Mining employs 310 people. Its shares fell 7% on Monday.

Update (Sunday): Orlen Mining has sold 300 bitcoin.
"""


def dates(result: Result) -> dict[str, str | None]:
    """Text of each quantity -> the first day of its claim."""
    return {c.range.text: c.date.start if c.date else None for c in result.claims if c.range is not None}


@pytest.mark.parametrize("late", [False, True])
def test_a_claim_of_an_update_note_holds_on_the_day_of_the_note(late: bool) -> None:
    """Whether the publication date was known when the blocks were labelled or is given later."""
    source = article_from_text(UPDATED) if late else UPDATED
    found = dates(extract(source, published="2025-03-24"))
    assert found == {
        "$9 million": "2025-03-24",
        "9%": "2025-03-28",
        "310": "2025-03-24",
        "7%": "2025-03-24",
        "300 bitcoin": "2025-03-30",
    }


ENTRIES = [
    ("2025-03-26T00:20:00Z", "00:20 GMT", "Kuriyama Metals has fallen 6% in Tokyo, where it employs 4,100 people."),
    (
        "2025-03-25T22:05:00Z",
        "22:05 GMT",
        "Copper closed today at $8,410 a tonne in London, and all went home.",
    ),
    (
        "2025-03-25T20:40:00Z",
        "20:40 GMT",
        "Norsk Kobber has 212,000 tonnes of copper in store, the firm said.",
    ),
]


def live_blog(stamped: bool, day: str = "") -> Article:
    """A live blog that runs over midnight, newest entry first: with times for machines, or a line with the day."""
    pieces = []
    for n, (at, clock, text) in enumerate(ENTRIES):
        time = f'<time datetime="{at}">{clock}</time>' if stamped else f"<p>{clock}</p>"
        line = f"<p>{day}</p>" if n == 1 and day else ""
        pieces.append(f"{line}<div>{time}<p>{text} {'The day has been a long one for all of them. ' * 3}</p></div>")
    made = html_article(
        "<html><head><title>Copper slump - live</title>"
        '<meta property="article:published_time" content="2025-03-26T07:00:00Z"></head>'
        f"<body><article><h1>Copper slump - live</h1>{''.join(pieces)}</article></body></html>"
    )
    assert isinstance(made, Article)
    return made


@pytest.mark.parametrize(("stamped", "day"), [(True, ""), (False, "Tuesday 25 March"), (False, "March 25, 2025")])
def test_entries_of_a_live_blog_carry_their_own_days(stamped: bool, day: str) -> None:
    found = dates(extract(live_blog(stamped, day)))
    assert found["6%"] == found["4,100"] == "2025-03-26"
    assert found["$8,410 a tonne"] == found["212,000 tonnes"] == "2025-03-25"


def test_without_a_day_of_their_own_entries_take_the_day_of_publication() -> None:
    assert set(dates(extract(live_blog(False))).values()) == {"2025-03-26"}


def test_a_page_with_one_clock_is_no_live_blog() -> None:
    page = article_from_text("Copper falls\n\n09:42 GMT\n\nCopper fell 3% on weak orders.", published="2025-03-26")
    assert [block.at for block in page.blocks] == [None] * len(page.blocks)


@pytest.mark.parametrize(("label", "sources"), [("Update (May 20): ", set()), ("", {"back"})])
def test_dates_are_not_carried_over_the_border_of_an_update_note(label: str, sources: set[str]) -> None:
    text = f"{label}Sales of Orlen Mining fell to 300 tonnes in April.\n\nOrlen Mining has 500 shops."
    doc, _ = next(docs([article_from_text(text, published="2024-05-15")]))
    made = sheet_of(doc)
    i = next(t.i for t in doc if t.text == "500")
    found = {c.source for c in candidates(made, i, before(made, i, i + 1))}
    assert found & {"back", "carry"} == sources


def test_a_block_with_a_nonsensical_time_is_dated_like_the_article() -> None:
    article = article_from_text(UPDATED, published="2025-03-24")
    blocks = [block.model_copy(update={"at": "soon"}) for block in article.blocks]
    doc, _ = next(docs([article.model_copy(update={"blocks": blocks})]))
    assert {c["date"]["start"] for c in layers(doc)["claims"] if c["date"]["basis"] == "publication"} == {"2025-03-24"}
