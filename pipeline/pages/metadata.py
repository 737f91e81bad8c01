"""What a page says of itself: JSON-LD, meta tags, microdata, titles and addresses, with where each came from."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipeline.pages.walk import Element, clean_text, visible_text

_ARTICLE = re.compile(
    r"(?:News|Blog|Report|Opinion|Review|Analysis|Scholarly|Tech|Live|Satirical|Advertiser)?\w{0,20}Article$|Posting$"
)
_MOST_JSON = 600_000
_CONTROL = re.compile(r"[\x00-\x1f]+")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s?<!\[CDATA\[|/\*\s?<!\[CDATA\[\s?\*/)|(?:-->|//\s?\]\]>|/\*\s?\]\]>\s?\*/)\s*$")


@dataclass
class Found:
    """All answers of a page: field -> [(value, origin), ...], best origin first."""

    values: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, name: str, value: Any, origin: str) -> None:
        """Take a value, or those of a list; what is no text is left out."""
        if isinstance(value, list):
            for item in value:
                self.add(name, item, origin)
        elif isinstance(value, str) and (text := plain(value)) and len(text) <= 2000:
            held = self.values.setdefault(name, [])
            if (text, origin) not in held:
                held.append((text, origin))

    def of(self, name: str) -> list[tuple[str, str]]:
        """All answers for a field, best first."""
        return self.values.get(name, [])


def plain(value: str) -> str:
    """A value as text: entities resolved, white space folded."""
    if "&" in value:
        import html

        value = html.unescape(html.unescape(value))
    return clean_text(value.replace("\n", " "))


def json_ld(root: Element) -> Iterator[dict[str, Any]]:
    """All objects of the page's JSON-LD, graphs opened; broken JSON is mended where that is safe, else skipped."""
    size = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = "".join(script.itertext())
        size += len(text)
        if size > _MOST_JSON:
            return
        yield from _objects(_loads(_COMMENT.sub("", text)))


def _loads(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_CONTROL.sub(" ", text).strip().rstrip(";,"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Top-level objects, those of lists and of `@graph`, `mainEntity`; not deeper."""
    todo, seen = [data], 0
    while todo and seen < 400:
        item = todo.pop(0)
        seen += 1
        if isinstance(item, list):
            todo = [*item[:200], *todo]
        elif isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
                if isinstance(item.get(key), list | dict) and key != "itemListElement":
                    todo.append(item[key])


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [k.rsplit("/", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def _names(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > 3:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value[:40]:
            yield from _names(item, depth + 1)
    elif isinstance(value, dict):
        yield from _names(value.get("name") or value.get("@name"), depth + 1)


def structured(root: Element) -> Found:
    """Everything that JSON-LD, meta tags, microdata and link tags say."""
    found = Found()
    articles, others = [], []
    for item in json_ld(root):
        kinds = _types(item)
        if any(_ARTICLE.search(kind) for kind in kinds):
            articles.append(item)
        elif any(k in ("WebPage", "VideoObject", "ItemPage", "Recipe", "Product", "PodcastEpisode") for k in kinds):
            others.append(item)
    # a page that lists other articles is no witness for its own
    for item in articles[:1] if len(articles) < 4 else []:
        _from_json(found, item, "json-ld")
    _from_meta(found, root)
    _from_microdata(found, root)
    for item in others[:2]:
        _from_json(found, item, "json-ld:page")
    return found


def _from_json(found: Found, item: dict[str, Any], origin: str) -> None:
    whole = origin == "json-ld"
    found.add("title", item.get("headline") or (item.get("name") if whole else None), origin)
    found.add("published", item.get("datePublished") or (item.get("dateCreated") if whole else None), origin)
    found.add("modified", item.get("dateModified"), origin)
    found.add("section", item.get("articleSection"), origin)
    found.add("language", item.get("inLanguage"), origin)
    found.add("description", item.get("description"), origin)
    if whole:
        found.add("authors", list(_names(item.get("author") or item.get("creator"))), origin)
        found.add("publisher", list(_names(item.get("publisher")))[:1], origin)
        found.add("url", item.get("url"), origin)


_META = {
    field: tuple(names.split())
    for field, names in {
        "title": "og:title twitter:title dc.title dcterms.title headline sailthru.title parsely-title",
        "published": "article:published_time og:article:published_time datepublished date.issued dc.date.issued"
        " dcterms.date.issued sailthru.date parsely-pub-date pubdate publishdate publish_date publish-date"
        " article.published published_time publication_date dc.date dcterms.date dc.date.created dcterms.created date"
        " citation_publication_date citation_date cxenseparse:recs:publishtime article_date_original"
        " originalpublicationdate article.created shareaholic:article_published_time og:pubdate og:published_time"
        " og:regdate datecreated rnews:datepublished bt:pubdate publisheddate vr:published_time ptime displaydate"
        " last-published cse_date",
        "modified": "article:modified_time og:updated_time datemodified last-modified dcterms.modified lastmod",
        "authors": "author article:author_name dc.creator dcterms.creator byl sailthru.author parsely-author authors"
        " citation_author og:article:author cxenseparse:author article.author dcsext.author article:author"
        " twitter:creator:name author_name rbauthors vr:author",
        "publisher": "og:site_name application-name dc.publisher article:publisher_name publisher"
        " twitter:app:name:iphone",
        "section": "article:section section sailthru.section parsely-section dc.subject",
        "description": "og:description description twitter:description dc.description",
        "url": "og:url twitter:url parsely-link",
        "language": "og:locale content-language dc.language language",
    }.items()
}
_META_NAMES = {name: (key, rank) for key, names in _META.items() for rank, name in enumerate(names)}


def _from_meta(found: Found, root: Element) -> None:
    hits = []
    for order, meta in enumerate(root.iter("meta")):
        content = meta.get("content") or meta.get("value")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            known = _META_NAMES.get((meta.get(attribute) or "").strip().lower())
            if known:
                hits.append((known[1], order, known[0], content))
                break
        if order > 600:
            break
    for _, _, key, content in sorted(hits):
        found.add(key, content, "meta")
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            found.add("canonical", link.get("href"), "link")
    for address in root.xpath("//a[contains(@class,'reader-domain')]/@href")[:1]:  # a browser's reader view, saved
        found.add("canonical", str(address), "reader")
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    found.add("language", language, "html")


_PROPERTIES = {
    "headline": "title",
    "datePublished": "published",
    "datemodified": "modified",
    "dateModified": "modified",
}


def _from_microdata(found: Found, root: Element) -> None:
    for element in root.xpath("//*[@itemprop]"):
        for prop in (element.get("itemprop") or "").split():
            key = _PROPERTIES.get(prop)
            if key:
                value = element.get("content") or element.get("datetime")
                if value is None and key == "title":
                    value = visible_text(element)
                found.add(key, value, "microdata")
            elif prop == "author" and not found.of("authors"):
                named = element.find(".//*[@itemprop='name']")
                target = named if named is not None else element
                found.add("authors", target.get("content") or visible_text(target), "microdata")


# ---- titles

_TEMPLATE = re.compile(
    r"\{\{?\s{0,3}[\w.]{1,40}\s{0,3}\}?\}|<%|%>|\$\{|\[\[|^undefined$|^null$|^untitled|^\{|%title%|^home$|^index$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s(?:\||-|–|—|::|»|«|•|·|:|/|~|>|<)\s")


def page_title(root: Element) -> str | None:
    """The page's own idea of its title, for finding its headline: og:title, else the title tag."""
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:title", "twitter:title"):
            content = plain(meta.get("content") or "")
            if content and not _TEMPLATE.search(content):
                return content
    element = root.find(".//title")
    text = plain("".join(element.itertext())) if element is not None else ""
    return text or None


def without_site(title: str, site: Iterable[str]) -> str:
    """A title without the site's name before or after a separator."""
    names = {re.sub(r"\W", "", name).casefold() for name in site if name}
    parts = _SUFFIX.split(title)
    if len(parts) < 2:
        return title
    marks = [m[0] for m in _SUFFIX.finditer(title)]

    def is_site(text: str) -> bool:
        bare = re.sub(r"\W", "", text).casefold()
        return bool(bare) and (
            bare in names or any(len(n) > 4 and (n in bare or bare in n) for n in names if len(bare) < 40)
        )

    while len(parts) > 1 and is_site(parts[-1]):
        parts.pop()
        marks.pop()
    if len(parts) > 1 and is_site(parts[0]):
        parts.pop(0)
        marks.pop(0)
    return parts[0] + "".join(mark + part for mark, part in zip(marks, parts[1:], strict=False))


def choose_title(root: Element, found: Found, headline: str | None, site: Iterable[str]) -> list[tuple[str, str, str]]:
    """Candidates (value, origin, confidence), best first: agreement of the headline with structured data wins."""
    site = [name for name in site if name]
    candidates = [(without_site(v, site), o) for v, o in found.of("title") if not _TEMPLATE.search(v)]
    element = root.find(".//title")
    tag = plain("".join(element.itertext())) if element is not None else ""
    if tag and not _TEMPLATE.search(tag):
        candidates.append((without_site(tag, site), "title"))
    if headline and not _TEMPLATE.search(headline) and len(headline) < 300:
        bare = _bare(headline)
        agree = sum(_bare(value) == bare for value, _ in candidates)
        near = any(bare and (bare in _bare(v) or _bare(v) in bare) for v, _ in candidates if len(_bare(v)) > 12)
        if agree or near or not candidates:
            return [(headline, "h1", "high" if agree else "medium"), *[(v, o, "medium") for v, o in candidates]]
    return [(value, origin, "medium") for value, origin in candidates]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


# ---- urls


def clean_url(value: str | None, base: str | None = None) -> str | None:
    """An absolute http(s) URL without fragment, or None."""
    if not value:
        return None
    try:
        url = urljoin(base or "", value.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "." not in parts.hostname or len(url) > 2000:
        return None
    return parts._replace(fragment="").geturl()


def host_of(url: str | None) -> str | None:
    """The host of a URL in lower case, without `www.`, `m.`, `amp.` and ports."""
    if not url:
        return None
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return re.sub(r"^(?:www\d?|m|amp|mobile|edition)\.(?=[^.]+\.)", "", host) or None
