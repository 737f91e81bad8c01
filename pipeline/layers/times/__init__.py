"""Time expressions, resolved against the publication date, and which of them says when a claim holds.

`add_times` writes the layer; `claim_date` and `said_date` read it.
"""

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from pipeline.layers.store import layers, text_of
from pipeline.layers.times.governance import ClaimDate, claim_date, claim_said, said_date

__all__ = ["ClaimDate", "add_times", "claim_date", "claim_said", "days_shown", "said_date"]


def days_shown(t: Mapping[str, Any]) -> dict[str, str | None]:
    """The days that `annotate` shows beside a TIMEX3 value: those of the value."""
    since, until = t.get("named") or (t["since"], t["until"])
    return {"since": since, "until": until}


def add_times(doc: Doc) -> Doc:
    """Write the `times` layer; where the publication date is unknown, infer it and note it in the context."""
    from pipeline.layers.times.anchor import article_anchor, local_anchors
    from pipeline.layers.times.find import as_time, matches, scene_of
    from pipeline.layers.times.fiscal import half_end, year_end, year_ended
    from pipeline.layers.times.published import published_moment

    anchor = article_anchor(doc)
    scene = scene_of(doc, anchor)
    scene.moment = published_moment(doc)
    scene.fiscal_end = year_end(text_of(doc))
    scene.year_ended = year_ended(text_of(doc))
    scene.fiscal_halves = scene.fiscal_end is not None and half_end(text_of(doc)) is not None
    scene.local = local_anchors(doc, anchor)
    layers(doc)["times"] = [as_time(*match) for match in matches(scene)]
    return doc
