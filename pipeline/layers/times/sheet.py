"""What governance needs of a Doc, made once: sentences, the expressions in each, their place in the tree."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.tokens import Doc, Token

from pipeline.layers.parse import Parse, parse_of
from pipeline.layers.store import Quantity, Time, block_at, context, layers, text_of
from pipeline.layers.times.moments import Ends, Moment, moments
from pipeline.layers.times.published import day_at, published_day

SAY = frozenset(
    [
        "say",
        "announce",
        "report",
        "tell",
        "state",
        "note",
        "write",
        "warn",
        "comment",
        "add",
        "claim",
        "reveal",
        "disclose",
        "confirm",
        "publish",
        "release",
        "unveil",
        "declare",
        "admit",
        "argue",
        "reply",
        "ask",
        "explain",
        "predict",
        "forecast",
        "estimate",
        "show",
        "post",
        "file",
        "issue",
    ]
)
PURE_SAY = frozenset(
    [
        "say",
        "tell",
        "state",
        "note",
        "write",
        "warn",
        "comment",
        "add",
        "claim",
        "confirm",
        "reveal",
        "admit",
        "argue",
        "explain",
        "announce",
    ]
)


@dataclass(frozen=True)
class Before:
    """A claim before: where it stands, the date it got, and the dates of claims up to it."""

    i: int
    ends: Ends
    dated: Ends | None
    """The last date that any claim up to it got."""
    standing: Ends | None
    """The date of the last claim up to it that is no baseline."""
    base: bool
    """It is what something moved from."""
    recent: tuple[tuple[int, Ends], ...] = ()
    """The last claims up to it, itself first: where they stand, the dates they got."""


RECENT = 6


def follow(last: Before | None, i: int, ends: Ends, base: bool) -> Before:
    """The claim at token i as the one before those that come, given the one before it."""
    dated = ends if ends != (None, None) else last.dated if last else None
    standing = ends if not base else last.standing if last else None
    recent = ((i, ends), *(last.recent if last else ()))[:RECENT]
    return Before(i, ends, dated, standing, base, recent)


@dataclass
class Sheet:
    """One Doc, indexed."""

    doc: Doc
    parse: Parse
    today: date | None
    times: list[Time]
    starts: list[int]
    """First token of each sentence."""
    by_sentence: dict[int, list[int]] = field(default_factory=dict)
    """sentence -> indices of its time expressions that name dates"""
    readings: list[list[Moment]] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    quantities: dict[int, Quantity] = field(default_factory=dict)
    """first token -> quantity"""
    metrics: dict[int, frozenset[str]] = field(default_factory=dict)
    """sentence -> ids of the metrics named in it"""
    repeats: dict[str, list[int]] = field(default_factory=dict)
    """digits of a number -> tokens that write it"""
    paths: dict[int, tuple[int, ...]] = field(default_factory=dict)
    baselines: set[int] = field(default_factory=set)
    """Time expressions that something is compared with."""
    main: Ends | None = None
    lead: Ends | None = None
    """The first month, quarter, half or year named that nothing is compared with."""
    chosen: dict[tuple[int, int], Any] = field(default_factory=dict)
    """tokens of a quantity -> the candidate that governance chose"""
    said: dict[int, set[str]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    """First tokens of the quantities, sorted."""
    governors: dict[int, Token | None] = field(default_factory=dict)
    tenses: dict[int, str] = field(default_factory=dict)
    named: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    """Features of a time expression as a source of one kind, whatever the claim."""
    quotes: dict[int, int] = field(default_factory=dict)
    dated_blocks: bool = False
    """Some block has a day of its own."""
    days: dict[int, date | None] = field(default_factory=dict)
    decided: list[Before] = field(default_factory=list)
    """The dates that governance has given to the quantities of the body, in text order."""

    def sentence(self, i: int) -> int:
        """The number of the sentence that holds a token."""
        return bisect_right(self.starts, i) - 1

    def end(self, s: int) -> int:
        """The token after a sentence."""
        return self.starts[s + 1] if s + 1 < len(self.starts) else len(self.doc)

    def lemmas(self, s: int) -> set[str]:
        """The lower-case lemmas of a sentence."""
        if s not in self.said:
            self.said[s] = {lemma.lower() for lemma in self.parse.lemma[self.starts[s] : self.end(s)]}
        return self.said[s]

    def day(self, s: int) -> date | None:
        """The day that a sentence was written: that of its update note or live-blog entry, or the article's."""
        if not self.dated_blocks:
            return self.today
        if s not in self.days:
            self.days[s] = day_at(self.doc, self.parse.start[self.starts[s]])
        return self.days[s]

    def role(self, s: int) -> str:
        """The role of the block a sentence stands in."""
        if s not in self.roles:
            block = block_at(self.doc, self.parse.start[self.starts[s]])
            self.roles[s] = block["role"] if block else "body"
        return self.roles[s]

    def path(self, i: int) -> tuple[int, ...]:
        """A token and its heads, up to the root."""
        if i not in self.paths:
            found, head = [i], self.parse.head
            while head[found[-1]] != found[-1] and len(found) < 40:
                found.append(head[found[-1]])
            self.paths[i] = tuple(found)
        return self.paths[i]

    def verb(self, i: int) -> int:
        """The nearest verb at or above a token, or -1."""
        return next((k for k in self.path(i) if self.parse.pos[k] in ("VERB", "AUX")), -1)

    def between(self, a: int, b: int) -> int:
        """How many quantities begin in tokens [a, b)."""
        return max(0, bisect_left(self.numbers, b) - bisect_left(self.numbers, a))

    def opened(self, s: int) -> int:
        """The first opening quotation mark of a sentence; the number of tokens where it has none."""
        if s not in self.quotes:
            lower = self.parse.lower
            marks = (k for k in range(self.starts[s], self.end(s)) if lower[k] in ('"', "“"))
            self.quotes[s] = next(marks, len(lower))
        return self.quotes[s]


def before_of(made: Sheet, i: int, j: int, decided: list[Before]) -> Before | None:
    """The claim whose date the one on tokens [i, j) may carry on, of the claims of the body that have theirs, in order.

    The one before it; for a headline the one that repeats its figure, else the first of the text.
    """
    if made.role(made.sentence(i)) != "headline":
        k = bisect_left(decided, i, key=lambda b: b.i)
        return _of_same_day(made, i, decided[max(0, k - RECENT) : k])
    again = made.repeats.get(figure(made.doc, i, j), ())
    return min(decided, key=lambda b: (b.i not in again, b.i), default=None)


def _of_same_day(made: Sheet, i: int, last: list[Before]) -> Before | None:
    """The last of the claims before that was written on the day of the one at token i."""
    day = made.day(made.sentence(i))
    return next((b for b in reversed(last) if made.day(made.sentence(b.i)) == day), None)


KEPT = 32
"""Sheets kept: as many as a batch has documents, for attributions and claims ask for each, a batch at a time."""
_kept: dict[int, tuple[object, object, Sheet]] = {}


def sheet_of(doc: Doc) -> Sheet:
    """The sheet of a Doc, made once for as long as its layers are the same lists."""
    found = layers(doc)
    times, quantities = found.get("times", []), found.get("quantities")
    held = _kept.get(id(doc))
    if held is not None and held[0] is times and held[1] is quantities and held[2].doc is doc:
        return held[2]
    made = build(doc, times, quantities or [])
    _kept.pop(id(doc), None)
    if len(_kept) >= KEPT:
        del _kept[next(iter(_kept))]
    _kept[id(doc)] = (times, quantities, made)
    return made


def build(doc: Doc, times: list[Time], quantities: list[Quantity]) -> Sheet:
    """Index a Doc."""
    today = published_day(doc)
    parsed = doc.has_annotation("SENT_START")
    starts = np.flatnonzero(doc.to_array([SENT_START]).ravel() == 1).tolist() if parsed else [0]
    made = Sheet(doc, parse_of(doc), today, times, starts or [0])
    made.dated_blocks = any(block["at"] for block in context(doc)["blocks"])
    for k in range(len(times)):
        s = made.sentence(times[k]["i"])
        read = moments(doc, times, k, made.day(s))
        made.readings.append(read)
        if read:
            made.by_sentence.setdefault(s, []).append(k)
        if read and is_baseline(doc, times[k], made.starts[s]):
            made.baselines.add(k)
    for q in quantities:
        made.quantities.setdefault(q["i"], q)
        key = figure(doc, q["i"], q["j"])
        if key:
            made.repeats.setdefault(key, []).append(q["i"])
    made.numbers = sorted(made.quantities)
    named: dict[int, set[str]] = {}
    for m in layers(doc).get("metrics", []):
        named.setdefault(made.sentence(m["i"]), set()).update(m["ids"][:1])
    made.metrics = {s: frozenset(ids) for s, ids in named.items()}
    made.main = main_period(made)
    made.lead = next((made.readings[k][0].ends for k in _periods(made) if k not in made.baselines), None)
    return made


AGAINST = frozenset(["from", "against", "than", "versus", "vs", "vs.", "compared", "unlike"])
_COMPARES = frozenset(["date.ago", "date.year_ago", "date.same_period"])


def is_baseline(doc: Doc, t: Time, first: int) -> bool:
    """Whether an expression names what something is compared with: "from $3m in May", "up 5% on 2003", "a year ago".

    `first` is the first token of its sentence.
    """
    if t["rule"] in _COMPARES:
        return True
    for k in range(t["i"] - 1, max(first, t["i"] - 9) - 1, -1):
        token = doc[k]
        if token.lower_ in AGAINST or (k == t["i"] - 1 and token.lower_ == "on" and t["since"] != t["until"]):
            return True
        if token.text == "," and k + 1 < len(doc) and doc[k + 1].like_num and doc[k - 1].like_num:
            continue  # of a list of numbers
        if token.text in ",;()-" or token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return False
    return False


def figure(doc: Doc, i: int, j: int) -> str:
    """The digits of a number as written, at least two of them: what a lead and the text below share."""
    if i >= j:
        return ""
    parse = parse_of(doc)
    written = text_of(doc)[parse.start[i] : parse.end[j - 1]]
    found = "".join([c for c in written if c.isdecimal() or c == "."]).strip(".")
    return found if len(found) >= 2 else ""


def main_period(made: Sheet) -> Ends | None:
    """The period an article is about: the month, quarter, half or year it names most; of equals the first named."""
    count = Counter(made.readings[k][0].ends for k in _periods(made))
    return max(count, key=lambda ends: count[ends]) if count else None


def _periods(made: Sheet) -> list[int]:
    """The expressions that name a stretch of more than a day, in text order."""
    return [
        k
        for k, t in enumerate(made.times)
        if made.readings[k]
        and t["type"] != "TIME"
        and t["since"] != t["until"]
        and t["rule"] not in ("date.ago", "date.year_ago")
    ]


def governor(made: Sheet, k: int) -> Token | None:
    """The word that a time expression hangs on: its first head outside itself, over a preposition."""
    if k not in made.governors:
        made.governors[k] = _governor(made, k)
    return made.governors[k]


def _governor(made: Sheet, k: int) -> Token | None:
    t = made.times[k]
    top = top_of(made, t["i"], t["j"])
    token = made.doc[top].head
    if token.i == top:
        return None
    if token.dep_ in ("prep", "pcomp") and token.head.i != token.i:
        return token.head
    return token


def top_of(made: Sheet, i: int, j: int) -> int:
    """The token of a span whose head lies outside it."""
    return next((k for k in range(i, j) if not i <= made.parse.head[k] < j), j - 1)
