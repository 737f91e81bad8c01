"""The publisher of a page: by its host (`rules/sites.toml`), else what the page says of itself, else the host."""

import re

from pipeline.pages.sites import by_host, known_names
from schemas.article import Provenance

_JUNK = re.compile(
    r"^(?:home|news|homepage|website|www|wordpress|blog|site|undefined|null)$|[{}<>]|https?:", re.IGNORECASE
)


def publisher_of(host: str | None, said: list[str], *, fetched: bool = True) -> list[Provenance]:
    """Candidates for the publisher, the chosen one first.

    `fetched`: the host is where the page came from. A canonical address alone may be a sister paper's, so that a
    known name in the structured data goes before it.
    """
    out: list[Provenance] = []

    def add(value: str, origin: str, confidence: str) -> None:
        if all(p.value != value for p in out):
            out.append(
                Provenance(field="publisher", value=value, origin=origin, confidence=confidence, chosen=not out)  # type: ignore[arg-type]
            )

    known = by_host(host)
    if not fetched:
        for value in said:
            if _clean(value).casefold() in known_names():
                add(_clean(value), "structured", "high" if _clean(value) == known else "medium")
    if known:
        add(known, "host", "high")
    for value in said:
        value = value.strip()
        if 1 < len(value) < 80 and not _JUNK.search(value):
            add(_clean(value), "structured", "medium")
    if not out and host:
        add(host, "host", "low")
    return out


def _clean(value: str) -> str:
    """A name without a slogan behind a bar, a handle's mark or a host's ending."""
    value = re.split(r"\s[|–—·:-]\s", value, maxsplit=1)[0].lstrip("@").strip()
    return re.sub(r"^(?:https?://)?www\.", "", value)
