"""The working shape of an attribution while it is looked for: token spans, before names are resolved."""

from dataclasses import dataclass, field

Pairs = list[tuple[int, int]]


@dataclass
class Found:
    """An attributed statement in token spans (ends exclusive)."""

    source: Pairs
    cue: Pairs
    content: Pairs
    rule: str
    anchor: int
    """The token that heads the cue."""
    sourcing: bool = True
    """Whether such a cue makes its source answer for a number."""
    hedged: bool = False
    score: float = 0.0
    """How sure the trained labeller is; 0.0 for a rule."""
    reach: Pairs = field(default_factory=list)
    """Content by the road that did not decide."""


def subtract(spans: Pairs, holes: Pairs) -> Pairs:
    """The spans without the tokens of the holes."""
    out = sorted(spans)
    for a, b in holes:
        cut: Pairs = []
        for i, j in out:
            cut += [(i, min(j, a)), (max(i, b), j)] if a < j and b > i else [(i, j)]
        out = [(i, j) for i, j in cut if i < j]
    return out


def join(spans: Pairs) -> Pairs:
    """Sorted, with touching or overlapping spans joined."""
    out: Pairs = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out
