"""From a page's text to one lxml tree, whatever the page does to parsers.

lxml (libxml2) silently drops what lies deeper than about 253 levels and is quadratic in the attributes of one tag:
both are looked for and mended here.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.pages.walk import Element, RawBlock, walk

DEEPEST = 240
_MOST_TEXT = 5_000_000
"""Characters of a page that are read; the largest of 1,821 real pages has 2.2 million."""
MOST_BLOCKS = 6_000
_LONG_TAG = 30_000
_SMALL = 100_000
"""A shorter page cannot hold enough attributes to matter."""
_KEPT_OF_TAG = 4_000
_MOST_ATTRIBUTES = 1_500
_TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9:-]{0,40}+[\s/](?:[^<>\"']++|<|\"[^\"]*+\"|'[^']*+')*+>?")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "figcaption", "section"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "head", "title", "select", "textarea"})
_CLIMB = 12


@dataclass
class Parsed:
    """The tree of a page, its blocks, and what had to be mended."""

    root: Element
    blocks: list[RawBlock]
    warnings: list[str] = field(default_factory=list)


def cut_attribute_bombs(text: str) -> tuple[str, bool]:
    """A tag of tens of thousands of characters and thousands of attributes keeps its first ones. Linear."""
    if len(text) < _SMALL:
        return text, False
    pieces, done = [], 0
    for found in _TAG.finditer(text):
        start, end = found.span()
        if end - start < _LONG_TAG:
            continue
        bare = _QUOTED.sub('""', found[0])
        if len(bare.split(None, _MOST_ATTRIBUTES)) < _MOST_ATTRIBUTES:
            continue
        kept = bare[:_KEPT_OF_TAG]
        pieces += [text[done:start], kept[: max(kept.rfind(" "), 3)], ">"]
        done = end
    return ("".join([*pieces, text[done:]]), True) if pieces else (text, False)


def parse(text: str) -> Parsed | None:
    """The tree and blocks of a page, or None where there is nothing to parse."""
    warnings = []
    if len(text) > _MOST_TEXT:
        text = text[:_MOST_TEXT]
        warnings.append("page_cut")
    text, cut = cut_attribute_bombs(text)
    if cut:
        warnings.append("attributes_cut")
    root = _lxml(text)
    if root is None:
        return None
    blocks, depth = walk(root)
    if depth >= DEEPEST:
        flat = _flattened(text)
        mended = _lxml(flat) if flat else None
        if mended is not None:
            warnings.append("nesting_flattened")
            more, _ = walk(mended)
            if sum(len(b.text) for b in more) >= sum(len(b.text) for b in blocks):
                root, blocks = mended, more
    if len(blocks) > MOST_BLOCKS:
        blocks = [b for b in blocks if b.linked * 2 < len(b.text)][:MOST_BLOCKS] or blocks[:MOST_BLOCKS]
        warnings.append("page_cut")
    return Parsed(root, blocks, warnings)


def _lxml(text: str) -> Element | None:
    import lxml.html
    from lxml import etree

    parser: Any = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


_META = re.compile(
    r"<(?:title\b[^>]{0,200}>[^<]{0,500}</title>|meta\b[^>]{0,2000}>|link\b[^>]{0,1000}>)", re.IGNORECASE
)


def _flattened(text: str) -> str:
    """The page read with Beautiful Soup, the only tree that keeps text at any depth, as a flat row of blocks."""
    import html
    import warnings

    from bs4 import BeautifulSoup, NavigableString, PageElement
    from bs4.element import PreformattedString

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        soup = BeautifulSoup(text, "html.parser")
    head = "".join(found[0] for found in _META.finditer(text[:200_000]))
    rows: list[tuple[int, str, list[str]]] = []
    for item in soup.descendants:
        if not isinstance(item, NavigableString) or isinstance(item, PreformattedString):
            continue
        parent: PageElement | None = item.parent
        name, key, unseen = "p", id(parent), False
        for _ in range(_CLIMB):
            tag = getattr(parent, "name", None)
            unseen = unseen or tag in _UNSEEN
            if parent is None or tag in _BLOCKS:
                name, key = (tag or "p"), id(parent)
                break
            parent = parent.parent
        if unseen:
            continue
        if not rows or rows[-1][0] != key:
            rows.append((key, name if name != "div" else "p", []))
        rows[-1][2].append(str(item))
    body = "".join(
        f"<{name}>{html.escape(''.join(pieces))}</{name}>\n" for _, name, pieces in rows if "".join(pieces).strip()
    )
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"
