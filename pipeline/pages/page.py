"""A page to an Article: parse once, judge the blocks, label them, fix the text, gather the metadata."""

import hashlib
import re
from dataclasses import dataclass, replace

from pipeline.pages.about import About, gather
from pipeline.pages.body import BIGGEST, MOST_ELEMENTS, body_probabilities
from pipeline.pages.charset import Decoded, decode, garbled
from pipeline.pages.dates import iso
from pipeline.pages.features import Page
from pipeline.pages.labels import Label, label_blocks, norm, title_like
from pipeline.pages.language import detect
from pipeline.pages.metadata import host_of, page_title
from pipeline.pages.reject import Reject
from pipeline.pages.sites import Marked, marked, site_of
from pipeline.pages.tree import parse
from pipeline.pages.walk import HEADINGS, RawBlock
from schemas import Article, Block
from schemas.article import Provenance

LARGEST = 20_000_000
"""Bytes of a page; more is a reject."""
_KEPT_ROLES = frozenset({"related", "promo", "disclaimer", "byline", "source_line", "update", "caption", "headline"})
_PROSE = re.compile(r"[.!?。！？][\"”'’)\]»]{0,3}(?:\s|$)")
_AFTER = 14
_KEPT_RULES = frozenset({"live.time", "live.day"})
"""Lines that are no part of the story, but say when what follows was written."""
_TIGHT = frozenset({"table", "list"})


@dataclass
class _Chosen:
    """A block that goes into the article's text, with the role that its tags give, or its site's entry."""

    block: RawBlock
    given: str
    sure: float
    mark: Marked | None = None


def html_article(
    raw: bytes | str,
    *,
    source_path: str | None = None,
    url: str | None = None,
    article_id: str | None = None,
    charset: str | None = None,
    published: str | None = None,
    title: str | None = None,
) -> Article | Reject:
    """The article of one page. Values given by the caller win over what the page says. Never raises for bad pages."""
    name = source_path or url or ""
    if len(raw) > LARGEST:
        return Reject(name, "too_large", f"{len(raw)} bytes; at most {LARGEST}")
    decoded = Decoded(raw.replace("\0", ""), "str") if isinstance(raw, str) else decode(raw, charset)
    if not decoded.text.strip():
        return Reject(name, "empty", "no text")
    if garbled(decoded.text):
        return Reject(name, "unreadable", "bytes that are no text")
    parsed = parse(decoded.text)
    if parsed is None or not parsed.blocks:
        return Reject(name, "not_an_article", "no visible text")
    page = Page(parsed.blocks, page_title(parsed.root))
    heavy = len(decoded.text) > BIGGEST or parsed.root.xpath("count(//*)") > MOST_ELEMENTS
    probabilities = body_probabilities(page, parsed.root, ask=not heavy)
    if max(probabilities) < 0.5 and not any(page.good):
        return Reject(name, "not_an_article", "no block of the page reads like an article")
    headline = page.blocks[page.heading].text.replace("\n", " ") if page.heading >= 0 else None
    about = gather(parsed.root, headline=headline, url=url, search=not heavy)
    about = _given(about, title=title, published=published)
    marks = marked(site_of(host_of(about.url or about.canonical_url)), page.blocks)
    probabilities = [1.0 if n in marks and marks[n].role == "body" else p for n, p in enumerate(probabilities)]
    chosen = _choose(page, probabilities, about, marks)
    text, blocks, language = _assemble(chosen, about)
    if not text:
        return Reject(name, "not_an_article", "no block of the page reads like an article")
    identity = about.canonical_url or about.url or source_path or hashlib.sha256(text.encode()).hexdigest()
    return Article(
        id=article_id or hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:16],
        source_path=source_path,
        url=about.url,
        canonical_url=about.canonical_url,
        title=about.title,
        authors=about.authors,
        publisher=about.publisher,
        section=about.section,
        published=about.published,
        published_basis=about.published_basis,
        modified=about.modified,
        language=language or about.language,
        text=text,
        blocks=blocks,
        provenance=about.provenance,
        warnings=sorted({*decoded.warnings, *parsed.warnings, *about.warnings}),
    )


def _given(about: About, *, title: str | None, published: str | None) -> About:
    provenance = [
        Provenance(field=field, value=value, origin="given", confidence="high")
        for field, value in (("title", title), ("published", published))
        if value
    ]
    about = replace(about, provenance=[*provenance, *about.provenance])
    if title:
        about = replace(about, title=title)
    return replace(about, published=published, published_basis="given") if published else about


def _choose(page: Page, probabilities: list[float], about: About, marks: dict[int, Marked]) -> list[_Chosen]:
    """Blocks of the article in order: body by the model, and around it what has a role of its own."""
    body = [n for n, p in enumerate(probabilities) if p > 0.5]
    if not body:
        body = [n for n, good in enumerate(page.good) if good and page.best in page.blocks[n].path]
    if not body:
        return []
    headline = _headline_before(page, body[0])
    start = headline if headline is not None else max(0, body[0] - 6)
    stop = min(len(page.blocks), body[-1] + 1 + _AFTER)
    shared = _shared(page, body)
    chosen, inside = [], set(body)
    seen: set[str] = set()
    for n in range(start, stop):
        block = page.blocks[n]
        if n == headline:
            given: str | None = "headline"
        elif n in inside:
            given = _tag_role(page, n, shared)
        else:
            given = _around(page, n, body, about, shared) or ("body" if n in marks else None)
        if given is None or (n not in inside and block.text in seen):
            continue
        if given != "headline" and norm(block.text) == norm(about.title or "") and n < body[0] + 2:
            if headline is not None:
                continue
            given, headline = "headline", n
        seen.add(block.text)
        chosen.append(_Chosen(block, given, probabilities[n], marks.get(n)))
    return chosen


def _shared(page: Page, body: list[int]) -> set[object]:
    """The elements around all of the body."""
    paths = [set(page.blocks[n].path) for n in body if page.good[n]] or [set(page.blocks[n].path) for n in body]
    return set.intersection(*paths)


def _headline_before(page: Page, first: int) -> int | None:
    """The page's headline where it stands above the body, the nearest copy of it."""
    if page.heading < 0:
        return None
    text = page.blocks[page.heading].text
    copies = [n for n, block in enumerate(page.blocks) if block.text == text and n <= first and block.tag in HEADINGS]
    return copies[-1] if copies else (page.heading if page.heading <= first else None)


def _is_caption(page: Page, block: RawBlock) -> bool:
    if block.tag in ("figcaption", "caption") or any(e.tag in ("figcaption", "figure") for e in block.path[-4:]):
        return True
    return any("caption" in page.hint(e) and _caption_class(e) for e in block.path[-3:])


def _caption_class(element: object) -> bool:
    value = f"{element.attrib.get('class', '')} {element.attrib.get('id', '')}".lower()  # type: ignore[attr-defined]
    return "caption" in value or "credit" in value


def _tag_role(page: Page, n: int, shared: set[object]) -> str:
    """The role that tags give to a block of the body."""
    block = page.blocks[n]
    if _is_caption(page, block):
        return "caption"
    if block.tag in HEADINGS:
        return "heading"
    if block.tag == "tr":
        return "table"
    if any(e.tag == "li" for e in block.path[-3:]) and not any(e.tag == "li" for e in shared):  # type: ignore[attr-defined]
        return "list"
    if any(e.tag == "blockquote" for e in block.path[-4:] if e not in shared):
        return "quote"
    if 2 * block.bold > len(block.text) * 1.8 and len(block.text) <= 90 and title_like(block.text):
        return "heading"
    return "body"


def _around(page: Page, n: int, body: list[int], about: About, shared: set[object]) -> str | None:
    """The role of a block that is no body text, or None where it does not belong to the article."""
    block = page.blocks[n]
    size = len(block.text)
    if n < body[0] + 3 and _is_standfirst(page, n, about):
        return "standfirst"
    near = sum(1 for e in block.path if e in shared) >= len(shared) - (2 if n > body[-1] else 1)
    if _is_caption(page, block) and near and size <= 900 and body[0] - 6 <= n <= body[-1] + 1:
        return "caption"
    fired = page.fired(n)
    kept = fired is not None and (fired.role in _KEPT_ROLES or fired.rule in _KEPT_RULES)
    if kept and near and size <= 1500 and n <= body[-1] + _AFTER:
        return "body"
    between = body[0] < n < body[-1]
    prose = page.words[n] >= 12 and block.linked * 2 < size and bool(_PROSE.search(block.text))
    if between and near and prose and page.seen[block.text] == 1:
        return "other"
    return None


def _is_standfirst(page: Page, n: int, about: About) -> bool:
    """Above the body: the page's own description, or prose that its class calls the standfirst."""
    block = page.blocks[n]
    words = norm(block.text)
    if page.words[n] < 5 or len(block.text) > 600 or block.linked * 2 > len(block.text) or n < page.heading:
        return False
    for description in about.descriptions:
        said = norm(description.rstrip(".… "))
        if said and (words == said or (len(said) > 50 and (words.startswith(said) or said.startswith(words)))):
            return True
    return any("lede" in page.hint(e) for e in block.path[-2:]) and page.words[n] >= 8


def _assemble(chosen: list[_Chosen], about: About) -> tuple[str, list[Block], str | None]:
    """The canonical text, its blocks with exact offsets, and its language."""
    texts = [item.block.text for item in chosen]
    language = detect("\n".join(text for text, item in zip(texts, chosen, strict=True) if item.given != "other"))
    given = [item.given for item in chosen]
    stamps = [iso(item.block.stamp) if item.block.stamp else None for item in chosen]
    labels = label_blocks(
        texts, given=given, title=about.title, published=about.published, language=language, stamps=stamps
    )
    _standfirst(chosen, labels, about)
    for item, label in zip(chosen, labels, strict=True):
        if item.mark is not None:
            label.role, label.rule = item.mark
    pieces: list[str] = []
    blocks, position = [], 0
    for n, (text, label) in enumerate(zip(texts, labels, strict=True)):
        if n:
            tight = label.role in _TIGHT and labels[n - 1].role == label.role
            pieces.append("\n" if tight else "\n\n")
            position += len(pieces[-1])
        pieces.append(text)
        blocks.append(
            Block(
                role=label.role,
                start=position,
                end=position + len(text),
                rule=label.rule,
                language=label.language,
                at=label.at,
            )
        )
        position += len(text)
    return "".join(pieces), blocks, language


def _standfirst(chosen: list[_Chosen], labels: list[Label], about: About) -> None:
    """The first block under the headline is the standfirst where it is the page's description, word for word."""
    said = {norm(description) for description in about.descriptions}
    for item, label in list(zip(chosen, labels, strict=True))[:4]:
        if label.role in ("body", "heading") and len(item.block.text) > 30 and norm(item.block.text) in said:
            label.role, label.rule = "standfirst", "meta.description"
            return


def fragment_article(fragment: str, *, title: str | None, article_id: str, source_path: str) -> Article | Reject:
    """The article of a piece of HTML that is nothing but the article (a feed's entry): no block is judged."""
    if len(fragment) > LARGEST:
        return Reject(source_path, "too_large", f"{len(fragment)} characters; at most {LARGEST}")
    parsed = parse("<html><body><article>" + fragment.replace("\0", "") + "</article></body></html>")
    if parsed is None or not parsed.blocks:
        return Reject(source_path, "empty", "no text")
    page = Page(parsed.blocks, title)
    shared = set(parsed.blocks[0].path[:2])
    chosen = [_Chosen(block, _tag_role(page, n, shared), 1.0) for n, block in enumerate(parsed.blocks)]
    text, blocks, language = _assemble(chosen, About(title=title))
    return Article(
        id=article_id, source_path=source_path, title=title, text=text, blocks=blocks, language=language,
        warnings=parsed.warnings,
    )  # fmt: skip
