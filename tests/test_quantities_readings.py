"""Quantities that were read wrongly once: each with a sentence of its own, on the bare tokenizer."""

from typing import Any

import pytest
from spacy.language import Language

from pipeline.layers.quantities import add_quantities
from pipeline.layers.store import layers

Read = tuple[float | None, float | None, str]


def quantities(nlp: Language, text: str) -> list[Any]:
    """The quantities of a text."""
    return list(layers(add_quantities(nlp(text)))["quantities"])


def read(nlp: Language, text: str) -> list[Read]:
    """Low, high and unit of the quantities of a text."""
    return [(q["low"], q["high"], q["unit"]) for q in quantities(nlp, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Profit will be between 75m and 80m euros.", [(75e6, 80e6, "EUR")]),
        ("Profit of 75m to 80m euros is likely.", [(75e6, 80e6, "EUR")]),
        ("Profit of 75m-80m euros is likely.", [(75e6, 80e6, "EUR")]),
        ("Profit may rise from 75m to 80m euros.", [(75e6, 75e6, "EUR"), (80e6, 80e6, "EUR")]),
        ("Between 20m and 30m people saw it.", [(20e6, 30e6, "person")]),
        ("The mast is between 75m and 80m high.", [(75, 80, "m")]),
        ("A model B-52 flew.", []),
    ],
)
def test_millions_in_both_ends(blank: Language, text: str, expected: list[Read]) -> None:
    assert read(blank, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sugar fell to 21.5 cents a pound.", [(0.215, 0.215, "USD/lb")]),
        ("Coffee costs $3.20 a pound.", [(3.2, 3.2, "USD/lb")]),
        ("Flour costs 12 pence a pound.", [(0.12, 0.12, "GBP/lb")]),
        ("Plums cost £2 per pound.", [(2, 2, "GBP/lb")]),
        ("The pound rose to 1.35 dollars a pound.", [(1.35, 1.35, "USD/GBP")]),
        ("It bought 1.35 dollars to the pound.", [(1.35, 1.35, "USD/GBP")]),
    ],
)
def test_price_of_a_pound(blank: Language, text: str, expected: list[Read]) -> None:
    assert read(blank, text) == expected


def test_step_and_level_behind_a_comma(blank: Language) -> None:
    step, level = quantities(blank, "The number of hives is up, by 2,300 to 61,000.")
    assert (step["low"], step["high"], step["move"], step["direction"]) == (2300, 2300, "by", "up")
    assert (level["low"], level["high"], level["move"]) == (61000, 61000, "to")


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("One worker in eight works at night.", 12.5),
        ("One adult in eight smokes.", 12.5),
        ("It fails four times in five.", 80),
        ("Three schools in ten lack a hall.", 30),
        ("One man in five hundred has it.", 0.2),
    ],
)
def test_share_around_its_noun(blank: Language, text: str, percent: float) -> None:
    assert read(blank, text) == [(percent, percent, "percent")]


@pytest.mark.parametrize(
    "text",
    [
        "Four goals in five games were theirs.",
        "They sank two wells in three years.",
        "One firm in three countries makes it.",
        "They shut one of their three mills.",
    ],
)
def test_no_share(blank: Language, text: str) -> None:
    assert all(unit != "percent" for _, _, unit in read(blank, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It paid SKr14bn.", (14e9, 14e9, "SEK")),
        ("It paid NKr9m.", (9e6, 9e6, "NOK")),
        ("Roads need another billion dollars.", (1e9, 1e9, "USD")),
    ],
)
def test_money(blank: Language, text: str, expected: Read) -> None:
    assert read(blank, text) == [expected]


def test_number_as_a_verb(blank: Language) -> None:
    assert read(blank, "Its members number 64 million.")[0][:2] == (64e6, 64e6)
    assert read(blank, "Its members number 12,000 now.")[0][:2] == (12000, 12000)
    assert read(blank, "Line number 64 is shut.") == []


def test_multiples_in_headlines(nlp: Language) -> None:
    assert read(nlp, "Profits quadruple at Alba Mills") == [(300, 300, "percent")]
    assert read(nlp, "Windows double glazing is popular.") == []


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Rents are a quarter as high as in Oslo.", 25),
        ("It needs a tenth as much salt.", 10),
        ("Output was a fifth below the level of May.", 20),
        ("Sales were up a fifth from May.", 20),
        ("The new case is a quarter thinner.", 25),
        ("A fifth are abroad.", 20),
        ("A fifth is exported.", 20),
        ("Rents should fall a fifth next year.", 20),
    ],
)
def test_fractions_without_of(blank: Language, text: str, percent: float) -> None:
    assert read(blank, text) == [(percent, percent, "percent")]


@pytest.mark.parametrize(
    "text",
    [
        "They climbed a third hill.",
        "They lost a third in a row.",
        "A third is planned for Oslo.",
        "He rose a third time to speak.",
    ],
)
def test_ordinals_are_no_fractions(blank: Language, text: str) -> None:
    assert read(blank, text) == []


def test_up_a_fraction_is_a_step(blank: Language) -> None:
    step = quantities(blank, "Sales were up a fifth from May.")[0]
    assert (step["aspect"], step["direction"]) == ("change", "up")


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Milk rose to A$1.20 a litre, up 5 cents.", ["AUD/L", "AUD"]),
        ("Bread costs 2 euros, 20 cents more than in May.", ["EUR", "EUR"]),
        ("It pays 12 cents a share on sales of NZ$400m, two cents more.", ["NZD/share", "NZD", "NZD"]),
        ("Each fall of ten cents against the euro costs it 1 billion euros.", ["USD/EUR", "EUR"]),
        ("Each rise of one cent in the rate costs it A$12m.", ["USD", "AUD"]),
        ("It pays 12 US cents on sales of NZ$400m.", ["USD", "NZD"]),
        ("It costs A$1 (64 cents).", ["AUD", "USD"]),
        ("Gas costs 40 euros and oil is down 30 cents at $61.20.", ["EUR", "USD", "USD"]),
        ("Oil fell 30 cents.", ["USD"]),
    ],
)
def test_whose_cents(blank: Language, text: str, units: list[str]) -> None:
    assert [unit for _, _, unit in read(blank, text)] == units


def test_cents_and_dollars(blank: Language) -> None:
    assert read(blank, "Oil rose 30 cents to $61.20.") == [(0.3, 0.3, "USD"), (61.2, 61.2, "USD")]
    assert read(blank, "A call costs 50 cents to $1.") == [(0.5, 1, "USD")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Gold cost $1,900 as the dollar gained 0.4% against the yen to 147.90.", "JPY/USD"),
        ("Gold cost $1,900 as sterling gained 0.4% against the yen to 187.90.", "JPY/GBP"),
        ("Gold cost $1,900 as it gained 0.4% against the Swiss franc to 1.0790.", ""),
        ("Gold cost $1,900 as it gained 0.4% against the local currency to 1,790.", ""),
    ],
)
def test_rates_take_no_price(blank: Language, text: str, unit: str) -> None:
    assert read(blank, text)[-1][2] == unit
