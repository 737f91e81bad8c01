"""Train the attribution labeller on PolNeAR: `train_attribution.py TRAIN.jsonl [OUT_DIR] [--cache FILE]`.

Needs torch (CPU) beside the project's own packages: `pip install -e ".[train]"`. It is in no lock file because this
script alone uses it; the shipped weights need numpy only. The same file, seed and one thread give the same weights.
A tenth of the articles is held out to choose epoch and threshold; nothing else is.
Method: cue tokens are found by a small convolutional network over words, tags and the parse; for each cue a second
network with a linear-chain CRF labels the words around it as source, cue, content or none.
"""

import argparse
import hashlib
import json
import math
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.tokens import Doc
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.layers.attributions.features import Tokens, child_lists, pair_features, token_features, window
from pipeline.nlp import DEFAULT_MODEL, load_model, make_doc

SEED = 7
WIDTH, WORD, PAIR, LAYERS = 128, 64, 64, 3
DILATIONS = (1, 2, 4)
LEAST = {0: 3, 1: 1, 2: 1, 3: 1, 4: 30}  # symbol column -> least count to get its own row
DIMS = {0: WORD, 1: 16, 2: 16, 3: 8, 4: 8}
RELS = 9
BATCH, DROP, THRESHOLD = 2, 0.25, 0.4  # articles a step; dropout; cue score, best on the held-out articles
PHASES = ((7, 0.002), (5, 0.0012))  # passes, learning rate
OUT = Path(__file__).parent.parent / "pipeline" / "weights" / "attribution"
Array = NDArray[Any]
Record = dict[str, Any]  # an article of the data, or an example made of it
Pair = tuple[Any, ...]  # (cue, first token, end, features, labels), collated with the quoted tokens as a sixth


def parse(path: Path, limit: int | None = None) -> Iterator[tuple[Record, Doc]]:
    """Docs of the training articles, parsed by the pinned model the way the pipeline parses them."""
    from pipeline.layers.blocks import mark_blocks
    from pipeline.pages import article_from_text

    nlp = load_model(DEFAULT_MODEL)
    with path.open(encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle][:limit]
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
    pairs = []
    for anchor, labels in gold(row, doc, tokens):
        low, high = window(tokens, anchor)
        tags = np.array([labels.get(i, 0) for i in range(low, high)], np.int8)
        pairs.append((anchor, low, high, pair_features(tokens, anchor, low, high, children).astype(np.int32), tags))
    return {
        "id": row["id"],
        "tensor": doc.tensor.astype(np.float16),
        "symbols": tokens.symbols,
        "head": tokens.head,
        "quoted": tokens.quoted,
        "pairs": pairs,
    }


def vocabularies(examples: Sequence[Record]) -> dict[int, Array]:
    """Sorted symbol hashes per column; row 0 is for the rest."""
    out = {}
    for column, least in LEAST.items():
        values, counts = np.unique(np.concatenate([e["symbols"][:, column] for e in examples]), return_counts=True)
        out[column] = values[counts >= least]
    return out


def rows_of(symbols: Array, vocabulary: Array) -> Array:
    place = np.searchsorted(vocabulary, symbols)
    place[place == len(vocabulary)] = 0
    return np.where(vocabulary[place] == symbols, place + 1, 0)


class Labeller(nn.Module):
    """Cue scores per token and role scores per (cue, token)."""

    def __init__(self, sizes: dict[int, int], drop: float) -> None:
        super().__init__()
        self.emb = nn.ModuleList(nn.Embedding(sizes[c] + 1, DIMS[c]) for c in range(5))
        for e in self.emb:
            nn.init.normal_(e.weight, std=0.3)
        self.quote = nn.Embedding(3, 8)
        total = 96 + sum(DIMS.values()) + 8 + WORD
        self.enter = nn.Linear(total, WIDTH)
        self.enter_norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(nn.Linear(5 * WIDTH, WIDTH) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(LAYERS))
        self.cue_hidden = nn.Linear(WIDTH, 64)
        self.cue_out = nn.Linear(64, 1)
        self.pair_token = nn.Linear(WIDTH, PAIR)
        self.pair_cue = nn.Linear(WIDTH, PAIR, bias=False)
        self.pair_emb = nn.ModuleList(nn.Embedding(k, PAIR) for k in (RELS * (sizes[2] + 2), 24, 9, 7, 3, 9, 3))
        for e in self.pair_emb:
            nn.init.normal_(e.weight, std=0.3)
        self.pair_norm = nn.LayerNorm(PAIR)
        self.convs = nn.ModuleList(nn.Linear(3 * PAIR, PAIR) for _ in DILATIONS)
        self.conv_norms = nn.ModuleList(nn.LayerNorm(PAIR) for _ in DILATIONS)
        self.pair_out = nn.Linear(PAIR, 4)
        self.moves = nn.Parameter(torch.zeros(4, 4))
        self.first = nn.Parameter(torch.zeros(4))
        self.drop = nn.Dropout(drop)

    def encode(self, batch: dict[str, Tensor]) -> Tensor:
        sym, head = batch["symbols"], batch["head"]
        words = self.emb[0](sym[:, 0])
        parts = [batch["tensor"], words, words[head]]
        parts += [self.emb[c](sym[:, c]) for c in range(1, 5)] + [self.quote(batch["quoted"])]
        h = self.enter_norm(F.relu(self.enter(self.drop(torch.cat(parts, 1)))))
        for layer, norm in zip(self.layers, self.norms, strict=True):
            zero = h.new_zeros(1, WIDTH)
            up = torch.cat([zero, h[:-1]])
            down = torch.cat([h[1:], zero])
            own = batch["rooted"]
            below = torch.zeros_like(h).index_add(0, head, h * own)
            h = norm(h + F.relu(layer(self.drop(torch.cat([h, up, down, h[head], below], 1)))))
        return h

    def cues(self, h: Tensor) -> Tensor:
        return self.cue_out(F.relu(self.cue_hidden(self.drop(h))))[:, 0]

    def pairs(
        self, h: Tensor, index: Tensor, anchors: Tensor, features: Tensor, quoted: Tensor, mask: Tensor
    ) -> Tensor:
        p = self.pair_token(h)[index] + self.pair_cue(h)[anchors][:, None, :]
        for k in range(6):
            p = p + self.pair_emb[k](features[:, :, k])
        p = p + self.pair_emb[6](quoted)
        p = self.pair_norm(F.relu(self.drop(p))) * mask[:, :, None]
        for conv, norm, d in zip(self.convs, self.conv_norms, DILATIONS, strict=True):
            left = F.pad(p, (0, 0, d, 0))[:, : p.shape[1]]
            right = F.pad(p, (0, 0, 0, d))[:, d:]
            p = norm(p + F.relu(conv(self.drop(torch.cat([left, p, right], 2))))) * mask[:, :, None]
        return self.pair_out(p)

    def crf_loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of the tags, summed over cues."""
        length = scores.shape[1]
        alpha = self.first + scores[:, 0]
        score = alpha.gather(1, tags[:, :1])[:, 0]
        for t in range(1, length):
            on = mask[:, t]
            grown = torch.logsumexp(alpha[:, :, None] + self.moves, 1) + scores[:, t]
            alpha = torch.where(on[:, None] > 0, grown, alpha)
            step = self.moves[tags[:, t - 1], tags[:, t]] + scores[:, t].gather(1, tags[:, t : t + 1])[:, 0]
            score = score + step * on
        return (torch.logsumexp(alpha, 1) - score).sum()


def crop(pair: Pair) -> Pair:
    """Most windows cut to a random margin around what is labelled: cheaper, and no bias in the rest."""
    anchor, low, high, features, tags = pair
    if random.random() < 0.25:
        return pair
    on = np.flatnonzero(tags)
    a = max(0, int(on[0]) - random.randint(4, 40))
    b = min(high - low, int(on[-1]) + 1 + random.randint(4, 40))
    return anchor, low + a, low + b, features[a:b], tags[a:b]


def collate(examples: Sequence[Record], dep_rows: int, cut: bool = False) -> tuple[dict[str, Tensor], list[Pair]]:
    offset, parts = 0, {"tensor": [], "symbols": [], "head": [], "quoted": [], "cue": []}
    pairs = []
    for e in examples:
        n = len(e["head"])
        parts["tensor"].append(e["tensor"].astype(np.float32))
        parts["symbols"].append(e["rows"])
        parts["head"].append(e["head"] + offset)
        parts["quoted"].append(e["quoted"])
        cue = np.zeros(n, np.float32)
        for pair in e["pairs"]:
            anchor, low, high, features, tags = crop(pair) if cut else pair
            cue[anchor] = 1
            f = features.copy()
            dep = np.where(f[:, 1] >= 0, e["rows"][np.maximum(f[:, 1], 0), 2] + 1, 0)
            f[:, 1] = f[:, 0] * dep_rows + dep
            pairs.append((anchor + offset, low + offset, high + offset, f[:, 1:], tags, e["quoted"][low:high]))
        parts["cue"].append(cue)
        offset += n
    batch = {k: torch.from_numpy(np.concatenate(v)) for k, v in parts.items()}
    batch["rooted"] = (batch["head"] != torch.arange(offset)).float()[:, None]
    pairs.sort(key=lambda p: p[2] - p[1])
    return batch, pairs


def pad(pairs: Sequence[Pair]) -> tuple[Tensor, ...]:
    length = max(p[2] - p[1] for p in pairs)
    k = len(pairs)
    index = np.zeros((k, length), np.int64)
    features = np.zeros((k, length, 6), np.int64)
    tags, quoted, mask = (
        np.zeros((k, length), np.int64),
        np.zeros((k, length), np.int64),
        np.zeros((k, length), np.float32),
    )
    for r, (_, low, high, f, t, q) in enumerate(pairs):
        n = high - low
        index[r, :n], features[r, :n], tags[r, :n], quoted[r, :n], mask[r, :n] = np.arange(low, high), f, t, q, 1
    anchors = torch.tensor([p[0] for p in pairs])
    return anchors, *map(torch.from_numpy, (index, features, tags, quoted, mask))


def loss_of(model: Labeller, batch: dict[str, Tensor], pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    h = model.encode(batch)
    cue = F.binary_cross_entropy_with_logits(model.cues(h), batch["cue"], reduction="sum")
    roles = h.new_zeros(())
    for k in range(0, len(pairs), 48):
        anchors, index, features, tags, quoted, mask = pad(pairs[k : k + 48])
        scores = model.pairs(h, index, anchors, features, quoted, mask)
        roles = roles + model.crf_loss(scores, tags, mask)
    return cue, roles


def save(model: Labeller, vocab: dict[int, Array], out: Path, meta: Record) -> None:
    """The weights as numpy arrays in half precision."""
    arrays = {f"w.{k}": v.detach().numpy().astype(np.float16) for k, v in model.state_dict().items()}
    arrays |= {f"v.{c}": v for c, v in vocab.items()}
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / "labeller.npz", **arrays)
    (out / "meta.json").write_text(json.dumps(meta, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def load_examples(args: argparse.Namespace) -> list[Record]:
    if args.cache and args.cache.exists():
        return pickle.loads(args.cache.read_bytes())
    examples = [example(row, doc) for row, doc in parse(args.train, args.limit)]
    if args.cache:
        args.cache.write_bytes(pickle.dumps(examples))
    return examples


def split(examples: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """(training articles, held-out articles): a tenth, chosen by the hash of the id."""
    held = [e for e in examples if int(hashlib.sha256(e["id"].encode()).hexdigest(), 16) % 10 == 0]
    names = {e["id"] for e in held}
    return [e for e in examples if e["id"] not in names], held


def learn(
    model: Labeller, optimizer: torch.optim.Optimizer, train: list[Record], average: dict[str, Tensor], state: Record
) -> list[float]:
    """One pass over the training articles; returns the mean losses of cues and roles."""
    model.train()
    random.shuffle(train)
    sums, count = [0.0, 0.0], 0
    for k in range(0, len(train), BATCH):
        batch, pairs = collate(train[k : k + BATCH], state["dep_rows"], cut=True)
        lose = torch.rand(len(batch["symbols"])) < 0.08
        batch["symbols"][lose, 0] = 0
        cue, roles = loss_of(model, batch, pairs)
        optimizer.zero_grad()
        ((cue + roles) / max(1, len(pairs))).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        rate = state["rate"] * min(1.0, (state["step"] + 1) / 200) * max(0.02, 1 - state["step"] / state["total"])
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
        state["step"] += 1
        keep = min(0.998, state["step"] / (state["step"] + 10))
        for name, value in model.state_dict().items():
            average[name].mul_(keep).add_(value, alpha=1 - keep)
        sums[0] += cue.item()
        sums[1] += roles.item()
        count += len(pairs)
    return [s / max(1, count) for s in sums]


def judge(model: Labeller, held: Sequence[Record], dep_rows: int) -> list[float]:
    """Mean losses of cues and roles on the held-out articles."""
    model.eval()
    sums, count = [0.0, 0.0], 0
    with torch.no_grad():
        for k in range(0, len(held), 8):
            batch, pairs = collate(held[k : k + 8], dep_rows)
            cue, roles = loss_of(model, batch, pairs)
            sums[0] += cue.item()
            sums[1] += roles.item()
            count += len(pairs)
    return [s / max(1, count) for s in sums]


def phase(examples: Sequence[Record], out: Path, epochs: int, rate: float, init: Path | None) -> None:
    """Train `epochs` passes from `init` (a weights file) or from nothing; the best averaged weights go to `out`."""
    torch.manual_seed(SEED)
    random.seed(SEED)
    train, held = split(examples)
    vocab = vocabularies(train)
    for e in examples:
        e["rows"] = np.stack([rows_of(e["symbols"][:, c], vocab[c]) for c in range(5)], 1)
    sizes = {c: len(v) for c, v in vocab.items()}
    model = Labeller(sizes, DROP)
    if init is not None:
        given = np.load(init)
        model.load_state_dict({k: torch.from_numpy(given[f"w.{k}"].astype(np.float32)) for k in model.state_dict()})
    average = {k: v.clone() for k, v in model.state_dict().items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    state = {"step": 0, "rate": rate, "total": epochs * math.ceil(len(train) / BATCH), "dep_rows": sizes[2] + 2}
    best = math.inf
    for epoch in range(epochs):
        began = time.time()
        seen = learn(model, optimizer, train, average, state)
        raw = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        test = judge(model, held, state["dep_rows"])
        figures = " ".join(f"{x:.3f}" for x in (*seen, *test))
        print(f"pass {epoch + 1}: train and held-out losses {figures}, {time.time() - began:.0f} s", flush=True)
        if sum(test) < best:
            best = sum(test)
            meta = {"seed": SEED, "epoch": epoch + 1, "held_loss": round(best, 4), "articles": len(train)}
            meta |= {
                "layers": LAYERS,
                "dilations": list(DILATIONS),
                "width": WIDTH,
                "pair": PAIR,
                "threshold": THRESHOLD,
            }
            save(model, vocab, out, meta)
        model.load_state_dict(raw)


def main() -> None:
    """Two phases, the second from the best weights of the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    parser.add_argument("--cache", type=Path, help="file for the parsed examples, made or read")
    parser.add_argument("--limit", type=int, help="only so many articles, for a trial")
    args = parser.parse_args()
    torch.set_num_threads(1)
    examples = load_examples(args)
    init = None
    for epochs, rate in PHASES if args.limit is None else ((1, 0.001),):
        phase(examples, args.out, epochs, rate, init)
        init = args.out / "labeller.npz"


if __name__ == "__main__":
    main()
