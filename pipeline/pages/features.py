"""What is known of a block when it is judged body or not: its words, its tags, its place, its neighbours.

The features follow the literature on boilerplate (Kohlschuetter et al. 2010: text and link density of a block and of
its neighbours) with class names as hints, never as filters.
"""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.pages.labels import norm, ticker_like
from pipeline.pages.roles import Fired, role_of
from pipeline.pages.walk import HEADINGS, Element, RawBlock

Features = dict[str, float]

_TOKEN = re.compile(r"[a-z]{2,}")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORDS = re.compile(r"\w+")
_END = re.compile(r"[.!?…。！？।:][\"”'’)\]»]{0,3}$")
_SENTENCES = re.compile(r"[.!?。！？।]+[\"”'’)\]»]{0,3}(?:\s|$)")
_HINTS = {
    token: name
    for name, tokens in {
        "main": "article main story post entry content body text copy paragraph richtext articlebody storybody",
        "side": "sidebar aside rail right widget secondary column col",
        "nav": "nav navigation menu breadcrumb breadcrumbs footer header masthead toolbar topbar pagination subnav",
        "related": "related recommended recommendation recommendations more also read promo teaser card cards trending"
        " popular latest recirc recirculation outbrain taboola latestnews mostread must next prev",
        "social": "share social sharing facebook twitter follow addthis",
        "comment": "comment comments disqus respond reply replies discussion",
        "news": "newsletter subscribe subscription signup paywall piano offer membership donate donation campaign cta",
        "ad": "ad ads advert advertisement sponsor sponsored dfp banner commercial",
        "byline": "byline author authors contributor dateline timestamp date time meta info credits credit bio",
        "caption": "caption figcaption figure image photo gallery media video slideshow img picture lightbox player",
        "tags": "tag tags topics topic keywords categories category labels",
        "legal": "copyright disclaimer legal cookie cookies consent gdpr privacy notice modal popup overlay hidden",
        "lede": "lead lede standfirst summary intro deck dek subtitle subheadline sub excerpt abstract chapo kicker",
        "title": "title headline heading hed",
        "quote": "quote pullquote blockquote tweet embed",
        "box": "box infobox factbox inset callout table list",
    }.items()
    for token in tokens.split()
}
_TAGS = frozenset({"article", "main", "aside", "nav", "footer", "header", "figure", "figcaption", "form", "section"})
_TAGS |= {"ul", "ol", "li", "table", "blockquote", "address", "td", "dl", "details"}


def hints(element: Element) -> frozenset[str]:
    """What the class, id and role of an element hint at."""
    attributes = element.attrib
    if not attributes:
        return frozenset()
    raw = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('itemprop', '')}"[:400]
    if raw.isspace():
        return frozenset()
    tokens = _TOKEN.findall(_CAMEL.sub(" ", raw).lower())
    return frozenset(_HINTS[token] for token in tokens if token in _HINTS)


class Page:
    """Counts over all blocks of a page, made once."""

    def __init__(self, blocks: Sequence[RawBlock], title: str | None) -> None:
        self.blocks = blocks
        self.title = norm(title or "")
        self.hints: dict[Element, frozenset[str]] = {}
        self._fired: dict[int, Fired | None] = {}
        self.weight: Counter[Element] = Counter()
        self.text: Counter[Element] = Counter()
        self.links: Counter[Element] = Counter()
        self.seen = Counter(block.text for block in blocks)
        self.words = [len(_WORDS.findall(block.text)) for block in blocks]
        self.good = [self._good(block, words) for block, words in zip(blocks, self.words, strict=True)]
        for block, good in zip(blocks, self.good, strict=True):
            size = len(block.text)
            for element in block.path:
                self.text[element] += size
                self.links[element] += block.linked
            for height, element in enumerate(reversed(block.path[-4:])):
                self.weight[element] += good * (1.0, 1.0, 0.6, 0.3)[height]  # type: ignore[assignment]
        self.plain = [self._is_link(block, words) for block, words in zip(blocks, self.words, strict=True)]
        self.most = max(self.weight.values(), default=0) or 1
        self.total_good = sum(self.good) or 1
        self.best = max(self.weight, key=lambda e: self.weight[e], default=None)
        self.heading = self._main_heading()
        where = [n for n, good in enumerate(self.good) if good >= 80 and self.best in blocks[n].path]
        self.first, self.last = (where[0], where[-1]) if where else (0, len(blocks))

    def _good(self, block: RawBlock, words: int) -> int:
        """Characters of prose: long, ended, hardly linked."""
        if words < 12 or block.linked * 2 > len(block.text) or block.tag in ("tr", "caption"):
            return 0
        return min(len(block.text) - block.linked, 800) if _SENTENCES.search(block.text) else 0

    def _is_link(self, block: RawBlock, words: int) -> bool:
        """Nothing but a short link: never body, and most of what a page has."""
        return words <= 8 and block.linked * 10 >= 8 * len(block.text) and block.tag not in HEADINGS

    def _main_heading(self) -> int:
        """The block of the page's headline: an `h1` like the title, else any heading like it, else the first `h1`."""
        best, place = 0.0, -1
        for n, block in enumerate(self.blocks):
            if block.tag not in HEADINGS and norm(block.text) != self.title:
                continue
            words = norm(block.text)
            like = 0.0
            if words and self.title:
                like = 2.0 * (words == self.title) + (len(words) > 15 and (words in self.title or self.title in words))
            score = like + (0.5 if block.tag == "h1" else 0.0)
            if score > best:
                best, place = score, n
        return place

    def fired(self, n: int) -> Fired | None:
        """The rule that the block's words fire, if any."""
        if n not in self._fired:
            text = self.blocks[n].text
            self._fired[n] = role_of(text) if len(text) < 1500 else None
        return self._fired[n]

    def hint(self, element: Element) -> frozenset[str]:
        """What the element's class hints at, looked up once."""
        if element not in self.hints:
            self.hints[element] = hints(element)
        return self.hints[element]


def _band(value: float, *edges: float) -> int:
    return sum(value >= edge for edge in edges)


def features(page: Page, n: int) -> Features:
    """The features of block `n`, without those of its neighbours; none for a plain link."""
    if page.plain[n]:
        return {}
    block = page.blocks[n]
    size, words, good = len(block.text), page.words[n], page.good[n]
    linked = block.linked / size
    ended = bool(_END.search(block.text))
    found: Features = {
        f"tag={block.tag if block.tag in _KNOWN else 'x'}": 1.0,
        f"words={_band(words, 2, 4, 7, 12, 20, 35, 60)}": 1.0,
        f"linked={_band(linked, 0.01, 0.2, 0.5, 0.8)}": 1.0,
        f"words={_band(words, 4, 12, 25)},linked={_band(linked, 0.2, 0.6)},ended={ended}": 1.0,
        f"repeated={page.seen[block.text] > 1}": 1.0,
    }
    if block.bold * 2 > size:
        found["bold"] = 1.0
    _tags(page, block, found)
    _places(page, n, found)
    fired = page.fired(n)
    if fired is not None:
        found[f"role={fired.role}"] = 1.0
        found[f"role={fired.role},long={words > 25}"] = 1.0
    if ticker_like(block.text):
        found["ticker"] = 1.0
    found[f"good={_band(good, 1, 100, 250)}"] = 1.0
    return found


_KNOWN = frozenset(
    {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "tr", "blockquote", "figcaption", "pre"}
)
_KNOWN |= {"section", "article", "header", "footer", "aside", "dt", "dd", "address", "main", "body", "caption"}


def _tags(page: Page, block: RawBlock, found: Features) -> None:
    kinds = {element.tag for element in block.path} & _TAGS
    for kind in kinds:
        found["in=" + kind] = 1.0
    for height, element in enumerate(reversed(block.path[-6:])):
        for hint in page.hint(element):
            found[f"hint={hint},{'own' if height < 1 else 'near' if height < 3 else 'far'}"] = 1.0


def _places(page: Page, n: int, found: Features) -> None:
    block = page.blocks[n]
    parent = block.path[-2] if len(block.path) > 1 else None
    own = max((page.weight[e] for e in block.path[-3:]), default=0)
    found[f"container={_band(own / page.most, 0.02, 0.1, 0.3, 0.6, 0.95)}"] = 1.0
    found[f"best={page.best in block.path}"] = 1.0
    if parent is not None:
        text = page.text[parent]
        found[f"parent_links={_band(page.links[parent] / (text or 1), 0.1, 0.3, 0.6)}"] = 1.0
        found[f"parent_good={_band(page.weight[parent] / page.most, 0.1, 0.5, 0.95)}"] = 1.0
    where = "before" if n < page.first else "after" if n > page.last else "inside"
    found[f"where={where}"] = 1.0
    found[f"where={where},best={page.best in block.path},tag={block.tag if block.tag in _KNOWN else 'x'}"] = 1.0
    if where == "after":
        found[f"after={_band(n - page.last, 2, 5, 12)}"] = 1.0
    if where == "before":
        found[f"ahead={_band(page.first - n, 2, 4, 8)}"] = 1.0
    if page.heading >= 0:
        found[f"headline={'at' if n == page.heading else 'after' if n > page.heading else 'before'}"] = 1.0
    if page.title and norm(block.text) == page.title:
        found["is_title"] = 1.0


def with_neighbours(rows: Sequence[Features], own: Sequence[float]) -> list[Features]:
    """Second pass: the first pass's answers for the block and its neighbours."""
    padded = [0.0, 0.0, 0.0, *own, 0.0, 0.0, 0.0]
    out = []
    for n, row in enumerate(rows):
        if not row:
            out.append(row)
            continue
        before, after = padded[n : n + 3], padded[n + 4 : n + 7]
        near = {
            "p": own[n],
            "p-1": before[2],
            "p+1": after[0],
            "p-2": before[1],
            "p+2": after[1],
            "p_both": before[2] * after[0],
            "p_around": max(before) * max(after),
            f"p_band={_band(own[n], 0.1, 0.3, 0.5, 0.7, 0.9)},{_sides(before, after)}": 1.0,
        }
        out.append({**row, **near})
    return out


def _sides(before: Sequence[float], after: Sequence[float]) -> str:
    return f"{_band(max(before), 0.3, 0.7)}{_band(max(after), 0.3, 0.7)}"
