"""The tuned model gives what the plain one gives, token by token."""

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Span

from pipeline import fast
from pipeline.fast import OpenBLASOps, tune, words_of
from pipeline.fast_parser import longest
from pipeline.nlp import DEFAULT_MODEL

TEXTS = [
    "Ola Brandvik of Hollowell Mining Ltd. told the Bank of Norway on 3 May 2019 that $4.5 million\n\nIn New Delhi",
    "Shares of Hollowell Mining dropped between 4% and 12% on Tuesday, its lowest close since May.",
    "Let's see: they ain't gonna sell, y'all said, and there's nothing that we've got to lose.",
    "There were 3 mills. It has done what I'd asked; me and him had left before she'd been told.",
    "",
    " \n\n Spaces  first,\tand tabs.",
]


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def tuned() -> Language:
    return tune(spacy.load(DEFAULT_MODEL))


def answers(nlp: Language, text: str) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_) for t in nlp(text)
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_tuned_model_gives_the_same_answers(plain: Language, tuned: Language, text: str) -> None:
    assert answers(tuned, text) == answers(plain, text)


def test_answers_do_not_depend_on_the_batch(tuned: Language) -> None:
    texts = TEXTS * 5
    alone = [answers(tuned, text) for text in texts]
    together = [[t.lemma_ for t in doc] for doc in tuned.pipe(texts, batch_size=64)]
    assert together == [[row[4] for row in rows] for rows in alone]


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6), st.booleans(), st.booleans())
@settings(max_examples=30, deadline=None)
def test_gemm_is_the_matrix_product(m: int, k: int, n: int, trans1: bool, trans2: bool) -> None:
    grid = np.random.default_rng(0)
    x, y = grid.random((m, k), dtype="f"), grid.random((k, n), dtype="f")
    left, right = (x.T.copy() if trans1 else x), (y.T.copy() if trans2 else y)
    out = np.empty((m, n), dtype="f")
    OpenBLASOps().gemm(left, right, out=out, trans1=trans1, trans2=trans2)
    np.testing.assert_allclose(out, x @ y, rtol=1e-5)


def test_names_given_before_are_kept(plain: Language, tuned: Language) -> None:
    for nlp in (plain, tuned):
        doc = nlp.make_doc(TEXTS[1])
        doc.set_ents([Span(doc, 2, 3, label="PERSON")], default="unmodified")
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        assert ("Hollowell", "PERSON") in [(e.text, e.label_) for e in doc.ents]


def test_names_of_a_batch_are_those_of_each_text(tuned: Language) -> None:
    texts = TEXTS * 3
    together = [[(e.text, e.label_) for e in doc.ents] for doc in tuned.pipe(texts, batch_size=7)]
    assert together == [[(e.text, e.label_) for e in tuned(text).ents] for text in texts]


def test_trees_of_a_batch_are_those_of_each_text(plain: Language, tuned: Language) -> None:
    texts = TEXTS * 8
    assert sum(0 < n <= longest([len(plain.make_doc(t)) for t in texts]) for n in map(len, map(plain.make_doc, texts)))
    trees = [
        [[(t.dep_, t.head.i, t.is_sent_start) for t in doc] for doc in nlp.pipe(texts, batch_size=32)]
        for nlp in (plain, tuned)
    ]
    assert trees[0] == trees[1]


def test_sentence_starts_given_before_are_kept(plain: Language, tuned: Language) -> None:
    trees = []
    for nlp in (plain, tuned):
        docs = [nlp.make_doc(text) for text in TEXTS * 5]
        for doc in docs:
            for token in doc:
                if token.i:
                    token.is_sent_start = True if token.nbor(-1).is_space else None
        for _, pipe in nlp.pipeline:
            docs = list(pipe.pipe(docs)) if hasattr(pipe, "pipe") else [pipe(doc) for doc in docs]
        trees.append([[(t.dep_, t.head.i, t.is_sent_start) for t in doc] for doc in docs])
    assert trees[0] == trees[1]


def test_a_document_much_longer_than_the_others_is_left_to_the_plain_loop() -> None:
    assert longest([200] * 32) == 200
    assert longest([200] * 31 + [4000]) == 200
    assert longest([200]) == 0


def test_vectors_are_those_of_the_plain_model(plain: Language, tuned: Language) -> None:
    texts = [" ".join(TEXTS * 12), *TEXTS]  # the first one is longer than what is encoded together
    for name in ("tok2vec", "ner"):
        models = [nlp.get_pipe(name) for nlp in (plain, tuned)]
        models = [getattr(pipe, "wrapped", pipe).model for pipe in models]
        models = [model if name == "tok2vec" else model.get_ref("tok2vec") for model in models]
        vectors = [
            np.concatenate(list(model.predict([nlp.make_doc(text) for text in texts])))
            for model, nlp in zip(models, (plain, tuned), strict=True)
        ]
        np.testing.assert_allclose(*vectors, rtol=1e-3, atol=1e-4)


def test_a_full_memory_of_tokens_starts_anew_with_the_same_answers(
    plain: Language, tuned: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast, "MOST", 3)
    for text in ("Northwind fell 4% on Monday.", "It didn't let's go; shares were sold.", "Northwind fell again."):
        assert answers(tuned, text) == answers(plain, text)


def test_words_that_a_ruler_tells_apart() -> None:
    ruler = spacy.blank("en").add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[{"LOWER": "ai", "TAG": "VBZ"}], [{"LOWER": {"IN": ["us", "them"]}}]], {"LEMMA": "be"})
    ruler.add([[{"LOWER": {"REGEX": "^n'?t$"}}, {"IS_SPACE": True}]], {"LEMMA": "not"})
    words = words_of(ruler)
    assert words is not None
    assert [word for word in ("ai", "us", "n't", "nt", "\n", "mill", "not") if word in words] == [
        *("ai", "us", "n't", "nt", "\n")
    ]
    ruler.add([[{"SHAPE": "dd"}]], {"LEMMA": "number"})
    assert words_of(ruler) is None
