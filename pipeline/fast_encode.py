"""The convolutions over token vectors in pieces that stay in the processor's cache: the same numbers, sooner.

thinc computes each layer for a whole batch at once: windows, products, maxima and norms are arrays of megabytes that
go to memory and back. Here all steps of a layer are done for a few hundred rows before the next rows are looked at.
"""

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from pipeline.fast_embed import replace_forward

Floats = NDArray[np.float32]
LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"
ROWS = 256
"""Rows that go through a layer together."""


def encode_in_pieces(model: Any) -> bool:
    """Let the convolutions inside a thinc model work in pieces; whether there are any."""
    return replace_forward(model, _is_encoder, _forward)


def _is_encoder(node: Any) -> bool:
    names = {layer.name for layer in node.layers}
    if names != {LAYER} or node.name != ">>".join([LAYER] * len(node.layers)):
        return False
    windows = [inner.attrs["window_size"] for inner in node.walk() if inner.name == "expand_window"]
    pieces = [inner.get_dim("nP") for inner in node.walk() if inner.name == "maxout"]
    return set(windows) == {1} and min(pieces) > 1


def _forward(plain: Any) -> Any:
    """A forward pass that leaves training to the plain one."""
    made: list[list[tuple[Floats, Floats, Floats, Floats, int]]] = []

    def forward(model: Any, vectors: Floats, is_train: bool) -> tuple[Any, Any]:
        if is_train or not len(vectors):
            return cast(tuple[Any, Any], plain(model, vectors, is_train))
        if not made:
            made.append([_weights(layer) for layer in model.layers])
        return _encode(vectors, made[0]), _no_training

    return forward


def _weights(layer: Any) -> tuple[Floats, Floats, Floats, Floats, int]:
    """(window, pieces x width) and bias of the maxima, scale and shift of the norm, width."""
    maxout = next(node for node in layer.walk() if node.name == "maxout")
    norm = next(node for node in layer.walk() if node.name == "layernorm")
    weights: Floats = maxout.get_param("W")  # (width, pieces, window)
    width, pieces, window = weights.shape
    flat = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, window).T)
    return flat, maxout.get_param("b").T.reshape(-1), norm.get_param("G"), norm.get_param("b"), width


def _encode(vectors: Floats, layers: list[tuple[Floats, Floats, Floats, Floats, int]]) -> Floats:
    count, width = vectors.shape
    now, then = np.zeros((count + 2, width), np.float32), np.zeros((count + 2, width), np.float32)
    now[1:-1] = vectors
    windows, products = np.empty((ROWS, 3 * width), np.float32), np.empty((ROWS, layers[0][0].shape[1]), np.float32)
    for weights, bias, scale, shift, size in layers:
        for start in range(0, count, ROWS):
            rows = min(ROWS, count - start)
            seen, product = windows[:rows], products[:rows]
            for k in range(3):
                seen[:, k * width : (k + 1) * width] = now[start + k : start + k + rows]
            np.matmul(seen, weights, out=product)
            product += bias
            best = then[start + 1 : start + 1 + rows]
            np.maximum(product[:, :size], product[:, size : 2 * size], out=best)
            for k in range(2 * size, product.shape[1], size):
                np.maximum(best, product[:, k : k + size], out=best)
            spread = best.var(axis=1, keepdims=True)
            spread += np.float32(1e-8)
            best -= best.mean(axis=1, keepdims=True)
            best *= spread ** (-1.0 / 2.0)
            best *= scale
            best += shift
            best += now[start + 1 : start + 1 + rows]
        now, then = then, now
    return now[1:-1]


def _no_training(_gradient: Any) -> Any:
    raise RuntimeError("a forward pass that was not for training has no gradient")
