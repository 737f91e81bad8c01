"""When the article was published, as its metadata say."""

from datetime import date, datetime

from spacy.tokens import Doc

from pipeline.layers.store import BlockInfo, block_at, context
from pipeline.layers.times.periods import has_room

FARTHEST = 700
"""Years: a length that is counted from the day of publication is no longer ("the next 600 years")."""


def published_day(doc: Doc) -> date | None:
    """The publication date of the context as a day; None where there is none, only a month, or one like 9999-12-31."""
    text = context(doc)["published"] or ""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if has_room(found, FARTHEST) else None


def block_day(block: BlockInfo | None) -> date | None:
    """The day of a block with a time of its own, a live-blog entry or an update note; None where it has none."""
    if block is None or not block["at"]:
        return None
    try:
        found = date.fromisoformat(block["at"][:10])
    except ValueError:
        return None
    return found if has_room(found, FARTHEST) else None


def day_at(doc: Doc, char: int) -> date | None:
    """The day that what stands at a character was written: its block's own, else the article's."""
    return block_day(block_at(doc, char)) or published_day(doc)


def published_moment(doc: Doc) -> datetime | None:
    """The hour of publication, where the metadata give it with its zone."""
    text = context(doc)["published"] or ""
    try:
        found = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None and has_room(found.date(), FARTHEST) else None
