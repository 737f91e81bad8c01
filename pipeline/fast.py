"""The same model, the same answers, less time: faster kernels under the model, shown equal by `tests/test_fast.py`.

- `OpenBLASOps`: thinc multiplies matrices through BLIS, whose kernels are generic on many machines; numpy ships
  OpenBLAS, three to four times faster at the sizes of a small pipeline (`make bench` shows the share of each pipe).
- `Memo`: English's attribute ruler maps (lower form, tag, dependency) to part of speech, morphology and lemma by 179
  token patterns run over every document; its answer, like the lemmatizer's, depends on the token alone: looked up.
  Most words stand in no pattern: of those the answer depends on tag and dependency.
- `embed_once` (`pipeline/fast_embed.py`): the vector of each kind of token once a batch.
- `encode_in_pieces` (`pipeline/fast_encode.py`): the layers above it in pieces that stay in the processor's cache.
- `FastNames` (`pipeline/fast_names.py`): the name finder's transitions in arrays.
- `FastParser` (`pipeline/fast_parser.py`): the parser's steps without taking the interpreter's lock anew each time.
"""

import re
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer, Lemmatizer
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import NumpyOps

from pipeline.fast_embed import embed_once, row_bytes, unique_rows
from pipeline.fast_encode import encode_in_pieces
from pipeline.fast_names import FastNames, fast_names
from pipeline.fast_parser import FastParser, fast_parser

FloatArray = NDArray[np.float32]
Keys = NDArray[np.uint64]
# First words of the ruler's patterns of two tokens (an expletive begins one too).
MULTI_TOKEN = frozenset({"ai", "gon", "got", "let", "c'm", "y", "y'"})
STAND_IN = "newsclaims"
"""A word of no pattern, asked for in place of all such words."""
MOST = 1 << 14
"""Kinds of tokens remembered before the memory starts anew: news never runs out of new words."""


class OpenBLASOps(NumpyOps):  # type: ignore[misc]  # thinc ships no types for its Cython base
    """NumpyOps with matrix products by numpy (OpenBLAS)."""

    name = "newsclaims_openblas"

    def gemm(
        self,
        x: FloatArray,
        y: FloatArray,
        out: FloatArray | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> FloatArray:
        """`x @ y`, either transposed; into `out` where it is given."""
        left, right = (x.T if trans1 else x), (y.T if trans2 else y)
        return cast(FloatArray, np.matmul(left, right, out=out))


class Memo:
    """A pipe whose answer depends on single tokens: the wrapped pipe is asked once for each kind of token.

    `reads` are the attributes that decide the answer (the first gives the word), `writes` those it sets.
    """

    def __init__(
        self, wrapped: Callable[[Doc], Doc], vocab: Vocab, reads: list[int | str], writes: list[int | str]
    ) -> None:
        self.wrapped, self.vocab, self.reads, self.writes = wrapped, vocab, reads, writes
        self._known: dict[bytes, bytes] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set on every token what the wrapped pipe would."""
        if not len(doc):
            return doc
        keys = cast(Keys, doc.to_array(self.reads))
        first, inverse = unique_rows(keys)
        kinds = keys[first]
        names = row_bytes(kinds)
        if len(self._known) > MOST:
            self._known.clear()
        self._learn(kinds[[name not in self._known for name in names]])
        answers = np.frombuffer(b"".join([self._known[name] for name in names]), np.uint64)
        rows = answers.reshape(-1, len(self.writes))[inverse]
        places = self.together(keys)
        if len(places):
            rows[places] = self._ask(keys[places])
        doc.from_array(self.writes, cast(Any, rows))
        return doc

    def together(self, keys: Keys) -> NDArray[np.int64]:  # noqa: ARG002 - for subclasses
        """Places of tokens whose answers depend on one another: the wrapped pipe is asked for them in their order."""
        return np.zeros(0, np.int64)

    def _ask(self, keys: Keys) -> Keys:
        """What the wrapped pipe says of a Doc of such tokens."""
        words = [self.vocab.strings[int(key)] for key in keys[:, 0]]
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        doc.from_array(self.reads[1:], cast(Any, keys[:, 1:]))
        return cast(Keys, self.wrapped(doc).to_array(self.writes)).reshape(len(doc), len(self.writes))

    def _learn(self, kinds: Keys) -> None:
        """Ask for kinds of tokens not met before."""
        if len(kinds):
            self._known.update(zip(row_bytes(kinds), row_bytes(self._ask(kinds)), strict=True))


class Words:
    """The words that the patterns of an attribute ruler tell apart from others."""

    def __init__(self, named: set[str], shapes: list[re.Pattern[str]]) -> None:
        self.named, self.shapes = named, shapes

    def __contains__(self, word: str) -> bool:
        return word in self.named or word.isspace() or any(shape.search(word) for shape in self.shapes)


def words_of(ruler: AttributeRuler) -> Words | None:
    """The words of a ruler's patterns; None where a pattern reads more of a token than form, tag and dependency."""
    named: set[str] = set()
    shapes: list[re.Pattern[str]] = []
    patterns = cast(list[list[dict[str, Any]]], [p for entry in ruler.patterns for p in cast(Any, entry["patterns"])])
    for name, value in (pair for pattern in patterns for token in pattern for pair in token.items()):
        if name not in ("LOWER", "TAG", "DEP", "IS_SPACE"):
            return None
        if name != "LOWER":
            continue
        tests: dict[str, Any] = value if isinstance(value, dict) else {"IN": [value]}
        for how, what in tests.items():
            if how not in ("IN", "NOT_IN", "REGEX"):
                return None
            if how == "REGEX":
                shapes.append(re.compile(what))
            else:
                named.update(what)
    words = Words(named, shapes)
    return words if STAND_IN not in words else None


class MemoRuler(Memo):
    """English's attribute ruler; its few patterns of several tokens (of two) are tried where one may begin."""

    def __init__(self, ruler: AttributeRuler, vocab: Vocab, words: Words) -> None:
        super().__init__(ruler, vocab, [LOWER, TAG, DEP], [TAG, DEP, POS, MORPH, LEMMA])
        self._words = words
        self._several = np.array(sorted(vocab.strings.add(word) for word in MULTI_TOKEN), dtype=np.uint64)
        self._expletive = vocab.strings.add("expl")
        self._stand_in = vocab.strings.add(STAND_IN)

    def together(self, keys: Keys) -> NDArray[np.int64]:
        """The tokens that may begin a pattern of two, each with the next: no other two of them come to stand side by
        side, for what follows a beginning belongs to it."""
        starts = np.isin(keys[:, 0], self._several) | (keys[:, 2] == self._expletive)
        starts[1:] |= starts[:-1].copy()
        return np.flatnonzero(starts)

    def _learn(self, kinds: Keys) -> None:
        if not len(kinds):
            return
        likes = kinds.copy()
        likes[[self.vocab.strings[int(word)] not in self._words for word in kinds[:, 0]], 0] = self._stand_in
        names = row_bytes(likes)
        self._learn_words(likes[[name not in self._known for name in names]])
        self._known.update(zip(row_bytes(kinds), [self._known[name] for name in names], strict=True))

    def _learn_words(self, kinds: Keys) -> None:
        """Ask for kinds: those that may begin a pattern alone, so that no two form one."""
        if len(kinds):
            kinds = kinds[unique_rows(kinds)[0]]
            first = np.isin(kinds[:, 0], self._several) | (kinds[:, 2] == self._expletive)
            super()._learn(kinds[~first])
            for kind in kinds[first]:
                super()._learn(kind[None, :])


class MemoLemmatizer(Memo):
    """The rule lemmatizer, remembered by morphology too.

    spaCy caches lemmas by (word, part of speech) although its rules also read the morphology, so its answers depend
    on the texts seen before: two runs in another order may differ. This one's do not.
    """

    def __init__(self, lemmatizer: Lemmatizer, vocab: Vocab) -> None:
        index = lemmatizer.lookups.get_table("lemma_index", {})
        for key in list(index):
            index[key] = frozenset(index[key])  # lists of ten thousands of words, searched for each new word

        def fresh(doc: Doc) -> Doc:
            lemmatizer.cache.clear()
            return lemmatizer(doc)

        super().__init__(fresh, vocab, [ORTH, POS, MORPH, LEMMA], [LEMMA])


def tune(nlp: Language) -> Language:
    """Put the faster kernels under a loaded pipeline, in place."""
    ops = OpenBLASOps()
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        if model is not None and hasattr(model, "_to_ops"):
            model._to_ops(ops)
            embed_once(model)
            encode_in_pieces(model)
    for name in nlp.pipe_names:
        pipe = nlp.get_pipe(name)
        if isinstance(pipe, AttributeRuler) and (words := words_of(pipe)) is not None:
            _replace(nlp, name, MemoRuler(pipe, nlp.vocab, words))
        elif isinstance(pipe, Lemmatizer) and pipe.mode == "rule":
            _replace(nlp, name, MemoLemmatizer(pipe, nlp.vocab))
        elif isinstance(pipe, EntityRecognizer) and (names := fast_names(pipe)) is not None:
            _replace(nlp, name, names)
        elif isinstance(pipe, DependencyParser) and (parser := fast_parser(pipe)) is not None:
            _replace(nlp, name, parser)
    return nlp


def _replace(nlp: Language, name: str, pipe: Memo | FastNames | FastParser) -> None:
    # The pipe keeps its name and its place; Language has no public call that takes an object instead of a factory.
    index = [n for n, _ in nlp._components].index(name)
    nlp._components[index] = (name, pipe)
