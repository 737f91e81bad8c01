"""One walk over the tree: every visible text of a page in blocks, with what the tags around it say."""

import re
from collections.abc import Iterator
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


class _Pen:
    """The text being gathered for the next block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = self.bold = 0

    def take(self) -> tuple[str, int, int]:
        raw = "".join(self.pieces)
        taken = (clean_text(raw), self.linked, self.bold)
        self.pieces, self.linked, self.bold = [], 0, 0
        return taken


def clean_text(raw: str) -> str:
    """White space folded, line breaks (from `br`) kept, characters that are not seen dropped."""
    if not raw or raw.isspace():
        return ""
    if not raw.isascii():
        raw = raw.translate(_ZERO_WIDTH)
    return _BREAKS.sub("\n", _SPACE.sub(" ", raw)).strip()


def hidden(element: Element) -> bool:
    """The page itself does not show the element."""
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style) and bool(_HIDDEN.search(style))


def walk(root: Element) -> tuple[list[RawBlock], int]:
    """Blocks of a tree in reading order, and the depth reached; no recursion, so depth is no danger."""
    blocks: list[RawBlock] = []
    pen = _Pen()
    path: list[Element] = []

    def flush() -> None:
        if not pen.pieces:
            return
        text, linked, bold = pen.take()
        tag = path[-1].tag if path else "body"
        for piece in text.split("\n\x00"):
            piece = piece.strip("\n\x00 ")
            if piece:
                share = len(piece) / len(text)
                blocks.append(
                    RawBlock(piece, tag, tuple(path), round(linked * share), round(bold * share), len(blocks))
                )

    stack: list[tuple[Element, Iterator[Element] | None, str]] = [(root, None, "")]
    links = bolds = deepest = 0
    while stack:
        deepest = max(deepest, len(stack))
        element, children, kind = stack.pop()
        if children is None:
            tag = element.tag
            if not isinstance(tag, str) or tag in _SKIP or hidden(element):
                _append(pen, element.tail if stack else None, links, bolds)
                continue
            if tag == "br":
                _break(pen)
                _append(pen, element.tail, links, bolds)
                continue
            if tag == "table" and is_data_table(element):
                flush()
                _rows(element, path, blocks)
                _append(pen, element.tail, links, bolds)
                continue
            kind = "inline" if tag in _INLINE else "block"
            if kind == "block":
                flush()
                path.append(element)
            elif tag == "a":
                links += 1
            elif tag in ("b", "strong"):
                bolds += 1
            _append(pen, element.text, links, bolds)
            children = iter(element)
        child = next(children, None)
        if child is not None:
            stack.append((element, children, kind))
            stack.append((child, None, ""))
            continue
        if kind == "block":
            flush()
            path.pop()
        elif element.tag == "a":
            links -= 1
        elif element.tag in ("b", "strong"):
            bolds -= 1
        if stack:
            _append(pen, element.tail, links, bolds)
    return blocks, deepest


def _append(pen: _Pen, text: str | None, links: int, bolds: int) -> None:
    if not text or (not pen.pieces and text.isspace()):
        return
    pen.pieces.append(text.replace("\n", " "))
    if links or bolds:
        size = len(text.strip())
        pen.linked += size if links else 0
        pen.bold += size if bolds else 0


def _break(pen: _Pen) -> None:
    """One `br` is a line break, two make a new block."""
    last = next((piece for piece in reversed(pen.pieces) if "\n" in piece or not piece.isspace()), "")
    pen.pieces.append("\n\x00" if "\n" in last else "\n")


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
