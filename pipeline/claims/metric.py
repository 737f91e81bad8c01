"""Which metric a number measures: words of its sentence, its unit and its neighbours, weighed by a trained model.

Every metric of rules/metrics.toml is a candidate. A candidate's score is the sum of
- weights of features of the number's surroundings for that metric (a log-linear model, weights/metric.json), and
- weights shared by all metrics, for the words found that may name it: how they hang on the number, how strong they are,
  whether the unit fits (`meta.shared` of the same file).
Without the weights file the shared part alone, with weights set by hand, decides.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.claims.index import Index
from pipeline.claims.metric_features import (
    Names,
    context_features,
    entity_features,
    hit_features,
    kind_of,
    out_of_bounds,
    rank_feature,
    unit_features,
)
from pipeline.claims.sight import Sight, index_of, sight
from pipeline.layers.metrics import metrics
from pipeline.layers.store import Entity, Quantity, value_of
from pipeline.linear import LinearModel, load_model

Answer = tuple[str, list[int] | None, float, str]
Vector = NDArray[np.float64]

_BY_HAND = {
    "rel=in": 3.0, "rel=v:subj": 2.0, "rel=down:prep_of": 2.0, "rel=down:prep_in": 2.0, "rel=up:noun": 2.5,
    "rel=v:dobj": 1.5, "rel=up:verb": 1.5, "kind=name": 1.0, "kind=weak": -0.5, "rank=0": 0.5,
    "unit=ok": 2.0, "unit=bad": -3.0, "nearest": 1.0, "place=prev1": -1.0, "place=title": -1.0,
}  # fmt: skip


class Chooser(NamedTuple):
    """The metrics in the order of the rule file, the model that has them as labels, and the weights they share."""

    names: list[str]
    column: dict[str, int]
    model: LinearModel
    shared: dict[str, float]
    trained: bool


class Base(NamedTuple):
    """What is known at a place before the entity is: what the features add up to so far, and the mentions that may name
    each metric."""

    added: Vector
    mentions: dict[str, list[tuple[int, Names]]]


OUT_OF_BOUNDS = "metric.out_of_bounds"
"""The rule of a metric whose value is not sane for it."""


def choose_metric(doc: Doc, quantity: Quantity, entity: Entity | None) -> Answer:
    """The metric of a quantity: (id, characters of the words that name it or None, probability, rule).

    `entity` is whose metric it is, where that is known; its type helps. The rule is `metric.out_of_bounds` where the
    value lies outside the sane values of rules/metrics.toml.
    """
    index = index_of(doc)
    return metric_at(index, sight(index, quantity["i"], quantity["j"]), quantity, entity)


def metric_at(index: Index, place: Sight, quantity: Quantity, entity: Entity | None) -> Answer:
    """The metric at a place; see `choose_metric`."""
    model = _chooser()
    base = _base(index, place, quantity)
    added = base.added
    if entity is not None:
        added = added + _by_entity(entity["type"], kind_of(quantity))
    scores = model.model.finished(added)
    k = int(scores.argmax())
    best, top = model.names[k], float(scores[k])
    total = sum(map(exp, (scores - top).tolist()))
    chosen = index.notes.setdefault("chosen", {})
    assert isinstance(chosen, dict)
    chosen[place.i, place.j] = best
    rule = "metric.model" if model.trained else "metric.words"
    if out_of_bounds(best, quantity, kind_of(quantity)):
        rule = OUT_OF_BOUNDS
    return best, _words(index, model, base.mentions.get(best, [])), round(1.0 / total, 6), rule


def _words(index: Index, model: Chooser, mentions: list[tuple[int, Names]]) -> list[int] | None:
    """The characters of the mention of the sentence that speaks most for the metric."""
    if not mentions:
        return None
    k = max(mentions, key=lambda pair: (sum(model.shared.get(name, 0.0) for name in pair[1]), -pair[0]))[0]
    return [index.metrics[k]["start"], index.metrics[k]["end"]]


def _base(index: Index, place: Sight, quantity: Quantity) -> Base:
    kept = index.notes.setdefault("metric_base", {})
    assert isinstance(kept, dict)
    found = kept.get((place.i, place.j))
    if found is None:
        model, kind = _chooser(), kind_of(quantity)
        start = model.model.bias_row.copy()
        start[: len(model.names)] += _by_unit(kind)
        shared = model.shared
        named, mentions = named_at(index, place, kind)
        for name, hits in named.items():
            start[model.column[name]] += _by_words(tuple(hits)) - shared.get("rel=none", 0.0)
        for column in _not_sane(quantity, kind):
            start[column] += shared.get("bounds=out", -3.0)
        added = model.model.added(context_features(index, place, quantity), start)
        found = kept[place.i, place.j] = Base(added, mentions)
    assert isinstance(found, Base)
    return found


def named_at(
    index: Index, place: Sight, kind: str
) -> tuple[dict[str, list[tuple[Names, int]]], dict[str, list[tuple[int, Names]]]]:
    """For each metric that some word may name: the features all metrics share with its rank, for each such word, and
    its mentions in the sentence."""
    named: dict[str, list[tuple[Names, int]]] = {}
    mentions: dict[str, list[tuple[int, Names]]] = {}
    for k, in_sentence, names in hit_features(index, place, kind):
        for rank, name in enumerate(index.metrics[k]["ids"]):
            named.setdefault(name, []).append((names, rank))
            if in_sentence:
                mentions.setdefault(name, []).append((k, names))
    return named, mentions


def _shared_row(hits: Iterable[tuple[Names, int]]) -> dict[str, float]:
    """The features of all words that may name a metric."""
    return {feature: 1.0 for names, rank in hits for feature in (*names, rank_feature(rank))}


@lru_cache(maxsize=1 << 14)
def _by_words(hits: tuple[tuple[Names, int], ...]) -> float:
    """What the words that may name a metric add to its score; the metrics of one word mostly share all of theirs."""
    shared = _chooser().shared
    return sum(shared.get(feature, 0.0) for feature in _shared_row(hits))


def candidates(index: Index, place: Sight, quantity: Quantity) -> dict[str, dict[str, float]]:
    """The shared features of every metric at a place, for training."""
    named, _ = named_at(index, place, kind_of(quantity))
    pairs = {name: _shared_row(hits) for name, hits in named.items()}
    for name in metrics():
        pairs.setdefault(name, {"rel=none": 1.0}).update(unit_features(name, quantity))
    return pairs


@cache
def _chooser() -> Chooser:
    names = list(metrics())
    column = {name: n for n, name in enumerate(names)}
    given = load_model("metric")
    weights = given.weights if given is not None else {}
    deep = given.deep.ordered(given.labels, names) if given is not None and given.deep is not None else None
    bias = given.bias if given is not None else {}
    model = LinearModel({"labels": names, "bias": bias, "weights": weights}, deep)
    return Chooser(names, column, model, dict(given.meta["shared"]) if given else _BY_HAND, given is not None)


@cache
def _by_entity(type_: str, kind: str) -> Vector:
    """What the type of the entity adds, for a kind of unit."""
    model = _chooser().model
    return model.added(entity_features(type_, kind), np.zeros_like(model.bias_row))


@cache
def _by_unit(kind: str) -> Vector:
    """The shared score of each metric for a kind of unit alone, as where no word names it."""
    shared = _chooser().shared
    fits = [unit_features(name, None, kind) for name in _chooser().names]
    return np.array([sum(shared.get(f, 0.0) for f in row) + shared.get("rel=none", 0.0) for row in fits])


def _not_sane(quantity: Quantity, kind: str) -> list[int]:
    """The columns of the metrics that a value lies out of bounds for."""
    value = value_of(quantity)
    return [column for column, low, high in _bounds(kind) if value is not None and not low <= value <= high]


@cache
def _bounds(kind: str) -> tuple[tuple[int, float, float], ...]:
    return tuple((n, *entry.bounds[kind]) for n, entry in enumerate(metrics().values()) if kind in entry.bounds)
