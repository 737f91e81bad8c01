"""Blocks in which nothing can be claimed get no parse and no labels, and nothing else changes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import lexicon
from pipeline.claims.idle import is_telling, mark_idle
from pipeline.extraction import through
from pipeline.fast_parts import part_of, put_back
from pipeline.layers.blocks import mark_blocks
from pipeline.layers.store import BlockInfo, Idle, busy_tokens, context, idle_in, layers
from pipeline.nlp import SKIP_VARIABLE, build_nlp, make_doc
from pipeline.pages import article_from_text, read_article
from pipeline.results import made_by, result_of

ROOT = Path(__file__).parent.parent
HEAD = "Tea prices climb again"
NEWS = (
    "Shares of Norvik fell 4% on Monday, according to Harbour Data. "
    "It sold 12 mills, chief executive Ola Brandvik said."
)
QUIET = "Hollowell Mining Group (HMGX) is an owner of old quarries near the coast. Its roads are muddy and dark."
MORE = "The lane beside the harbour is old, and its stones are loose in many places."
LATER = "HMGX rose 7% to $5.20 on Tuesday, after Norvik said it would buy the quarries for $300 million."
FRENCH = (
    "La société a annoncé mardi que son chiffre d'affaires avait augmenté de 12 % au premier semestre de cette année. "
    "Le directeur général a déclaré que les ventes de voitures étaient toujours très fortes dans toute la région."
)


@pytest.fixture(scope="module")
def all_work() -> Language:
    """The pipeline that leaves nothing out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SKIP_VARIABLE, "0")
        return build_nlp()


def run(nlp: Language, *texts: str) -> list[Doc]:
    docs = [make_doc(nlp, article_from_text(text, published="2025-03-26")) for text in texts]
    for _, pipe in nlp.pipeline:
        docs = through(pipe, docs)
    return docs


def trees(doc: Doc, places: list[int]) -> list[tuple[Any, ...]]:
    return [
        (t.text, t.dep_, t.head.i, t.is_sent_start, t.tag_, t.lemma_, t.ent_type_) for t in map(doc.__getitem__, places)
    ]


def spans_of(doc: Doc) -> list[tuple[Any, ...]]:
    """The attributions but for their scores."""
    return [(a["source"], a["cue"], a["content"]) for a in layers(doc)["attributions"]]


def marked(blank: Language, *blocks: tuple[str, str], language: str = "en") -> list[str]:
    """The texts of the tokens that are left out."""
    doc = blank("\n\n".join(text for _, text in blocks))
    places, at = [], 0
    for role, text in blocks:
        places.append(BlockInfo(role=role, start=at, end=at + len(text), language=None, at=None))
        at += len(text) + 2
    known = context(doc)
    known["blocks"], known["language"] = places, language
    return [doc[gap["i"] : gap["j"]].text.strip() for gap in idle_in(mark_idle(mark_blocks(doc)))]


@pytest.mark.parametrize("name", ["numbers", "units", "currencies", "movements", "cues"])
def test_what_a_rule_finds_is_never_left_out(name: str) -> None:
    tables = [entries for table, entries in lexicon.raw(name).items() if table not in ("idiom", "place")]
    silent = [text for entries in tables for e in entries for text in e.get("match", []) if not is_telling(text)]
    assert not silent


@pytest.mark.parametrize(
    "text", ["She called it 'odd'.", "„So“, she wrote", "½ of it", "twenty-odd", "sell-offs", "lost ground"]
)
def test_signs_and_words_that_tell(text: str) -> None:
    assert is_telling(text)


def test_quiet_blocks_are_marked_up_to_the_next(blank: Language) -> None:
    assert marked(blank, ("body", NEWS), ("body", QUIET), ("body", LATER)) == [QUIET]
    assert marked(blank, ("body", QUIET), ("body", QUIET)) == [QUIET + "\n\n" + QUIET]


def test_what_is_read_is_kept(blank: Language) -> None:
    assert marked(blank, ("headline", QUIET), ("standfirst", QUIET), ("body", LATER)) == []
    assert (
        marked(blank, ("body", NEWS + " Of note:"), ("list", QUIET), ("body", LATER)) == []
    )  # the list is what is said


def test_little_is_not_worth_it(blank: Language) -> None:
    assert marked(blank, ("body", NEWS * 20), ("body", QUIET)) == []


def test_text_in_another_language_is_left_out_where_that_is_sure(blank: Language) -> None:
    assert marked(blank, ("headline", FRENCH), ("body", FRENCH), ("body", FRENCH), language="fr") != []
    assert marked(blank, ("body", FRENCH), language="fr") == []


def test_other_blocks_are_read_as_ever(nlp: Language, all_work: Language) -> None:
    text = "\n\n".join([HEAD, NEWS, QUIET, LATER, MORE, NEWS])
    (short,), (whole,) = run(nlp, text), run(all_work, text)
    places = busy_tokens(short).tolist()
    assert len(idle_in(short)) == 2
    assert not idle_in(whole)
    assert not any(short[i].dep for gap in idle_in(short) for i in range(gap["i"], gap["j"]))
    assert trees(short, places) == trees(whole, places)
    assert [t.tag_ for t in short] == [t.tag_ for t in whole]
    assert [s.text for s in short.sents] == [s.text for s in whole.sents]
    assert spans_of(short) == spans_of(whole)
    assert [c | {"confidence": 0} for c in layers(short)["claims"]] == [
        c | {"confidence": 0} for c in layers(whole)["claims"]
    ]
    one, other = layers(short), layers(whole)
    assert one["quantities"] == other["quantities"]
    assert one["numbers"] == other["numbers"]
    assert one["times"] == other["times"]
    assert one["unclaimed"] == other["unclaimed"]


def test_a_name_introduced_in_such_a_block_is_known_later(nlp: Language) -> None:
    (doc,) = run(nlp, "\n\n".join([HEAD, NEWS, QUIET, LATER]))
    assert [doc[gap["i"] : gap["j"]].text.strip() for gap in idle_in(doc)] == [QUIET]
    names = {c["entity"]["name"] for c in layers(doc)["claims"] if c["entity"] and c["entity"]["text"] == "HMGX"}
    assert names == {"Hollowell Mining Group"}


def test_an_article_of_nothing_else(nlp: Language) -> None:
    quiet, french = run(nlp, "\n\n".join([QUIET] * 4), "\n\n".join([FRENCH] * 5))
    assert not busy_tokens(quiet).size
    assert not layers(quiet)["claims"]
    assert layers(quiet)["entities"]
    assert len(list(quiet.sents)) >= 4
    assert not layers(french)["claims"]
    assert {u["reason"] for u in layers(french)["unclaimed"]} == {"language"}
    assert len(layers(french)["unclaimed"]) == 5


def test_alone_and_in_a_batch_the_same(nlp: Language) -> None:
    texts = ["\n\n".join(parts) for parts in ([HEAD, NEWS, QUIET, LATER], [NEWS], [QUIET, LATER], [FRENCH] * 5, [""])]
    together = [layers(doc) for doc in run(nlp, *texts)]
    assert together == [layers(doc) for text in texts for doc in run(nlp, text)]


def test_fixtures_have_the_same_claims_with_all_work(nlp: Language, all_work: Language) -> None:
    articles = [read_article(p) for p in sorted((ROOT / "fixtures" / "articles").iterdir()) if p.suffix == ".txt"]
    made = made_by(nlp)
    results = []
    for pipeline in (nlp, all_work):
        docs = [make_doc(pipeline, article) for article in articles]
        for _, pipe in pipeline.pipeline:
            docs = through(pipe, docs)
        results.append([result_of(d, a, made).model_dump_json() for d, a in zip(docs, articles, strict=True)])
    assert results[0] == results[1]


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=8))
@settings(max_examples=60, deadline=None)
def test_what_is_taken_out_comes_back_in_its_place(blank: Language, blocks: list[tuple[int, bool]]) -> None:
    doc, gaps, at = Doc(blank.vocab, words=["w"] * sum(size for size, _ in blocks)), [], 0
    for size, idle in blocks:
        doc[at].is_sent_start = True
        gaps += [Idle(i=at, j=at + size)] * idle
        at += size
    layers(doc)["idle"] = gaps
    part = part_of(doc)
    if part is None:
        assert not gaps
        return
    for token in part.doc:
        token.dep_ = "dep"
        token.head = token if token.i == 0 or token.is_sent_start else token.nbor(-1)
    put_back(part)
    busy = set(busy_tokens(doc).tolist())
    assert [t.dep_ == "dep" for t in doc] == [t.i in busy for t in doc]
    assert all(t.head.i == (t.i if t.is_sent_start or t.i not in busy else t.i - 1) for t in doc)
    starts = {sum(size for size, _ in blocks[:k]) for k in range(len(blocks))}
    assert {t.i for t in doc if t.is_sent_start} >= starts
