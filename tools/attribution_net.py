"""The network of the attribution labeller as torch sees it while it learns; the run time has it in numpy."""

import random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, WORD, PAIR, LAYERS, ACCEPT = 128, 64, 64, 3, 32
DILATIONS = (1, 2, 4)
DIMS = {0: WORD, 1: 16, 2: 16, 3: 8, 4: 8}
RELS = 9
FEATURES = 4
"""Numbers beside the pooled rows that decide whether an attribution is kept."""
Array = NDArray[Any]


class Drop(nn.Module):
    """Dropout with masks cut from one pool: drawing fresh ones takes a third of the training time."""

    def __init__(self, rate: float, seed: int, size: int = 1 << 23) -> None:
        super().__init__()
        self.rate = rate
        drawn = torch.rand(size, generator=torch.Generator().manual_seed(seed))
        self.pool = (drawn >= rate).float() / (1 - rate)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if x.numel() > len(self.pool):
            return F.dropout(x, self.rate)
        at = random.randint(0, len(self.pool) - x.numel())
        return x * self.pool[at : at + x.numel()].view(x.shape)


class ChainLoss(torch.autograd.Function):
    """Negative log-likelihood of tag sequences under a linear chain, summed: forward-backward in numpy.

    scores (cues, tokens, 4), moves (4, 4), first (4), tags one-hot like scores, steps the counts of tag pairs (4, 4),
    mask (cues, tokens) with ones at the front.
    """

    @staticmethod
    def forward(ctx: Any, *given: Tensor) -> Tensor:  # type: ignore[override]
        scores, moves, first, tags, steps, mask = (x.detach().numpy().astype(np.float64) for x in given)
        raw = scores.copy()
        raw[:, 0] += first
        top = raw.max(2)
        grown = np.ascontiguousarray(np.exp(raw - top[:, :, None]).transpose(1, 0, 2))
        on, step = mask.T > 0, np.exp(moves)
        alpha, total = np.empty_like(grown), np.empty(on.shape)
        for t, here in enumerate(grown):
            a = here if t == 0 else (alpha[t - 1] @ step) * here + 1e-30
            total[t] = a.sum(1)
            alpha[t] = a / total[t][:, None]
        beta = np.ones_like(grown)
        for t in range(len(grown) - 2, -1, -1):
            b = ((grown[t + 1] * beta[t + 1]) @ step.T) / total[t + 1][:, None]
            beta[t] = np.where(on[t + 1][:, None], b, 1.0)
        single = alpha * beta
        single *= on[:, :, None] / np.maximum(single.sum(2, keepdims=True), 1e-30)
        after = grown * beta / total[:, :, None] * on[:, :, None]
        double = np.einsum("tbi,tbj->ij", alpha[:-1], after[1:]) * step
        single = single.transpose(1, 0, 2)
        ctx.save_for_backward(
            *(
                torch.from_numpy(x.astype(np.float32))
                for x in (single - tags, double - steps, (single - tags)[:, 0].sum(0))
            )
        )
        likely = (tags * scores).sum() + (tags[:, 0] * first).sum() + (steps * moves).sum()
        return torch.tensor(((np.log(total.T) + top) * mask).sum() - likely, dtype=torch.float32)

    @staticmethod
    def backward(ctx: Any, *grown: Tensor) -> Any:  # type: ignore[override]
        return *(grown[0] * x for x in ctx.saved_tensors), None, None, None


class Labeller(nn.Module):
    """Cue scores per token, role scores per (cue, token), and whether an attribution is kept."""

    def __init__(self, sizes: dict[int, int], vectors: Array, rate: float, seed: int) -> None:
        """`sizes`: known symbols by column; `vectors`: rows of given word vectors, row 0 and the known words first."""
        super().__init__()
        self.emb = nn.ModuleList(nn.Embedding(sizes[c] + 1, DIMS[c]) for c in range(5))
        for e in self.emb:
            nn.init.normal_(e.weight, std=0.3)
        nn.init.normal_(self.emb[0].weight, std=0.1)
        self.register_buffer("given", torch.from_numpy(vectors), persistent=False)
        self.given_to_word = nn.Linear(vectors.shape[1], WORD, bias=False)
        nn.init.normal_(self.given_to_word.weight, std=0.3)
        self.quote = nn.Embedding(3, 8)
        self.enter = nn.Linear(96 + sum(DIMS.values()) + 8 + WORD, WIDTH)
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
        self.accept_hidden = nn.Linear(2 * PAIR + FEATURES, ACCEPT)
        self.accept_out = nn.Linear(ACCEPT, 1)
        self.drop = Drop(rate, seed)

    def words(self, rows: Tensor) -> Tensor:
        """Word vectors: the given ones, turned, and for known words what is learned beside."""
        own = torch.where(rows < self.emb[0].num_embeddings, rows, 0)
        return self.emb[0](own) + self.given_to_word(self.given[rows])

    def word_table(self) -> Tensor:
        """All word vectors as one table, as the run time has it."""
        with torch.no_grad():
            return self.words(torch.arange(len(self.given)))

    def encode(self, batch: dict[str, Tensor]) -> Tensor:
        sym, head = batch["symbols"], batch["head"]
        words = self.words(sym[:, 0])
        parts = [batch["tensor"], words, words[head]]
        parts += [self.emb[c](sym[:, c]) for c in range(1, 5)] + [self.quote(batch["quoted"])]
        h = self.enter_norm(F.relu(self.enter(self.drop(torch.cat(parts, 1)))))
        for layer, norm in zip(self.layers, self.norms, strict=True):
            zero = h.new_zeros(1, WIDTH)
            up = torch.cat([zero, h[:-1]])
            down = torch.cat([h[1:], zero])
            below = torch.zeros_like(h).index_add(0, head, h * batch["rooted"])
            h = norm(h + F.relu(layer(self.drop(torch.cat([h, up, down, h[head], below], 1)))))
        return h

    def cues(self, h: Tensor) -> Tensor:
        return self.cue_out(F.relu(self.cue_hidden(self.drop(h))))[:, 0]

    def pairs(self, h: Tensor, windows: dict[str, Tensor]) -> Tensor:
        """Rows of the tokens of each window, (cues, tokens, PAIR)."""
        mask = windows["mask"][:, :, None]
        p = self.pair_token(h)[windows["index"]] + self.pair_cue(h)[windows["anchors"]][:, None, :]
        for k in range(6):
            p = p + self.pair_emb[k](windows["features"][:, :, k])
        p = p + self.pair_emb[6](windows["quoted"])
        p = self.pair_norm(F.relu(self.drop(p))) * mask
        for conv, norm, d in zip(self.convs, self.conv_norms, DILATIONS, strict=True):
            left = F.pad(p, (0, 0, d, 0))[:, : p.shape[1]]
            right = F.pad(p, (0, 0, 0, d))[:, d:]
            p = norm(p + F.relu(conv(self.drop(torch.cat([left, p, right], 2))))) * mask
        return p

    def accepts(self, p: Tensor, scores: Tensor, cues: Tensor, windows: dict[str, Tensor]) -> Tensor:
        """How far an attribution is right, as a logit: from the rows of its cue and its content, and four numbers."""
        share = F.softmax(scores, 2) * windows["mask"][:, :, None]
        content = share[:, :, 3]
        total = content.sum(1)
        pooled = (content[:, :, None] * p).sum(1) / (total[:, None] + 1)
        anchor = p[torch.arange(len(p)), windows["place"]]
        numbers = torch.stack(
            [cues, torch.log1p(total), (content * content).sum(1) / (total + 0.1), share[:, :, 1].max(1).values], 1
        )
        return self.accept_out(F.relu(self.accept_hidden(torch.cat([anchor, pooled, numbers], 1))))[:, 0]
