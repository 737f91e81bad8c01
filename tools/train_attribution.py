"""Train the attribution labeller on PolNeAR: `train_attribution.py TRAIN.jsonl --vectors FOLDER [OUT_DIR]`.

Needs torch (CPU) beside the project's own packages: `pip install -e ".[train]"`. It is in no lock file because this
script alone uses it; the shipped weights need numpy only. The same files, seed and one thread give the same weights.
FOLDER is the model folder of all-MiniLM-L6-v2 (tools/word_vectors.py says where from): word vectors start from it.
A tenth of the articles is held out to choose mix and threshold (`--held`, as the shipped weights were made).
Method: cue tokens are found by a small convolutional network over words, tags and the parse; for each cue a second
network with a linear-chain CRF labels the words around it as source, cue, content or none; a third, which sees wrong
cues as well, says whether the attribution is to be kept: whether half of its content or more is right.
"""

import argparse
import json
import math
import pickle
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from attribution_examples import Record, example, is_held, parse
from attribution_net import DILATIONS, LAYERS, PAIR, WIDTH, Array, ChainLoss, Labeller
from spacy.strings import get_string_id
from torch import Tensor, nn
from torch.nn import functional as F
from word_vectors import word_vectors

from pipeline.layers.attributions.features import child_lists, pair_features, window

SEED = 7
LEAST = {0: 3, 1: 1, 2: 1, 3: 1, 4: 30}  # symbol column -> least count to get its own row
BATCH, DROP = 2, 0.25  # articles a step; dropout
MIX = (0.4, 0.3, 0.4)  # weights of the logits of cue and acceptance, and bias, after attribution_threshold.py
THRESHOLD = 0.43  # score, best on the held-out articles
PASSES, RATE = 10, 0.002
FORGET = 0.08  # share of words that are hidden
ALONE = 0.4  # share of the steps before wrong cues are looked at
DOUBT, WRONG = 0.1, 0.6  # score of a wrong cue that is looked at; most of them, a right one
CHUNK = 32  # windows a matrix
OUT = Path(__file__).parent.parent / "pipeline" / "weights" / "attribution"


def vocabularies(examples: Sequence[Record]) -> dict[int, Array]:
    """Sorted symbol hashes per column; row 0 is for the rest."""
    out = {}
    for column, least in LEAST.items():
        seen = np.concatenate([e["tokens"].symbols[:, column] for e in examples])
        values, counts = np.unique(seen, return_counts=True)
        out[column] = values[counts >= least]
    return out


def rows_of(symbols: Array, vocabulary: Array) -> Array:
    place = np.searchsorted(vocabulary, symbols)
    place[place == len(vocabulary)] = 0
    return np.where(vocabulary[place] == symbols, place + 1, 0)


def given_vectors(folder: Path, examples: Sequence[Record], known: Array) -> tuple[Array, Array]:
    """(hashes of words, their vectors after a row of zeros): the known words, then those only the encoder knows."""
    words, vectors = word_vectors(folder, Counter(w for e in examples for w in e["words"]))
    place = {get_string_id(word): i for i, word in enumerate(words)}
    frequent = set(known.tolist())
    hashes = [*known.tolist(), *(h for h in place if h not in frequent)]
    table = np.zeros((len(hashes) + 1, vectors.shape[1]), np.float32)
    for row, one in enumerate(hashes, 1):
        if one in place:
            table[row] = vectors[place[one]]
    return np.array(hashes, np.uint64), table


def crop(tags: Array) -> tuple[int, int]:
    """Most windows cut to a random margin around what is labelled: cheaper, and no bias in the rest."""
    if random.random() < 0.25:
        return 0, len(tags)
    on = np.flatnonzero(tags)
    return max(0, int(on[0]) - random.randint(4, 40)), min(len(tags), int(on[-1]) + 1 + random.randint(4, 40))


def with_rows(e: Record, features: Array) -> Array:
    """Features of a window with relation and dependency as one number."""
    out = features.copy()
    dep = np.where(out[:, 1] >= 0, e["rows"][np.maximum(out[:, 1], 0), 2] + 1, 0)
    out[:, 1] = out[:, 0] * e["dep_rows"] + dep
    return out[:, 1:]


def collate(examples: Sequence[Record], cut: bool = False) -> tuple[dict[str, Tensor], list[Record]]:
    """The tokens of the articles one after the other, and the windows of their cues."""
    offset, parts = 0, {"tensor": [], "symbols": [], "head": [], "quoted": [], "cue": []}
    windows = []
    for e in examples:
        tokens = e["tokens"]
        n = len(tokens.head)
        parts["tensor"].append(e["tensor"].astype(np.float32))
        parts["symbols"].append(e["rows"])
        parts["head"].append(tokens.head + offset)
        parts["quoted"].append(tokens.quoted)
        cue = np.zeros(n, np.float32)
        for number, (anchor, low, _, features, tags) in enumerate(e["pairs"]):
            cue[anchor] = 1
            a, b = crop(tags) if cut else (0, len(tags))
            windows.append(
                {"example": e, "offset": offset, "anchor": anchor, "low": low + a, "high": low + b, "gold": number}
                | {"features": with_rows(e, features[a:b]), "tags": tags[a:b]}
            )
        parts["cue"].append(cue)
        offset += n
    batch = {k: torch.from_numpy(np.concatenate(v)) for k, v in parts.items()}
    batch["rooted"] = (batch["head"] != torch.arange(offset)).float()[:, None]
    return batch, windows


def wrong_cues(examples: Sequence[Record], logits: Array, windows: Sequence[Record]) -> list[Record]:
    """Windows of some tokens that look like cues and are none, cut as the windows of right cues are."""
    doubt, out, offset = math.log(DOUBT / (1 - DOUBT)), [], 0
    for e in examples:
        tokens = e["tokens"]
        mine = [w for w in windows if w["example"] is e]
        right = {w["anchor"] for w in mine}
        here = logits[offset : offset + len(tokens.head)]
        places = [i for i in np.flatnonzero((here > doubt) & (tokens.space == 0)).tolist() if i not in right]
        for anchor in random.sample(places, min(len(places), math.ceil(WRONG * len(mine)))):
            model = random.choice(mine)
            low, high = window(tokens, anchor)
            low = max(low, anchor - max(3, model["anchor"] - model["low"]))
            high = min(high, anchor + max(3, model["high"] - model["anchor"]))
            features = pair_features(tokens, anchor, low, high, e["children"])
            out.append(
                {"example": e, "offset": offset, "anchor": anchor, "low": low, "high": high, "gold": None}
                | {"features": with_rows(e, features), "tags": np.zeros(high - low, np.int8)}
            )
        offset += len(tokens.head)
    return out


def pad(windows: Sequence[Record]) -> dict[str, Tensor]:
    """Windows as matrices (cues, tokens)."""
    length = max(w["high"] - w["low"] for w in windows)
    shape = (len(windows), length)
    index, quoted, features = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros((*shape, 6), np.int64)
    mask, tags, steps = np.zeros(shape, np.float32), np.zeros((*shape, 4), np.float32), np.zeros((4, 4), np.float32)
    for r, w in enumerate(windows):
        n, offset = w["high"] - w["low"], w["offset"]
        index[r, :n], features[r, :n], mask[r, :n] = np.arange(w["low"], w["high"]) + offset, w["features"], 1
        quoted[r, :n] = w["example"]["tokens"].quoted[w["low"] : w["high"]]
        tags[r, np.arange(n), w["tags"]] = 1
        np.add.at(steps, (w["tags"][:-1], w["tags"][1:]), 1)
    out = {k: torch.from_numpy(v) for k, v in (("index", index), ("quoted", quoted), ("features", features))}
    out |= {k: torch.from_numpy(v) for k, v in (("mask", mask), ("tags", tags), ("steps", steps))}
    out["anchors"] = torch.tensor([w["anchor"] + w["offset"] for w in windows])
    out["place"] = torch.tensor([w["anchor"] - w["low"] for w in windows])
    return out


def is_right(w: Record, predicted: Array) -> float:
    """1 where the predicted content (a mask over the window) and a gold content share half of their words."""
    space = w["example"]["tokens"].space
    words = {i for i in (np.flatnonzero(predicted) + w["low"]).tolist() if not space[i]}
    contents = w["example"]["contents"]
    golds = contents if w["gold"] is None else [contents[w["gold"]]]
    return float(any(2 * len(words & one) >= len(words | one) for one in golds) and bool(words))


def loss_of(
    model: Labeller, batch: dict[str, Tensor], examples: Sequence[Record], windows: list[Record], wrong: bool
) -> list[Tensor]:
    """Losses of cues, roles and acceptance, summed; acceptance without wrong cues is not looked at."""
    h = model.encode(batch)
    logits = model.cues(h)
    cue = F.binary_cross_entropy_with_logits(logits, batch["cue"], reduction="sum")
    roles, accepted = h.new_zeros(()), h.new_zeros(())
    if wrong:
        windows = windows + wrong_cues(examples, logits.detach().numpy(), windows)
    windows = sorted(windows, key=lambda w: (w["gold"] is None, w["high"] - w["low"]))
    true = sum(w["gold"] is not None for w in windows)
    for low, high in ((0, true), (true, len(windows))):
        for k in range(low, high, CHUNK):
            part = windows[k : min(k + CHUNK, high)]
            given = pad(part)
            p = model.pairs(h, given)
            scores = model.pair_out(p)
            if low == 0:
                chain = (scores, model.moves, model.first, given["tags"], given["steps"], given["mask"])
                roles = roles + ChainLoss.apply(*chain)
            if wrong:
                best = (scores.detach().argmax(2) == 3).numpy()
                right = torch.tensor([is_right(w, b[: w["high"] - w["low"]]) for w, b in zip(part, best, strict=True)])
                verdict = model.accepts(p, scores, logits.detach()[given["anchors"]], given)
                accepted = accepted + F.binary_cross_entropy_with_logits(verdict, right, reduction="sum")
    return [cue, roles, accepted]


def save(model: Labeller, vocab: dict[int, Array], words: Array, out: Path, meta: Record) -> None:
    """The weights as numpy arrays in half precision, the word vectors as one table sorted by hash."""
    state = {k: v.detach() for k, v in model.state_dict().items() if not k.startswith("given")}
    order = np.argsort(words)
    table = model.word_table()
    state["emb.0.weight"] = torch.cat([table[:1], table[1:][torch.from_numpy(order)]])
    arrays = {f"w.{k}": v.numpy().astype(np.float16) for k, v in state.items()}
    arrays |= {f"v.{c}": v for c, v in vocab.items()} | {"v.0": words[order]}
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


def learn(
    model: Labeller, optimizer: torch.optim.Optimizer, train: list[Record], average: dict[str, Tensor], state: Record
) -> list[float]:
    """One pass over the training articles; returns the mean losses of cues, roles and acceptance."""
    model.train()
    random.shuffle(train)
    sums, count = [0.0, 0.0, 0.0], 0
    for k in range(0, len(train), BATCH):
        part = train[k : k + BATCH]
        batch, windows = collate(part, cut=True)
        batch["symbols"][torch.rand(len(batch["symbols"])) < FORGET, 0] = 0
        losses = loss_of(model, batch, part, windows, state["step"] >= ALONE * state["total"])
        optimizer.zero_grad()
        (sum(losses) / max(1, len(windows))).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        rate = RATE * min(1.0, (state["step"] + 1) / 200) * max(0.02, 1 - state["step"] / state["total"])
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
        state["step"] += 1
        keep = min(0.998, state["step"] / (state["step"] + 10))
        for name, value in model.state_dict().items():
            average[name].mul_(keep).add_(value, alpha=1 - keep)
        sums = [s + one.item() for s, one in zip(sums, losses, strict=True)]
        count += len(windows)
    return [s / max(1, count) for s in sums]


def train_all(examples: list[Record], vectors: Path, out: Path, passes: int) -> None:
    """Train on the examples; the weights, averaged over the last steps, go to `out`."""
    torch.manual_seed(SEED)
    random.seed(SEED)
    vocab = vocabularies(examples)
    words, table = given_vectors(vectors, examples, vocab[0])
    order = np.argsort(words)
    for e in examples:
        symbols = e["tokens"].symbols
        rows = rows_of(symbols[:, 0], words[order])
        e["rows"] = np.stack(
            [np.where(rows > 0, order[rows - 1] + 1, 0), *(rows_of(symbols[:, c], vocab[c]) for c in range(1, 5))], 1
        )
        e["dep_rows"] = len(vocab[2]) + 2
        e["children"] = child_lists(e["tokens"])
    model = Labeller({c: len(v) for c, v in vocab.items()}, table, DROP, SEED)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
    state = {"step": 0, "total": passes * math.ceil(len(examples) / BATCH)}
    meta = {"seed": SEED, "passes": passes, "articles": len(examples), "layers": LAYERS, "dilations": list(DILATIONS)}
    meta |= {"width": WIDTH, "pair": PAIR, "mix": MIX, "threshold": THRESHOLD}
    for number in range(passes):
        began = time.process_time()
        seen = " ".join(f"{x:.3f}" for x in learn(model, optimizer, examples, average, state))
        print(f"pass {number + 1}: losses {seen}, {time.process_time() - began:.0f} s", flush=True)
    model.load_state_dict(average)
    model.eval()
    save(model, vocab, words, out, meta)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    parser.add_argument("--vectors", type=Path, required=True, help="model folder of all-MiniLM-L6-v2")
    parser.add_argument("--cache", type=Path, help="file for the parsed examples, made or read")
    parser.add_argument("--held", action="store_true", help="leave out the held-out tenth")
    parser.add_argument("--limit", type=int, help="only so many articles, for a trial")
    args = parser.parse_args()
    torch.set_num_threads(1)
    examples = [e for e in load_examples(args) if not (args.held and is_held(e["id"]))]
    train_all(examples, args.vectors, args.out, PASSES if args.limit is None else 2)


if __name__ == "__main__":
    main()
