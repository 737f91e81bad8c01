"""PolNeAR's articles as the attribution labeller learns from them: parsed, with labels around the head of each cue."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from pipeline.layers.attributions.features import Tokens, child_lists, pair_features, token_features, window
from pipeline.nlp import DEFAULT_MODEL, load_model, make_doc

Record = dict[str, Any]  # an article of the data, or an example made of it


def parse(path: Path, limit: int | None = None, keep: Callable[[str], bool] = bool) -> Iterator[tuple[Record, Doc]]:
    """Docs of the training articles whose id is to keep, parsed by the pinned model as the pipeline parses them."""
    from pipeline.layers.blocks import mark_blocks
    from pipeline.pages import article_from_text

    nlp = load_model(DEFAULT_MODEL)
    with path.open(encoding="utf-8") as handle:
        rows = [row for row in map(json.loads, handle) if keep(row["id"])][:limit]
    articles = (
        article_from_text(r["text"], article_id=r["id"], title=None, published=r["date"], publisher=None) for r in rows
    )
    docs = nlp.pipe((mark_blocks(make_doc(nlp, a)) for a in articles), batch_size=16)
    yield from zip(rows, docs, strict=True)


def gold(row: Record, doc: Doc, tokens: Tokens) -> list[tuple[int, dict[int, int]]]:
    """(anchor, labels as {token: 1..3}) of each attribution."""
    start = np.array([t.idx for t in doc])
    end = start + np.array([len(t) for t in doc])
    out = {}
    for attribution in row["attributions"]:
        labels = {}
        for number, role in ((3, "content"), (1, "source"), (2, "cue")):
            for a, b in attribution[role]:
                for i in np.flatnonzero((start < b) & (end > a) & (tokens.space == 0)):
                    labels[int(i)] = number
        cue = {i for i, number in labels.items() if number == 2}
        if not cue:
            continue
        tops = [i for i in cue if int(tokens.head[i]) not in cue or int(tokens.head[i]) == i]
        anchor = min(tops or cue, key=lambda i: (int(tokens.depth[i]), i))
        if anchor not in out or len(out[anchor]) < len(labels):
            out[anchor] = labels
    return sorted(out.items())


def example(row: Record, doc: Doc) -> Record:
    """One article as arrays."""
    tokens = token_features(doc)
    children = child_lists(tokens)
    pairs, contents = [], []
    for anchor, labels in gold(row, doc, tokens):
        low, high = window(tokens, anchor)
        tags = np.array([labels.get(i, 0) for i in range(low, high)], np.int8)
        pairs.append((anchor, low, high, pair_features(tokens, anchor, low, high, children).astype(np.int32), tags))
        contents.append(frozenset(i for i, number in labels.items() if number == 3))
    return {
        "id": row["id"],
        "tensor": doc.tensor.astype(np.float16),
        "tokens": tokens,
        "words": [t.lower_ for t in doc],
        "pairs": pairs,
        "contents": contents,
    }


def is_held(name: str) -> bool:
    """Whether an article is held out: a tenth, chosen by the hash of its id."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 == 0
