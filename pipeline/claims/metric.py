"""Which metric a number measures: words of its sentence, its unit and its neighbours, weighed by a trained model.

Every metric of rules/metrics.toml is a candidate. A candidate's score is the sum of
- weights of features of the number's surroundings for that metric (a log-linear model, weights/metric.json), and
- weights shared by all metrics, for the words found that may name it: how they hang on the number, how strong they are,
  whether the unit fits (`meta.shared` of the same file).
Without the weights file the shared part alone, with weights set by hand, decides.
"""

from functools import cache

from spacy.tokens import Doc

from pipeline.claims.index import Index
from pipeline.claims.metric_features import context_features, hit_features, kind_of, unit_features
from pipeline.claims.sight import Sight, index_of, sight
from pipeline.layers.metrics import metrics
from pipeline.layers.store import Entity, Quantity
from pipeline.linear import LinearModel, load_model

Answer = tuple[str, list[int] | None, float, str]

_BY_HAND = {
    "rel=in": 3.0, "rel=v:subj": 2.0, "rel=down:prep_of": 2.0, "rel=down:prep_in": 2.0, "rel=up:noun": 2.5,
    "rel=v:dobj": 1.5, "rel=up:verb": 1.5, "kind=name": 1.0, "kind=verb": 0.0, "kind=weak": -0.5, "rank=0": 0.5,
    "unit=ok": 2.0, "unit=bad": -3.0, "nearest": 1.0, "place=prev": -1.0, "place=title": -1.0,
}  # fmt: skip


def choose_metric(doc: Doc, quantity: Quantity, entity: Entity | None) -> Answer | None:
    """The metric of a quantity: (id, characters of the words that name it or None, probability, rule); None: no guess.

    `entity` is whose metric it is, where that is known; its type helps. The rule is `metric.out_of_bounds` where the
    value lies outside the sane values of rules/metrics.toml.
    """
    index = index_of(doc)
    return metric_at(index, sight(index, quantity["i"], quantity["j"]), quantity, entity)


def metric_at(index: Index, place: Sight, quantity: Quantity, entity: Entity | None) -> Answer:
    """The metric at a place; see `choose_metric`."""
    found, pairs = candidates(index, place, quantity)
    model = load_model("metric")
    known = context_features(index, place, quantity, entity)
    chances = _chances(model, known, pairs)
    best = max(chances, key=lambda name: (chances[name], name))
    k = found.get(best)
    span = [index.metrics[k]["start"], index.metrics[k]["end"]] if k is not None else None
    chosen = index.notes.setdefault("chosen", {})
    assert isinstance(chosen, dict)
    chosen[place.i, place.j] = best
    rule = "metric.model" if model else "metric.words"
    if "bounds=out" in pairs[best]:
        rule = "metric.out_of_bounds"
    return best, span, round(chances[best], 6), rule


def candidates(index: Index, place: Sight, quantity: Quantity) -> tuple[dict[str, int], dict[str, dict[str, float]]]:
    """For each metric the mention that speaks best for it, and the features shared by all metrics."""
    weights, kind = _shared(), kind_of(quantity)
    best: dict[str, tuple[float, int]] = {}
    pairs: dict[str, dict[str, float]] = {}
    for k, in_sentence, names in hit_features(index, place, kind):
        for rank, name in enumerate(index.metrics[k]["ids"]):
            features = [*names, f"rank={min(rank, 2)}"]
            value = sum(weights.get(f, 0.0) for f in features)
            kept = best.get(name)
            if kept is None or value > kept[0]:
                best[name] = (value, k if in_sentence else -1)
                pairs[name] = dict.fromkeys(features, 1.0)
    for name in metrics():
        pairs.setdefault(name, {"rel=none": 1.0}).update(unit_features(name, quantity))
    return {name: k for name, (_, k) in best.items() if k >= 0}, pairs


@cache
def _shared() -> dict[str, float]:
    model = load_model("metric")
    shared: dict[str, float] = model.meta["shared"] if model else _BY_HAND
    return shared


def _chances(
    model: LinearModel | None, known: dict[str, float], pairs: dict[str, dict[str, float]]
) -> dict[str, float]:
    from math import exp

    weights = _shared()
    scores = model.scores(known) if model else dict.fromkeys(pairs, 0.0)
    for name, features in pairs.items():
        scores[name] = scores.get(name, -5.0) + sum(weights.get(f, 0.0) * v for f, v in features.items())
    top = max(scores.values(), default=0.0)
    grown = {name: exp(score - top) for name, score in scores.items()}
    total = sum(grown.values()) or 1.0
    return {name: value / total for name, value in grown.items()}
