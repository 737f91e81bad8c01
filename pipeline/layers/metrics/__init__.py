"""Words that name or imply a metric, and words of movement: the layers `metrics` and `movements`.

Both are look-ups in word lists (rules/metrics.toml, rules/movements.toml), with the part of speech deciding where a
form is noun and verb. They propose widely; the choosers in `pipeline.claims` decide.
"""

from spacy.attrs import HEAD, LOWER, POS
from spacy.tokens import Doc

from pipeline.layers.metrics.find import find_metrics, find_movements
from pipeline.layers.metrics.units import unit_kind
from pipeline.layers.metrics.words import MetricEntry, metrics
from pipeline.layers.store import layers

__all__ = ["MetricEntry", "add_metrics", "metrics", "unit_kind"]


def add_metrics(doc: Doc) -> Doc:
    """Write the `metrics` and `movements` layers."""
    table = doc.to_array([LOWER, POS, HEAD]).tolist() if len(doc) else []
    names: dict[int, str] = {0: ""}
    strings = doc.vocab.strings
    for row in table:
        for key in row[:2]:
            if key not in names:
                names[key] = strings[key]
    lows = [names[row[0]] for row in table]
    pos = [names[row[1]] for row in table]
    heads = [i + (row[2] - (1 << 64) if row[2] >= 1 << 63 else row[2]) for i, row in enumerate(table)]
    found = layers(doc)
    found["metrics"] = find_metrics(doc, lows, pos)
    found["movements"] = find_movements(doc, lows, pos, heads)
    return doc
