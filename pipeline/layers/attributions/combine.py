"""One list from two roads: the labeller decides where it speaks, rules fill in where they are better."""

from pipeline.layers.attributions.found import Found, Pairs

TRUSTED = ("preposition.", "caption.", "headline.")
"""Rules that stand without the labeller."""
SAME = 0.5
"""Share of common words above which two contents are one."""
BESIDE = 0.6
"""How much surer, for each share of common words, a content must be that overlaps one that is surer still."""


def combine(labelled: list[Found], ruled: list[Found], threshold: float) -> tuple[list[Found], list[Found]]:
    """(attributions, further candidates), each in text order.

    Candidates are attributions that neither road is sure of: no statements, but perhaps sources of a number.
    """
    if not labelled:
        return ruled, []
    by_token = {i: one for one in sorted(labelled, key=lambda f: f.score) for a, b in one.cue for i in range(a, b)}
    by_token |= {one.anchor: one for one in labelled}
    sure: list[Found] = []
    maybe: list[Found] = []
    for rule in ruled:
        same = by_token.get(rule.anchor)
        if same is None:
            (sure if rule.rule.startswith(TRUSTED) else maybe).append(rule)
        elif same.rule == "labeller":
            _inform(same, rule)
    for one in labelled:
        (sure if one.score > threshold else maybe).append(one)
    kept = _distinct(sure, threshold)
    left = {id(one) for one in kept}
    maybe += [one for one in sure if id(one) not in left]
    return sorted(kept, key=_place), sorted(maybe, key=_place)


def _place(found: Found) -> tuple[int, Pairs]:
    return found.anchor, found.content


def _inform(labelled: Found, rule: Found) -> None:
    """What the rule knows of a cue that the labeller found too."""
    labelled.rule, labelled.sourcing, labelled.hedged = f"labeller+{rule.rule}", rule.sourcing, rule.hedged
    labelled.reach = rule.content
    if rule.rule.startswith("preposition."):
        labelled.source = rule.source
        labelled.score = max(labelled.score, 0.9)
    elif not labelled.source:
        labelled.source = rule.source


def _distinct(found: list[Found], threshold: float) -> list[Found]:
    """Without those whose content a surer one has already, the surest first; a rule's score is 0."""
    kept: list[tuple[set[int], Found]] = []
    for one in sorted(found, key=lambda f: (-f.score, f.anchor)):
        words = {i for a, b in one.content for i in range(a, b)}
        near = (other for other, _ in kept if not words.isdisjoint(other))
        share = max((len(words & other) / len(words | other) for other in near), default=0.0)
        if share <= SAME and (one.score == 0 or one.score > threshold + BESIDE * share):
            kept.append((words, one))
    return [one for _, one in kept]
