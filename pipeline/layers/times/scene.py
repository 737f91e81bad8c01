"""What the readers share: a match on the pieces, the anchor, the period under discussion, the tense around a word."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from spacy.tokens import Doc, Token

from pipeline.layers.store import text_of
from pipeline.layers.times import periods
from pipeline.layers.times.periods import Period
from pipeline.layers.times.pieces import Pieces, Value
from pipeline.layers.times.words import Grammar

Type = Literal["DATE", "TIME", "DURATION", "SET"]
Basis = Literal["explicit", "relative", "context"]
PRIOR = frozenset(("previous", "prior", "preceding"))
"""Words for what stands before the period told of."""


@dataclass
class Scene:
    """One article while its expressions are read in order."""

    doc: Doc
    pieces: Pieces
    grammar: Grammar
    anchor: date | None
    local: list[tuple[int, int, date]] = field(default_factory=list)
    """Character stretches that count from a day of their own."""
    moment: datetime | None = None
    """The hour of publication with its zone, where it is known."""
    fiscal_end: int | None = None
    """Month in which the article's fiscal year ends, where it says so."""
    year_ended: int | None = None
    """Month of "the year ended Sept. 30", whether the article calls it fiscal or not."""
    fiscal_halves: bool = False
    """The article calls a stretch of six months that is no calendar half its half."""
    history: list[tuple[int, Period]] = field(default_factory=list)
    """(token, period) of what was read so far, without the baselines ("a year earlier")."""
    hours: set[int] = field(default_factory=set)
    """Tokens of clock times whose day nobody said."""


@dataclass(frozen=True)
class Reading:
    """What an expression means. `period` is None where it names no single stretch of the calendar."""

    type: Type
    value: str
    period: Period | None = None
    mod: str | None = None
    basis: Basis = "relative"
    end: int | None = None
    """Where the expression ends, in pieces, if before the match does."""


@dataclass(frozen=True)
class Found:
    """Pieces [a, b) of a scene that a rule matched."""

    scene: Scene
    a: int
    b: int

    def at(self, *names: str) -> int:
        """Index of the first piece of one of these categories, or -1."""
        codes = {self.scene.grammar.code[name] for name in names}
        return next((i for i in range(self.a, self.b) if self.scene.pieces.cats[i] in codes), -1)

    def has(self, *names: str) -> bool:
        """Is there a piece of one of these categories?"""
        return self.at(*names) >= 0

    def get(self, *names: str) -> Value:
        """Value of the first piece of one of these categories, or None."""
        i = self.at(*names)
        return self.scene.pieces.values[i] if i >= 0 else None

    def integer(self, *names: str) -> int | None:
        """The same, where it is a whole number."""
        value = self.get(*names)
        return value if isinstance(value, int) else int(value) if isinstance(value, float) else None

    def all(self, *names: str) -> list[int]:
        """Indices of all pieces of these categories."""
        codes = {self.scene.grammar.code[name] for name in names}
        return [i for i in range(self.a, self.b) if self.scene.pieces.cats[i] in codes]

    def name(self, i: int) -> str:
        """Category name of a piece."""
        return self.scene.grammar.name.get(self.scene.pieces.cats[i], "")

    def names(self) -> list[str]:
        """Category names of all pieces."""
        return [self.name(i) for i in range(self.a, self.b)]

    def text(self, i: int) -> str:
        """Lower-case text of a piece."""
        p = self.scene.pieces
        return text_of(self.scene.doc)[p.starts[i] : p.ends[i]].lower() if i >= 0 else ""

    def part(self, a: int, b: int) -> "Found":
        """A part of the match."""
        return Found(self.scene, a, b)

    @property
    def anchor(self) -> date | None:
        """The day that relative expressions count from here."""
        if self.scene.local:
            at = self.scene.pieces.starts[self.a]
            return next((day for start, end, day in self.scene.local if start <= at < end), self.scene.anchor)
        return self.scene.anchor

    @property
    def token(self) -> Token:
        """The first token of the match."""
        return self.scene.doc[self.scene.pieces.tokens[self.a]]

    @property
    def last(self) -> Token:
        """The last token of the match."""
        return self.scene.doc[self.scene.pieces.tokens[self.b - 1]]


def mod_of(found: Found) -> str | None:
    """The TIMEX3 `mod` that its words give: START, MID, END, APPROX, LESS_THAN, MORE_THAN, ..."""
    names = found.names()
    if "AT" in names and ("LEAST" in names or "MOST" in names):
        return "EQUAL_OR_MORE" if "LEAST" in names else "EQUAL_OR_LESS"
    if "UP" in names or "WITHIN" in names or ("NO" in names and "THAN" in names):
        return "EQUAL_OR_LESS"
    later = ("LATER",) if names[0] == "LATER" else ()  # not of "a year earlier"
    value = found.get("EARLY", *later, "EDGE", "APX", "MORE", "POST")
    if value:
        return str(value)
    return "APPROX" if found.get("FEW") == 2 or ("OR" in names and "SO" in names) else None


def dated(found: Found, period: Period | None, basis: Basis = "relative") -> Reading | None:
    """A DATE of a period."""
    return Reading("DATE", period.value, period, mod_of(found), basis) if period else None


def of_period(found: Found, period: Period, basis: Basis) -> Reading:
    """A DATE of a period told of before; a stretch that is no calendar period has its year as value."""
    period = periods.named(period)
    value = period.value if period.unit != "X" else f"{period.since:%Y}"
    return Reading("DATE", value, period, mod_of(found), basis)


# --- the period under discussion ---

LONG_UNITS = ("Q", "H", "Y", "M", "X", "S")


def under_discussion(scene: Scene, units: tuple[str, ...] = LONG_UNITS) -> Period | None:
    """The last period of one of these units that was named in this sentence or before it."""
    for _, period in reversed(scene.history):
        if period.unit in units:
            return period
    return None


def last_begun(unit: str, number: int, anchor: date) -> Period:
    """The latest numbered quarter, half or month that has begun by the anchor."""
    make = {"Q": periods.quarter, "H": periods.half, "M": periods.month}[unit]
    here = make(anchor.year, number)
    return here if here.since <= anchor else make(anchor.year - 1, number)
