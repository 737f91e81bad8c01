"""Time expressions, resolved against the publication date, and which of them says when a claim holds.

`add_times` writes the layer; `claim_date` and `said_date` read it.
"""

from datetime import date

from spacy.tokens import Doc

from pipeline.layers.store import context, layers
from pipeline.layers.times.governance import ClaimDate, claim_date, claim_said, said_date

__all__ = ["ClaimDate", "add_times", "claim_date", "claim_said", "said_date"]


def add_times(doc: Doc) -> Doc:
    """Write the `times` layer."""
    from pipeline.layers.times.find import as_time, matches, scene_of

    published = context(doc)["published"]
    anchor = date.fromisoformat(published[:10]) if published else None
    layers(doc)["times"] = [as_time(*match) for match in matches(scene_of(doc, anchor))]
    return doc
