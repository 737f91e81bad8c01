"""Names in lines of headline capitals, where a capital says nothing: words that the body writes small are no names."""

from pipeline.layers.entities.evidence import title_case
from pipeline.layers.entities.sheet import PROPER, Sheet
from pipeline.layers.entities.words import words

LINE = 400
"""Characters of a sentence that show whether it is a headline."""

HEADLINE_WORDS = words(
    "says say said sees see hits hit heads head goes go dark draws draw falls fall rises rise drops drop jumps jump "
    "slumps slump tumbles surges soars gains gain cuts cut posts post wins win warns warn plans plan buys buy sells "
    "sell seeks seek faces face takes take makes make gets get set sets reports report shares stocks price prices "
    "sales profit profits revenue loss losses as after amid over ahead more most new key update why how what live"
)


class Headlines:
    """Which sentences are written in headline capitals, and which words the others write as names."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._lines: dict[int, bool] = {}
        self._names: tuple[set[str], set[str]] | None = None

    def at(self, k: int) -> bool:
        """Whether token k stands in headline capitals."""
        number = self.sheet.sentence[k]
        if number not in self._lines:
            i, j = self.sheet.sentences[number]
            start = self.sheet.begin[i]
            self._lines[number] = title_case(self.sheet.text[start : min(start + LINE, self.sheet.end[j - 1])])
        return self._lines[number]

    def kept(self, i: int, j: int) -> tuple[int, int]:
        """Tokens [i, j) where none of them is a common word, else the longest run that the body writes as a name.

        A common word is one that the body writes small only, or one of headlines.
        """
        names, small = self._body()
        written = [self.sheet.words[k] in names for k in range(i, j)]
        low = self.sheet.lower[i:j]
        if all(name or not (word in small or word in HEADLINE_WORDS) for name, word in zip(written, low, strict=True)):
            return i, j
        best, start = (i, i), i
        for k, name in enumerate([*written, False], i):
            if not name:
                if k - start > best[1] - best[0]:
                    best = (start, k)
                start = k + 1
        return best

    def _body(self) -> tuple[set[str], set[str]]:
        """The words that the other lines write as names, and those in small letters."""
        if self._names is None:
            sheet = self.sheet
            capital = (k for k, tag in enumerate(sheet.tags) if tag in PROPER or not tag)
            names = {sheet.words[k] for k in capital if sheet.words[k][:1].isupper() and not self.at(k)}
            self._names = names, {word for word in sheet.words if word.islower()}
        return self._names
