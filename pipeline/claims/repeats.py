"""A figure said again in the article is its own claim, related as `repeats`; headline and lead take the fuller date."""

from collections.abc import Iterable
from itertools import chain

from pipeline.claims.drafts import Draft
from pipeline.claims.index import Index
from pipeline.layers.store import value_of


def link_repeats(index: Index, drafts: list[Draft]) -> None:
    """Relate claims with one figure, entity and metric area in different sentences."""
    by: dict[tuple[float | None, float | None, str], list[Draft]] = {}
    for d in drafts:
        key = d.range_key()
        if d.kind == "quantity" and key is not None:
            by.setdefault(key, []).append(d)
    for group in by.values():
        if len(group) > 1:
            _relate(index, group)


def _relate(index: Index, group: list[Draft]) -> None:
    """`group` says one figure. The first that fits is taken, not the least of all that do: a group may be large."""
    ordered = sorted(group, key=lambda o: o.i)
    for d in group:
        fuller = (o for o in ordered if o.sent != d.sent and same_fact(d, o))
        first = next(fuller, None)
        if first is None:
            continue
        d.related.append((first, "repeats"))
        if is_summary(index, d):
            _share_date(d, chain([first], fuller))


def same_fact(d: Draft, o: Draft) -> bool:
    """Whether two claims with one figure say the same of the same entity."""
    if d.entity is None or o.entity is None or d.aspect != o.aspect or d.direction != o.direction:
        return False
    a, b = d.entity.name.lower(), o.entity.name.lower()
    return (d.entity.key == o.entity.key or a in b or b in a) and (d.metric == o.metric or _distinctive(d))


def _distinctive(d: Draft) -> bool:
    """Whether a figure is unlikely to come up twice by chance."""
    q = d.quantity
    value = (value_of(q) if q else None) or 0.0
    return q is not None and (q["kind"] == "money" or value >= 100 or value != int(value))


def is_summary(index: Index, d: Draft) -> bool:
    """Headline, standfirst, caption or lead: they take the date of the sentence that repeats their figure."""
    return d.role in ("headline", "standfirst", "caption", "heading") or d.sent <= index.lead


def _share_date(d: Draft, fuller: Iterable[Draft]) -> None:
    if d.date and d.date["basis"] != "publication":
        return
    o = next((o for o in fuller if o.date and o.date["basis"] != "publication"), None)
    if o is not None:
        d.date = o.date
        d.rules.append("repeat.date")
        for span in o.spans:
            if span[0] == "date":
                d.mark(*span)
