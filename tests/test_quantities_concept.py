"""What a quantity is about, on Docs made by hand: one case for each way in which its nouns are chosen."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.layers.quantities import add_quantities
from pipeline.layers.store import layers

# name: (the concepts of the quantities in text order, the tokens as word/part of speech/tag/relation/head)
CASES = {
    "beside": (
        ["Alba company"],
        "The/DET/DT/det/2 Alba/PROPN/NNP/compound/2 company/NOUN/NN/nsubj/8 ,/PUNCT/,/punct/2 "
        "up/ADV/RB/advmod/2 2/NUM/CD/nummod/6 %/NOUN/NN/npadvmod/4 ,/PUNCT/,/punct/2 "
        "led/VERB/VBD/ROOT/8 the/DET/DT/det/10 gainers/NOUN/NNS/dobj/8 ./PUNCT/./punct/8",
    ),
    "worth": (
        ["tea Police"],
        "Police/NOUN/NNS/nsubj/1 seized/VERB/VBD/ROOT/1 a/DET/DT/det/3 load/NOUN/NN/dobj/1 "
        "of/ADP/IN/prep/3 tea/NOUN/NN/pobj/4 worth/ADJ/JJ/amod/5 $/SYM/$/quantmod/9 "
        "2/NUM/CD/compound/9 million/NUM/CD/npadvmod/6 ./PUNCT/./punct/1",
    ),
    "compared": (
        ["sailors", "sailors"],
        "Nearly/ADV/RB/advmod/1 60/NUM/CD/nummod/2 percent/NOUN/NN/nsubj/5 of/ADP/IN/prep/2 "
        "sailors/NOUN/NNS/pobj/3 own/VERB/VBP/ROOT/5 a/DET/DT/det/7 boat/NOUN/NN/dobj/5 "
        ",/PUNCT/,/punct/5 compared/VERB/VBN/prep/5 with/ADP/IN/prep/9 35/NUM/CD/nummod/12 "
        "percent/NOUN/NN/pobj/10 ./PUNCT/./punct/5",
    ),
    "gap": (
        ["Alba index", "Bora"],
        "The/DET/DT/det/2 Alba/PROPN/NNP/compound/2 index/NOUN/NN/nsubj/3 rose/VERB/VBD/ROOT/3 "
        "5/NUM/CD/nummod/5 percent/NOUN/NN/npadvmod/3 ,/PUNCT/,/punct/3 Bora/PROPN/NNP/npadvmod/3 "
        "by/ADP/IN/prep/3 3/NUM/CD/nummod/10 percent/NOUN/NN/pobj/8 ./PUNCT/./punct/3",
    ),
    "infinitive": (
        ["Corvia"],
        "Corvia/PROPN/NNP/nsubj/1 announced/VERB/VBD/ROOT/1 plans/NOUN/NNS/dobj/1 to/PART/TO/aux/4 "
        "lay/VERB/VB/acl/2 off/ADP/RP/prt/4 900/NUM/CD/nummod/7 workers/NOUN/NNS/dobj/4 "
        "./PUNCT/./punct/1",
    ),
    "it": (
        ["starting fee Corvia"],
        "Corvia/PROPN/NNP/nsubj/1 cut/VERB/VBD/ROOT/1 its/PRON/PRP$/poss/4 "
        "starting/NOUN/NN/compound/4 fee/NOUN/NN/dobj/1 ,/PUNCT/,/punct/1 lowering/VERB/VBG/advcl/1 "
        "it/PRON/PRP/dobj/6 to/ADP/IN/prep/6 $/SYM/$/nmod/10 3/NUM/CD/pobj/8 ./PUNCT/./punct/1",
    ),
    "off": (
        ["value fleet"],
        "The/DET/DT/det/1 spill/NOUN/NN/nsubj/2 wiped/VERB/VBD/ROOT/2 $/SYM/$/quantmod/5 "
        "40/NUM/CD/compound/5 million/NUM/CD/dobj/2 off/ADP/IN/prep/2 the/DET/DT/det/8 "
        "value/NOUN/NN/pobj/6 of/ADP/IN/prep/8 the/DET/DT/det/11 fleet/NOUN/NN/pobj/9 "
        "./PUNCT/./punct/2",
    ),
    "for": (
        ["used bicycle Dorina"],
        "Dorina/PROPN/NNP/nsubj/1 paid/VERB/VBD/ROOT/1 40/NUM/CD/nummod/3 euros/NOUN/NNS/dobj/1 "
        "for/ADP/IN/prep/1 a/DET/DT/det/7 used/VERB/VBN/amod/7 bicycle/NOUN/NN/pobj/4 "
        "./PUNCT/./punct/1",
    ),
    "anew": (
        ["trade harbour", "trade harbour"],
        "The/DET/DT/det/1 harbour/NOUN/NN/nsubj/2 lost/VERB/VBD/ROOT/2 12/NUM/CD/nummod/4 "
        "percent/NOUN/NN/dobj/2 of/ADP/IN/prep/4 its/PRON/PRP$/poss/7 trade/NOUN/NN/pobj/5 "
        ",/PUNCT/,/punct/4 or/CCONJ/CC/cc/4 3/NUM/CD/compound/11 million/NUM/CD/nummod/12 "
        "tonnes/NOUN/NNS/conj/4 ./PUNCT/./punct/2",
    ),
    "age": (
        ["crew", "sailors"],
        "The/DET/DT/det/1 crew/NOUN/NN/nsubj/2 rescued/VERB/VBD/ROOT/2 17/NUM/CD/nummod/4 "
        "sailors/NOUN/NNS/dobj/2 over/ADP/IN/prep/2 the/DET/DT/det/7 age/NOUN/NN/pobj/5 "
        "of/ADP/IN/prep/7 60/NUM/CD/pobj/8 ./PUNCT/./punct/2",
    ),
    "frame": (
        ["Corvia maker sails"],
        "Corvia/PROPN/NNP/nsubj/8 ,/PUNCT/,/punct/0 a/DET/DT/det/3 maker/NOUN/NN/appos/0 "
        "of/ADP/IN/prep/3 sails/NOUN/NNS/pobj/4 ,/PUNCT/,/punct/0 has/AUX/VBZ/aux/8 "
        "lost/VERB/VBN/ROOT/8 money/NOUN/NN/dobj/8 over/ADP/IN/prep/8 the/DET/DT/det/14 "
        "past/ADJ/JJ/amod/14 two/NUM/CD/nummod/14 years/NOUN/NNS/pobj/10 ./PUNCT/./punct/8",
    ),
    "before": (
        ["heavy knife"],
        "He/PRON/PRP/nsubj/1 bought/VERB/VBD/ROOT/1 a/DET/DT/det/6 heavy/ADJ/JJ/amod/6 "
        "12/NUM/CD/nummod/5 inch/NOUN/NN/compound/6 knife/NOUN/NN/dobj/1 ./PUNCT/./punct/1",
    ),
    "counted": (
        ["", "former pilots"],
        "Six/NUM/CD/nummod/2 former/ADJ/JJ/amod/2 pilots/NOUN/NNS/nsubj/3 paid/VERB/VBD/ROOT/3 "
        "$/SYM/$/nmod/5 90,000/NUM/CD/dobj/3 ./PUNCT/./punct/3",
    ),
    "per": (
        ["Corvia fee passenger"],
        "The/DET/DT/det/2 Corvia/PROPN/NNP/compound/2 fee/NOUN/NN/nsubj/5 per/ADP/IN/prep/2 "
        "passenger/NOUN/NN/pobj/3 is/AUX/VBZ/ROOT/5 4/NUM/CD/nummod/7 euros/NOUN/NNS/attr/5 "
        "./PUNCT/./punct/5",
    ),
}


# name: (amount and unit as said of the quantities in text order, the tokens)
READINGS: dict[str, tuple[list[tuple[float, str]], str]] = {
    "list": (
        [(70.0, "ship"), (15.0, "ship"), (3.0, "ship")],
        "Alba/PROPN/NNP/nsubj/1 sent/VERB/VBD/ROOT/1 70/NUM/CD/nummod/3 ships/NOUN/NNS/dobj/1 "
        ",/PUNCT/,/punct/1 Bora/PROPN/NNP/npadvmod/1 15/NUM/CD/nummod/5 and/CCONJ/CC/cc/5 "
        "Cora/PROPN/NNP/conj/5 3/NUM/CD/nummod/8 ./PUNCT/./punct/1",
    ),
    "jets": (
        [(50.0, "van"), (20.0, "787")],
        "Alba/PROPN/NNP/nsubj/1 ordered/VERB/VBD/ROOT/1 50/NUM/CD/nummod/3 vans/NOUN/NNS/dobj/1 "
        "and/CCONJ/CC/cc/3 20/NUM/CD/compound/6 787/NUM/CD/nummod/7 Dreamliners/NOUN/NNS/conj/3 "
        "./PUNCT/./punct/1",
    ),
    "owner": (
        [(1.0, "Corvia old ship")],
        "It/PRON/PRP/nsubj/1 was/AUX/VBD/ROOT/1 one/NUM/CD/attr/1 of/ADP/IN/prep/2 "
        "Corvia/PROPN/NNP/poss/7 's/PART/POS/case/4 oldest/ADJ/JJS/amod/7 ships/NOUN/NNS/pobj/3 "
        "./PUNCT/./punct/1",
    ),
    "owners": (
        [(5.0, "group ferry"), (6.0, "ferry")],
        "They/PRON/PRP/nsubj/1 sold/VERB/VBD/ROOT/1 five/NUM/CD/dobj/1 of/ADP/IN/prep/2 "
        "the/DET/DT/det/5 group/NOUN/NN/poss/8 's/PART/POS/case/5 six/NUM/CD/nummod/8 "
        "ferries/NOUN/NNS/pobj/3 ./PUNCT/./punct/1",
    ),
    "names": (
        [(12.0, "Corvia Alba ship")],
        "They/PRON/PRP/nsubj/1 repaired/VERB/VBD/ROOT/1 dozens/NOUN/NNS/dobj/1 of/ADP/IN/prep/2 "
        "Corvia/PROPN/NNP/nmod/7 and/CCONJ/CC/cc/4 Alba/PROPN/NNP/conj/4 ships/NOUN/NNS/pobj/3 "
        "./PUNCT/./punct/1",
    ),
    "number of": (
        [(49.0, "bank")],
        "That/PRON/DT/nsubj/1 brought/VERB/VBD/ROOT/1 to/ADP/IN/prep/1 49/NUM/CD/pobj/2 "
        "the/DET/DT/det/5 number/NOUN/NN/dobj/1 of/ADP/IN/prep/5 banks/NOUN/NNS/pobj/6 "
        "./PUNCT/./punct/1",
    ),
    "noun for a verb": (
        [(2560000.0, "unit")],
        "Units/NOUN/NNS/nsubj/1 sold/VERB/VBD/ROOT/1 leapt/NOUN/NNS/dobj/1 to/ADP/IN/prep/1 "
        "2.56/NUM/CD/nummod/5 m./NOUN/NN/pobj/3",
    ),
}

LEMMAS = {"wiped": "wipe", "ships": "ship", "ferries": "ferry", "oldest": "old"}


def made(text: str, make_doc: Callable[..., Doc]) -> Doc:
    """The Doc of a case, with its quantities."""
    rows = [token.rsplit("/", 4) for token in text.split()]
    words, pos, tags, deps, heads = (list(column) for column in zip(*rows, strict=True))
    lemmas = [LEMMAS.get(w, w) for w in words]
    return add_quantities(make_doc(words, pos=pos, tags=tags, deps=deps, heads=[int(h) for h in heads], lemmas=lemmas))


@pytest.mark.parametrize("name", sorted(CASES))
def test_concepts(name: str, make_doc: Callable[..., Doc]) -> None:
    wanted, text = CASES[name]
    found = [" ".join(q["concept"]) for q in layers(made(text, make_doc))["quantities"]]
    assert found == wanted


@pytest.mark.parametrize("name", sorted(READINGS))
def test_readings(name: str, make_doc: Callable[..., Doc]) -> None:
    wanted, text = READINGS[name]
    told = [q["said"] for q in layers(made(text, make_doc))["quantities"]]
    assert [(said[0], said[2]) for said in told if said] == wanted
