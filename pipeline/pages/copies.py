"""Near-duplicates: MinHash over word shingles (Broder 1997; datasketch), so that wire copies know of each other.

Deterministic: fixed permutations, a fixed hash, candidates compared in the order they came in.
"""

import hashlib
import re
import struct
from dataclasses import dataclass

from schemas import Article

PERMUTATIONS = 64
BANDS = 16
SHINGLE = 5
SIMILAR = 0.6
"""Share of common shingles from which two texts are called copies."""
SHORTEST = 40
"""Words; shorter texts are alike by chance."""
_WORD = re.compile(r"\w+")
_ROLES = frozenset({"standfirst", "heading", "body", "quote", "list"})


@dataclass(frozen=True)
class Copy:
    """An article that an earlier one resembles, and by how much (estimated Jaccard similarity)."""

    of: str
    similarity: float


def _hash(data: bytes) -> int:
    return int(struct.unpack("<I", hashlib.blake2b(data, digest_size=4).digest())[0])


def shingles(article: Article) -> list[bytes]:
    """The sorted word shingles of an article's own text: no captions, links or notices."""
    text = " ".join(article.text[b.start : b.end] for b in article.blocks if b.role in _ROLES)
    words = _WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return []
    return sorted({" ".join(words[n : n + SHINGLE]).encode() for n in range(len(words) - SHINGLE + 1)})


def signature(article: Article) -> tuple[int, ...] | None:
    """The MinHash of an article, or None where it is too short to compare."""
    from datasketch import MinHash

    pieces = shingles(article)
    if not pieces:
        return None
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=_hash)
    sketch.update_batch(pieces)
    return tuple(int(value) for value in sketch.hashvalues)


class Copies:
    """An index of the articles of a run; memory grows with their number only (some 2 kB each)."""

    def __init__(self, similar: float = SIMILAR) -> None:
        self.similar = similar
        self._signatures: list[tuple[str, tuple[int, ...]]] = []
        self._bands: dict[tuple[int, tuple[int, ...]], list[int]] = {}

    def add(self, article: Article) -> list[Copy]:
        """Add an article; the earlier articles that it copies, most similar first."""
        own = signature(article)
        if own is None:
            return []
        width = PERMUTATIONS // BANDS
        keys = [(band, own[band * width : (band + 1) * width]) for band in range(BANDS)]
        near = sorted({place for key in keys for place in self._bands.get(key, ())})
        found = []
        for place in near:
            other, held = self._signatures[place]
            share = sum(a == b for a, b in zip(own, held, strict=True)) / PERMUTATIONS
            if share >= self.similar and other != article.id:
                found.append(Copy(other, round(share, 3)))
        for key in keys:
            self._bands.setdefault(key, []).append(len(self._signatures))
        self._signatures.append((article.id, own))
        return sorted(found, key=lambda copy: -copy.similarity)
