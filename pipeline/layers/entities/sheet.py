"""A Doc laid out as plain lists: what the entity and reference rules read, taken from spaCy once an article."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import cast

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, ORTH, SENT_START, SPACY, TAG
from spacy.tokens import Doc

ATTRIBUTES = [ORTH, SPACY, TAG, DEP, HEAD, SENT_START, ENT_IOB, ENT_TYPE]
WRAP = 1 << 64
"""spaCy writes negative head offsets and sentence starts as unsigned numbers."""
NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
PROPER = {"NNP", "NNPS"}


@dataclass(slots=True)
class Sheet:
    """Parallel lists, one item a token; `heads` are absolute token numbers, `sentence` the number of its sentence."""

    text: str
    words: list[str]
    lower: list[str]
    begin: list[int]
    end: list[int]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    labels: list[str]
    inside: list[int]
    first: list[int]
    """For each token, the first token of its sentence."""
    sentence: list[int]
    sentences: list[tuple[int, int]]

    def token_at(self, char: int) -> int:
        """The token that holds a character (or the last one before it)."""
        return max(0, bisect_right(self.begin, char) - 1)

    def string(self, i: int, j: int) -> str:
        """The text of tokens [i, j)."""
        return self.text[self.begin[i] : self.end[j - 1]]

    def capital(self, i: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.words[i][:1].isupper()


def make_sheet(doc: Doc) -> Sheet:
    """Lay out a Doc; tags, dependencies and entities are empty strings where no model has set them.

    All is read through one numpy array, since making a Token object costs more than all rules together.
    """
    table = doc.to_array(ATTRIBUTES).reshape(len(doc), len(ATTRIBUTES))
    columns = cast(list[list[int]], table.T.tolist())
    orths, spaces, tags, deps, heads, starts, inside, labels = columns
    names = {code: doc.vocab.strings[code] if code else "" for code in {*orths, *tags, *deps, *labels}}
    words = [names[code] for code in orths]
    begin: list[int] = []
    at = 0
    for word, space in zip(words, spaces, strict=True):
        begin.append(at)
        at += len(word) + space
    end = [a + len(word) for a, word in zip(begin, words, strict=True)]
    first: list[int] = []
    sentence: list[int] = []
    borders = [i for i, start in enumerate(starts) if start == 1 or i == 0]
    sentences = list(zip(borders, [*borders[1:], len(words)], strict=True)) if borders else []
    for number, (start, stop) in enumerate(sentences):
        first += [start] * (stop - start)
        sentence += [number] * (stop - start)
    return Sheet(
        text="".join(word + " " if space else word for word, space in zip(words, spaces, strict=True)),
        words=words,
        lower=[word.lower() for word in words],
        begin=begin,
        end=end,
        tags=[names[code] for code in tags],
        deps=[names[code] for code in deps],
        heads=[i + (head - WRAP if head > WRAP // 2 else head) for i, head in enumerate(heads)],
        labels=[names[code] for code in labels],
        inside=inside,
        first=first,
        sentence=sentence,
        sentences=sentences,
    )
