"""The embedding of tokens, computed once for each kind of token of a batch: it depends on the token's form alone.

A token's vector before the convolutions is made of its norm, prefix, suffix and shape. A batch of articles has three
to four times as many tokens as different ones.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

Keys = NDArray[np.uint64]
Floats = NDArray[np.float32]
STEPS = 5
"""Layers of an embedding: features, rows of all documents together, hash tables, mixing, documents apart."""


def unique_rows(keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the different rows, and which of them each row is."""
    _, first, inverse = np.unique(_flat(keys), return_index=True, return_inverse=True)
    return first, inverse.reshape(-1)


def row_bytes(keys: Keys) -> list[bytes]:
    """The bytes of each row."""
    return cast(list[bytes], _flat(keys).tolist())


def _flat(keys: Keys) -> NDArray[np.void]:
    return np.ascontiguousarray(keys).view(np.dtype((np.void, keys.itemsize * keys.shape[1]))).ravel()


def embed_once(model: Any) -> bool:
    """Let the embedding layers inside a thinc model compute each kind of token once; whether there are any."""
    return replace_forward(model, _is_embedding, _forward)


def replace_forward(model: Any, fits: Callable[[Any], bool], made: Callable[[Any], Any]) -> bool:
    """Put what `made` makes of its forward pass in each layer that `fits`; whether there are any."""
    found = [node for node in model.walk() if fits(node)]
    for node in found:
        node._func = made(node._func)
    return bool(found)


def _is_embedding(node: Any) -> bool:
    names = [layer.name for layer in node.layers]
    return (
        len(names) == STEPS
        and names[:2] == ["extract_features", "list2ragged"]
        and names[2].startswith("with_array(ints-getitem>>hashembed")
        and names[3].startswith("with_array(maxout")
        and names[4] == "ragged2list"
    )


def _forward(plain: Any) -> Any:
    """A forward pass that leaves training to the plain one."""

    def forward(model: Any, docs: list[Doc], is_train: bool) -> tuple[Any, Any]:
        if is_train or not any(len(doc) for doc in docs):
            return cast(tuple[Any, Any], plain(model, docs, is_train))
        features, _, tables, mix, _ = model.layers
        rows = cast(list[Keys], features.predict(docs))
        keys = np.concatenate(rows)
        first, inverse = unique_rows(keys)
        vectors = cast(Floats, mix.layers[0].predict(tables.layers[0].predict(keys[first])))
        ends = np.cumsum([len(row) for row in rows])[:-1]
        return np.split(vectors[inverse], ends), no_training

    return forward


def no_training(_gradient: Any) -> Any:
    """The way back of a layer that was not asked to learn."""
    raise RuntimeError("a forward pass that was not for training has no gradient")
