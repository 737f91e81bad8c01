"""Detection on the held-out articles by threshold: `attribution_threshold.py TRAIN.jsonl`.

For weights that `train_attribution.py --held` made, which have not seen these articles. Labeller, rules and their
combination run as in the pipeline; contents count as found where half of the words of both are shared, each once.
Prints precision, recall and F1 for each threshold; the best becomes `THRESHOLD` in train_attribution.py.
"""

import argparse
from copy import deepcopy
from pathlib import Path

from attribution_examples import gold, is_held, parse

from pipeline.layers.attributions.combine import combine
from pipeline.layers.attributions.features import token_features
from pipeline.layers.attributions.labeller import find_by_model
from pipeline.layers.attributions.rules import find_by_rule
from pipeline.layers.attributions.speech import whole_quotations

STEPS = [k / 100 for k in range(30, 56, 2)]
Words = frozenset[int]


def matches(golds: list[Words], found: list[Words]) -> int:
    """How many of the two lists go together, the most alike first."""
    alike = [(len(g & f) / len(g | f), i, j) for i, g in enumerate(golds) for j, f in enumerate(found) if g & f]
    left, right = set(), set()
    for share, i, j in sorted(alike, reverse=True):
        if share >= 0.5 and i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    args = parser.parse_args()
    sums = {step: [0, 0, 0] for step in STEPS}
    for row, doc in parse(args.train, keep=is_held):
        tokens = token_features(doc)
        golds = [frozenset(i for i, n in labels.items() if n == 3) for _, labels in gold(row, doc, tokens)]
        labelled, ruled = whole_quotations(doc, find_by_model(doc)), find_by_rule(doc)
        for step, counts in sums.items():
            sure, _ = combine(deepcopy(labelled), deepcopy(ruled), step)
            spans = [frozenset(i for a, b in one.content for i in range(a, b) if not tokens.space[i]) for one in sure]
            found = [words for words in spans if words]
            for k, more in enumerate((matches(golds, found), len(found), len(golds))):
                counts[k] += more
    for step, (right, found, wanted) in sums.items():
        print(f"{step:.2f}  P {right / found:.3f}  R {right / wanted:.3f}  F1 {2 * right / (found + wanted):.4f}")


if __name__ == "__main__":
    main()
