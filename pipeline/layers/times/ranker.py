"""The ranker of dates: scores of candidates, pooled over those that name the same dates."""

import math
from collections.abc import Mapping, Sequence

from pipeline.layers.times.candidates import Candidate


def best(
    weights: Mapping[str, float], rows: Sequence[Mapping[str, float]], options: Sequence[Candidate]
) -> tuple[int, float]:
    """The index of the best candidate and the probability of its dates.

    A softmax over the candidates; those with the same dates add up, and the likeliest of them stands for all.
    """
    return pool([sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows], options)


def pool(scores: Sequence[float], options: Sequence[Candidate]) -> tuple[int, float]:
    """The best candidate by its score and those of the others that name the same dates, with their probability."""
    top = max(scores)
    mass: dict[object, float] = {}
    for option, score in zip(options, scores, strict=True):
        mass[option.ends] = mass.get(option.ends, 0.0) + math.exp(score - top)
    ends = max(mass, key=lambda key: mass[key])
    n = max((k for k, option in enumerate(options) if option.ends == ends), key=lambda k: scores[k])
    return n, mass[ends] / sum(mass.values())
