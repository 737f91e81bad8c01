"""The claim's side of the date ranker: where its number stands, and what its clause says."""

from dataclasses import dataclass, field
from typing import Any

from pipeline.layers.parse import Parse
from pipeline.layers.store import Quantity
from pipeline.layers.times.sheet import SAY, Before, Sheet, figure, governor, top_of

MARKET = frozenset(
    [
        "share",
        "stock",
        "index",
        "ftse",
        "nasdaq",
        "dow",
        "nikkei",
        "dax",
        "cac",
        "sensex",
        "nyse",
        "trading",
        "session",
        "market",
        "bitcoin",
        "ether",
        "token",
        "price",
        "euro",
        "dollar",
        "pound",
        "yen",
        "oil",
        "crude",
        "gold",
        "wti",
        "brent",
        "bond",
        "yield",
        "trade",
    ]
)
REPORT = frozenset(
    [
        "profit",
        "loss",
        "earnings",
        "income",
        "revenue",
        "sale",
        "turnover",
        "result",
        "quarter",
        "ebitda",
        "dividend",
        "margin",
    ]
)
SUPERLATIVE = frozenset(
    [
        "lowest",
        "highest",
        "first",
        "biggest",
        "largest",
        "best",
        "worst",
        "most",
        "least",
        "smallest",
        "fastest",
        "slowest",
        "lows",
        "highs",
        "low",
        "high",
        "seen",
        "record",
        "level",
        "levels",
        "time",
        "fall",
        "rise",
        "drop",
        "decline",
        "gain",
        "weakest",
        "strongest",
    ]
)
SESSION = frozenset(
    [
        "close",
        "bell",
        "session",
        "day",
        "morning",
        "midday",
        "trading",
        "afternoon",
        "lunchtime",
        "opening",
        "end",
        "finish",
    ]
)
FROM = frozenset(["from", "against", "than", "versus", "vs", "vs."])
DESCRIBED = 6
"""Words between a comparison and its number."""
FORWARD = frozenset(["will", "would", "could", "may", "might", "should", "can", "shall", "'ll", "to"])


@dataclass
class Claim:
    """The claim's side of the features: where it stands and what its clause says."""

    i: int
    j: int
    sentence: int
    top: int
    verb: int
    kind: str
    facts: list[str]
    figure: str
    base: bool
    """The number is what something moved from."""
    quiet: bool
    """No expression of its sentence but those of saying."""
    before: Before | None = None
    topic: str = "other"
    """market, report or other."""
    tense: str = "-"
    """The fact of its verb's tense."""
    beside: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    """Features of what stands in its sentence (by expression) and of other sentences (by how far, and the source)."""
    carry: Any = None
    """How it stands to the claim before (`carry_features.Carry`), once that was looked at."""


def describe(made: Sheet, i: int, j: int, before: Before | None = None) -> Claim:
    """Look at the claim on tokens [i, j) once for all candidates."""
    s = made.sentence(i)
    top = top_of(made, i, j)
    q = made.quantities.get(i)
    verb = made.verb(top)
    claim = Claim(
        i, j, s, top, verb, q["kind"] if q else "trend", [], figure(made.doc, i, j), is_base(made, i, q), False
    )
    claim.quiet = all(said_only(made, k, verb) for k in made.by_sentence.get(s, ()))
    claim.facts = _facts(made, claim)
    claim.topic = next((f for f in claim.facts if f in ("market", "report")), "other")
    claim.tense = next((f for f in claim.facts if f.startswith("tense")), "-")
    claim.before = before
    return claim


def is_base(made: Sheet, i: int, q: Quantity | None) -> bool:
    """Whether the number at token i is what something moved from or is compared with."""
    if q is not None and q["move"] == "from":
        return True
    first = made.starts[made.sentence(i)]
    before = made.parse.lower[max(first, i - 3) : i]
    if any(w in FROM for w in before[-2:]) or before[-2:] in (["compared", "with"], ["compared", "to"]):
        return True
    return _described_base(made, i, first) or _listed_base(made, i, first)


def _described_base(made: Sheet, i: int, first: int) -> bool:
    """ "Compared with a profit of $3m", "from November's 4%": described before it is given."""
    lower, pos = made.parse.lower, made.parse.pos
    for k in range(i - 1, max(first, i - DESCRIBED) - 1, -1):
        if lower[k] in FROM or (lower[k] in ("with", "to") and k > first and lower[k - 1] == "compared"):
            return True
        if pos[k] in ("PUNCT", "VERB", "AUX", "CCONJ", "NUM") or lower[k] in ("to", "with"):
            return False
    return False


def _listed_base(made: Sheet, i: int, first: int) -> bool:
    """The 3 of "against 2 and 3": it follows another one in a list."""
    lower = made.parse.lower
    k = next((k for k in range(i - 1, first - 1, -1) if lower[k] not in (",", "and", "or")), -1)
    if k < 0 or k == i - 1:
        return False
    other = next((n for n in range(k, max(first, k - 3) - 1, -1) if n in made.quantities), -1)
    q = made.quantities.get(other)
    return q is not None and q["j"] == k + 1 and is_base(made, other, q)


def _facts(made: Sheet, claim: Claim) -> list[str]:
    """What the claim's clause says, whatever the candidate."""
    s = claim.sentence
    facts = [f"kind={claim.kind}", f"role={made.role(s)}", "lead" if s <= 1 else "early" if s <= 4 else "late"]
    if claim.base:
        facts.append("base")
    if claim.quiet:
        facts.append("quiet")
    if not made.by_sentence.get(s):
        facts.append("no_times")
    if claim.verb >= 0:
        facts.append(f"tense={verb_tense(made, claim.verb)}")
    near = made.parse.lemma[max(made.starts[s], claim.i - 12) : min(made.end(s), claim.j + 6)]
    lemmas = {lemma.lower() for lemma in near}
    facts += ["market"] if lemmas & MARKET else []
    facts += ["session"] if lemmas & SESSION and lemmas & MARKET else []
    facts += ["report"] if lemmas & REPORT else []
    q = made.quantities.get(claim.i)
    if q is not None:
        facts.append(f"change={q['change']}")
        facts.append(
            "unit="
            + (
                q["unit"]
                if q["unit"] in ("percent", "point", "percentage_point")
                else "money"
                if q["kind"] == "money"
                else "thing"
            )
        )
    if made.opened(s) < claim.i:
        facts.append("quoted")
    return facts


def verb_tense(made: Sheet, verb: int) -> str:
    """past, present, perfect, future or bare, by the verb's helpers."""
    if verb not in made.tenses:
        made.tenses[verb] = _verb_tense(made.parse, verb)
    return made.tenses[verb]


def _verb_tense(parse: Parse, verb: int) -> str:
    helpers = [c for c in parse.children[verb] if parse.dep[c] in ("aux", "auxpass")]
    if any(parse.lower[c] in FORWARD or parse.tag[c] == "TO" for c in helpers):
        return "future"
    if any(parse.lemma[c] == "have" for c in helpers):
        return "perfect"
    tag = parse.tag[helpers[0] if helpers else verb]
    return {"VBD": "past", "VBN": "past", "VBZ": "present", "VBP": "present", "VBG": "going"}.get(tag, "bare")


def said_only(made: Sheet, k: int, verb: int) -> bool:
    """The expression dates the saying: it hangs on a verb of saying that is not the claim's own verb."""
    head = governor(made, k)
    return head is not None and head.lemma_ in SAY and head.i != verb


def common(made: Sheet, s: int, before: int) -> str:
    """Do two sentences speak of the same metric?"""
    mine, theirs = made.metrics.get(s, frozenset()), made.metrics.get(before, frozenset())
    return "bare" if not mine or not theirs else "shared" if mine & theirs else "other"
