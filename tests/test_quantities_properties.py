"""Numbers: every one accounted for, whatever the text; linear work; parse of a rendered number gives the number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import numbers_in
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.layers.quantities import add_quantities
from pipeline.layers.quantities.atoms import Atom, Atoms, wordset
from pipeline.layers.quantities.scan import read_all
from pipeline.layers.quantities.values import read_value
from pipeline.layers.store import layers

ARTICLES = [
    """Harbour Lights plc lifts its 2025 outlook
(Reuters) - At 10.45 GMT on 3 March, shares of Harbour Lights rose 7.25% to 318p, their best day since the 1990s.
1. Sales grew by a third to £1.2bn ($1.5bn) in the six months to June 30, the group's 2nd half-year on the FTSE 250.
2. It cut 1,400 of 12,600 jobs, closed two-thirds of its 9 sites, and will pay 3.5 pence a share, up from 2.75p.
Chairman Ola Brandt, 61, said one of the three plants ran at "110 per cent"; call 020 7946 0018 or see Form 8-K.""",
    """Miners dig in as difficulty hits 1.2T
The network ran at 612.5 EH/s on Tuesday; at block 840,000 the reward halves from 6.25 to 3.125 BTC, twice in 8 years.
Some 40-50 MW, or 4-5 cents/kWh, buys between 1,000 and 1,200 S21 rigs, each using 17.5 J/TH. Dozens of firms quit.
Nine in ten expect prices of $100k-plus by Q4 2026, not the 24/7 boom of 2020-21. Section 230 and 5G do not matter.""",
    "A Boeing 737 and 18 777s left Gate 12 at 5pm with 162 people, one-fifth of them under the age of 12. It was -5°C.",
]


def check_accounted(doc: Doc) -> None:
    numbers, quantities = layers(doc)["numbers"], layers(doc)["quantities"]
    for start, end in numbers_in(doc.text):
        holders = [n for n in numbers if n["start"] <= start and end <= n["end"]]
        assert len(holders) == 1, doc.text[start:end]
        inside = any(q["start"] <= start and end <= q["end"] for q in quantities)
        assert (holders[0]["reason"] is None) == inside, (doc.text[start:end], holders)


@pytest.mark.parametrize("text", ARTICLES)
def test_every_number_of_the_articles(blank: Language, text: str) -> None:
    check_accounted(add_quantities(blank(text)))


PIECES = st.sampled_from(
    [
        *sorted(
            wordset(
                "5 12 1,000 2.5 2004 June one two half third hundred million dozen % percent $ £ € bn m k - – to and or"
            )
        ),
        *sorted(
            wordset(
                "from between a the of per share year years old points ( ) / . , ; : ago up rose fell by at least more"
            )
        ),
        *sorted(wordset("than about + ½ 's USD BTC cents km")),
        "\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=24))
def test_every_number_of_any_text(blank: Language, pieces: list[tuple[str, str]]) -> None:
    doc = add_quantities(blank("".join(a + b for a, b in pieces)))
    check_accounted(doc)
    for quantity in layers(doc)["quantities"]:
        assert 0 <= quantity["start"] < quantity["end"] <= len(doc.text)
        assert doc[quantity["i"] : quantity["j"]].start_char <= quantity["start"]
        if quantity["low"] is not None and quantity["high"] is not None:
            assert quantity["low"] <= quantity["high"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_unicode(blank: Language, text: str) -> None:
    add_quantities(blank(text))


def test_idempotent(blank: Language) -> None:
    doc = add_quantities(blank(ARTICLES[0]))
    first = [dict(q) for q in layers(doc)["quantities"]]
    assert [dict(q) for q in layers(add_quantities(doc))["quantities"]] == first


@given(st.integers(0, 10**12))
def test_rendered_integers_parse_back(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u202f")):
        value = read_value(Atoms(text), 0)
        assert value is not None and value.value == number, text


@given(
    st.integers(1, 999_999),
    st.sampled_from([("bn", 1e9), ("m", 1e6), ("k", 1e3), (" million", 1e6), (" trillion", 1e12)]),
)
def test_scaling(number: int, scale: tuple[str, float]) -> None:
    text, factor = scale
    (found,) = read_all(Atoms(f"${number / 100:.2f}{text}"))[0]
    assert found.low == pytest.approx(number / 100 * factor)


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
WORDS = [*SMALL.split(), "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(n: int) -> str:
    for size, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= size:
            return f"{spell(n // size)} {word}" + (f" {spell(n % size)}" if n % size else "")
    if n >= 100:
        return f"{WORDS[n // 100]} hundred" + (f" and {spell(n % 100)}" if n % 100 else "")
    if n >= 20:
        return TENS[n // 10 - 2] + (f"-{WORDS[n % 10]}" if n % 10 else "")
    return WORDS[n]


@given(st.integers(0, 10**12 - 1))
def test_spelled_integers_parse_back(number: int) -> None:
    value = read_value(Atoms(spell(number)), 0)
    assert value is not None and value.value == number, spell(number)


HOSTILE = [
    "1,",
    "1 ",
    "1-",
    "$",
    "and ",
    "of ",
    "hundred ",
    "a half ",
    "1/",
    "one ",
    "per ",
    "from 1 to ",
    "more than ",
    "(",
    "1.",
    "dozens of ",
]


class Counting(Atoms):
    """Atoms that count how often they are looked at: the grammar's only way to read text."""

    looks = 0

    def __getitem__(self, k: int) -> Atom:
        self.looks += 1
        return super().__getitem__(k)

    def low(self, k: int) -> str:
        self.looks += 1
        return super().low(k)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_input_costs_linear_work(unit: str) -> None:
    for text in (unit * 3000, unit * 3000 + "x", "x" + unit * 3000):
        atoms = Counting(text)
        read_all(atoms)
        assert atoms.looks < 400 * len(atoms) + 1000


def test_a_sentence_of_numbers_only(blank: Language) -> None:
    """No join looks at all quantities of a sentence for each of them."""
    doc = add_quantities(blank("5 jobs and 6 " * 1500))
    assert len(layers(doc)["quantities"]) == 3000


@pytest.mark.parametrize("said", ["to {}", "May {}", "May 3 and {}, 2024", "{}.1.2", "{}/{}", "{} GMT", "No. {}"])
def test_a_number_longer_than_python_reads_is_no_error(blank, said):
    layers(add_quantities(blank(f"Shares fell {said} ".replace("{}", "7" * 5000))))
