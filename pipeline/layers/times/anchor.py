"""The day that relative expressions count from: metadata, an update note's own date, or what the text gives away.

Inference uses only what stands in the text: a dateline, a date that a weekday agrees with, day-month dates that lie
between what the text calls past and what it calls to come. Without such evidence there is no anchor.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc

from pipeline.layers.store import BlockInfo, block_at, context, text_of
from pipeline.layers.times.find import matches, scene_of
from pipeline.layers.times.published import block_day, published_day
from pipeline.layers.times.read_days import safe_date
from pipeline.layers.times.scene import Found, Reading
from pipeline.layers.times.sheet import SAY
from pipeline.layers.times.tense import tense
from pipeline.notes import head_of, next_weekday

HEAD = 400  # characters: where datelines and update notes stand
Match = tuple[Found, str, Reading]

_AGENCY = re.compile(r"(?:/[^/\n]{1,30}/|\([^()\n]{1,30}\))\s{0,3}[-–—]")
_DATELINE = re.compile(r"[A-Z][\w .,'-]{0,40}(?:,|—|–|-|\()\s*$")


@dataclass(frozen=True)
class Evidence:
    """An inferred day of publication and why."""

    day: str
    """ISO date."""
    why: str


def infer(doc: Doc) -> Evidence | None:
    """The day of publication that the text itself gives away, or None."""
    found = matches(scene_of(doc, None))
    full = [(f, r) for f, rule, r in found if r.period is not None and r.basis == "explicit" and r.period.unit == "D"]
    for f, r in full:
        if r.period is not None and _dateline(doc, f):
            return Evidence(r.period.value, "dateline")
    return from_weekday(found) or from_dateline(doc, found) or from_window(doc, found)


def _dateline(doc: Doc, f: Found) -> bool:
    """A full date at the head of the text: on its own, or after a place and before a dash or bracket."""
    start = f.scene.pieces.starts[f.a]
    end = f.scene.pieces.ends[f.b - 1]
    if start > HEAD:
        return False
    line = text_of(doc).rfind("\n", 0, start) + 1
    before, after = text_of(doc)[line:start], text_of(doc)[end : end + 12].lstrip()
    label = before.strip().lower().rstrip(":") in ("", "published", "posted", "date", "updated", "last updated", "(")
    alone = label and (
        after[:1] in ("", "-", "–", "—", "(", "|", ".", ")")
        or text_of(doc)[end : end + 1] == "\n"
        or after[:1].isupper()
    )
    dashed = after[:1] in ("-", "–", "—", "(", ")") or bool(_AGENCY.match(text_of(doc)[end : end + 48].lstrip()))
    return alone or (dashed and len(before) < 60 and bool(_DATELINE.search(before)))


def from_weekday(found: list[Match]) -> Evidence | None:
    """ "Friday, Oct. 23": the years in which they agree, where a year named near leaves one."""
    years = sorted(_years(found))
    for f, _, r in found:
        day, month, said = f.integer("D2", "ORDN"), f.integer("MONTH", "MONTHA"), f.integer("WDAY", "WDAYA")
        if r.period is not None or day is None or month is None or said is None or not years:
            continue
        fits = [x for y in (years[-1], years[-1] + 1) if (x := safe_date(y, month, day)) and x.weekday() == said]
        if len(fits) == 1:
            return Evidence(fits[0].isoformat(), "weekday")
    return None


def from_dateline(doc: Doc, found: list[Match]) -> Evidence | None:
    """ "LONDON, March 14 (Reuters)" above "on Friday": the one of the years near in which the weekday is that day."""
    years = sorted(_years(found))
    said = next((w for f, _, r in found if r.period is None and (w := f.integer("WDAY", "WDAYA")) is not None), None)
    if not years or said is None:
        return None
    for f, _, r in found:
        day, month = f.integer("D2", "ORDN"), f.integer("MONTH", "MONTHA")
        if r.period is not None or day is None or month is None or not _dateline(doc, f):
            continue
        fits = [x for y in (years[-1], years[-1] + 1) if (x := safe_date(y, month, day)) and x.weekday() == said]
        return Evidence(fits[0].isoformat(), "dateline") if len(fits) == 1 else None
    return None


def _years(found: list[Match]) -> set[int]:
    return {r.period.since.year for _, _, r in found if r.period is not None and r.basis == "explicit"}


def from_window(doc: Doc, found: list[Match]) -> Evidence | None:
    """A "said on March 26" between the latest date told as past and the last told as to come, in the one fitting year.

    Both ends must be said in full and lie at most two years apart; where marks disagree by more than a month, nothing
    is inferred.
    """
    low, high = _bounds(found)
    if low is None or high is None or not low < high <= low + timedelta(days=731):
        return None
    fits = []
    for month, day in _marks(doc, found):
        years = [x for y in range(low.year, high.year + 1) if (x := safe_date(y, month, day)) and low < x < high]
        if len(years) != 1:
            return None
        fits += years
    if not fits or (max(fits) - min(fits)).days > 31:
        return None
    return Evidence(max(fits).isoformat(), "window")


def _bounds(found: list[Match]) -> tuple[date | None, date | None]:
    """The latest full date told as past, and the latest told as to come after it."""
    said = [(f, r.period) for f, _, r in found if r.period is not None and _full(r)]
    past = [p.until for f, p in said if not _forward(f)]
    coming = [p.until for f, p in said if _forward(f)]
    low = max((d for d in past if not coming or d < max(coming)), default=None)
    return low, max(coming, default=None)


def _full(r: Reading) -> bool:
    return (
        r.period is not None
        and r.basis == "explicit"
        and r.period.unit in ("D", "M", "Q", "H")
        and r.period.since.year > 1900
    )


def _forward(f: Found) -> bool:
    """Beside will or to, or after "by"."""
    return tense(f.token) == "future" or (f.token.i > 0 and f.token.nbor(-1).lower_ in ("by", "until"))


def _marks(doc: Doc, found: list[Match]) -> list[tuple[int, int]]:
    """Day-month dates without a year that an update note gives, or that hang on a past verb of saying."""
    out = []
    for f, _, r in found:
        month, day = f.integer("MONTH", "MONTHA"), f.integer("D2", "ORDN")
        if r.period is not None or month is None or day is None:
            continue
        block = block_at(doc, f.scene.pieces.starts[f.a])
        update = (block is not None and block["role"] == "update") or (
            "update" in text_of(doc)[:40].lower() and f.token.i < 20
        )
        head = f.token.head.head if f.token.head.dep_ == "prep" else f.token.head
        if update or (head.lemma_ in SAY and tense(f.token) == "past"):
            out.append((month, day))
    return out


def article_anchor(doc: Doc) -> date | None:
    """The publication day; inferred and written to the context where metadata is silent."""
    known = published_day(doc)
    facts = context(doc)
    if known is not None or facts["published"]:
        return known
    evidence = infer(doc)
    if evidence is None:
        return None
    facts["published"], facts["published_basis"] = evidence.day, "inferred"
    return date.fromisoformat(evidence.day)


def local_anchors(doc: Doc, anchor: date | None) -> list[tuple[int, int, date]]:
    """Blocks with a day of their own, in characters: live-blog entries and update notes ("Update (March 26)").

    The day that an update note's label names is written to the block, where the page gave none.
    """
    out = []
    for block in context(doc)["blocks"]:
        if not block["at"] and block["role"] == "update" and (named := _update_day(doc, block, anchor)):
            block["at"] = named.isoformat()
        if (day := block_day(block)) is not None:
            out.append((block["start"], block["end"], day))
    return out


def _update_day(doc: Doc, block: BlockInfo, anchor: date | None) -> date | None:
    """The first full day that an update note's label names; what the note goes on to speak of is not its own."""
    start, end = block["start"], block["end"]
    label = head_of(text_of(doc)[start:end])
    span = doc.char_span(start, start + len(label), alignment_mode="expand") if label is not None else None
    if span is None or anchor is None:
        return None
    found = matches(scene_of(span.as_doc(), anchor))
    days = [(f, r.period) for f, _, r in found if r.period and r.period.unit == "D"]
    named = next((period.since for f, period in days if f.has("MONTH", "MONTHA", "ISO")), None)
    if named is None and (said := next((f for f, _ in days if f.has("WDAY", "WDAYA")), None)) is not None:
        return next_weekday(anchor, said.integer("WDAY", "WDAYA") or 0)
    return named
