"""Whose number it is by grammar, on hand-made Docs; which type of entity goes with which metric."""

import pytest

from pipeline.claims import owners
from pipeline.claims.index import build_index
from pipeline.claims.scene import scene_of
from pipeline.claims.whose import picks
from pipeline.layers.store import Entity, Quantity, layers


def quantity(doc, i, j, **more):
    span = doc[i:j]
    made = {
        "start": span.start_char, "end": span.end_char, "i": i, "j": j, "rule": "test", "low": 4.0, "high": 4.0,
        "unit": "percent", "approx": False, "bound": "exact", "change": "=", "concept": [], "kind": "percent",
        "noun": None, "aspect": None, "direction": None, "move": None, "mover": None, "equivalents": [], "reason": None,
    }  # fmt: skip
    return Quantity(**{**made, **more})


def name(doc, i, j, kind):
    span = doc[i:j]
    return Entity(
        start=span.start_char, end=span.end_char, i=i, j=j, rule="test", type=kind, name=span.text,
        key=span.text.lower(), ids={}, form="name",
    )  # fmt: skip


def found(doc, names, number, metric, metric_span=None, **more):
    layers(doc)["entities"] = [name(doc, *n) for n in names]
    q = quantity(doc, *number, **more)
    layers(doc)["quantities"] = [q]
    index = build_index(doc)
    return picks(index, scene_of(index, q, metric, metric_span))


@pytest.mark.parametrize(
    ("metric", "kind", "wanted"),
    [
        ("house_prices", "place", owners.GOOD),
        ("house_prices", "company", owners.BAD),
        ("hash_rate", "data_provider", owners.BAD),
        ("share_price", "company", owners.GOOD),
        ("count", "company", owners.POSSIBLE),
        ("no_such_metric", "company", owners.POSSIBLE),
    ],
)
def test_type_and_metric(metric, kind, wanted):
    assert owners.fit(metric, kind) == wanted


def test_a_statistics_office_is_no_company():
    assert owners.fit("profit", "company", "entity.model", "Acme") == owners.GOOD
    assert owners.fit("profit", "company", "entity.model", "Association of Lenders") == owners.BAD
    assert owners.fit("profit", "organization", "entity.model", "Acme") == owners.GOOD
    assert owners.fit("unemployment", "government", "", "Labor Department") == owners.BAD


def test_owner_behind_the_metric_goes_before_the_subject_of_telling(make_doc):
    # "Halifax put prices in Wales at 4 %": the prices are those of Wales.
    doc = make_doc(
        ["Halifax", "put", "prices", "in", "Wales", "at", "4", "%"],
        heads=[1, 1, 1, 2, 3, 1, 7, 5],
        deps=["nsubj", "ROOT", "dobj", "prep", "pobj", "prep", "nummod", "pobj"],
        pos=["PROPN", "VERB", "NOUN", "ADP", "PROPN", "ADP", "NUM", "NOUN"],
        lemmas=["Halifax", "put", "price", "in", "Wales", "at", "4", "%"],
    )
    order = found(doc, [(0, 1, "company"), (4, 5, "place")], (6, 8), "house_prices", (2, 3))
    assert order[0][0] == "wales"
    assert "halifax" not in dict(order)


GOT = {
    "words": ["Acme", "got", "$", "4", "from", "Bolt"],
    "heads": [1, 1, 3, 1, 1, 4],
    "deps": ["nsubj", "ROOT", "nmod", "dobj", "prep", "pobj"],
    "pos": ["PROPN", "VERB", "SYM", "NUM", "ADP", "PROPN"],
    "lemmas": ["Acme", "get", "$", "4", "from", "Bolt"],
}
LENT = {
    "words": ["Acme", "will", "lend", "Bolt", "$", "4"],
    "heads": [2, 2, 2, 2, 5, 2],
    "deps": ["nsubj", "aux", "ROOT", "dative", "nmod", "dobj"],
    "pos": ["PROPN", "AUX", "VERB", "PROPN", "SYM", "NUM"],
    "lemmas": ["Acme", "will", "lend", "Bolt", "$", "4"],
}
SUED = {
    "words": ["Acme", "sues", "Bolt", "for", "$", "4"],
    "heads": [1, 1, 1, 1, 5, 3],
    "deps": ["nsubj", "ROOT", "dobj", "prep", "nmod", "pobj"],
    "pos": ["PROPN", "VERB", "PROPN", "ADP", "SYM", "NUM"],
    "lemmas": ["Acme", "sue", "Bolt", "for", "$", "4"],
}


@pytest.mark.parametrize(
    ("sentence", "metric", "wanted"),
    [
        # who lends is Bolt; what Acme took in is its own
        (GOT, "credit", [("bolt", "frame_from"), ("acme", "frame_subject")]),
        (GOT, "revenue", [("acme", "subject_self")]),
        # Bolt stands right before the number, and is not who lends
        (LENT, "credit", [("acme", "frame_subject")]),
        # who is sued would pay
        (SUED, "penalty", [("bolt", "frame_object")]),
    ],
)
def test_payer_and_payee(make_doc, sentence, metric, wanted):
    doc = make_doc(**sentence)
    acme, bolt, sign = (sentence["words"].index(word) for word in ("Acme", "Bolt", "$"))
    names = [(acme, acme + 1, "company"), (bolt, bolt + 1, "company")]
    order = found(doc, names, (sign, sign + 2), metric, kind="money", unit="USD")
    assert order[: len(wanted)] == wanted


def test_gapped_list(make_doc):
    # "Acme won 9 % , Bolt 4 %": the second number is Bolt's.
    doc = make_doc(
        ["Acme", "won", "9", "%", ",", "Bolt", "4", "%"],
        heads=[1, 1, 3, 1, 1, 7, 7, 1],
        deps=["nsubj", "ROOT", "nummod", "dobj", "punct", "nmod", "nummod", "dobj"],
        pos=["PROPN", "VERB", "NUM", "NOUN", "PUNCT", "PROPN", "NUM", "NOUN"],
        lemmas=["Acme", "win", "9", "%", ",", "Bolt", "4", "%"],
    )
    order = found(doc, [(0, 1, "company"), (5, 6, "company")], (6, 8), "market_share")
    assert order[0] == ("bolt", "beside_")


def test_the_unit_is_no_owner(make_doc):
    # "Acme sold 4 BTC": not Bitcoin's.
    doc = make_doc(
        ["Acme", "sold", "4", "BTC"],
        heads=[1, 1, 3, 1],
        deps=["nsubj", "ROOT", "nummod", "dobj"],
        pos=["PROPN", "VERB", "NUM", "PROPN"],
        lemmas=["Acme", "sell", "4", "BTC"],
    )
    order = found(doc, [(0, 1, "company"), (3, 4, "asset")], (2, 4), "sales_volume", unit="BTC")
    assert [key for key, _ in order if key == "btc"] == []
    assert order[0][0] == "acme"


def test_the_second_of_two_compared_has_its_name_behind_the_number(make_doc):
    doc = make_doc(
        ["Fees", "at", "Acme", "were", "$", "4", ",", "compared", "with", "$", "1", "for", "Bolt"],
        heads=[3, 0, 1, 3, 5, 3, 3, 3, 7, 10, 8, 10, 11],
        deps=["nsubj", "prep", "pobj", "ROOT", "nmod", "attr", "punct", "prep", "prep", "nmod", "pobj", "prep", "pobj"],
        pos=["NOUN", "ADP", "PROPN", "AUX", "SYM", "NUM", "PUNCT", "VERB", "ADP", "SYM", "NUM", "ADP", "PROPN"],
        lemmas=["fee", "at", "Acme", "be", "$", "4", ",", "compare", "with", "$", "1", "for", "Bolt"],
    )
    names = [(2, 3, "company"), (12, 13, "company")]
    assert found(doc, names, (9, 11), "fees", kind="money", unit="USD")[0] == ("bolt", "after_for_compared")
    assert found(doc, names, (4, 6), "fees", kind="money", unit="USD")[0][0] == "acme"


@pytest.mark.parametrize(
    ("metric", "town", "wanted"),
    [("inflation", "Beijing", owners.BAD), ("inflation", "China", owners.GOOD), ("house_prices", "Paris", owners.GOOD)],
)
def test_what_only_a_country_has_is_no_towns(metric, town, wanted):
    assert owners.fit(metric, "place", "entity.gazetteer", town) == wanted
