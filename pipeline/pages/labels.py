"""The role of each block of a sequence: rules of what a line says, and where it stands among the others.

Works on texts alone; a page's tags come in as `given` roles, which the rules may overrule (see `_OVERRULED`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.pages.language import block_language
from pipeline.pages.moments import clock, moment, noted
from pipeline.pages.roles import Fired, role_of
from schemas.article import BlockRole

_OVERRULED = frozenset({"body", "list", "heading", "caption", "quote", "standfirst"})
_BULLET = re.compile(r"(?:[•‣▪●◦*·–-]|\(?\d{1,2}[.)])\s+\S")
_SENTENCE_END = re.compile(r"[.!?…][\"”'’)\]]{0,3}$")
_CHANGE = re.compile(r"(?:[-+−–▲▼△▽↑↓]\s?\d[\d.,]{0,12}\s?%?|\d[\d.,]{0,12}\s?%\s?[▲▼△▽↑↓])")
_ARROW = re.compile(r"[▲▼△▽↑↓]")
_LOWER = re.compile(r"\b[a-z]{3,}\b")
_FIELD = re.compile(r"[A-Z][^:\n]{1,60}:\s+\S")
_NAME = re.compile(
    r"(?:[A-Z][\w.'’-]{0,24}|de|van|von|der|bin|al)(?: (?:[A-Z][\w.'’-]{0,24}|de|van|von|der|bin|al)){1,3}"
)
_ALNUM = re.compile(r"\w+")
_STAMPS = frozenset({"update.stamp", "other.date_line", "live.day"})
_TITLE_RUN = 10
_TOP = 6


@dataclass
class Label:
    """The role of a block, the rule that gave it, its own time and its own language."""

    role: BlockRole
    rule: str
    at: str | None = None
    language: str | None = None


def norm(text: str) -> str:
    """Words alone, for comparing titles."""
    return " ".join(_ALNUM.findall(text.casefold()))


def ticker_like(text: str) -> bool:
    """A run of prices and signed changes with hardly a word of prose ("GOLD 1,920 +0.4% OIL 81.2 -2%")."""
    if len(text) > 900:
        return False
    changes = len(_CHANGE.findall(text))
    prose = len(_LOWER.findall(text))
    return (changes >= 2 and prose <= changes) or (changes >= 1 and bool(_ARROW.search(text)) and prose <= 2)


def title_like(text: str) -> bool:
    """Short, begun with a capital or a figure, and not ended like a sentence."""
    text = text.strip()
    if not 3 <= len(text) <= 160 or text[-1] in ".,;:" or _BULLET.match(text):
        return False
    first = text.lstrip("\"“‘'([«¿¡")[:1]
    return (first.isupper() or first.isdigit()) and not text.endswith(("...", "…"))


def _heading_like(texts: Sequence[str], at: int) -> bool:
    text = texts[at]
    if len(text) > 90 or len(text.split()) > 14 or not title_like(text) or at + 1 >= len(texts):
        return False
    following = texts[at + 1]
    return len(following) >= 100 or (len(following) > len(text) and bool(_SENTENCE_END.search(following)))


class _Walk:
    """One pass over the blocks; holds what an earlier block says about those that follow."""

    def __init__(
        self,
        texts: Sequence[str],
        given: Sequence[str | None],
        published: str | None,
        stamps: Sequence[str | None],
    ) -> None:
        self.texts, self.given, self.published, self.stamps = texts, given, published, stamps
        self.section: Fired | None = None
        self.left = 0
        total = sum(map(len, texts)) or 1
        seen, self.before = 0, []
        for text in texts:
            self.before.append(seen / total)
            seen += len(text)
        self.fired = [role_of(text) if _open(role) else None for text, role in zip(texts, given, strict=True)]
        self.live = sum(_is_stamp(fired, text) for fired, text in zip(self.fired, texts, strict=True)) >= 2
        self.day = published[:10] if published else None
        """Of a live blog: the last day that a line names."""
        self.entry: str | None = None
        """Of a live blog: when the entry that the walk is in was written."""

    def label(self, at: int) -> Label:
        fired = self.fired[at]
        if fired is not None and _rule_stands(fired, self.given[at]):
            self._open_section(fired, at)
            label = Label(fired.role, fired.rule)
        else:
            label = self._carried(at) or self._by_shape(at)
        self._times(label, at)
        return label

    def _open_section(self, fired: Fired, at: int) -> None:
        self.section, self.left = None, 0
        text = self.texts[at]
        if fired.opens == "titles":
            self.section, self.left = fired, _TITLE_RUN
        elif fired.opens == "rest_if_heading" and len(text) <= 90 and self.before[at] > 0.4:
            self.section, self.left = fired, 1000

    def _carried(self, at: int) -> Label | None:
        if self.section is None or self.left <= 0:
            return None
        text = self.texts[at]
        self.left -= 1
        if self.section.opens == "titles":
            if len(text) <= 200 and not _SENTENCE_END.search(text):
                return Label(self.section.role, self.section.rule + ".follows")
        elif not _heading_like(self.texts, at) and self.given[at] != "heading":
            return Label(self.section.role, self.section.rule + ".follows")
        self.section = None
        return None

    def _by_shape(self, at: int) -> Label:
        text, given = self.texts[at], self.given[at]
        if given not in (None, "body"):
            return Label(given, "tag." + given)  # type: ignore[arg-type]
        if ticker_like(text):
            return Label("other", "shape.ticker")
        if given is None:
            if _BULLET.match(text) and len(text) <= 600:
                return Label("list", "shape.bullet")
            if at and len(text) <= 140 and _FIELD.match(text) and self._after_colon(at):
                return Label("list", "shape.fields")
            if _heading_like(self.texts, at):
                return Label("heading", "shape.heading")
        return Label("body", "text.line" if given is None else "tag.body")

    def _after_colon(self, at: int) -> bool:
        """The line follows one that ends in a colon, with at most other fields between."""
        for back in range(at - 1, max(-1, at - 9), -1):
            if self.texts[back].endswith(":"):
                return True
            if not _FIELD.match(self.texts[back]):
                return False
        return False

    def _times(self, label: Label, at: int) -> None:
        """The block's own time: what an update note or a stamp names, and in a live blog that of its entry."""
        text, stamp = self.texts[at], self.stamps[at]
        if label.role == "update":
            label.at = stamp or noted(text, self.published)
            return
        if label.rule in _STAMPS:
            label.at = stamp or moment(text, self.published)
        if self.live:
            self._enter(label, text, stamp)
            label.at = label.at or self.entry

    def _enter(self, label: Label, text: str, stamp: str | None) -> None:
        """A line of a live blog with a day or an hour of its own begins a day or an entry."""
        if label.rule in ("live.day", "other.date_line") and label.at:
            self.day = label.at[:10]
            self.entry = label.at
        elif label.rule == "live.time":
            time = clock(text)
            self.entry = stamp or (f"{self.day}T{time}" if self.day and time else self.entry)


def _is_stamp(fired: Fired | None, text: str) -> bool:
    """The line is the time of an entry: an hour, with or without its day."""
    return fired is not None and (
        fired.rule == "live.time" or (fired.rule == "other.date_line" and clock(text) is not None)
    )


def _open(role: str | None) -> bool:
    return role is None or role in _OVERRULED


def _rule_stands(fired: Fired, given: str | None) -> bool:
    """A rule's role against a tag's: a heading of points stays what it is, a caption stays a caption."""
    if given is None or given == "body":
        return True
    if given == "caption":
        return fired.role in ("promo", "related") or fired.rule == "source.line"
    if given == "heading":
        return fired.role != "heading" and fired.role != "caption"
    return fired.role not in ("caption", "heading")


def label_blocks(
    texts: Sequence[str],
    *,
    given: Sequence[str | None] | None = None,
    title: str | None = None,
    published: str | None = None,
    language: str | None = None,
    gaps: Sequence[bool] | None = None,
    stamps: Sequence[str | None] | None = None,
) -> list[Label]:
    """Roles of the blocks, in order.

    `gaps[i]`: an empty line follows block i. `language`: the article's. `stamps[i]`: the ISO date-time that the page
    gives block i for machines.
    """
    given = given if given is not None else [None] * len(texts)
    walk = _Walk(texts, given, published, stamps if stamps is not None else [None] * len(texts))
    labels = [walk.label(at) for at in range(len(texts))]
    if "headline" not in given:
        _headline(texts, labels, title, gaps)
    _name_above_date(texts, labels)
    _foreign(texts, labels, language)
    return labels


def _headline(texts: Sequence[str], labels: list[Label], title: str | None, gaps: Sequence[bool] | None) -> None:
    wanted = norm(title) if title else ""
    for at in range(min(_TOP, len(texts))):
        words = norm(texts[at])
        if (
            wanted
            and words
            and (
                words == wanted
                or (
                    len(words) > 20
                    and (words in wanted or wanted in words)
                    and len(texts[at]) <= 250
                    and abs(len(words) - len(wanted)) <= 40
                )
            )
        ):
            labels[at] = Label("headline", "title.equal" if words == wanted else "title.part")
            return
    if wanted:
        return
    for at in range(min(_TOP, len(texts) - 1)):
        if labels[at].role not in ("body", "heading"):
            continue
        text, following = texts[at], texts[at + 1]
        alone = (gaps is not None and gaps[at]) or len(following) > 1.5 * len(text)
        if title_like(text) and len(text.split()) >= 3 and len(text) <= 160 and alone:
            labels[at] = Label("headline", "shape.headline")
        return


def _name_above_date(texts: Sequence[str], labels: list[Label]) -> None:
    """A lone name between the headline and a date is a by-line."""
    for at in range(1, min(_TOP, len(texts) - 1)):
        dated = labels[at + 1].rule in ("other.date_line", "update.stamp", "byline.staff")
        lone = labels[at].role in ("body", "heading") and len(texts[at]) <= 60
        if dated and lone and _NAME.fullmatch(texts[at]):
            labels[at] = Label("byline", "shape.name_above_date")


def _foreign(texts: Sequence[str], labels: list[Label], language: str | None) -> None:
    """Blocks in another language than the article's say so; a few of them are no part of its text."""
    if language is None:
        return
    marked = []
    for text, label in zip(texts, labels, strict=True):
        label.language = block_language(text, language)
        if label.language is not None and label.role in ("body", "list", "heading"):
            marked.append((label, len(text)))
    if sum(size for _, size in marked) * 4 <= sum(map(len, texts)):
        for label, _ in marked:
            label.role, label.rule = "other", "language.foreign"
