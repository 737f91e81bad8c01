"""Which blocks are the article: an own log-linear model, and where it is unsure, with trafilatura's answer as well.

Trained by `tools/train_pages.py`; docs/pages.md gives the figures. The first pass judges each block, the second also
sees the first pass's answers for its neighbours.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp

from pipeline.linear import load_model
from pipeline.pages.features import Features, Page, features, with_neighbours
from pipeline.pages.walk import Element, RawBlock

UNSURE = 0.1
"""Share of words in doubt (against words taken) above which trafilatura is asked."""
BIGGEST = 1_500_000
MOST_ELEMENTS = 30_000
"""Characters and elements of a page above which neither trafilatura nor htmldate is asked: their cost grows faster."""
_NOT_WORD = re.compile(r"[\W_]+")
_DROPPED: tuple[str, ...] = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "canvas",
    "select",
)
_DROPPED += ("option", "input", "textarea", "button", "map", "area", "link", "meta", "nav", "footer")


@cache
def _weights(name: str) -> tuple[float, Mapping[str, float]]:
    model = load_model(name)
    if model is None:
        return 0.0, {}
    return model.bias.get("yes", 0.0), {feature: by["yes"] for feature, by in model.weights.items() if "yes" in by}


def _answers(name: str, rows: Sequence[Features]) -> list[float]:
    bias, weights = _weights(name)
    get = weights.get
    answers = []
    for row in rows:
        if not row:
            answers.append(0.0)
            continue
        score = bias
        for feature, value in row.items():
            score += get(feature, 0.0) * value
        answers.append(1.0 / (1.0 + exp(-max(-40.0, min(40.0, score)))))
    return answers


def two_passes(name: str, rows: Sequence[Features]) -> list[float]:
    """The probability of each block to be body, from the models `<name>_1` and `<name>_2`."""
    return _answers(f"{name}_2", with_neighbours(rows, _answers(f"{name}_1", rows)))


def doubt(page: Page, answers: Sequence[float]) -> float:
    """Words in blocks neither surely body nor surely not, against words taken as body."""
    unsure = sum(words for words, p in zip(page.words, answers, strict=True) if 0.1 < p < 0.9)
    taken = sum(words for words, p in zip(page.words, answers, strict=True) if p > 0.5)
    return unsure / max(1, taken)


def body_probabilities(page: Page, root: Element, *, ask: bool = True) -> list[float]:
    """The probability of each block of the page to be body text; `ask` trafilatura when unsure."""
    rows = [features(page, n) for n in range(len(page.blocks))]
    answers = two_passes("pages_own", rows)
    if not ask or doubt(page, answers) <= UNSURE:
        return answers
    return two_passes("pages_traf", with_trafilatura(page, rows, trafilatura_text(root)))


def trafilatura_text(root: Element) -> str:
    """What trafilatura's precision mode takes for the article, from a copy of the tree; empty where it finds none."""
    from lxml import etree
    from trafilatura import extract

    tree = copy.deepcopy(root)
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    try:
        return extract(tree, include_comments=False, favor_precision=True) or ""
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""


def kept_by(blocks: Sequence[RawBlock], text: str) -> list[bool]:
    """Whether most of a block's text stands in another extractor's output."""
    lines = {_NOT_WORD.sub("", line) for line in text.split("\n")}
    lines |= {_NOT_WORD.sub("", cell) for line in text.split("\n") if "|" in line for cell in line.split("|")}
    whole = _NOT_WORD.sub("", text)
    kept = []
    for block in blocks:
        hit = total = 0
        for line in block.text.split("\n"):
            letters = _NOT_WORD.sub("", line)
            total += len(letters)
            if letters and (letters in lines or (len(letters) > 20 and letters in whole)):
                hit += len(letters)
        kept.append(bool(total) and hit * 2 > total)
    return kept


def with_trafilatura(page: Page, rows: Sequence[Features], text: str) -> list[Features]:
    """Features with trafilatura's answer for the block and for those beside it."""
    kept = kept_by(page.blocks, text)
    size = sum(len(block.text) for block, is_kept in zip(page.blocks, kept, strict=True) if is_kept)
    share = size / page.total_good
    band = (share > 0.3) + (share > 0.6) + (share > 0.9)
    out = []
    for n, row in enumerate(rows):
        if not row:
            out.append(row)
            continue
        found = {f"traf_size={band},{kept[n]}": 1.0}
        if kept[n]:
            found["traf"] = 1.0
            found[f"traf,words={min(3, page.words[n] // 6)}"] = 1.0
        elif any(kept[max(0, n - 1) : n + 2]):
            found["traf_next"] = 1.0
        out.append({**row, **found})
    return out
