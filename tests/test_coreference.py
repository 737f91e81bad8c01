"""References: pronouns, descriptions, bare nouns, groups, rows of names; parses are written by hand."""

from typing import Any

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.layers.coreference import add_references
from pipeline.layers.coreference.trades import member_of, trade_of
from pipeline.layers.entities import add_entities, entity_at
from pipeline.layers.store import Entity, layers


def parsed(vocab: Vocab, *sentences: str) -> Doc:
    """A Doc from sentences of `word/TAG/dep/head` with heads counted within the sentence."""
    words: list[str] = []
    fields: dict[str, list[Any]] = {"tags": [], "deps": [], "heads": [], "sent_starts": [], "ents": []}
    for sentence in sentences:
        base = len(words)
        for k, item in enumerate(sentence.split()):
            word, tag, dep, head = item.split("/")[:4]
            words.append(word)
            fields["tags"].append(tag)
            fields["deps"].append(dep)
            fields["heads"].append(base + int(head))
            fields["sent_starts"].append(k == 0)
            fields["ents"].append("B-PERSON" if item.endswith("/P") else "I-PERSON" if item.endswith("/I") else "O")
    return Doc(vocab, words=words, **fields)


def references(doc: Doc) -> list[tuple[str, str]]:
    add_references(add_entities(doc))
    found: list[Entity] = layers(doc).get("entities", [])
    return [(doc[e["i"] : e["j"]].text, e["name"]) for e in found if e["form"] != "name"]


NVIDIA = "Nvidia/NNP/nsubj/1 rose/VBD/ROOT/1 ././punct/1"
AMD = "AMD/NNP/nsubj/1 fell/VBD/ROOT/1 ././punct/1"


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (NVIDIA, "It/PRP/nsubj/1 fell/VBD/ROOT/1 ././punct/1", ("It", "Nvidia")),
        (NVIDIA, "The/DT/det/1 company/NN/nsubj/2 fell/VBD/ROOT/2 ././punct/2", ("The company", "Nvidia")),
        (NVIDIA, "The/DT/det/1 chipmaker/NN/nsubj/2 fell/VBD/ROOT/2 ././punct/2", ("The chipmaker", "Nvidia")),
        (NVIDIA, "Its/PRP$/poss/1 sales/NNS/nsubj/2 fell/VBD/ROOT/2 ././punct/2", ("Its", "Nvidia")),
        (NVIDIA, "Shares/NNS/nsubj/1 fell/VBD/ROOT/1 ././punct/1", ("Shares", "Nvidia")),
        (
            NVIDIA,
            "The/DT/det/1 world/NN/poss/4 's/POS/case/1 biggest/JJS/amod/4 chipmaker/NN/nsubj/5 fell/VBD/ROOT/5",
            ("The world 's biggest chipmaker", "Nvidia"),
        ),
        (
            "Bitcoin/NNP/nsubj/1 rose/VBD/ROOT/1 ././punct/1",
            "The/DT/det/1 token/NN/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
            ("The token", "Bitcoin"),
        ),
    ],
)
def test_what_a_reference_means(vocab: Vocab, first: str, second: str, wanted: tuple[str, str]) -> None:
    assert references(parsed(vocab, first, second)) == [wanted]


@pytest.mark.parametrize(
    "second",
    [
        "It/PRP/nsubj/1 is/VBZ/ROOT/1 hard/JJ/acomp/1 to/TO/aux/4 say/VB/xcomp/1 ././punct/1",
        "It/PRP/nsubj/1 is/VBZ/ROOT/1 clear/JJ/acomp/1 that/IN/mark/5 rain/NN/nsubj/5 fell/VBD/ccomp/1",
        "It/PRP/nsubjpass/2 was/VBD/auxpass/2 said/VBN/ROOT/2 that/IN/mark/5 rain/NN/nsubj/5 fell/VBD/ccomp/2",
        "The/DT/det/1 airline/NN/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
        "He/PRP/nsubj/1 left/VBD/ROOT/1 ././punct/1",
        "The/DT/det/1 company/NN/nsubj/4 of/IN/prep/1 friends/NNS/pobj/2 left/VBD/ROOT/4 ././punct/4",
        "A/DT/det/1 country/NN/poss/4 's/POS/case/1 new/JJ/amod/4 chipmaker/NN/nsubj/5 fell/VBD/ROOT/5",
    ],
)
def test_what_means_no_company(vocab: Vocab, second: str) -> None:
    assert [name for _, name in references(parsed(vocab, NVIDIA, second))] in ([], ["friends"])


def test_he_means_the_person(vocab: Vocab) -> None:
    doc = parsed(
        vocab,
        "Ann/NNP/compound/1/P Marlow/NNP/nsubj/2/I left/VBD/ROOT/2 Nvidia/NNP/dobj/2 ././punct/2",
        "She/PRP/nsubj/1 sold/VBD/ROOT/1 shares/NNS/dobj/1 ././punct/1",
    )
    assert references(doc) == [("She", "Ann Marlow")]


def test_relative_clause(vocab: Vocab) -> None:
    doc = parsed(
        vocab,
        "Nvidia/NNP/nsubj/5 ,/,/punct/0 which/WDT/nsubj/3 fell/VBD/relcl/0 ,/,/punct/0 rose/VBD/ROOT/5 ././punct/5",
    )
    assert references(doc) == [("which", "Nvidia")]


def test_both_means_each(vocab: Vocab) -> None:
    row = "Nvidia/NNP/nsubj/3 and/CC/cc/0 AMD/NNP/conj/0 rose/VBD/ROOT/3 ././punct/3"
    doc = parsed(vocab, row, "Both/DT/nsubj/1 fell/VBD/ROOT/1 ././punct/1")
    assert references(doc) == [("Both", "Nvidia"), ("Both", "AMD")]
    doc = parsed(vocab, row, "They/PRP/nsubj/1 fell/VBD/ROOT/1 ././punct/1")
    assert references(doc) == [("They", "Nvidia"), ("They", "AMD")]


def test_groups_keep_their_words(vocab: Vocab) -> None:
    doc = parsed(
        vocab,
        "The/DT/det/2 cryptocurrency/NN/compound/2 miners/NNS/nsubj/3 sold/VBD/ROOT/3 tokens/NNS/dobj/3 ././punct/3",
    )
    assert ("cryptocurrency miners", "cryptocurrency miners") in references(doc)


def test_name_inside_a_description(vocab: Vocab) -> None:
    doc = parsed(vocab, AMD, "The/DT/det/2 Merval/NNP/compound/2 index/NN/nsubj/3 fell/VBD/ROOT/3 ././punct/3")
    assert references(doc) == [("The Merval index", "Merval")]


def test_references_are_in_text_order_and_found_by_token(vocab: Vocab) -> None:
    doc = parsed(vocab, NVIDIA, "It/PRP/nsubj/1 beat/VBD/ROOT/1 AMD/NNP/dobj/1 ././punct/1")
    references(doc)
    found = layers(doc)["entities"]
    assert [e["i"] for e in found] == sorted(e["i"] for e in found)
    it, amd = entity_at(doc, 3), entity_at(doc, 5)
    assert it is not None and it["name"] == "Nvidia" and it["form"] == "pronoun"
    assert amd is not None and amd["form"] == "name"


def test_trades() -> None:
    boeing = Entity(start=0, end=6, i=0, j=1, rule="", type="company", name="Boeing", key="b", ids={}, form="name")
    assert trade_of("airline") == "trade.airline"
    assert member_of(boeing) == {"trade.planemaker"}
    assert member_of({**boeing, "name": "Halden Airways"}) == {"trade.airline"}
    assert member_of({**boeing, "name": "Halden"}) == frozenset()


def test_without_weights_the_hand_set_ones_do(vocab: Vocab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.layers.coreference.ranking.load_model", lambda _: None)
    doc = parsed(vocab, NVIDIA, "It/PRP/nsubj/1 fell/VBD/ROOT/1 ././punct/1")
    assert references(doc) == [("It", "Nvidia")]


def test_no_names_no_references(vocab: Vocab) -> None:
    assert references(parsed(vocab, "It/PRP/nsubj/1 fell/VBD/ROOT/1 ././punct/1")) == []


VW = "Volkswagen/NNP/nsubj/1 sold/VBD/ROOT/1 cars/NNS/dobj/1 ././punct/1"
TOYOTA = "Toyota/NNP/nsubj/1 sold/VBD/ROOT/1 more/JJR/dobj/1 ././punct/1"


def test_home_tells_firms_apart(vocab: Vocab) -> None:
    german = "The/DT/det/2 German/JJ/amod/2 carmaker/NN/nsubj/3 fell/VBD/ROOT/3 ././punct/3"
    assert ("The German carmaker", "Volkswagen") in references(parsed(vocab, VW, TOYOTA, german))
    swiss = german.replace("German", "Swiss")
    assert "The Swiss carmaker" not in dict(references(parsed(vocab, VW, TOYOTA, swiss)))


def test_banks_are_brokers_too() -> None:
    bank: Any = {"name": "JPMorgan", "type": "company"}
    assert {"trade.bank", "trade.broker"} <= member_of(bank)


def test_name_before_index_is_the_index(vocab: Vocab) -> None:
    second = "The/DT/det/2 Nasdaq/NNP/compound/2 index/NN/nsubj/3 fell/VBD/ROOT/3 ././punct/3"
    dow = "The/DT/det/2 FTSE/NNP/compound/2 100/CD/nsubj/3 rose/VBD/ROOT/3 ././punct/3"
    assert ("The Nasdaq index", "Nasdaq") in references(parsed(vocab, dow, second))


def test_unit_of_a_firm_is_not_the_firm(vocab: Vocab) -> None:
    unit = "The/DT/det/2 Nvidia/NNP/compound/2 unit/NN/nsubj/3 fell/VBD/ROOT/3 ././punct/3"
    assert ("The Nvidia unit", "Nvidia") not in references(parsed(vocab, AMD, unit))


@pytest.mark.parametrize(
    "second",
    [
        "Airline/NN/compound/1 shares/NNS/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
        "European/JJ/amod/1 shares/NNS/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
        "Consumer/NN/compound/1 spending/NN/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
    ],
)
def test_measure_of_somebody_else(vocab: Vocab, second: str) -> None:
    assert "Nvidia" not in dict(references(parsed(vocab, NVIDIA, second))).values()


def test_markets_are_a_group(vocab: Vocab) -> None:
    doc = parsed(
        vocab,
        NVIDIA,
        "Asian/JJ/amod/2 stock/NN/compound/2 markets/NNS/nsubj/3 fell/VBD/ROOT/3 ././punct/3",
        "Its/PRP$/poss/1 markets/NNS/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
    )
    assert [name for _, name in references(doc)] == ["Asian stock markets", "Nvidia"]


def test_government_of_the_country_an_adjective_names(vocab: Vocab) -> None:
    doc = parsed(
        vocab,
        "The/DT/det/2 Chilean/JJ/amod/2 miner/NN/nsubj/3 fell/VBD/ROOT/3 ././punct/3",
        "The/DT/det/1 government/NN/nsubj/2 paid/VBD/ROOT/2 ././punct/2",
    )
    assert ("The government", "Chilean government") in references(doc)


def test_central_bank_is_no_firm(vocab: Vocab) -> None:
    second = "The/DT/det/2 central/JJ/amod/2 bank/NN/nsubj/3 fell/VBD/ROOT/3 ././punct/3"
    assert references(parsed(vocab, NVIDIA, second)) == []


def test_both_firms_without_a_row(vocab: Vocab) -> None:
    doc = parsed(vocab, NVIDIA, AMD, "Both/DT/det/1 firms/NNS/nsubj/2 fell/VBD/ROOT/2 ././punct/2")
    assert references(doc) == [("Both firms", "Nvidia"), ("Both firms", "AMD")]


def test_speakers_firm_is_the_company(vocab: Vocab) -> None:
    said = (
        "An/DT/det/2 AMD/NNP/compound/2 spokesman/NN/nsubj/3 said/VBD/ROOT/3 the/DT/det/5 company/NN/nsubj/7 "
        "would/MD/aux/7 grow/VB/ccomp/3 ././punct/3"
    )
    assert ("the company", "AMD") in references(parsed(vocab, NVIDIA, said))


def test_who_cites_is_not_meant(vocab: Vocab) -> None:
    seen = (
        "Nvidia/NNP/nsubj/1 rose/VBD/ROOT/1 ,/,/punct/1 a/DT/det/4 note/NN/npadvmod/1 seen/VBN/acl/4 by/IN/agent/5 "
        "Reuters/NNP/pobj/6 said/VBD/parataxis/1 ././punct/1"
    )
    it = "It/PRP/nsubj/1 fell/VBD/ROOT/1 ././punct/1"
    assert ("It", "Nvidia") in references(parsed(vocab, seen, it))


def test_place_before_based(vocab: Vocab) -> None:
    second = (
        "The/DT/det/6 Castle/NNP/compound/2 Peak/NNP/npadvmod/5 ,/,/punct/5 Nevada/NNP/npadvmod/5 -based/VBN/amod/6 "
        "chipmaker/NN/nsubj/7 fell/VBD/ROOT/7 ././punct/7"
    ).replace("-based", "based")
    assert ("The Castle Peak , Nevada based chipmaker", "AMD") in references(parsed(vocab, AMD, second))


def test_agent_of_a_passive_is_taken_up(vocab: Vocab) -> None:
    driven = (
        "The/DT/det/1 trade/NN/nsubjpass/3 is/VBZ/auxpass/3 driven/VBN/ROOT/3 by/IN/agent/3 AMD/NNP/pobj/4 ././punct/3"
    )
    it = "It/PRP/nsubj/1 bought/VBD/ROOT/1 mines/NNS/dobj/1 ././punct/1"
    assert ("It", "AMD") in references(parsed(vocab, NVIDIA, driven, it))


def test_economy_of_a_country_is_the_country(vocab: Vocab) -> None:
    doc = parsed(
        vocab,
        "The/DT/det/2 US/NNP/compound/2 economy/NN/nsubj/3 grew/VBD/ROOT/3 ././punct/3",
        "US/NNP/compound/1 exports/NNS/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
    )
    add_references(add_entities(doc))
    assert {(e["name"], e["key"]) for e in layers(doc)["entities"]} == {("US", "place.united_states")}


def test_unit_with_a_name_before_it_has_none(vocab: Vocab) -> None:
    unit = "The/DT/det/2 Nvidia/NNP/compound/2 unit/NN/nsubj/3 fell/VBD/ROOT/3 ././punct/3"
    assert references(parsed(vocab, AMD, unit)) == []


def test_government_is_no_towns(vocab: Vocab) -> None:
    doc = parsed(
        vocab,
        "British/JJ/amod/1 rates/NNS/nsubj/2 rose/VBD/ROOT/2 in/IN/prep/2 Leeds/NNP/pobj/3 ././punct/2",
        "The/DT/det/1 government/NN/nsubj/2 fell/VBD/ROOT/2 ././punct/2",
    )
    assert ("The government", "UK government") in references(doc)


def test_who_says_is_no_place(vocab: Vocab) -> None:
    rates = "Rates/NNS/nsubj/3 in/IN/prep/0 Germany/NNP/pobj/1 hit/VBD/ROOT/3 AMD/NNP/dobj/3 ././punct/3"
    assert ("It", "AMD") in references(
        parsed(vocab, rates, "It/PRP/nsubj/1 said/VBD/ROOT/1 so/RB/advmod/1 ././punct/1")
    )
