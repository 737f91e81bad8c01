"""What is known of sites: `rules/sites.toml`, one entry a site: its name, its hosts, the roles of its own boxes."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from pipeline.lexicon import load
from pipeline.pages.walk import Element, RawBlock
from schemas.article import BlockRole
from schemas.rules import Entry

_SELECTOR = r"(?:[a-z][a-z0-9-]{0,20})?(?:[.#][A-Za-z_][\w-]{0,80})?"


class Mark(BaseModel):
    """A box of a site: `tag`, `.class`, `#id`, `tag.class` or `tag#id`, and the role of every block in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    css: str = Field(pattern=rf"^{_SELECTOR}$", min_length=1)
    role: BlockRole


class Site(Entry):
    """A site: the publisher's name as it writes it, its hosts (sub-domains included), and its peculiar boxes."""

    name: str
    hosts: tuple[str, ...]
    marks: tuple[Mark, ...] = ()


class Marked(NamedTuple):
    """The role that a site's entry gives to a block."""

    role: BlockRole
    rule: str


@cache
def _hosts() -> dict[str, Site]:
    return {host: site for site in load("sites", Site) for host in site.hosts}


def site_of(host: str | None) -> Site | None:
    """The site of a host or of the domain it is under."""
    table = _hosts()
    while host and "." in host:
        if host in table:
            return table[host]
        host = host.split(".", 1)[1]
    return None


def by_host(host: str | None) -> str | None:
    """The publisher of a host or of the domain it is under."""
    site = site_of(host)
    return site.name if site else None


@cache
def known_names() -> frozenset[str]:
    """Names of all known publishers, case folded."""
    return frozenset(site.name.casefold() for site in _hosts().values())


def fires(text: str) -> set[str]:
    """Ids of the entries that know a host (for the tests of the rule file)."""
    name = by_host(text.strip().lower())
    return {site.id for site in load("sites", Site) if site.name == name} if name else set()


def marked(site: Site | None, blocks: Sequence[RawBlock]) -> dict[int, Marked]:
    """Blocks inside the site's own boxes; the innermost box counts, and the first mark of the entry on it."""
    if site is None or not site.marks:
        return {}
    out: dict[int, Marked] = {}
    seen: dict[Element, BlockRole | None] = {}
    for n, block in enumerate(blocks):
        for element in reversed(block.path):
            if element not in seen:
                seen[element] = next((mark.role for mark in site.marks if _fits(mark.css, element)), None)
            role = seen[element]
            if role is not None:
                out[n] = Marked(role, f"site.{site.id}")
                break
    return out


def _fits(css: str, element: Element) -> bool:
    tag, mark, name = re.split(r"([.#])", css, maxsplit=1) if "." in css or "#" in css else (css, "", "")
    if tag and tag != element.tag:
        return False
    if not mark:
        return True
    value = element.get("class" if mark == "." else "id") or ""
    return name in value.split() if mark == "." else name == value.strip()
