"""Words of movement: verbs, nouns, particles, idioms."""

import pytest

from pipeline.layers.metrics import add_metrics
from pipeline.layers.metrics.words import movements_fire
from pipeline.layers.store import layers


def moved(doc):
    return [(doc.text[m["start"] : m["end"]], m["direction"], m["form"]) for m in layers(add_metrics(doc))["movements"]]


def test_verbs_and_nouns_by_part_of_speech(make_doc):
    doc = make_doc(["Sales", "fell", "after", "a", "rise"], pos=["NOUN", "VERB", "ADP", "DET", "NOUN"])
    assert moved(doc) == [("fell", "down", "verb"), ("rise", "up", "noun")]


def test_a_carrier_verb_takes_its_particle_in(make_doc):
    doc = make_doc(["Shares", "closed", "lower", "."], pos=["NOUN", "VERB", "ADV", "PUNCT"])
    assert moved(doc) == [("closed lower", "down", "verb")]


def test_a_particle_before_a_number_moves(make_doc):
    doc = make_doc(["Shares", ",", "up", "4", "%"], pos=["NOUN", "PUNCT", "ADV", "NUM", "NOUN"])
    assert moved(doc) == [("up", "up", "adjective")]


def test_a_particle_elsewhere_does_not(make_doc):
    doc = make_doc(
        ["He", "lived", "near", "up", "there"],
        pos=["PRON", "VERB", "ADP", "ADV", "ADV"],
        heads=[1] * 5,
        deps=["dep"] * 5,
    )
    assert moved(doc) == []


def test_hyphenated_nouns(make_doc):
    doc = make_doc(["A", "sell", "-", "off", "hit", "them"], pos=["DET", "NOUN", "PUNCT", "NOUN", "VERB", "PRON"])
    assert ("sell - off", "down", "noun") in moved(doc)


@pytest.mark.parametrize(
    "text", ["He let slip that it was over.", "In the fall of last year they met.", "It fell short."]
)
def test_idioms_move_nothing(text):
    assert all(name.startswith("idiom.") for name in movements_fire(text) if name != "adv.over")


def test_phrases_of_several_words_are_one_mover(make_doc):
    doc = make_doc(["Tin", "lost", "ground", "again"], pos=["NOUN", "VERB", "NOUN", "ADV"])
    assert moved(doc) == [("lost ground", "down", "verb")]


def test_a_strict_verb_is_no_noun(make_doc):
    doc = make_doc(["The", "firm", "firms"], pos=["DET", "NOUN", "VERB"])
    assert moved(doc) == [("firms", "up", "verb")]


def test_a_particle_behind_its_noun_moves(make_doc):
    doc = make_doc(["Output", "down", "sharply"], pos=["NOUN", "ADV", "ADV"], heads=[0, 0, 1], deps=["dep"] * 3)
    assert moved(doc) == [("down", "down", "adjective")]
