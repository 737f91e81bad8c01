"""One walk over the tree: every visible text of a page in blocks, with what the tags around it say."""

import re
from dataclasses import dataclass, field
from typing import Any

Element = Any
"""An lxml element; lxml ships no types of its own."""

_SKIP = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "select",
    }
    | {"option", "datalist", "input", "textarea", "button", "map", "area", "video", "audio", "head", "link", "meta"}
    | {"progress", "meter", "dialog", "frameset", "frame", "amp-ad", "amp-embed", "amp-iframe", "amp-analytics"}
)
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"}
    | {"kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"}
    | {"time", "tt", "u", "var", "wbr", "img", "picture", "source", "nobr", "amp-img", "o:p", "center-inline"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s{0,2}:\s{0,2}none|visibility\s{0,2}:\s{0,2}hidden", re.IGNORECASE)
_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_CELL_MOST = 200
_ZERO_WIDTH = {
    ord(c): None for c in "\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
}


@dataclass
class RawBlock:
    """A block of the page before it has a role."""

    text: str
    tag: str
    path: tuple[Element, ...]
    """The elements around it, outermost first, the block's own last."""
    linked: int = 0
    """Characters inside links."""
    bold: int = 0
    order: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    stamp: str | None = None
    """What the first `time` element in it says for machines (its `datetime`)."""


def clean_text(raw: str) -> str:
    """White space folded, line breaks (from `br`) kept, characters that are not seen dropped."""
    if not raw or raw.isspace():
        return ""
    if not raw.isascii():
        raw = raw.translate(_ZERO_WIDTH)
    return _BREAKS.sub("\n", _SPACE.sub(" ", raw)).strip()


class _Walker:
    """The state of one walk: the elements around the pen, and the text being gathered for the next block."""

    def __init__(self, unseen: frozenset[Element]) -> None:
        self.blocks: list[RawBlock] = []
        self.path: list[Element] = []
        self.pieces: list[str] = []
        self.unseen = unseen
        self.linked = self.bold = self.links = self.bolds = 0
        self.stamp: str | None = None

    def open(self, element: Element, tag: str) -> bool:
        """Enter an element; False where it is not to be entered."""
        if tag == "br":
            self._break()
            return False
        if tag == "table" and is_data_table(element):
            self.flush()
            _rows(element, self.path, self.blocks)
            return False
        if tag not in _INLINE:
            self.flush()
            self.path.append(element)
        elif tag == "a":
            self.links += 1
        elif tag in _BOLD:
            self.bolds += 1
        elif tag == "time" and self.stamp is None:
            self.stamp = element.get("datetime")
        if text := element.text:
            self.write(text)
        return True

    def close(self, tag: str) -> None:
        """Leave an element that was entered."""
        if tag not in _INLINE:
            self.flush()
            self.path.pop()
        elif tag == "a":
            self.links -= 1
        elif tag in _BOLD:
            self.bolds -= 1

    def write(self, text: str) -> None:
        """Text at the pen's place; space before a block's first word is nothing."""
        if not self.pieces and text.isspace():
            return
        self.pieces.append(text.replace("\n", " "))
        if self.links or self.bolds:
            size = len(text.strip())
            self.linked += size if self.links else 0
            self.bold += size if self.bolds else 0

    def _break(self) -> None:
        """One `br` is a line break, two make a new block."""
        if not self.pieces:
            return
        last = next((piece for piece in reversed(self.pieces) if "\n" in piece or not piece.isspace()), "")
        self.pieces.append("\n\x00" if "\n" in last else "\n")

    def flush(self) -> None:
        """End the block."""
        stamp, self.stamp = self.stamp, None
        if not self.pieces:
            return
        text = clean_text("".join(self.pieces))
        for piece in text.split("\n\x00") if "\x00" in text else (text,):
            piece = piece.strip("\n\x00 ")
            if piece:
                share = len(piece) / len(text)
                linked, bold = round(self.linked * share), round(self.bold * share)
                tag = self.path[-1].tag if self.path else "body"
                self.blocks.append(RawBlock(piece, tag, tuple(self.path), linked, bold, len(self.blocks), stamp=stamp))
        self.pieces, self.linked, self.bold = [], 0, 0


def walk(root: Element) -> tuple[list[RawBlock], int]:
    """Blocks of a tree in reading order, and the depth reached; no recursion, so depth is no danger."""
    from lxml import etree

    walker = _Walker(frozenset(e for e in root.xpath(_MAYBE_HIDDEN) if _hides(e)))
    events = etree.iterwalk(root, events=("start", "end"))
    depth = deepest = 0
    skipped = None
    for event, element in events:
        tag = element.tag
        if event == "start":
            if len(walker.blocks) > _MOST:
                break
            depth += 1
            deepest = max(deepest, depth)
            if tag in _SKIP or not isinstance(tag, str) or element in walker.unseen or not walker.open(element, tag):
                skipped = element
                events.skip_subtree()
            continue
        depth -= 1
        if element is skipped:
            skipped = None
        else:
            walker.close(tag)
        if depth and (tail := element.tail):
            walker.write(tail)
    walker.flush()
    return walker.blocks, deepest


_MOST = 60_000
"""Blocks after which no page is an article any more."""
_MAYBE_HIDDEN = "//*[@hidden or (@style and (contains(@style, 'none') or contains(@style, 'hidden')))]"
_BOLD = frozenset({"b", "strong"})


def _hides(element: Element) -> bool:
    """The page itself does not show the element."""
    if element.tag in ("html", "body"):
        return False
    return element.get("hidden", "until-found") != "until-found" or bool(_HIDDEN.search(element.get("style") or ""))


def is_data_table(table: Element) -> bool:
    """Rows of short cells, no table inside: data, not layout."""
    rows = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) < 2:
            continue
        rows += 1
        for cell in cells:
            if next(cell.iter("table"), None) is not None or len("".join(cell.itertext())) > _CELL_MOST:
                return False
        if rows >= 30:
            break
    return rows >= 2


def _rows(table: Element, path: list[Element], blocks: list[RawBlock]) -> None:
    """Each row is a block, its cells apart by tabs."""
    for row in table.iter("caption", "tr"):
        if len(blocks) > _MOST:
            break
        if row.tag == "caption":
            cells = [row]
        else:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [clean_text(visible_text(cell)).replace("\n", " ") for cell in cells]
        text = "\t".join(texts).strip()
        if text:
            linked = sum(len("".join(a.itertext())) for a in row.iter("a"))
            tag = "caption" if row.tag == "caption" else "tr"
            blocks.append(RawBlock(text, tag, (*path, table, row), linked, 0, len(blocks)))


def visible_text(element: Element) -> str:
    """The text of an element without scripts and styles, words of neighbouring blocks apart."""
    pieces: list[str] = []
    for item in element.iter():
        if isinstance(item.tag, str) and item.tag not in _SKIP:
            if item.tag not in _INLINE and pieces:
                pieces.append(" ")
            pieces.append(item.text or "")
        if item is not element:
            pieces.append(item.tail or "")
    return "".join(pieces)
