"""The convolutions over token vectors in pieces that stay in the processor's cache: the same numbers, sooner.

thinc computes each layer for a whole batch at once: windows, products, maxima and norms are arrays of megabytes that
go to memory and back. Here all steps of a layer are done for a few hundred rows before the next rows are looked at.
"""

from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from pipeline.fast_embed import no_training, replace_forward

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
        return _encode(vectors, made[0]), no_training

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
            largest(product, size, out=best)
            spread = best.var(axis=1, keepdims=True)
            spread += np.float32(1e-8)
            best -= best.mean(axis=1, keepdims=True)
            best *= spread ** (-1.0 / 2.0)
            best *= scale
            best += shift
            best += now[start + 1 : start + 1 + rows]
        now, then = then, now
    return now[1:-1]


def largest(pieces: Floats, width: int, out: Floats | None = None) -> Floats:
    """The maxima of the pieces of each hidden unit (rows, width); in the columns of `pieces` those of all units stand
    one behind the other, which is sooner done than to look for maxima along a short axis. Two pieces at least."""
    best = pieces[:, :width]
    for k in range(width, pieces.shape[1], width):
        best = np.maximum(best, pieces[:, k : k + width], out=out)
    return best


class StateLayer(NamedTuple):
    """The layer of a transition model that sees the tokens of a state, its pieces laid out as for `largest`."""

    weights: Floats
    """(places, pieces x width, width of a token's vector)"""
    pads: Floats
    """(places, pieces x width): what stands for a place without a token."""
    bias: Floats
    width: int


def state_layer(lower: Any) -> StateLayer:
    """Read it from spaCy's "lower" layer, whose weights are (places, width, pieces, width of a vector)."""
    weights = cast(Floats, lower.get_param("W")).transpose(0, 2, 1, 3)
    places, _, width, inside = weights.shape
    pads = cast(Floats, lower.get_param("pad"))[0].transpose(0, 2, 1).reshape(places, -1)
    return StateLayer(weights.reshape(places, -1, inside), pads, lower.get_param("b").T.reshape(-1), width)
