"""How likely a claim is right in all its fields: what its parts are likely to be right, multiplied, then calibrated.

Claim-or-not, entity and metric bring their own probability; source, date and the rest have the rate at which they are
right. The product is only an order: `weights/confidence.json` (tools/calibrate.py: isotonic regression on claims of
articles that no model had seen) turns it into the share of such claims that are right in all five fields.
"""

import json
from functools import cache
from importlib import resources
from itertools import pairwise

from pipeline.claims.drafts import Draft
from pipeline.claims.policy import PLAIN_CONFIDENCE

RATES = {
    "quantity": {"claim": 0.99, "entity": 0.98, "metric": 0.95, "range": 0.99, "source": 0.94},
    "trend": {"claim": 0.85, "entity": 0.85, "metric": 0.90, "range": 1.0, "source": 0.90},
}
"""What is left of a part's own probability on articles never seen."""

DATE_RATES = {"explicit": 0.88, "relative": 0.80, "context": 0.75, "publication": 0.80, "none": 0.80}


@cache
def _knots() -> dict[str, list[tuple[float, float]]]:
    path = resources.files("pipeline.weights").joinpath("confidence.json")
    data = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {kind: [(x, y) for x, y in data.get(kind, ())] for kind in RATES}


def calibrated(kind: str, plain: float) -> float:
    """The share of claims of a kind with this plain confidence that are right; the plain one without weights."""
    knots = _knots()[kind]
    if not knots:
        return plain
    if plain <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if plain <= x1:
            return y0 + (y1 - y0) * (plain - x0) / (x1 - x0) if x1 > x0 else y1
    return knots[-1][1]


def factors(d: Draft) -> dict[str, float]:
    """The probability of each field of a claim, by name."""
    rates = RATES[d.kind]
    basis = d.date["basis"] if d.date else "none"
    found = {name: rates[name] * d.parts.get(name, 1.0) for name in ("claim", "entity", "metric")}
    found |= {"range": rates["range"], "source": rates["source"], "date": DATE_RATES.get(basis, 0.8)}
    if d.flags:
        found["flags"] = 0.7
    return found


def set_confidence(drafts: list[Draft]) -> None:
    """Write the confidence of each draft."""
    for d in drafts:
        if d.kind not in RATES:
            d.confidence = PLAIN_CONFIDENCE
            continue
        product = 1.0
        for value in factors(d).values():
            product *= value
        d.confidence = max(0.01, min(0.99, calibrated(d.kind, product)))
        d.why["confidence"] = sorted(factors(d).items(), key=lambda pair: (pair[1], pair[0]))
