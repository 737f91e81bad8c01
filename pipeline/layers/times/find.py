"""Find the time expressions of a Doc, in order, and read each against the anchor and what was named before."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from spacy.tokens import Doc

from pipeline.layers.store import Time, text_of
from pipeline.layers.times import (
    periods,
    read_before,
    read_calendar,
    read_clock,
    read_days,
    read_fiscal,
    read_lengths,
    read_months,
    read_parts,
    read_periods,
    read_spans,
    read_units,
    read_vague,
    read_weekdays,
)
from pipeline.layers.times.periods import Period
from pipeline.layers.times.pieces import pieces_of
from pipeline.layers.times.scene import PRIOR, Found, Reading, Scene
from pipeline.layers.times.words import OTHER, grammar

MODULES = (
    read_days,
    read_clock,
    read_weekdays,
    read_months,
    read_periods,
    read_fiscal,
    read_calendar,
    read_lengths,
    read_parts,
    read_before,
    read_spans,
    read_units,
    read_vague,
)
Reader = Callable[[Found], Reading | None]


def reader(name: str) -> Reader:
    """The function that a rule's `read` names."""
    for module in MODULES:
        function: Reader | None = getattr(module, name, None)
        if function is not None:
            return function
    raise LookupError(name)


READERS: dict[str, Reader] = {rule.read: reader(rule.read) for rule in grammar().rules}


_BETWEEN = frozenset(
    ("in", "for", "the", "its", "%", "percent", "per", "cent", "million", "billion", "trillion", "a", "share", "of")
)
BASELINES = ("ago", "year_ago", "same_period", "dated_period", "anchored_duration")


def matches(scene: Scene) -> list[tuple[Found, str, Reading]]:
    """All expressions with their rule and reading; where a reader refuses, the search goes on one piece further."""
    made = scene.grammar
    cats = scene.pieces.cats
    out: list[tuple[Found, str, Reading]] = []
    at = 0
    while (place := made.starts.search(cats, at)) is not None:
        if (hit := scene.pieces.first(place.start())) is None:
            at = place.start() + 1
            continue
        a, first = hit.start(), int((hit.lastgroup or "r0")[1:])
        got = None
        for n, b in ((first, hit.end()), *_others(scene, a, first)):
            got = _try(scene, a, b, made.rules[n].read)
            if got is not None:
                break
        if got is None:
            at = max(a + 1, at + 1)
            continue
        rule = made.rules[n]
        b = got.end or b
        out.append((Found(scene, a, b), rule.id, got))
        if rule.read == "clock" and not out[-1][0].has("WDAY", "NEARDAY", "MONTH", "MONTHA"):
            scene.hours.add(scene.pieces.tokens[a])
        if got.period is not None and got.type != "SET" and not _baseline(out[-1][0], rule.read, got.period):
            scene.history.append((scene.pieces.tokens[a], got.period))
        at = b
    return out


_FROM = frozenset(("from", "than", "versus", "against", "compared", "with", "v", "vs", "vs."))


def _baseline(found: Found, name: str, period: Period) -> bool:
    """A period that figures are compared with is not the one under discussion: "from $2 million in the third quarter",
    "than in November", "the previous month"."""
    if name in BASELINES or found.text(found.at("PAST")) in PRIOR:
        return True
    if period.unit not in ("M", "Q", "H", "Y"):
        return False
    doc, at = found.scene.doc, found.token.i - 1
    if _behind_after(doc, at):
        return True
    while at >= 0 and at > found.token.i - 8:
        word = doc[at]
        if word.lower_ in _FROM:
            return word.lower_ != "with" or doc[max(0, at - 1)].lower_ == "compared"
        if not (word.lower_ in _BETWEEN or word.like_num or word.is_currency or word.text[:1].isdecimal()):
            return False
        at -= 1
    return False


def _behind_after(doc: Doc, at: int) -> bool:
    """ "After a flat second quarter": what went before what is told of."""
    for k in range(at, max(-1, at - 4), -1):
        if doc[k].lower_ in ("a", "an"):
            return k > 0 and doc[k - 1].lower_ in ("after", "following", "unlike")
    return False


def _others(scene: Scene, a: int, first: int) -> Iterator[tuple[int, int]]:
    """The rules after the first that match at the same place, with where they end."""
    for n in range(first + 1, len(scene.grammar.rules)):
        if (hit := _compiled(scene.grammar.single[n]).match(scene.pieces.cats, a)) is not None:
            yield n, hit.end()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _try(scene: Scene, a: int, b: int, name: str) -> Reading | None:
    return read(Found(scene, a, b), name) if b > a and _tight(scene, a, b) else None


def read(found: Found, name: str) -> Reading | None:
    """The reading of a match; None where it leaves the calendar (year 0, year 10000), no days where it comes near."""
    try:
        made = READERS[name](found)
    except (ValueError, OverflowError):
        return None
    days = made.period if made is not None else None
    if made is None or days is None or (periods.has_room(days.since) and periods.has_room(days.until)):
        return made
    return replace(made, period=None)


def _tight(scene: Scene, a: int, b: int) -> bool:
    """An expression stays within one sentence and one line."""
    doc, p = scene.doc, scene.pieces
    return "\n" not in text_of(doc)[p.starts[a] : p.ends[b - 1]]


def scene_of(doc: Doc, anchor: date | None) -> Scene:
    """A fresh scene."""
    return Scene(doc, pieces_of(doc), grammar(), anchor)


def as_time(found: Found, rule: str, reading: Reading) -> Time:
    """The layer's entry for a match."""
    p = found.scene.pieces
    a, b = found.a, found.b
    period = reading.period
    made = Time(
        start=p.starts[a],
        end=p.ends[b - 1],
        i=p.tokens[a],
        j=p.tokens[b - 1] + 1,
        rule=rule,
        type=reading.type,
        value=reading.value,
        mod=reading.mod or None,
        since=period.since.isoformat() if period else None,
        until=period.until.isoformat() if period else None,
        basis=reading.basis,
    )
    if reading.type == "DATE" and period is not None and period.unit in ("W", "Q", "H", "Y", "X"):
        days = periods.days_of(reading.value)
        if days is not None and days != (period.since, period.until):
            made["named"] = [d.isoformat() for d in days]
    return made


def fires(text: str) -> set[str]:
    """The ids of the words and rules that take part in an expression of a text (for the tests of the rule file)."""
    import spacy

    doc = spacy.blank("en")(text)
    scene = scene_of(doc, date(2024, 5, 15))
    out: set[str] = set()
    for found, rule, _ in matches(scene):
        out.add(rule)
        for i in range(found.a, found.b):
            if scene.pieces.cats[i] != OTHER:
                out.add(scene.grammar.word_ids.get(found.text(i), ""))
    return out - {""}
