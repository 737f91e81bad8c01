"""How likely a claim is right in all its fields: the product of what its parts are likely to be right.

Claim-or-not, entity and metric bring their own probability; source, date and the rest have the rate at which they are
right. The rates were set by hand from reliability tables of the development articles, since the choosers are trained
on all training articles and look too good there; the calibration error in docs/eval.md is on those same articles and
so is no held-out figure. Cross-validated scores of all choosers should replace them.
"""

from pipeline.claims.drafts import Draft
from pipeline.claims.policy import PLAIN_CONFIDENCE

RATES = {
    "quantity": {"claim": 0.99, "entity": 0.98, "metric": 0.95, "range": 0.99, "source": 0.94},
    "trend": {"claim": 0.85, "entity": 0.85, "metric": 0.90, "range": 1.0, "source": 0.90},
}
"""What is left of a part's own probability on articles never seen."""

DATE_RATES = {"explicit": 0.88, "relative": 0.80, "context": 0.75, "publication": 0.80, "none": 0.80}


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
        d.confidence = max(0.01, min(0.99, product))
        d.why["confidence"] = sorted(factors(d).items(), key=lambda pair: (pair[1], pair[0]))
