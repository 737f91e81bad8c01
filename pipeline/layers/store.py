"""Where layers live on a Doc, and the one shape each has.

Mentions are plain dicts (typed here), kept in `doc.user_data`, because only JSON values survive `n_process`,
`to_bytes` and DocBin. All character offsets are code points into `doc.text`, token offsets index the Doc; ends
are exclusive. `spans()` mirrors the layers as span groups, for displaCy and the rest of spaCy's world.
"""

from bisect import bisect_right
from collections.abc import Callable
from functools import wraps
from operator import itemgetter
from typing import Literal, NotRequired, TypedDict, TypeVar, cast
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

KEY = "newsclaims"
T = TypeVar("T")


class BlockInfo(TypedDict):
    """A labelled block of the article, in characters."""

    role: str
    start: int
    end: int
    language: str | None
    at: str | None


class Context(TypedDict):
    """What is known of the article beside its text."""

    article_id: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    """ISO date or date-time: the anchor for relative dates; inferred by the `times` stage where metadata is silent."""
    published_basis: str | None
    language: str | None
    blocks: list[BlockInfo]


class Mention(TypedDict):
    """A span: characters [start, end), tokens [i, j), and the rule or model that found it."""

    start: int
    end: int
    i: int
    j: int
    rule: str


class Entity(Mention):
    """A name, or a word that stands for one (`form`), with the entity it means."""

    type: str
    """company, person, place, fund, asset, index, product, group, organization, regulator, central_bank, ..."""
    name: str
    """Canonical name: the fullest form, or the gazetteer's."""
    key: str
    """Equal for all mentions of one entity in the article."""
    ids: dict[str, str]
    form: Literal["name", "pronoun", "nominal"]


class RangeInfo(TypedDict):
    """A range without its place: for equivalents."""

    low: float | None
    high: float | None
    unit: str
    approx: bool
    start: int
    end: int


class Quantity(Mention):
    """A quantity: value in base size, canonical unit, and what the sentence says about it."""

    low: float | None
    high: float | None
    unit: str
    """Canonical unit of claims.md, counted noun (singular), or "" where none is said."""
    approx: bool
    bound: Literal["exact", "at_least", "at_most"]
    change: Literal["=", "~", "up", "down", ">", "<"]
    concept: list[str]
    kind: Literal["money", "percent", "count", "measure", "multiple", "bare", "vague"]
    noun: list[int] | None
    """Token span of the counted noun phrase, where the unit is a noun."""
    aspect: Literal["level", "change", "comparison"] | None
    """What the words around it say it is; None: not decided here."""
    direction: Literal["up", "down", "unchanged"] | None
    move: Literal["from", "to", "by"] | None
    """Its role beside a verb or noun of movement."""
    mover: list[int] | None
    """Token span of that verb or noun."""
    equivalents: list[RangeInfo]
    reason: str | None
    """Why it can be no claim (age, duration_frame, count_of_actors, idiom, equivalent ...); None: it may be one."""
    said: NotRequired[tuple[float, float, str] | None]
    """The quantity as the text says it, for `annotate`: signed values in text order and the spelled unit (cents stay
    cents, a counted noun keeps its adjectives, a fraction of votes is "% vote"); None: left out there."""


class Number(TypedDict):
    """A digit group or number word of the text: `reason` says why it is in no quantity, else it is None."""

    start: int
    end: int
    reason: str | None


class Time(Mention):
    """A time expression: TIMEX3 type, value and mod, and the calendar interval it covers (ISO dates, inclusive)."""

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    mod: str | None
    since: str | None
    until: str | None
    basis: Literal["explicit", "relative", "context"]
    named: NotRequired[list[str]]
    """First and last day of `value`, for `annotate`, where the days meant are others: a fiscal quarter, nine months
    that TIMEX3 can only call a year."""


class Metric(Mention):
    """Words that name or imply a metric; several ids where they are ambiguous, best first."""

    ids: list[str]
    form: Literal["noun", "verb"]


class Movement(Mention):
    """A verb or noun (or adjective) that says a metric moved."""

    direction: Literal["up", "down", "unchanged"]
    form: Literal["verb", "noun", "adjective", "participle"]


class Link(TypedDict):
    """One link of a source chain, resolved; `start`/`end` are its characters."""

    name: str
    type: str
    role: str | None
    organization: str | None
    cue: str | None
    start: int
    end: int


class Attribution(TypedDict):
    """An attributed statement. Spans are character pairs; `chain` is resolved, innermost first, publisher left out."""

    source: list[tuple[int, int]]
    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]
    chain: list[Link]
    said: tuple[str | None, str | None] | None
    """When it was said, as ISO dates, where the text says so."""
    hedged: bool
    rule: str
    anchor: int
    """The token that heads the cue."""
    score: float
    """How sure the trained labeller is of the cue; 0.0 where only rules found it."""
    reach: list[tuple[int, int]]
    """Further characters that it may cover, by the road (rule or labeller) that did not write `content`."""


class Cue(Mention):
    """A word that bears on modality, negation or hedging; `scope` are the tokens it governs."""

    modality: Literal["forecast", "planned", "hypothetical", "negated", "asserted"] | None
    hedged: bool
    scope: list[int]


class Idle(TypedDict):
    """The tokens [i, j) of blocks in which nothing can be claimed."""

    i: int
    j: int


class Layers(TypedDict, total=False):
    """All that the stages write, by name."""

    context: Context
    idle: list[Idle]
    entities: list[Entity]
    quantities: list[Quantity]
    numbers: list[Number]
    times: list[Time]
    metrics: list[Metric]
    movements: list[Movement]
    cues: list[Cue]
    attributions: list[Attribution]
    claims: list[dict[str, object]]
    unclaimed: list[dict[str, object]]


SPAN_LAYERS = ("entities", "quantities", "times", "metrics", "movements", "cues")


def layers(doc: Doc) -> Layers:
    """The layers of a Doc, to read and to write."""
    return cast(Layers, doc.user_data.setdefault(KEY, {}))


def once(make: Callable[[Doc], T]) -> Callable[[Doc], T]:
    """Let a function make what it makes of a Doc once, and keep it for as long as the Doc lives."""
    known: WeakKeyDictionary[Doc, T] = WeakKeyDictionary()

    @wraps(make)
    def kept(doc: Doc) -> T:
        found = known.get(doc)
        if found is None:
            found = known[doc] = make(doc)
        return found

    return kept


@once
def text_of(doc: Doc) -> str:
    """`doc.text`, put together once: spaCy joins all tokens anew at each reading."""
    return doc.text


def value_of(quantity: Quantity) -> float | None:
    """The low end of a quantity, or the high one where that is open."""
    return quantity["low"] if quantity["low"] is not None else quantity["high"]


def context(doc: Doc) -> Context:
    """The article's context; an empty one where the Doc was made without an article."""
    found = layers(doc)
    known = found.get("context")
    if known is None:
        known = found["context"] = Context(
            article_id="",
            title=None,
            publisher=None,
            url=None,
            published=None,
            published_basis=None,
            language=None,
            blocks=[],
        )
    return known


def block_at(doc: Doc, char: int) -> BlockInfo | None:
    """The block that holds a character, or None."""
    blocks = context(doc)["blocks"]
    k = bisect_right(blocks, char, key=itemgetter("start")) - 1
    return blocks[k] if k >= 0 and char < blocks[k]["end"] else None


def idle_in(doc: Doc) -> list[Idle]:
    """The blocks that are left out of parse and labels."""
    return layers(doc).get("idle", [])


def busy_tokens(doc: Doc) -> NDArray[np.int64]:
    """The tokens that stand in no such block."""
    busy = np.ones(len(doc), bool)
    for gap in idle_in(doc):
        busy[gap["i"] : gap["j"]] = False
    return np.flatnonzero(busy)


def spans(doc: Doc) -> None:
    """Mirror the layers as `doc.spans["newsclaims_<layer>"]`, label = kind, id = rule."""
    found = layers(doc)
    for name in SPAN_LAYERS:
        mentions = cast(list[Mention], found.get(name, []))
        doc.spans[f"{KEY}_{name}"] = [
            Span(doc, m["i"], m["j"], label=str(m.get("type") or m.get("unit") or name), span_id=m["rule"])
            for m in mentions
            if m["i"] < m["j"]
        ]
