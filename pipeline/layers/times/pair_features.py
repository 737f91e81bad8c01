"""Features of a number and a date of one sentence: the words between them, the way through the tree, comparisons."""

from pipeline.layers.parse import Parse
from pipeline.layers.times.claim import Claim
from pipeline.layers.times.sheet import Sheet

SPELLED = frozenset(("ADP", "PUNCT", "CCONJ", "SCONJ", "PART"))
CLOSE, STEPS = 3, 4


def paired(made: Sheet, claim: Claim, k: int, head: int) -> list[str]:
    """What binds the claim to an expression of its sentence, which hangs on token `head` (-1: on none)."""
    t, parse = made.times[k], made.parse
    after = t["i"] >= claim.j
    side = "a" if after else "b"
    a, b = (claim.j, t["i"]) if after else (t["j"], claim.i)
    follows = parse.lower[t["j"]] if t["j"] < len(parse.lower) else "-"
    names = [f"next&{side}&{_word(parse, t['j'])}"]
    if b - a <= CLOSE:
        names.append(f"words&{side}&" + " ".join("#" if any(map(str.isdigit, w)) else w for w in parse.lower[a:b]))
    if follows in ("'s", "’s", "'", "’"):
        gap = claim.i - t["j"]
        names.append("owns&" + ("near" if 0 <= gap <= CLOSE + 1 else "far" if gap > 0 else "before"))
    return names + (_way(made, claim, head) if head >= 0 else [])


def compared(made: Sheet, claim: Claim, k: int) -> str:
    """How an expression of the sentence that something is compared with stands to the claim."""
    t = made.times[k]
    after = t["i"] >= claim.j
    numbers = made.between(claim.j, t["i"]) if after else made.between(t["j"], claim.i)
    return f"baseline&{'a' if after else 'b'}&{'base' if claim.base else 'level'}&{min(numbers, 1)}"


def _word(parse: Parse, k: int) -> str:
    """A function word or mark as it is, of other words their class."""
    if k >= len(parse.lower):
        return "-"
    return parse.lower[k] if parse.pos[k] in SPELLED else parse.pos[k]


def _way(made: Sheet, claim: Claim, head: int) -> list[str]:
    """The way from the number up to the word above both, and down to what the expression hangs on."""
    up, theirs, dep = made.path(claim.top), made.path(head), made.parse.dep
    common = next((x for x in theirs if x in up), None)
    if common is None:
        return []
    ours = [dep[x] for x in up[: up.index(common)]][:STEPS]
    down = [dep[x] for x in theirs[: theirs.index(common)]][:STEPS]
    return [
        "way&" + ">".join(ours) + "<" + ">".join(reversed(down)),
        f"way&{made.parse.pos[common]}&{len(ours)}&{len(down)}",
    ]
