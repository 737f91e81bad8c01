"""Attributions by rule on hand-made Docs, quotation marks, chains, and the labeller where its weights are shipped."""

from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from pipeline.layers import attributions
from pipeline.layers.attributions import add_attributions, chain_at, hedged_at, labeller, sourcing, statements
from pipeline.layers.attributions.combine import combine
from pipeline.layers.attributions.expectations import expectation_at
from pipeline.layers.attributions.found import Found, join, subtract
from pipeline.layers.attributions.lexicon import inflect, verbs
from pipeline.layers.attributions.names import entity_index, link_for, plain
from pipeline.layers.attributions.quotes import quotations
from pipeline.layers.attributions.rules import find_by_rule
from pipeline.layers.attributions.speech import whole_quotations
from pipeline.layers.store import Attribution, Entity, Link, layers

# words, heads, deps, tags, pos
PARSES = {
    "clause": (
        "Rosa Lind said the plant would close .",
        "1 2 2 4 6 6 2 2",
        "compound nsubj ROOT det nsubj aux ccomp punct",
        "NNP NNP VBD DT NN MD VB .",
        "PROPN PROPN VERB DET NOUN AUX VERB PUNCT",
    ),
    "inverted": (
        "The plant would close , Rosa Lind said .",
        "1 3 3 7 7 6 7 7 7",
        "det nsubj aux ccomp punct compound nsubj ROOT punct",
        "DT NN MD VB , NNP NNP VBD .",
        "DET NOUN AUX VERB PUNCT PROPN PROPN VERB PUNCT",
    ),
    "according": (
        "Rents rose 3 % , according to Harbour Data .",
        "1 1 3 1 1 1 5 8 6 1",
        "nsubj ROOT nummod npadvmod punct prep prep compound pobj punct",
        "NNS VBD CD NN , VBG IN NNP NNP .",
        "NOUN VERB NUM NOUN PUNCT VERB ADP PROPN PROPN PUNCT",
    ),
    "according_adverb": (
        "Rents rose , according to Nationwide , taking rates higher .",
        "1 1 1 1 3 4 1 1 7 7 1",
        "nsubj ROOT punct prep prep pobj punct advcl dobj advmod punct",
        "NNS VBD , VBG IN RB , VBG NNS RBR .",
        "NOUN VERB PUNCT VERB ADP ADV PUNCT VERB NOUN ADV PUNCT",
    ),
    "object": (
        "Norvik reported a loss of 3 million kroner .",
        "1 1 3 1 3 6 7 4 1",
        "nsubj ROOT det dobj prep compound nummod pobj punct",
        "NNP VBD DT NN IN CD CD NN .",
        "PROPN VERB DET NOUN ADP NUM NUM NOUN PUNCT",
    ),
    "parenthesis": (
        "Margins , the company said , are thin .",
        "6 4 3 4 6 4 6 6 6",
        "nsubj punct det nsubj parataxis punct ROOT acomp punct",
        "NNS , DT NN VBD , VBP JJ .",
        "NOUN PUNCT DET NOUN VERB PUNCT AUX ADJ PUNCT",
    ),
    "reportedly": (
        "The bank is reportedly cutting jobs .",
        "1 4 4 4 4 4 4",
        "det nsubj aux advmod ROOT dobj punct",
        "DT NN VBZ RB VBG NNS .",
        "DET NOUN AUX ADV VERB NOUN PUNCT",
    ),
    "passive": (
        "It is believed that the firm owes money .",
        "2 2 2 6 5 6 2 6 2",
        "nsubjpass auxpass ROOT mark det nsubj ccomp dobj punct",
        "PRP VBZ VBN IN DT NN VBZ NN .",
        "PRON AUX VERB SCONJ DET NOUN VERB NOUN PUNCT",
    ),
    "revise": (
        "Analysts at Norvik cut their target to $ 5 from $ 7 .",
        "3 0 1 3 5 3 3 8 6 3 11 9 3",
        "nsubj prep pobj ROOT poss dobj prep nmod pobj prep nmod pobj punct",
        "NNS IN NNP VBD PRP$ NN IN $ CD IN $ CD .",
        "NOUN ADP PROPN VERB PRON NOUN ADP SYM NUM ADP SYM NUM PUNCT",
    ),
    "relative": (
        "Rosa Lind , who said sales fell 4 % , will leave .",
        "1 11 1 4 1 6 4 8 6 1 11 11 11",
        "compound nsubj punct nsubj relcl nsubj ccomp nummod npadvmod punct aux ROOT punct",
        "NNP NNP , WP VBD NNS VBD CD NN , MD VB .",
        "PROPN PROPN PUNCT PRON VERB NOUN VERB NUM NOUN PUNCT AUX VERB PUNCT",
    ),
    "tail": (
        "Rents rose 3 % , Harbour Data figures show .",
        "1 8 3 1 8 6 7 8 8 8",
        "nsubj ccomp nummod npadvmod punct compound compound nsubj ROOT punct",
        "NNS VBD CD NN , NNP NNP NNS VBP .",
        "NOUN VERB NUM NOUN PUNCT PROPN PROPN NOUN VERB PUNCT",
    ),
    "noun": (
        "The bank 's forecast of a 2 % fall was wrong .",
        "1 3 1 9 3 8 7 8 4 9 9 9",
        "det poss case nsubj prep det nummod compound pobj ROOT acomp punct",
        "DT NN POS NN IN DT CD NN NN VBD JJ .",
        "DET NOUN PART NOUN ADP DET NUM NOUN NOUN AUX ADJ PUNCT",
    ),
    "told": (
        "Rosa Lind told Reuters that sales fell .",
        "1 2 2 2 6 6 2 2",
        "compound nsubj ROOT dobj mark nsubj ccomp punct",
        "NNP NNP VBD NNP IN NNS VBD .",
        "PROPN PROPN VERB PROPN SCONJ NOUN VERB PUNCT",
    ),
    "none": (
        "Norvik opened 3 shops in May .",
        "1 1 3 1 1 4 1",
        "nsubj ROOT nummod dobj prep pobj punct",
        "NNP VBD CD NNS IN NNP .",
        "PROPN VERB NUM NOUN ADP PROPN PUNCT",
    ),
}

CASES = [
    ("clause", "Rosa Lind", "said", "the plant would close"),
    ("inverted", "Rosa Lind", "said", "The plant would close"),
    ("according", "Harbour Data", "according to", "Rents rose 3 %"),
    ("according_adverb", "Nationwide", "according to", "Rents rose … taking rates higher"),
    ("object", "Norvik", "reported", "a loss of 3 million kroner"),
    ("parenthesis", "the company", "said", "Margins … are thin"),
    ("reportedly", "", "reportedly", "The bank is … cutting jobs"),
    ("passive", "", "is believed", "that the firm owes money"),
    ("revise", "Analysts at Norvik", "cut", "their target to $ 5 from $ 7"),
    ("relative", "who", "said", "sales fell 4 %"),
    ("tail", "Harbour Data figures", "show", "Rents rose 3 %"),
    ("noun", "The bank", "forecast", "of a 2 % fall"),
    ("told", "Rosa Lind", "told", "that sales fell"),
]


@pytest.fixture
def parsed(make_doc: Any) -> Any:
    def build(name: str) -> Doc:
        words, heads, deps, tags, pos = (column.split() for column in PARSES[name])
        return make_doc(words, heads=[int(h) for h in heads], deps=deps, tags=tags, pos=pos, lemmas=words)

    return build


def text(doc: Doc, spans: list[tuple[int, int]]) -> str:
    return " … ".join(doc[a:b].text for a, b in spans)


def name(doc: Doc, i: int, j: int, kind: str) -> Entity:
    span = doc[i:j]
    a, b, text = span.start_char, span.end_char, span.text
    return Entity(start=a, end=b, i=i, j=j, rule="test", type=kind, name=text, key=text, ids={}, form="name")


@pytest.mark.parametrize(("parse", "source", "cue", "content"), CASES)
def test_rules_find_an_attribution(parsed: Any, parse: str, source: str, cue: str, content: str) -> None:
    doc = parsed(parse)
    found = [(text(doc, f.source), text(doc, f.cue), text(doc, f.content)) for f in find_by_rule(doc)]
    assert (source, cue, content) in found


def test_nothing_is_found_where_nobody_speaks(parsed: Any) -> None:
    assert find_by_rule(parsed("none")) == []


@pytest.mark.parametrize(
    ("parse", "entity", "number", "chain"),
    [
        ("according", (7, 9, "company"), "3", ["Harbour Data"]),
        ("tail", (5, 7, "company"), "3", ["Harbour Data"]),
        ("relative", (0, 2, "person"), "4", ["Rosa Lind"]),
        ("object", (0, 1, "company"), "3", ["Norvik"]),
        ("none", (0, 1, "company"), "3", []),
    ],
)
def test_chain_names_who_answers_for_a_number(
    parsed: Any, parse: str, entity: tuple[int, int, str], number: str, chain: list[str]
) -> None:
    doc = parsed(parse)
    layers(doc)["entities"] = [name(doc, *entity)]
    at = doc.text.index(number)
    assert [link["name"] for link in chain_at(add_attributions(doc), at, at + 1)] == chain


def test_rules_alone_decide_without_the_source_model(parsed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sourcing, "load_model", lambda _: None)
    doc = add_attributions(parsed("object"))
    at = doc.text.index("3")
    assert [link["name"] for link in chain_at(doc, at, at + 1)] == ["Norvik"]


def test_hearsay_is_hedged_and_has_no_source(parsed: Any) -> None:
    doc = add_attributions(parsed("reportedly"))
    at = doc.text.index("jobs")
    assert hedged_at(doc, at, at + 4)
    assert chain_at(doc, at, at + 4) == []


def test_a_statement_quotes_its_text_exactly(parsed: Any) -> None:
    doc = parsed("clause")
    layers(doc)["entities"] = [name(doc, 0, 2, "person")]
    (said,) = statements(add_attributions(doc))
    assert doc.text[said["start"] : said["end"]] == said["text"] == "the plant would close"
    assert (said["cue"], said["chain"][0]["name"], said["chain"][0]["type"]) == ("said", "Rosa Lind", "person")


def test_a_wish_is_no_statement(parsed: Any) -> None:
    doc = parsed("object")
    layers(doc)["entities"] = [name(doc, 0, 1, "company")]
    assert statements(add_attributions(doc)) == []


def test_unparsed_docs_are_left_alone(make_doc: Any) -> None:
    doc = add_attributions(make_doc(["Hello", "there"]))
    assert layers(doc)["attributions"] == []


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ('"We tried," she said. "It failed."', ["We tried,", "It failed."]),
        ("“We tried,” she said.", ["We tried,"]),
        ("''We tried,'' she said.", ["We tried,"]),
        ('He said: "It goes on\n"and on."', ["It goes on", "and on."]),
        ('"Priced well, "said Lind.', ["Priced well, "]),
        ("No marks here.", []),
    ],
)
def test_quotation_marks(line: str, quoted: list[str]) -> None:
    assert [line[a:b] for a, b in quotations(line)] == quoted


@given(st.text(alphabet="ab \n\"“”'", max_size=60))
def test_quotations_are_ordered_and_inside_the_text(line: str) -> None:
    spans = quotations(line)
    assert all(0 <= a < b <= len(line) for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda p: (p[0], p[0] + p[1])), max_size=5)


@given(PAIRS, PAIRS)
def test_subtract_and_join_are_set_operations(spans: list[tuple[int, int]], holes: list[tuple[int, int]]) -> None:
    def tokens(pairs: list[tuple[int, int]]) -> set[int]:
        return {i for a, b in pairs for i in range(a, b)}

    assert tokens(subtract(spans, holes)) == tokens(spans) - tokens(holes)
    assert tokens(join(spans)) == tokens(spans)


def test_inflection_and_lexicon() -> None:
    assert set(inflect("deny:denied")[1]) == {"deny", "denies", "denied", "denying"}
    assert "argues" in verbs() and verbs()["said"].base == "say"


def test_a_labelled_attribution_takes_the_rule_with_it() -> None:
    labelled = [Found([(0, 2)], [(2, 3)], [(3, 7)], "labeller", 2, score=0.9)]
    ruled = [
        Found([(0, 2)], [(2, 3)], [(3, 6)], "speech.say/clause", 2),
        Found([], [(9, 10)], [(10, 12)], "thought.expect/clause", 9),
    ]
    sure, maybe = combine(labelled, ruled, 0.5)
    assert [f.rule for f in sure] == ["labeller+speech.say/clause"]
    assert sure[0].reach == [(3, 6)]
    assert [f.anchor for f in maybe] == [9]


def test_quotations_are_whole_or_not_there(blank: Any) -> None:
    doc = blank('"We tried hard," she said. "It failed."')
    end = [t.i for t in doc if t.text == '"']
    found = [Found([(6, 7)], [(7, 8)], [(1, 3), (end[2] + 2, end[2] + 3)], "labeller", 7, score=0.9)]
    (one,) = whole_quotations(doc, found)
    assert doc[one.content[0][0] : one.content[0][1]].text == "We tried hard,"


@pytest.mark.skipif(labeller.network() is None, reason="no weights")
def test_the_labeller_is_silent_without_vectors_and_deterministic_with_them(parsed: Any) -> None:
    doc = parsed("clause")
    assert labeller.find_by_model(doc) == []
    doc.tensor = np.zeros((len(doc), labeller.TENSOR), np.float32)
    first = [(f.anchor, f.score, f.content) for f in labeller.find_by_model(doc)]
    assert first == [(f.anchor, f.score, f.content) for f in labeller.find_by_model(doc)]


@pytest.mark.skipif(labeller.network() is None, reason="no weights")
def test_windows_labelled_together_and_one_by_one_are_the_same(parsed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    doc = parsed("clause")
    doc.tensor = np.random.default_rng(1).normal(size=(len(doc), labeller.TENSOR)).astype(np.float32)
    monkeypatch.setattr(labeller, "LEAST", -1.0)  # every token is tried as a cue
    together = labeller.find_by_model(doc)
    monkeypatch.setattr(labeller, "CHUNK", 1)
    alone = labeller.find_by_model(doc)
    assert [(f.anchor, f.source, f.cue, f.content) for f in together] == [
        (f.anchor, f.source, f.cue, f.content) for f in alone
    ]
    assert [f.score for f in together] == pytest.approx([f.score for f in alone], abs=1e-4)
    assert all(0 <= f.score <= 1 for f in together)


@pytest.mark.skipif(labeller.network() is None, reason="no weights")
@pytest.mark.parametrize("together", [1, 20, 3000])
def test_documents_are_labelled_in_groups_as_they_are_alone(
    parsed: Any, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    docs = [parsed(name) for name in ("clause", "object", "reportedly", "clause")]
    for number, doc in enumerate(docs):
        doc.tensor = np.random.default_rng(number).normal(size=(len(doc), labeller.TENSOR)).astype(np.float32)
    monkeypatch.setattr(labeller, "LEAST", -1.0)
    alone = [[(f.anchor, f.content) for f in labeller.find_by_model(doc)] for doc in docs]
    monkeypatch.setattr(labeller, "TOGETHER", together)
    grouped = [[(f.anchor, f.content) for f in found] for found in labeller.find_in(docs)]
    assert grouped == alone


def test_of_contents_that_overlap_the_surer_stays() -> None:
    def found(anchor: int, a: int, b: int, score: float) -> Found:
        return Found([], [(anchor, anchor + 1)], [(a, b)], "labeller", anchor, score=score)

    half = [found(1, 10, 20, 0.9), found(2, 14, 24, 0.6)]  # 6 of 14 words in common
    assert [f.anchor for f in combine(half, [], 0.5)[0]] == [1]
    half[1].score = 0.8
    assert [f.anchor for f in combine(half, [], 0.5)[0]] == [1, 2]
    most = [found(1, 10, 20, 0.9), found(2, 11, 20, 0.89)]
    assert [f.anchor for f in combine(most, [], 0.5)[0]] == [1]


def test_public_names() -> None:
    assert set(attributions.__all__) == {"add_attributions", "chain_at", "hedged_at", "statements"}


@pytest.mark.parametrize(
    ("words", "number", "wanted"),
    [
        (["less", "than", "the", "14%", "forecast", "by", "analysts"], 3, "analysts"),
        (["more", "than", "the", "11m", "analysts", "had", "expected"], 3, "analysts"),
        (["while", "analysts", "expected", "just", "77"], 4, "analysts"),
        (["analysts", "said", "sales", "rose", "14%"], 4, None),
        (["a", "rise", "of", "14%", "was", "expected"], 3, None),
    ],
)
def test_figures_that_somebody_expected(make_doc, words, number, wanted):
    known = {"analysts": "NOUN", "sales": "NOUN", "rise": "NOUN", "had": "AUX", "was": "AUX"}
    known |= dict.fromkeys(("forecast", "expected", "said", "rose"), "VERB")
    pos = [known.get(w, "NUM" if any(c.isdigit() for c in w) else "ADP") for w in words]
    doc = make_doc(words, pos=pos, heads=[0] * len(words), deps=["ROOT"] + ["dep"] * (len(words) - 1))
    token = doc[number]
    link = expectation_at(doc, token.idx, token.idx + len(token))
    assert (link["name"] if link else None) == wanted


def test_a_source_keeps_its_hyphen(blank: Any) -> None:
    doc = blank("The mid-year review - of May")
    doc[0].tag_ = "DT"
    assert plain(doc, (0, len(doc))) == "mid-year review"


def test_an_indefinite_firm_is_none_named_before(blank: Any) -> None:
    doc = blank("Norvik fell . One miner left . The miner left .")
    doc.set_ents([Span(doc, 0, 1, "ORG")])
    for token in doc:
        token.pos_ = "NOUN" if token.text == "miner" else "PROPN" if token.text == "Norvik" else "VERB"
    for determiner in (3, 7):
        doc[determiner].head, doc[determiner].dep_ = doc[determiner + 1], "det"
    index = entity_index(doc)
    names = [link_for(doc, span, "said", index) for span in ((3, 5), (7, 9))]
    assert [link["name"] for link in names if link] == ["One miner", "Norvik"]


@pytest.mark.parametrize(
    ("name", "moves"), [("sell-off", True), ("slump", True), ("figures", False), ("Bernstein", False)]
)
def test_a_movement_is_no_source(name: str, moves: bool) -> None:
    link = Link(name=name, type="organization", role=None, organization=None, cue="shows", start=0, end=1)
    one = cast(Attribution, {"chain": [link]})
    assert sourcing.is_movement(one) is moves
