"""The other rooms' answers that a claim is put together from, one door each, with a plain answer where silent."""

from typing import Any

from spacy.tokens import Doc

from pipeline.claims.candidates import Candidate
from pipeline.claims.index import Index
from pipeline.layers.store import Entity, Link, Quantity


def _room(module: str, name: str) -> Any:
    from importlib import import_module

    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError):
        return None


_cache: dict[tuple[str, str], Any] = {}


def _get(module: str, name: str) -> Any:
    key = (module, name)
    if key not in _cache:
        _cache[key] = _room(module, name)
    return _cache[key]


def metric_of(doc: Doc, q: Quantity, entity: Entity | None) -> tuple[str, tuple[int, int] | None, float, str] | None:
    """(metric id, token span of its words, probability, rule) of a quantity of an entity; None where nothing fits."""
    choose = _get("pipeline.claims.metric", "choose_metric")
    found = choose(doc, q, entity) if choose else None
    if found is None:
        return None
    name, span, p, rule = found
    return name, (tuple(span) if span else None), p, rule


def aspect_of(doc: Doc, q: Quantity, metric: str) -> tuple[str, str | None, str]:
    """(aspect, direction, rule) of a quantity."""
    choose = _get("pipeline.claims.aspect", "choose_aspect")
    if choose:
        aspect, direction, rule = choose(doc, q, metric)
        return aspect, direction, rule
    aspect = q["aspect"] or ("change" if q["move"] == "by" else "level")
    return aspect, (q["direction"] if aspect != "level" else None), "aspect.layer"


def modality_of(doc: Doc, i: int, j: int) -> tuple[str, bool, str]:
    """(modality, hedged, rule) at tokens [i, j)."""
    choose = _get("pipeline.claims.modality", "choose_modality")
    return choose(doc, i, j) if choose else ("asserted", False, "modality.default")


def date_of(doc: Doc, i: int, j: int) -> dict[str, Any] | None:
    """The date that governs tokens [i, j)."""
    choose = _get("pipeline.layers.times", "claim_date")
    found: dict[str, Any] | None = choose(doc, i, j) if choose else None
    return found


def said_of(doc: Doc, i: int, j: int) -> tuple[str | None, str | None] | None:
    """When the claim at tokens [i, j) was made."""
    choose = _get("pipeline.layers.times", "claim_said")
    return choose(doc, i, j) if choose else None


def chain_of(doc: Doc, start: int, end: int) -> list[Link]:
    """The source chain of characters [start, end), innermost first, without the publisher."""
    choose = _get("pipeline.layers.attributions", "chain_at")
    return list(choose(doc, start, end)) if choose else []


def hedged_of(doc: Doc, start: int, end: int) -> bool:
    """Whether an attribution marks it as hearsay."""
    choose = _get("pipeline.layers.attributions", "hedged_at")
    return bool(choose(doc, start, end)) if choose else False


def statements_of(doc: Doc) -> list[dict[str, Any]]:
    """Attributed statements without a metric."""
    choose = _get("pipeline.layers.attributions", "statements")
    return list(choose(doc)) if choose else []


def topic_of(doc: Doc) -> Entity | None:
    """The company, asset or place the article is about."""
    choose = _get("pipeline.layers.entities", "topic")
    found: Entity | None = choose(doc) if choose else None
    return found


def trends_of(doc: Doc) -> list[dict[str, Any]]:
    """Movements that are claims of their own."""
    choose = _get("pipeline.claims.trends", "find_trends")
    return list(choose(doc)) if choose else []


def as_entity(index: Index, c: Candidate) -> Entity:
    """A candidate in the shape of the `entities` layer."""
    return Entity(
        start=index.start[c.i],
        end=index.end[c.j - 1],
        i=c.i,
        j=c.j,
        rule=f"candidate.{c.form}",
        type=c.type,
        name=c.name,
        key=c.key,
        ids=c.ids,
        form=c.form if c.form in ("name", "pronoun") else "nominal",  # type: ignore[typeddict-item]
    )
