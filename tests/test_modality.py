"""Cues of modality, their scope, and the modality of a place."""

import pytest
from spacy.language import Language

from pipeline.claims.modality import choose_modality
from pipeline.layers.cues import add_cues
from pipeline.layers.metrics import add_metrics
from pipeline.layers.store import layers


@pytest.fixture
def future(make_doc):
    """Sales will rise 5 % , which pleased investors who lost 3 % ."""
    words = ["Sales", "will", "rise", "5", "%", ",", "and", "profits", "fell", "3", "%", "."]
    return make_doc(
        words,
        heads=[2, 2, 2, 4, 2, 2, 2, 8, 2, 10, 8, 2],
        deps=["nsubj", "aux", "ROOT", "nummod", "dobj", "punct", "cc", "nsubj", "conj", "nummod", "dobj", "punct"],
        pos=["NOUN", "AUX", "VERB", "NUM", "NOUN", "PUNCT", "CCONJ", "NOUN", "VERB", "NUM", "NOUN", "PUNCT"],
        tags=["NNS", "MD", "VB", "CD", "NN", ",", "CC", "NNS", "VBD", "CD", "NN", "."],
        lemmas=["sale", "will", "rise", "5", "%", ",", "and", "profit", "fall", "3", "%", "."],
    )


def test_scope_stops_at_a_clause_of_its_own_tense(future):
    (cue,) = layers(add_cues(future))["cues"]
    assert cue["modality"] == "forecast"
    assert {2, 3, 4} <= set(cue["scope"])
    assert not {8, 9, 10} & set(cue["scope"])


def test_modality_follows_the_scope(future):
    add_cues(add_metrics(future))
    assert choose_modality(future, 3, 5)[0] == "forecast"
    assert choose_modality(future, 9, 11)[0] == "asserted"


def simple(make_doc, words, heads, deps, pos, tags):
    return add_cues(
        add_metrics(make_doc(words, heads=heads, deps=deps, pos=pos, tags=tags, lemmas=[w.lower() for w in words]))
    )


def test_a_conditional_is_hypothetical(make_doc):
    doc = simple(
        make_doc,
        ["If", "sales", "fall", ",", "profits", "could", "drop", "5", "%"],
        [2, 2, 6, 6, 6, 6, 6, 8, 6],
        ["mark", "nsubj", "advcl", "punct", "nsubj", "aux", "ROOT", "nummod", "dobj"],
        ["SCONJ", "NOUN", "VERB", "PUNCT", "NOUN", "AUX", "VERB", "NUM", "NOUN"],
        ["IN", "NNS", "VBP", ",", "NNS", "MD", "VB", "CD", "NN"],
    )
    assert choose_modality(doc, 7, 9)[0] == "hypothetical"


def test_negation_and_its_counter_example(make_doc):
    kinds = (["PRON", "AUX", "PART", "VERB", "NUM", "NOUN"], ["PRP", "VBD", "RB", "VB", "CD", "NNS"])
    deps = ["nsubj", "aux", "neg", "ROOT", "nummod", "dobj"]
    doc = simple(make_doc, ["It", "did", "not", "cut", "300", "jobs"], [3, 3, 3, 3, 5, 3], deps, *kinds)
    assert choose_modality(doc, 4, 6)[0] == "negated"
    plain = simple(
        make_doc, ["It", "cut", "300", "jobs"], [1, 1, 3, 1], ["nsubj", "ROOT", "nummod", "dobj"],
        ["PRON", "VERB", "NUM", "NOUN"], ["PRP", "VBD", "CD", "NNS"],
    )  # fmt: skip
    assert choose_modality(plain, 2, 4)[0] != "negated"


def test_hearsay_is_hedged(make_doc):
    doc = simple(
        make_doc, ["It", "reportedly", "paid", "$", "5"], [2, 2, 2, 4, 2],
        ["nsubj", "advmod", "ROOT", "quantmod", "dobj"],
        ["PRON", "ADV", "VERB", "SYM", "NUM"], ["PRP", "RB", "VBD", "$", "CD"],
    )  # fmt: skip
    assert choose_modality(doc, 3, 5)[1] is True


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In May 2021, Quarrel Power committed to supplying 40 megawatts of capacity to Lumen Foundry.", "planned"),
        (
            "The broker said that if the two lenders merge, their combined profit could rise by $2 billion.",
            "hypothetical",
        ),
    ],
)
def test_grammar_outweighs_the_model(nlp: Language, text: str, wanted: str) -> None:
    doc = nlp(text)
    found = [c["modality"] for c in layers(doc)["claims"] if c["kind"] == "quantity"]
    assert found == [wanted]
