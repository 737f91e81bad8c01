"""Articles in JSON: the keys of trafilatura, newspaper, news-please, Scrapy items, NewsAPI and Common Crawl tools."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from pipeline.pages.reject import Reject
from schemas import Article
from schemas.article import Provenance

_KEYS = {
    field: tuple(keys.split())
    for field, keys in {
        "text": "text maintext article_text articleBody body content_text fulltext full_text article raw_text story"
        " content cleaned_text body_text bodyText description",
        "html": "html raw_html article_html content_html page page_source response contents",
        "title": "title headline webTitle heading name",
        "published": "date_publish publish_date publishedAt published date datePublished pub_date pubDate published_at"
        " published_date webPublicationDate date_published created_at timestamp",
        "modified": "date_modify dateModified modified updated updated_at lastModified",
        "authors": "authors author byline creator",
        "publisher": "publisher sitename source-hostname source_name source site outlet hostname source_domain",
        "url": "url link webUrl canonical_link uri canonical_url source source_url",
        "language": "language lang meta_lang",
        "section": "section category sectionName categories",
        "id": "id article_id _id guid uuid",
    }.items()
}
_LISTS = ("articles", "items", "results", "data", "docs", "entries", "documents", "news", "hits")
_CUT = re.compile(r"[…\.]{1,3}\s?\[\+\d{1,7} chars\]\s*$")
_ADDRESS = re.compile(r"\s{0,9}https?://", re.IGNORECASE)
_TAG = re.compile(r"<(?:p|div|br|h[1-6]|html|body|article|ul|table)\b[^>]{0,300}>", re.IGNORECASE)
LONGEST_LINE = 20_000_000
MOST = 1_000_000


def json_lines(stream: IO[bytes], name: str) -> Iterator[Article | Reject]:
    """One article a line; a broken line is a reject and costs no other."""
    for number in range(1, MOST + 1):
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        where = f"{name}#{number}"
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            yield Reject(where, "too_large", f"a line of more than {LONGEST_LINE} bytes")
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            continue
        if line.strip():
            yield from _loaded(line, where)


def json_document(raw: bytes, name: str) -> Iterator[Article | Reject]:
    """The articles of one JSON document: an object, a list, or an object with a list of them; JSON lines too."""
    first, _, rest = raw.partition(b"\n")
    if rest.strip() and _is_object(first):
        import io

        yield from json_lines(io.BytesIO(raw), name)
    else:
        yield from _loaded(raw, name)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _loaded(raw: bytes, name: str) -> Iterator[Article | Reject]:
    from pipeline.pages.charset import decode

    try:
        data = json.loads(decode(raw).text, strict=False)
    except RecursionError:
        yield Reject(name, "bomb", "JSON nested too deeply")
        return
    except ValueError as error:
        yield Reject(name, "unreadable", f"not JSON: {str(error)[:120]}")
        return
    rows = _rows(data)
    if not rows:
        yield Reject(name, "not_an_article", "no object with a text in it")
    for number, row in enumerate(rows, 1):
        yield record_article(row, name if len(rows) == 1 else f"{name}#{number}")


def _rows(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [row for row in data[:MOST] if isinstance(row, dict)]
    if not isinstance(data, dict):
        return []
    if not any(isinstance(data.get(key), str) or _is_texts(data.get(key)) for key in (*_KEYS["text"], *_KEYS["html"])):
        for key in _LISTS:
            inner = data.get(key)
            if isinstance(inner, list | dict) and (rows := _rows(inner)):
                return rows
    return [data]


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _value(row: dict[str, Any], field: str) -> str | None:
    for key in _KEYS[field]:
        value = row.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("rendered") or value.get("id")
        if isinstance(value, list) and field != "authors":
            strings = [v for v in value if isinstance(v, str)]
            # a list of texts is what a selector gave for all paragraphs; of other fields the first is the answer
            value = "\n\n".join(strings) if field in ("text", "html") else next(iter(strings), None)
        if isinstance(value, int | float) and not isinstance(value, bool) and field in ("id", "published"):
            value = str(int(value))
        if field == "url" and isinstance(value, str) and not _ADDRESS.match(value):
            continue
        if isinstance(value, str) and value.strip() and value.strip().lower() not in ("none", "null", "nan"):
            return value
    return None


def _authors(row: dict[str, Any]) -> list[str]:
    from pipeline.pages.authors import names_of

    names: list[str] = []
    for key in _KEYS["authors"]:
        value = row.get(key)
        values = value if isinstance(value, list) else [value]
        for item in values[:40]:
            text = item.get("name") if isinstance(item, dict) else item
            if isinstance(text, str):
                names += [n for n in names_of(text) if n not in names]
        if names:
            return names
    return names


def record_article(row: dict[str, Any], name: str) -> Article | Reject:
    """One JSON object as an article: its text is kept to the character; where it holds only HTML, that is read."""
    from pipeline.pages.metadata import clean_url

    text, page = _value(row, "text"), _value(row, "html")
    url = clean_url(_value(row, "url"))
    if text is not None and page is None and len(_TAG.findall(text[:20_000])) >= 2:
        text, page = None, text
    if text is None and page is None:
        return Reject(name, "empty", "no text in the record")
    identity = url or _value(row, "id") or name
    key = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:16]
    if text is None or len(text.strip()) < 40 < len(page or ""):
        from pipeline.pages.page import html_article

        article = html_article(page or "", source_path=name, url=url, article_id=key)
    else:
        from pipeline.pages.plain import article_from_text

        article = article_from_text(text, article_id=key, title=_value(row, "title"))
    if isinstance(article, Reject):
        return article
    return _filled(article, row, name, url)


def _publisher(row: dict[str, Any]) -> str | None:
    """The publisher that the record names; where a key holds an address, its host."""
    from pipeline.pages.metadata import host_of
    from pipeline.pages.sites import by_host

    value = _value(row, "publisher")
    if value is None or not _ADDRESS.match(value):
        return value
    host = host_of(value)
    return by_host(host) or host


def _filled(article: Article, row: dict[str, Any], name: str, url: str | None) -> Article:
    """The record's own fields, which win over what a page says."""
    from pipeline.pages.dates import iso
    from pipeline.pages.metadata import host_of
    from pipeline.pages.sites import by_host

    said = _value(row, "published")
    values: dict[str, Any] = {
        "title": _value(row, "title"),
        "authors": _authors(row),
        "published": iso(said) if said else None,
        "modified": iso(_value(row, "modified") or ""),
        "publisher": by_host(host_of(url)) or _publisher(row) or article.publisher or host_of(url),
        "section": _value(row, "section"),
        "url": url,
    }
    update: dict[str, Any] = {key: value for key, value in values.items() if value}
    provenance = [
        Provenance(
            field=key, value=", ".join(value) if isinstance(value, list) else value, origin="record", confidence="high"
        )
        for key, value in update.items()
    ]
    if "published" in update:
        update["published_basis"] = "given"
    warnings = list(article.warnings)
    if _CUT.search(article.text):
        warnings.append("text_cut_by_source")
    if article.language is None and (said := _value(row, "language")) and re.match(r"[a-zA-Z]{2}(?:[-_]|$)", said):
        update["language"] = said[:2].lower()
    old = [p.model_copy(update={"chosen": False}) if p.field in update else p for p in article.provenance]
    update |= {"source_path": name, "provenance": [*provenance, *old], "warnings": sorted(warnings)}
    return article.model_copy(update=update)
