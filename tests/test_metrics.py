"""Words that name a metric, kinds of units, and the metric of a number."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims.metric import choose_metric
from pipeline.layers.metrics import add_metrics, metrics, unit_kind
from pipeline.layers.metrics.inflect import noun_plural, phrase_forms, verb_forms
from pipeline.layers.store import Quantity, layers
from pipeline.linear import LinearModel


def quantity(doc, i, j, value, unit, kind="money", **more):
    span = doc[i:j]
    base = Quantity(
        start=span.start_char, end=span.end_char, i=i, j=j, rule="test", low=value, high=value, unit=unit, approx=False,
        bound="exact", change="=", concept=[], kind=kind, noun=None, aspect=None, direction=None, move=None, mover=None,
        equivalents=[], reason=None,
    )  # fmt: skip
    return base | more


def named(doc):
    return [(doc.text[m["start"] : m["end"]], m["ids"][0], m["form"]) for m in layers(add_metrics(doc))["metrics"]]


def test_longest_phrase_wins(make_doc):
    doc = make_doc(["The", "average", "house", "price", "rose", "and", "net", "profit", "fell", "."])
    assert named(doc) == [("average house price", "house_prices", "noun"), ("net profit", "profit", "noun")]


def test_part_of_speech_decides_between_noun_and_verb(make_doc):
    pos = ["DET", "NOUN", "VERB", "NUM", "NOUN", "PUNCT"]
    doc = make_doc(["The", "plane", "costs", "five", "pounds", "."], pos=pos)
    assert ("costs", "price", "verb") in named(doc)
    doc = make_doc(["Its", "costs", "rose", "."], pos=["PRON", "NOUN", "VERB", "PUNCT"])
    assert named(doc) == [("costs", "costs", "noun")]


def test_particle_verbs_match_in_every_form(make_doc):
    assert ("laid off", "job_cuts", "verb") in named(make_doc(["It", "laid", "off", "300", "people"]))


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("percent", "percent"), ("USD", "money"), ("BTC", "coin"), ("EH/s", "hash"), ("USD/share", "money_per"),
        ("", "bare"), ("job", "count"), ("MW", "power"), ("kWh", "energy"), ("year", "duration"), ("point", "point"),
    ],
)  # fmt: skip
def test_unit_kinds(unit, kind):
    assert unit_kind(unit) == kind


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("drop", "dropped"),
        ("agree", "agreed"),
        ("carry", "carries"),
        ("sell", "sold"),
        ("lay_off", "laid off"),
        ("model", "modelled"),
    ],
)
def test_verb_forms(lemma, form):
    assert form in verb_forms(lemma)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_inflection_never_fails(word):
    assert verb_forms(word)[0] == word
    assert phrase_forms(word)[0] == word
    assert noun_plural(word)


def test_every_metric_takes_known_kinds_of_units():
    known = {"count", "bare", "ratio", "coin", "money", "difficulty", "percent", "percentage_point", "basis_point"}
    known |= {
        "point",
        "volume",
        "weight",
        "length",
        "area",
        "power",
        "energy",
        "frequency",
        "duration",
        "speed",
        "hash",
    }
    known |= {"temperature", "data"}
    for entry in metrics().values():
        assert {u.removesuffix("_per") for u in entry.units} <= known, entry.id
        assert set(entry.bounds) <= known | {"money_per"}, entry.id


def parsed(make_doc):
    """Revenue rose 5 % ."""
    return make_doc(
        ["Revenue", "rose", "5", "%", "."],
        heads=[1, 1, 3, 1, 1],
        deps=["nsubj", "ROOT", "nummod", "dobj", "punct"],
        pos=["NOUN", "VERB", "NUM", "NOUN", "PUNCT"],
        tags=["NN", "VBD", "CD", "NN", "."],
        lemmas=["revenue", "rise", "5", "%", "."],
    )


def test_metric_of_a_number_is_its_subject(make_doc):
    doc = add_metrics(parsed(make_doc))
    q = quantity(doc, 2, 4, 5.0, "percent", "percent")
    layers(doc)["quantities"] = [q]
    name, span, p, rule = choose_metric(doc, q, None)
    assert (name, span) == ("revenue", [0, 7])
    assert 0.0 < p <= 1.0
    assert rule == "metric.model"
    assert choose_metric(doc, q, None) == (name, span, p, rule)


def test_insane_values_are_flagged(make_doc):
    doc = add_metrics(parsed(make_doc))
    q = quantity(doc, 2, 4, 9e9, "percent", "percent")
    layers(doc)["quantities"] = [q]
    answer = choose_metric(doc, q, None)
    assert answer[0] != "revenue" or answer[3] == "metric.out_of_bounds"


def test_document_of_metrics_is_up_to_date():
    tool = Path(__file__).parent.parent / "tools" / "make_docs_metrics.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], check=False, cwd=tool.parent.parent)
    assert done.returncode == 0, "run tools/make_docs_metrics.py"


def test_a_classifier_sums_the_weights_of_known_features():
    weights = {"a": {"up": 0.5, "down": -1.0}, "b": {"down": 2.0}}
    model = LinearModel({"labels": ["up", "down"], "bias": {"up": 0.25}, "weights": weights})
    for _ in range(2):  # rows are filled when first met, then found again
        assert model.scores({"b": 2.0, "unknown": 9.0, "a": 1.0}) == {"up": 0.75, "down": 3.0}
    assert model.scores({}) == {"up": 0.25, "down": 0.0}
