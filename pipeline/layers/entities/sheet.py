"""A Doc laid out as plain lists: what the entity and reference rules read, taken from spaCy once an article."""

from bisect import bisect_right
from dataclasses import dataclass

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, SENT_START, TAG
from spacy.tokens import Doc

ATTRIBUTES = [TAG, DEP, HEAD, SENT_START, ENT_IOB, ENT_TYPE]
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
    """Lay out a Doc; tags, dependencies and entities are empty strings where no model has set them."""
    words = [token.text for token in doc]
    begin = [token.idx for token in doc]
    rows = doc.to_array(ATTRIBUTES).tolist() if len(doc) else []
    strings = doc.vocab.strings
    names: dict[int, str] = {}

    def name(code: int) -> str:
        if code not in names:
            names[code] = strings[code] if code else ""
        return names[code]

    first: list[int] = []
    sentence: list[int] = []
    borders = [i for i, row in enumerate(rows) if row[3] == 1 or i == 0]
    sentences = list(zip(borders, [*borders[1:], len(words)], strict=True)) if borders else []
    for number, (start, stop) in enumerate(sentences):
        first += [start] * (stop - start)
        sentence += [number] * (stop - start)
    heads = [i + (row[2] - (1 << 64) if row[2] > 1 << 63 else row[2]) for i, row in enumerate(rows)]
    return Sheet(
        text=doc.text,
        words=words,
        lower=[word.lower() for word in words],
        begin=begin,
        end=[start + len(word) for start, word in zip(begin, words, strict=True)],
        tags=[name(row[0]) for row in rows],
        deps=[name(row[1]) for row in rows],
        heads=heads,
        labels=[name(row[5]) for row in rows],
        inside=[row[4] for row in rows],
        first=first,
        sentence=sentence,
        sentences=sentences,
    )
