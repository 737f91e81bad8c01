"""All metadata of a page in one place, each value with its provenance."""

import re
from dataclasses import dataclass, field
from typing import Literal

from pipeline.pages.authors import is_agency, names_of, visible_authors
from pipeline.pages.dates import find_dates
from pipeline.pages.metadata import Found, choose_title, clean_url, host_of, structured
from pipeline.pages.publishers import publisher_of
from pipeline.pages.walk import Element
from schemas.article import Provenance

Confidence = Literal["high", "medium", "low"]
_MOST_AUTHORS = 12
_BASIS = {"json-ld": "structured", "meta": "structured", "microdata": "structured", "json-ld:page": "structured"}


@dataclass(frozen=True)
class About:
    """What is known about a page."""

    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    publisher: str | None = None
    section: str | None = None
    published: str | None = None
    published_basis: str | None = None
    modified: str | None = None
    language: str | None = None
    descriptions: list[str] = field(default_factory=list)
    provenance: list[Provenance] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def gather(root: Element, *, headline: str | None, url: str | None, search: bool = True) -> About:
    """The metadata of a parsed page; `url` is where it was fetched from, if known.

    `search`: look for dates in the page's text, too, where nothing structured gives one.
    """
    found = structured(root)
    urls = [clean_url(value, url) for value, _ in (*found.of("canonical"), *found.of("url"))]
    canonical = next((u for u in urls if u and len(u.split("/", 3)[-1]) > 0 and u.count("/") > 2), None)
    address = clean_url(url) or canonical
    provenance, warnings = [], []
    publisher = publisher_of(host_of(address or canonical), [v for v, _ in found.of("publisher")], fetched=bool(url))
    provenance += publisher
    site = [p.value for p in publisher] + [v for v, _ in found.of("publisher")] + [host_of(address) or ""]
    titles = choose_title(root, found, headline, site)
    seen: set[str] = set()
    for value, origin, confidence in titles:
        if value not in seen:
            chosen = not seen
            provenance.append(
                Provenance(field="title", value=value, origin=origin, confidence=confidence, chosen=chosen)  # type: ignore[arg-type]
            )
            seen.add(value)
    authors, author_provenance = _authors(root, found, site)
    dates = find_dates(root, found, address, search=search)
    provenance += [*author_provenance, *dates]
    published = next((p for p in dates if p.field == "published" and p.chosen), None)
    if sum(p.field == "published" for p in dates) > 1:
        warnings.append("published_disagrees")
    if published is not None and published.confidence == "low":
        warnings.append("published_uncertain")
    return About(
        url=address,
        canonical_url=canonical,
        title=titles[0][0] if titles else None,
        authors=authors,
        publisher=publisher[0].value if publisher else None,
        section=next((v for v, _ in found.of("section") if len(v) < 60), None),
        published=published.value if published else None,
        published_basis=_BASIS.get(published.origin, published.origin) if published else None,
        modified=next((p.value for p in dates if p.field == "modified"), None),
        language=_language(found),
        descriptions=[v for v, _ in found.of("description") if len(v) > 30],
        provenance=provenance,
        warnings=warnings,
    )


def _language(found: Found) -> str | None:
    for value, _ in found.of("language"):
        if match := re.match(r"([a-zA-Z]{2})(?:$|[-_])", value):
            return match[1].lower()
    return None


def _authors(root: Element, found: Found, site: list[str]) -> tuple[list[str], list[Provenance]]:
    """Names from structured data where there are any, else from the visible by-line."""
    bare = frozenset(re.sub(r"\W", "", name).casefold() for name in site if name)
    by_origin: dict[str, list[str]] = {}
    for value, origin in found.of("authors"):
        for name in names_of(value, bare):
            held = by_origin.setdefault(origin, [])
            if name.casefold() not in {h.casefold() for h in held}:
                held.append(name)
    for origin in ("json-ld", "meta", "microdata"):
        names = by_origin.get(origin, [])
        people = [n for n in names if not is_agency(n)] or names
        others = {n.casefold() for o, ns in by_origin.items() if o != origin for n in ns}
        if not people or len(people) > _MOST_AUTHORS or _shortened(people, others):
            continue
        confidence: Confidence = "high" if {n.casefold() for n in people} & others else "medium"
        return people, [Provenance(field="authors", value=n, origin=origin, confidence=confidence) for n in people]
    for text in visible_authors(root):
        names = [n for n in names_of(text, bare) if len(n.split()) >= 2]
        if names:
            return names, [Provenance(field="authors", value=n, origin="byline", confidence="low") for n in names]
    house = next(
        (v for v, o in found.of("authors") if o == "json-ld" and re.sub(r"\W", "", v).casefold() in bare), None
    )
    if house and house in [v for v, _ in found.of("publisher")]:
        return [house], [Provenance(field="authors", value=house, origin="json-ld", confidence="low")]
    return [], []


def _shortened(people: list[str], others: set[str]) -> bool:
    """A lone first name where another witness gives the whole."""
    return len(people) == 1 and " " not in people[0] and any(o.startswith(people[0].casefold() + " ") for o in others)
