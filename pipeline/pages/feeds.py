"""RSS and Atom with full content: each entry is an article. No entity of the document is resolved."""

import hashlib
from collections.abc import Iterator
from typing import Any

from pipeline.pages.reject import Reject
from schemas import Article
from schemas.article import Provenance

_SHORT = 200
_BODY = ("encoded", "content", "description", "summary")


def _local(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _inner(element: Any) -> str:
    """The markup inside an element (Atom's `type="xhtml"`), prefixes off its tags."""
    from lxml import etree

    for child in element.iter():
        if isinstance(child.tag, str):
            child.tag = _local(child)
    etree.cleanup_namespaces(element)
    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in element).strip()


def feed_articles(raw: bytes, name: str) -> Iterator[Article | Reject]:
    """Articles of a feed's entries; an entry with a teaser only is an article with a warning."""
    from lxml import etree

    parser: Any = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(raw, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield Reject(name, "unreadable", f"XML: {str(error)[:120]}")
        return
    entries = [e for e in root.iter() if _local(e) in ("item", "entry")] if root is not None else []
    if not entries:
        yield Reject(name, "not_an_article", "a feed without entries")
        return
    channel = next((e for e in root.iter() if _local(e) == "title"), None)
    publisher = (channel.text or "").strip() or None if channel is not None else None
    for number, entry in enumerate(entries, 1):
        yield _entry(entry, f"{name}#{number}", publisher)


def _entry(entry: Any, name: str, publisher: str | None) -> Article | Reject:
    from pipeline.pages.authors import names_of
    from pipeline.pages.dates import iso
    from pipeline.pages.metadata import clean_url, host_of, plain
    from pipeline.pages.page import fragment_article
    from pipeline.pages.sites import by_host

    parts: dict[str, str] = {}
    for child in entry:
        key = _local(child)
        value = _inner(child) if child.get("type") == "xhtml" else "".join(child.itertext()).strip()
        if key == "link" and not value:
            value = child.get("href") or ""
        if value:
            parts.setdefault(key, value)
    body = max((parts.get(key, "") for key in _BODY), key=len)
    if not body:
        return Reject(name, "empty", "an entry without content")
    url = clean_url(parts.get("link") or parts.get("guid") or parts.get("id"))
    title = plain(parts.get("title", "")) or None
    key = hashlib.sha256((url or parts.get("guid") or name).encode("utf-8", "replace")).hexdigest()[:16]
    article = fragment_article(body, title=title, article_id=key, source_path=name)
    if isinstance(article, Reject):
        return article
    said = parts.get("pubDate") or parts.get("published") or parts.get("date") or parts.get("updated") or ""
    published = iso(said)
    name_of = by_host(host_of(url)) or publisher
    provenance = [
        Provenance(field=field, value=value, origin="feed", confidence="high")
        for field, value in (("title", title), ("published", published), ("publisher", name_of))
        if value
    ]
    return article.model_copy(
        update={
            "url": url,
            "published": published,
            "published_basis": "structured" if published else None,
            "authors": names_of(parts.get("creator") or parts.get("author") or ""),
            "publisher": name_of,
            "provenance": provenance,
            "warnings": ["teaser_only"] if len(article.text) < _SHORT else [],
        }
    )
