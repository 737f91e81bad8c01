"""The ranker of entities at run time: a few small networks over the named features of number and candidate.

Each network adds the vectors of a candidate's features and of those its scene shares, and passes the sum through two
layers of rectifiers to one score; the weights of single features are added to it (wide and deep, Cheng et al. 2016).
The conjunctions that a log-linear ranker would need by the ten thousand are learned by the layers. The networks differ
by their seed alone and their scores are added up. Trained by tools/rank.py, numpy only at run time.
"""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from pipeline.deep import load_arrays, save_arrays, shipped_arrays

Row = Mapping[str, float]
Floats = NDArray[np.float32]

DIGITS = 4
"""Decimals of a score: less than what two machines' arithmetic differ by."""
MOST = 1 << 15
"""Features remembered before the memory starts anew."""
COUNTED = frozenset(("sent_names", "sent_no", "q_before"))
"""Numbers of the scene that are features; its other numbers are for other models."""
BINS = (4.0, 6.0, 10.0, 20.0, 1e9)


def spelled(name: str, value: float) -> str:
    """A feature as an indicator: numbers by their range."""
    if "=" in name:
        return name
    if abs(value) < 1:
        return f"{name}#{value:.1f}"
    if abs(value) < 4:
        return f"{name}#{int(value)}"
    return f"{name}#" + next(str(int(low)) for low, high in pairwise(BINS) if abs(value) < high) + "+"


def of_scene(shared: Row) -> list[str]:
    """The indicators that all candidates of a number share."""
    return [spelled(name, value) for name, value in shared.items() if ("=" in name and value) or name in COUNTED]


def of_candidate(row: Row) -> list[str]:
    """The indicators of one candidate."""
    return [spelled(name, value) for name, value in row.items() if value]


class Ranker:
    """Scores the candidates of a number. `names` are the features in the order of the rows of the arrays:

    `single` (features,), `vectors` (features, networks x width), `bias` (networks x width), and by network the second
    layer `inner` (networks, width, width), `inner_bias` (networks, width) and the last one `outer` (networks, width).
    """

    def __init__(self, names: Sequence[str], arrays: Mapping[str, Floats]) -> None:
        self.names = names
        self.arrays = arrays
        self._place = {name: k for k, name in enumerate(names)}
        self._known: dict[tuple[str, float], int] = {}
        # Vectors with the single weights as last column, and a row of zeros behind them for a row without features.
        wide = np.concatenate([arrays["vectors"], arrays["single"][:, None]], axis=1)
        self._wide: Floats = np.concatenate([wide, np.zeros_like(wide[:1])]).astype(np.float32)

    def scores(self, shared: Row, rows: Sequence[Row]) -> list[float]:
        """The raw score of each candidate: `shared` is what the scene has, `rows` what each has of its own."""
        return self.scores_of([(shared, rows)])[0]

    def scores_of(self, groups: Sequence[tuple[Row, Sequence[Row]]]) -> list[list[float]]:
        """The raw scores of the candidates of several numbers, each given as for `scores`.

        A row may be a ChainMap: what stands behind its first mapping is added up once for all rows that share it.
        """
        if len(self._known) > MOST:
            self._known.clear()
        filled = [(shared, rows) for shared, rows in groups if rows]
        if not filled:
            return [[] for _ in groups]
        scenes = [self._places(of_scene(shared)) for shared, _ in filled]
        owner = np.repeat(np.arange(len(filled)), [len(rows) for _, rows in filled])
        summed = self._summed([row for _, rows in filled for row in rows])
        found = iter(self._head(summed, self._added(scenes)[owner]).tolist())
        return [[round(next(found), DIGITS) for _ in rows] for _, rows in groups]

    def why(self, shared: Row, row: Row, most: int = 5) -> list[tuple[str, float]]:
        """What a candidate's score would lose without each of its features, the most telling first."""
        scene, own = self._places(of_scene(shared)), self._places(of_candidate(row))
        without = [[k for k in own if k != left_out] for left_out in own]
        full, *others = self._head(self._added([own, *without]), self._added([scene]))
        lost = [(self.names[k], round(float(full - x), 2)) for k, x in zip(own, others, strict=True)]
        return sorted(lost, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]

    def _places(self, names: Sequence[str]) -> list[int]:
        """The rows of the features that have one."""
        return [self._place[name] for name in names if name in self._place]

    def _ids(self, row: Row) -> list[int]:
        """The rows of the features of a candidate that have one."""
        known, pairs = self._known, row.items()
        places = [known.get(pair) for pair in pairs]
        if None in places:
            places = [self._at(pair) for pair in pairs]
        return [k for k in places if k is not None and k >= 0]

    def _at(self, pair: tuple[str, float]) -> int:
        """The row of a feature with its value, -1 where it has none."""
        place = self._known.get(pair)
        if place is None:
            place = self._known[pair] = self._place.get(spelled(*pair), -1) if pair[1] else -1
        return place

    def _summed(self, rows: Sequence[Row]) -> Floats:
        """The vectors of the features of each row, added up."""
        split = [row.maps if isinstance(row, ChainMap) else [row] for row in rows]
        parts = {id(part): part for _, *parts in split for part in parts}
        own = self._added([self._ids(first) for first, *_ in split])
        if not parts:
            return own
        place = {key: k for k, key in enumerate(parts)}
        sums = self._added([*(self._ids(part) for part in parts.values()), []])  # the last one stands for no part
        return own + _add([[place[id(part)] for part in parts] or [len(place)] for _, *parts in split], sums)

    def _added(self, places: Sequence[list[int]]) -> Floats:
        return _add([one or [len(self.names)] for one in places], self._wide)

    def _head(self, summed: Floats, base: Floats) -> Floats:
        """The scores, from the sums over the features of the candidates and over those of their scenes."""
        a = self.arrays
        hidden = np.maximum(summed[:, :-1] + base[:, :-1] + a["bias"], 0)
        total = summed[:, -1]
        width = a["outer"].shape[1]
        for n, outer in enumerate(a["outer"]):
            layer = hidden[:, n * width : (n + 1) * width] @ a["inner"][n] + a["inner_bias"][n]
            total = total + np.maximum(layer, 0) @ outer
        found: Floats = total / np.float32(len(a["outer"]))
        return found


def _add(places: Sequence[list[int]], table: Floats) -> Floats:
    """For each list of rows of a table, none of them empty, their sum."""
    ends = np.cumsum([len(one) for one in places])
    flat = np.fromiter(chain.from_iterable(places), np.int64, int(ends[-1]))
    starts = np.concatenate(([0], ends[:-1]))
    summed: Floats = np.add.reduceat(table.take(flat, axis=0), starts, axis=0)
    return summed


def save(ranker: Ranker, handle: IO[bytes] | Path) -> None:
    """Write a ranker."""
    save_arrays(ranker.names, ranker.arrays, handle)


def load(handle: IO[bytes] | Path) -> Ranker:
    """Read what `save` wrote."""
    return Ranker(*load_arrays(handle))


@cache
def load_ranker(name: str) -> Ranker | None:
    """A ranker of `pipeline/weights`, or None where it ships none."""
    found = shipped_arrays(name)
    return Ranker(*found) if found is not None else None
