"""How likely a claim is right in all its fields: calibrated on held-out folds (tools/train_claims.py)."""

import math

from pipeline.claims.drafts import Draft
from pipeline.claims.index import Index
from pipeline.claims.policy import PLAIN_CONFIDENCE
from pipeline.linear import load_model

MODEL = "claim_confidence"


def confidence_features(d: Draft) -> dict[str, float]:
    """What a claim's parts say about the whole."""
    f = {f"kind={d.kind}": 1.0}
    for name in ("claim", "entity", "metric"):
        f[f"logit_{name}"] = _logit(d.parts.get(name, 0.5))
    f["entity_lead"] = d.parts.get("entity_lead", 0.0)
    basis = d.date["basis"] if d.date else "none"
    f[f"date={basis}"] = 1.0
    f[f"chain={min(2, len(d.chain))}"] = 1.0
    f[f"aspect={d.aspect}"] = 1.0
    f[f"modality={d.modality}"] = 1.0
    if d.role in ("headline", "caption", "heading"):
        f["summary"] = 1.0
    if d.quantity:
        f[f"qkind={d.quantity['kind']}"] = 1.0
        f[f"bound={d.quantity['bound']}"] = 1.0
    f["flags"] = float(len(d.flags))
    return f


def set_confidence(index: Index, drafts: list[Draft]) -> None:  # noqa: ARG001 - one signature for all passes
    """Write the confidence of each draft."""
    model = load_model(MODEL)
    for d in drafts:
        row = confidence_features(d)
        d.confidence = model.probabilities(row)["yes"] if model else PLAIN_CONFIDENCE
        d.why["confidence"] = list(row.items())


def _logit(p: float) -> float:
    p = max(0.005, min(0.995, p))
    return math.log(p / (1.0 - p))
