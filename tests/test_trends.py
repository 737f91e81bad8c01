"""Trends: asserted movements without a number."""

from pipeline.claims.trends import find_trends
from pipeline.layers.cues import add_cues
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
