"""Asserted, forecast, planned, hypothetical or negated: the cues whose scope holds a number or a mover."""

from spacy.tokens import Doc

from pipeline.layers.store import layers

_RANK = ("negated", "hypothetical", "planned", "forecast", "asserted")


def choose_modality(doc: Doc, i: int, j: int) -> tuple[str, bool, str]:
    """(modality, hedged, rule) of what tokens [i, j) say."""
    covering = [c for c in layers(doc).get("cues", []) if any(i <= t < j for t in c["scope"])]
    hedged = any(c["hedged"] for c in covering)
    for name in _RANK:
        for cue in covering:
            if cue["modality"] == name:
                return name, hedged, cue["rule"]
    return "asserted", hedged, "modality.default"
