"""The hidden half of a classifier: two layers of rectifiers beside the log-linear half (pipeline/linear.py).

Wide and deep (Cheng et al. 2016): the vectors of the features that are there are added up and passed through two
layers; what comes out is added to the log-linear scores, so the conjunctions that a log-linear model would have to
spell are learned. Several networks that differ by their seed alone stand side by side. Trained by tools/deep.py,
numpy only at run time; a classifier without this half is the log-linear one.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
ARRAYS = ("vectors", "bias", "inner", "inner_bias", "outer", "wide")


class Deep:
    """`names` are the features in the order of the rows of `vectors`.

    Arrays: `vectors` (features, networks x width), `bias` (networks x width), `inner` (networks, width, width),
    `inner_bias` (networks, 1, width), `outer` (networks, width, labels); `wide` (features, labels) are the networks'
    own log-linear weights. The scores of all networks are added up.
    """

    def __init__(self, names: Sequence[str], arrays: Mapping[str, Floats]) -> None:
        self.names = names
        self.arrays = {name: np.ascontiguousarray(arrays[name], np.float32) for name in ARRAYS}
        self.place = {name: k for k, name in enumerate(names)}
        self.width = int(self.arrays["bias"].shape[0])

    def row(self, name: str) -> tuple[Floats, Floats] | None:
        """What a feature adds to the scores of the labels and below the first layer; None for one not known."""
        k = self.place.get(name)
        return None if k is None else (self.arrays["wide"][k], self.arrays["vectors"][k])

    def ordered(self, labels: Sequence[str], wanted: Sequence[str]) -> "Deep":
        """The same for labels in another order, some of them new: to those nothing is added."""
        at = {label: k for k, label in enumerate(labels)}
        order = [at.get(label, len(labels)) for label in wanted]

        def moved(array: Floats) -> Floats:
            return np.concatenate([array, np.zeros_like(array[..., :1])], axis=-1)[..., order]

        arrays = self.arrays
        return Deep(self.names, {**arrays, "outer": moved(arrays["outer"]), "wide": moved(arrays["wide"])})

    def scores(self, below: Floats) -> NDArray[np.float64]:
        """What is added to the score of each label, from the sum of the vectors (networks x width)."""
        a = self.arrays
        networks, width, _ = a["inner"].shape
        hidden = np.maximum(below + a["bias"], 0).reshape(networks, 1, width)
        top = np.maximum(hidden @ a["inner"] + a["inner_bias"], 0)
        found: NDArray[np.float64] = (top @ a["outer"]).sum(axis=(0, 1), dtype=np.float64)
        return found


def packed(names: Sequence[str]) -> NDArray[np.uint8]:
    """Names as an array: JSON, for a name may hold any character of a text."""
    return np.frombuffer(json.dumps(list(names), ensure_ascii=False).encode(), np.uint8)


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    """The names that `packed` packed."""
    found: list[str] = json.loads(bytes(array))
    return found


def save_arrays(names: Sequence[str], arrays: Mapping[str, Floats], handle: IO[bytes] | Path) -> None:
    """Write arrays in half precision, the names of features among them."""
    half: dict[str, Any] = {name: array.astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(handle, names=packed(names), **half)


def load_arrays(handle: IO[bytes] | Path) -> tuple[list[str], dict[str, Floats]]:
    """Read what `save_arrays` wrote."""
    with np.load(handle) as arrays:
        return unpacked(arrays["names"]), {name: arrays[name].astype(np.float32) for name in arrays if name != "names"}


def save(deep: Deep, handle: IO[bytes] | Path) -> None:
    """Write the hidden half."""
    save_arrays(deep.names, deep.arrays, handle)


def load(handle: IO[bytes] | Path) -> Deep:
    """Read what `save` wrote."""
    return Deep(*load_arrays(handle))


def shipped_arrays(name: str) -> tuple[list[str], dict[str, Floats]] | None:
    """Names and arrays of `pipeline/weights/<name>.npz`, or None where it is not shipped."""
    file = resources.files("pipeline.weights").joinpath(f"{name}.npz")
    if not file.is_file():
        return None
    with file.open("rb") as handle:
        return load_arrays(handle)


@cache
def load_deep(name: str) -> Deep | None:
    """The hidden half of `pipeline/weights`, or None where it ships none."""
    found = shipped_arrays(name)
    return Deep(*found) if found is not None else None
