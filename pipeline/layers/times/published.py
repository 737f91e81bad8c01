"""When the article was published, as its metadata say."""

from datetime import date, datetime

from spacy.tokens import Doc

from pipeline.layers.store import context
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


def published_moment(doc: Doc) -> datetime | None:
    """The hour of publication, where the metadata give it with its zone."""
    text = context(doc)["published"] or ""
    try:
        found = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None and has_room(found.date(), FARTHEST) else None
