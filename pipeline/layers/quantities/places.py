"""Which dollar, crown, peso, rupee or franc: by the article's place and publisher."""

import re
from functools import cache

from spacy.tokens import Doc

from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.tables import PlaceEntry, currencies, places
from pipeline.layers.store import context, text_of

FAMILIES = ("dollar", "crown", "peso", "rupee", "franc", "lira", "pound")
LEAD = 1200  # characters of the article that say where it plays


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, PlaceEntry]]:
    words = {word: entry for entry in places() for word in entry.words}
    return re.compile(r"\b(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + r")\b"), words


def place_counts(text: str) -> dict[str, int]:
    """How often each place entry is named in a text, by id."""
    pattern, words = _pattern()
    counts: dict[str, int] = {}
    for match in pattern.finditer(text):
        key = words[match.group()].id
        counts[key] = counts.get(key, 0) + 1
    return counts


def localize(doc: Doc, kept: list[Found]) -> None:
    """Turn bare shared words (crown, peso, franc ...) and a bare dollar into the currency of the place.

    A bare dollar or pound stays the US or British one unless the publisher is of another's place: articles about
    Canada or Egypt still write "$" for the US dollar. The other families go by the places the article names.
    """
    doubtful = [item for item in kept if item.unit is not None and item.unit.family in FAMILIES and not item.copied]
    if not doubtful:
        return
    known = context(doc)
    near = " ".join(filter(None, (known["publisher"], known["title"], text_of(doc)[:LEAD])))
    counts = place_counts(near)
    home = place_counts(known["publisher"] or "")
    for family in sorted({item.unit.family for item in doubtful if item.unit and item.unit.family}):
        code = _code(family, home if family in ("dollar", "pound") else counts)
        if code is not None:
            _change(doubtful, family, code)


def _code(family: str, counts: dict[str, int]) -> str | None:
    """The currency of the family in the place named most (first in file order where two tie)."""
    best: tuple[int, str] | None = None
    for entry in places():
        code = getattr(entry, family, None)
        count = counts.get(entry.id, 0)
        if code and count and (best is None or count > best[0]):
            best = (count, code)
    return best[1] if best else None


def _change(items: list[Found], family: str, code: str) -> None:
    unit = currencies()[1][code]
    for item in items:
        old = item.unit
        if old is None or old.family != family or old.unit == code or _explicit(old.name, family):
            continue
        item.unit = unit._replace(worth=old.worth, name=old.name if old.worth != 1.0 else unit.name)


def _explicit(name: str, family: str) -> bool:
    return family not in name and name not in ("cent", "swedish krona", "penny")
