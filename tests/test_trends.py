"""Trends: asserted movements without a number."""

import pytest

from pipeline.claims.sight import index_of, sight
from pipeline.claims.themes import group_of, standing, theme
from pipeline.claims.trends import find_trends, kept, places
from pipeline.layers.cues import add_cues
from pipeline.layers.entities import add_entities
from pipeline.layers.metrics import add_metrics
from pipeline.layers.store import layers


def trends(doc, quantities=()):
    layers(doc)["quantities"] = list(quantities)
    found = find_trends(add_cues(add_metrics(doc)))
    return [(doc[t["i"] : t["j"]].text, t["direction"], t["metric"]) for t in found]


def test_a_metric_that_moves_is_a_trend(make_doc):
    doc = make_doc(
        ["Profits", "fell", "in", "Europe", "."],
        heads=[1, 1, 1, 2, 1],
        deps=["nsubj", "ROOT", "prep", "pobj", "punct"],
        pos=["NOUN", "VERB", "ADP", "PROPN", "PUNCT"],
        tags=["NNS", "VBD", "IN", "NNP", "."],
        lemmas=["profit", "fall", "in", "Europe", "."],
    )
    assert trends(doc) == [("fell", "down", "profit")]


def test_a_noun_says_it_too(make_doc):
    doc = make_doc(
        ["A", "drop", "in", "revenue", "worried", "them", "."],
        heads=[1, 4, 1, 2, 4, 4, 4],
        deps=["det", "nsubj", "prep", "pobj", "ROOT", "dobj", "punct"],
        pos=["DET", "NOUN", "ADP", "NOUN", "VERB", "PRON", "PUNCT"],
        tags=["DT", "NN", "IN", "NN", "VBD", "PRP", "."],
        lemmas=["a", "drop", "in", "revenue", "worry", "they", "."],
    )
    assert trends(doc) == [("drop", "down", "revenue")]


def test_miners_of_a_coin_are_not_the_coin(make_doc):
    doc = make_doc(
        ["Bitcoin", "miners", "slide"],
        heads=[1, 2, 2],
        deps=["compound", "nsubj", "ROOT"],
        pos=["PROPN", "NOUN", "VERB"],
        tags=["NNP", "NNS", "VBP"],
        lemmas=["Bitcoin", "miner", "slide"],
        ents=["B-ORG", "O", "O"],
    )
    layers(doc)["quantities"] = []
    found = find_trends(add_cues(add_metrics(add_entities(doc))))
    assert [(t["metric"], t["hint"], t["group"]) for t in found] == [("share_price", 1, [0, 2])]


def test_an_attribute_of_no_metric_is_none(make_doc):
    doc = make_doc(
        ["The", "growing", "group", "opened", "an", "office", "."],
        heads=[2, 2, 3, 3, 5, 3, 3],
        deps=["det", "amod", "nsubj", "ROOT", "det", "dobj", "punct"],
        pos=["DET", "ADJ", "NOUN", "VERB", "DET", "NOUN", "PUNCT"],
        tags=["DT", "VBG", "NN", "VBD", "DT", "NN", "."],
        lemmas=["the", "growing", "group", "open", "an", "office", "."],
    )
    assert trends(doc) == []


def doc_and_mover(make_doc, words, heads, deps, pos, at, **kwargs):
    doc = add_metrics(make_doc(words, heads=heads, deps=deps, pos=pos, lemmas=kwargs.get("lemmas")))
    layers(doc)["quantities"] = kwargs.get("quantities", [])
    index = index_of(doc)
    m = next(m for m in index.movements if m["i"] <= at < m["j"])
    return index, sight(index, m["i"], m["j"]), m


def test_the_theme_is_the_object_where_there_is_one(make_doc):
    index, place, m = doc_and_mover(
        make_doc,
        ["The", "mill", "cut", "output"],
        heads=[1, 2, 2, 2],
        deps=["det", "nsubj", "ROOT", "dobj"],
        pos=["DET", "NOUN", "VERB", "NOUN"],
        at=2,
    )
    assert theme(index, place, m) == (3, "obj", 1)


def test_a_verb_that_moves_itself_has_its_subject_for_theme(make_doc):
    index, place, m = doc_and_mover(
        make_doc,
        ["Rents", "soar", "thanks", "to", "students"],
        heads=[1, 1, 1, 2, 3],
        deps=["nsubj", "ROOT", "dobj", "prep", "pobj"],
        pos=["NOUN", "VERB", "NOUN", "ADP", "NOUN"],
        at=1,
    )
    assert theme(index, place, m)[:2] == (0, "subj")


def test_the_theme_of_a_noun_stands_behind_in_or_before_it(make_doc):
    index, place, m = doc_and_mover(
        make_doc,
        ["a", "fall", "in", "rents"],
        heads=[1, 1, 1, 2],
        deps=["det", "ROOT", "prep", "pobj"],
        pos=["DET", "NOUN", "ADP", "NOUN"],
        at=1,
    )
    assert theme(index, place, m)[:2] == (3, "prep_in")
    index, place, m = doc_and_mover(
        make_doc,
        ["the", "rent", "rise"],
        heads=[2, 2, 2],
        deps=["det", "compound", "ROOT"],
        pos=["DET", "NOUN", "NOUN"],
        at=2,
    )
    assert theme(index, place, m)[:2] == (1, "compound")


def test_a_number_with_another_mover_is_theirs(make_doc):
    words = ["Zinc", "fell", "while", "tin", "lost", "4", "%"]
    doc = add_metrics(
        make_doc(
            words,
            heads=[1, 1, 4, 4, 1, 6, 4],
            deps=["nsubj", "ROOT", "mark", "nsubj", "advcl", "nummod", "dobj"],
            pos=["NOUN", "VERB", "SCONJ", "NOUN", "VERB", "NUM", "NOUN"],
        )
    )
    q = {"i": 5, "j": 7, "mover": [4, 5], "kind": "percent", "unit": "percent", "reason": None}
    layers(doc)["quantities"] = [q]
    index = index_of(doc)
    stands = {
        m["i"]: standing(index, place, theme(index, place, m), q)
        for m in index.movements
        for place in [sight(index, m["i"], m["j"])]
    }
    assert stands == {1: "theirs", 4: "mine"}


@pytest.mark.parametrize(("mark", "rules"), [("target", []), ("record", ["verb.hit_a_record"])])
def test_a_mark_that_is_hit_is_not_hurt(make_doc, mark, rules):
    doc = add_metrics(
        make_doc(
            ["Zinc", "hit", "a", mark],
            heads=[1, 1, 3, 1],
            deps=["nsubj", "ROOT", "det", "dobj"],
            pos=["NOUN", "VERB", "DET", "NOUN"],
            lemmas=["zinc", "hit", "a", mark],
        )
    )
    layers(doc)["quantities"] = []
    assert [m["rule"] for m in places(index_of(doc))] == rules


def test_growth_that_slows_is_one_movement(make_doc):
    doc = add_metrics(
        make_doc(
            ["Growth", "slowed"],
            heads=[1, 1],
            deps=["nsubj", "ROOT"],
            pos=["NOUN", "VERB"],
            lemmas=["growth", "slow"],
        )
    )
    layers(doc)["quantities"] = []
    index = index_of(doc)
    found = kept(index, [(0.9, m) for m in places(index)], 0.5)
    assert [m["rule"] for _, m in found] == ["verb.slow"]


def test_the_metric_is_that_of_the_theme(make_doc):
    doc = make_doc(
        ["The", "ministry", "lowered", "duties", "on", "oil", "."],
        heads=[1, 2, 2, 2, 3, 4, 2],
        deps=["det", "nsubj", "ROOT", "dobj", "prep", "pobj", "punct"],
        pos=["DET", "NOUN", "VERB", "NOUN", "ADP", "NOUN", "PUNCT"],
        tags=["DT", "NN", "VBD", "NNS", "IN", "NN", "."],
        lemmas=["the", "ministry", "lower", "duty", "on", "oil", "."],
    )
    assert trends(doc) == [("lowered", "down", "tax")]


def test_a_market_without_a_name_is_its_own_entity(make_doc):
    index, place, m = doc_and_mover(
        make_doc,
        ["Nordic", "stock", "markets", "slid"],
        heads=[2, 2, 3, 3],
        deps=["amod", "compound", "nsubj", "ROOT"],
        pos=["ADJ", "NOUN", "NOUN", "VERB"],
        at=3,
        lemmas=["nordic", "stock", "market", "slide"],
    )
    about = theme(index, place, m)
    assert group_of(index, about, "index_level") == [0, 3]
    assert group_of(index, about, "revenue") is None
