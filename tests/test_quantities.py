"""Numbers by grammar: tables of cases by kind, on the bare tokenizer; no model needed."""

import pytest
from spacy.language import Language

from pipeline.layers.quantities import add_quantities, as_said
from pipeline.layers.store import layers

# text, low, high, unit
CASES = {
    "digits": [
        ("It cost 1,234.5 yen.", 1234.5, 1234.5, "JPY"),
        ("It cost 1 234 567 yen.", 1234567, 1234567, "JPY"),
        ("It cost 12\u202f500 euros.", 12500, 12500, "EUR"),
        ("It cost 12'500 francs.", 12500, 12500, "FRF"),
        ("It grew 1,3%.", 1.3, 1.3, "percent"),
        ("It cost 1.234.567,50 euros.", 1234567.5, 1234567.5, "EUR"),
        ("It cost 12,34,567 Indian rupees.", 1234567, 1234567, "INR"),
        ("It grew .5%.", 0.5, 0.5, "percent"),
    ],
    "scales": [
        ("They paid $6.2bn.", 6.2e9, 6.2e9, "USD"),
        ("They paid A$246m.", 246e6, 246e6, "AUD"),
        ("They paid £1.5 trillion.", 1.5e12, 1.5e12, "GBP"),
        ("They paid $40K.", 40000, 40000, "USD"),
        ("They paid 3 lakh rupees.", 300000, 300000, "INR"),
        ("They paid 2.5 crore rupees.", 25e6, 25e6, "INR"),
        ("They paid $5 mln.", 5e6, 5e6, "USD"),
        ("They paid 30 MUSD.", 30e6, 30e6, "USD"),
        ("They paid 5 hundred million yen.", 5e8, 5e8, "JPY"),
        ("A pipe 30m long.", 30, 30, "m"),
    ],
    "words": [
        ("It took half a million euros.", 500000, 500000, "EUR"),
        ("It took two and a half years.", 2.5, 2.5, "year"),
        ("It took twenty-one days.", 21, 21, "day"),
        ("It cost two hundred and five euros.", 205, 205, "EUR"),
        ("It cost a million and a half dollars.", 1.5e6, 1.5e6, "USD"),
        ("It cost a quarter of a million dollars.", 250000, 250000, "USD"),
        ("It rose a quarter of a point.", 0.25, 0.25, "percentage_point"),
        ("Airlines ordered 50 787s.", 50, 50, "aircraft"),
        ("It was cut by a quarter point.", 0.25, 0.25, "percentage_point"),
        ("Bank cuts by Quarter Point", 0.25, 0.25, "percentage_point"),
        ("A half-point rise is due.", 0.5, 0.5, "percentage_point"),
        ("It rose a full percentage point.", 1, 1, "percentage_point"),
        ("The pound lost a cent.", 0.01, 0.01, "USD"),
        ("It pays almost a dollar a share.", 1, 1, "USD/share"),
        ("Sales rose a percent.", 1, 1, "percent"),
        ("It ran one hundred and fifty thousand miles.", 150000, 150000, "mi"),
        ("It grew two-and-a-half percent.", 2.5, 2.5, "percent"),
    ],
    "fractions": [
        ("Use 3 1/2 litres.", 3.5, 3.5, "L"),
        ("Use 3½ litres.", 3.5, 3.5, "L"),
        ("Use ½ litre.", 0.5, 0.5, "L"),
        ("It rose half a percent.", 0.5, 0.5, "percent"),
        ("It lost a third of the votes.", 100 / 3, 100 / 3, "percent"),
        ("It lost two-thirds of the votes.", 200 / 3, 200 / 3, "percent"),
        ("It hit one in five of them.", 20, 20, "percent"),
        ("It hit three out of four of them.", 75, 75, "percent"),
    ],
    "ranges": [
        ("between 4% and 12%", 4, 12, "percent"),
        ("4-12%", 4, 12, "percent"),
        ("4–12 percent", 4, 12, "percent"),
        ("from 4 to 12 percent", 4, 12, "percent"),
        ("$5 to $7 billion", 5e9, 7e9, "USD"),
        ("$1.2-1.4 trillion", 1.2e12, 1.4e12, "USD"),
        ("between $50-100,000", 50000, 100000, "USD"),
        ("30 -- 40 days", 30, 40, "day"),
        ("a two- to three-year plan", 2, 3, "year"),
    ],
    "bounds": [
        ("more than 5%", 5, None, "percent"),
        ("at least $5", 5, None, "USD"),
        ("no fewer than 5 miles", 5, None, "mi"),
        ("up to $5bn", None, 5e9, "USD"),
        ("as much as 5%", None, 5, "percent"),
        ("under 5 km", None, 5, "km"),
        ("5% or more", 5, None, "percent"),
        ("$5 or less", None, 5, "USD"),
        ("$200-plus", 200, None, "USD"),
        ("$200+", 200, None, "USD"),
        ("below the 5%", 5, 5, "percent"),
    ],
    "signs": [
        ("It moved -5%.", 5, 5, "percent"),
        ("It was minus 12 degrees Celsius.", -12, -12, "degC"),
    ],
    "units": [
        ("66 cents", 0.66, 0.66, "USD"),
        ("8 cents/kWh", 0.08, 0.08, "USD/kWh"),
        ("$4 a share", 4, 4, "USD/share"),
        ("$58 per barrel", 58, 58, "USD/barrel"),
        ("$38 per petahash per day", 38, 38, "USD/petahash/day"),
        ("50 exahashes per second", 50, 50, "EH/s"),
        ("28.2 joules per terahash", 28.2, 28.2, "J/TH"),
        ("1,200 BTC", 1200, 1200, "BTC"),
        ("30 gwei", 3e-8, 3e-8, "ETH"),
        ("750-megawatt", 750, 750, "MW"),
        ("25 basis points", 25, 25, "basis_point"),
        ("0.5 percentage points", 0.5, 0.5, "percentage_point"),
        ("six weeks", 42, 42, "day"),
        ("90 yen to the dollar", 90, 90, "JPY/USD"),
        ("64GB", 64, 64, "GB"),
        ("8.1p", 0.081, 0.081, "GBP"),
    ],
    "counted": [
        ("They sold 3,000 cars.", 3000, 3000, "car"),
        ("They hired 40 people.", 40, 40, "person"),
        ("They fly 40 aircraft.", 40, 40, "aircraft"),
    ],
    "multiples": [
        ("Output doubled.", 100, 100, "percent"),
        ("Output more than tripled.", 200, None, "percent"),
        ("Output halved.", 50, 50, "percent"),
        ("Output rose tenfold.", 900, 900, "percent"),
        ("It sold twice as many.", 100, 100, "percent"),
        ("It is four times what it was.", 300, 300, "percent"),
    ],
}


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"), [c for cases in CASES.values() for c in cases], ids=lambda x: str(x)[:40]
)
def test_value(blank: Language, text: str, low: float | None, high: float | None, unit: str) -> None:
    doc = add_quantities(blank(text))
    found = layers(doc)["quantities"]
    assert len(found) == 1, [(q["low"], q["high"], q["unit"]) for q in found]
    quantity = found[0]
    assert (quantity["low"], quantity["high"]) == (pytest.approx(low), pytest.approx(high))
    assert quantity["unit"] == unit
    assert text[quantity["start"] : quantity["end"]].strip() == text[quantity["start"] : quantity["end"]]


def test_moves_are_two(blank: Language) -> None:
    doc = add_quantities(blank("Output fell from 50 to 40 million barrels."))
    one, two = layers(doc)["quantities"]
    assert (one["low"], one["move"], two["low"], two["move"]) == (50e6, "from", 40e6, "to")
    shown = [as_said(q) for q in (one, two)]  # the layer of `annotate` shows both as one span, in text order
    assert shown[0] is not None
    assert (shown[0]["low"], shown[0]["high"], shown[1]) == (50e6, 40e6, None)


def test_what_stands_still_has_no_sign_of_change(blank: Language) -> None:
    (held,) = layers(add_quantities(blank("Sales of the plant stagnated 2%.")))["quantities"]
    assert (held["direction"], held["change"]) == ("unchanged", "=")


def test_step_and_level(blank: Language) -> None:
    doc = add_quantities(blank("Shares rose 6.5% to 164p."))
    step, level = layers(doc)["quantities"]
    assert (step["aspect"], step["direction"], step["move"], step["change"]) == ("change", "up", "by", "up")
    assert (level["aspect"], level["direction"], level["move"], level["change"]) == ("level", None, "to", "=")


def test_markets_end_up_and_down(blank: Language) -> None:
    (step,) = layers(add_quantities(blank("The index ended down 1%.")))["quantities"]
    assert (step["direction"], step["change"]) == ("down", "down")
    (made_up,) = layers(add_quantities(blank("They ended up with 1%.")))["quantities"]
    assert made_up["change"] == "="


def test_a_move_said_anew_and_its_level(blank: Language) -> None:
    doc = add_quantities(blank("The index fell 54 points, or 0.9 percent, and closed lower at 5,600."))
    assert [q["change"] for q in layers(doc)["quantities"]] == ["down", "down", "="]


def test_heat_and_capacitance(blank: Language) -> None:
    found = [layers(add_quantities(blank(t)))["quantities"] for t in ("It hit 101F.", "A capacitor of 2 F.")]
    assert [q["unit"] for (q,) in found] == ["degF", "F"]


def test_so_many_in_ten(blank: Language) -> None:
    (share,) = layers(add_quantities(blank("About 3 in 10 had none.")))["quantities"]
    assert (share["low"], share["unit"]) == (30, "percent")
    two = layers(add_quantities(blank("It won 3 in 10 years.")))["quantities"]
    assert [q["low"] for q in two] == [3, 10]


def test_feet_and_inches(blank: Language) -> None:
    doc = add_quantities(blank("It is 12 ft 2 in more or less."))
    assert [(q["low"], q["unit"]) for q in layers(doc)["quantities"]] == [(12, "ft"), (2, "in")]


def test_pounds_where_something_is_eaten(blank: Language) -> None:
    (quantity,) = layers(add_quantities(blank("She stopped eating to drop 25 pounds.")))["quantities"]
    assert quantity["unit"] == "lb"


def test_equivalents(blank: Language) -> None:
    doc = add_quantities(blank("It paid $1.13bn (£600m; €900m)."))
    first, *rest = layers(doc)["quantities"]
    assert [(e["low"], e["unit"]) for e in first["equivalents"]] == [(600e6, "GBP"), (900e6, "EUR")]
    assert {q["reason"] for q in rest} == {"equivalent"}


def test_list_shares_its_unit(blank: Language) -> None:
    doc = add_quantities(blank("They mined 417, 156 and 166 bitcoin."))
    assert [(q["low"], q["unit"]) for q in layers(doc)["quantities"]] == [(417, "BTC"), (156, "BTC"), (166, "BTC")]


def test_vague_plurals_invent_nothing(blank: Language) -> None:
    doc = add_quantities(blank("It hit hundreds of thousands of homes."))
    (quantity,) = layers(doc)["quantities"]
    assert (quantity["kind"], quantity["low"], quantity["high"], quantity["unit"]) == ("vague", None, None, "home")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("aged 44", "age"),
        ("aged over 44", "age"),
        ("a 28-year-old man", "age"),
        ("in the past six months", "duration_frame"),
        ("five years ago", "duration_frame"),
        ("its two units", "count_of_actors"),
    ],
)
def test_reasons(blank: Language, text: str, reason: str) -> None:
    doc = add_quantities(blank(f"There was {text} again."))
    (quantity,) = layers(doc)["quantities"]
    assert quantity["reason"] == reason


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("On June 24, 2004 it rained.", ["date", "date"]),
        ("On 2004-06-30 it rained.", ["date", "date", "date"]),
        ("At 10:30 it rained.", ["time", "time"]),
        ("At 1200 GMT it rained.", ["time"]),
        ("In the 1990s it rained.", ["date"]),
        ("In Q3 it rained.", ["date"]),
        ("The 22nd storm came second.", ["ordinal", "ordinal"]),
        ("The No. 1 storm.", ["rank"]),
        ("The S23 and COVID-19.", ["name_part", "name_part"]),
        ("Call 020 7946 0958 now.", ["phone", "phone", "phone"]),
        ("A form 8-K, 401(k), 5G.", ["name_part", "name_part", "name_part"]),
        ("They won 2-1.", ["score", "score"]),
        ("It was 24/7 and 9/11.", ["idiom", "idiom", "idiom", "idiom"]),
        ("Version 3.8.18.", ["code"]),
        ("At 49 Elm Oak Street.", ["address"]),
        ("At 22 Rue Vert.", ["address"]),
        ("A 4K video.", ["name_part"]),
        ("On may 19 and on 1 may it rained.", ["date", "date"]),
        ("During 1987 Stone rested.", ["date"]),
        ("The old 747-400 left.", ["name_part", "name_part"]),
        ("Standard & Poor's 500 rested.", ["name_part"]),
    ],
)
def test_no_quantities(blank: Language, text: str, reasons: list[str]) -> None:
    doc = add_quantities(blank(text))
    assert [n["reason"] for n in layers(doc)["numbers"]] == reasons
    assert layers(doc)["quantities"] == []


@pytest.mark.parametrize(
    "text",
    [
        "The halving in April cut the reward.",
        'Miners feared the "halving" of 2024.',
        "It is a dollar store.",
        "Not a cent.",
    ],
)
def test_events_and_articles_that_are_no_quantities(blank: Language, text: str) -> None:
    doc = add_quantities(blank(text))
    assert layers(doc)["quantities"] == []
