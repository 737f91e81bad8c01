"""Train the block models of pipeline/pages/body.py: `train_pages.py PAGES_DIR` (bodies.gold.jsonl and bodies/).

Logistic regression (scikit-learn, fixed order, no randomness). Second-pass inputs are cross-validated, by page.
Writes pipeline/weights/pages_{own,traf}_{1,2}.json.
"""

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.pages.body import trafilatura_text, with_trafilatura
from pipeline.pages.charset import decode
from pipeline.pages.features import Features, Page, features, with_neighbours
from pipeline.pages.metadata import page_title
from pipeline.pages.tree import parse
from pipeline.pages.walk import RawBlock

WEIGHTS = Path(__file__).resolve().parent.parent / "pipeline" / "weights"
TOKEN = re.compile(r"\w+")
STRENGTH = 0.05


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = TOKEN.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def answers(gold: str, blocks: list[RawBlock]) -> list[tuple[bool, float]]:
    """Whether each block is in the gold body, and its weight."""
    left, flat = shingles(gold), " " + " ".join(TOKEN.findall(gold)) + " "
    found = []
    for block in blocks:
        words = TOKEN.findall(block.text)
        if len(words) >= 4:
            own = shingles(block.text)
            is_body = sum((own & left).values()) >= 0.6 * sum(own.values())
            if is_body:
                left -= own
        else:
            is_body = bool(words) and f" {' '.join(words)} " in flat
        found.append((is_body, len(words)))
    sure = [is_body and count >= 4 for is_body, count in found]
    return [
        (is_body and (count >= 4 or any(sure[max(0, n - 2) : n + 3])), min(count, 80) ** 0.5 + 0.3)
        for n, (is_body, count) in enumerate(found)
    ]


def fit(rows: list[Features], y: np.ndarray, weight: np.ndarray) -> tuple[DictVectorizer, LogisticRegression]:
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    return vectors, LogisticRegression(C=STRENGTH, max_iter=500).fit(matrix, y, sample_weight=weight)


def write(name: str, vectors: DictVectorizer, model: LogisticRegression, pages: int) -> None:
    pairs = sorted(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    weights = {feature: {"yes": round(float(w), 3)} for feature, w in pairs if abs(w) >= 0.005}
    data = {
        "labels": ["yes"],
        "bias": {"yes": round(float(model.intercept_[0]), 3)},
        "weights": weights,
        "meta": {"method": "logistic regression", "C": STRENGTH, "pages": pages, "by": "tools/train_pages.py"},
    }
    (WEIGHTS / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def train(name: str, pages: list[list[Features]], y: np.ndarray, weight: np.ndarray, group: np.ndarray) -> None:
    flat = [row for rows in pages for row in rows]
    inner = np.zeros(len(y))
    for a, b in GroupKFold(8).split(flat, y, group):
        vectors, model = fit([flat[i] for i in a], y[a], weight[a])
        inner[b] = model.predict_proba(vectors.transform([flat[i] for i in b]))[:, 1]
    inner *= np.array([bool(row) for row in flat])
    write(f"{name}_1", *fit(flat, y, weight), len(pages))
    second: list[Features] = []
    for rows in pages:
        second += with_neighbours(rows, inner[len(second) : len(second) + len(rows)].tolist())
    write(f"{name}_2", *fit(second, y, weight), len(pages))


def main(folder: Path) -> None:
    own, traf, y, weight, group = [], [], [], [], []
    golds = [json.loads(line) for line in (folder / "bodies.gold.jsonl").read_text(encoding="utf-8").splitlines()]
    for number, gold in enumerate(golds):
        parsed = parse(decode(gzip.decompress((folder / "bodies" / gold["file"]).read_bytes())).text)
        page = Page(parsed.blocks, page_title(parsed.root))
        rows = [features(page, n) for n in range(len(parsed.blocks))]
        own.append(rows)
        traf.append(with_trafilatura(page, rows, trafilatura_text(parsed.root)))
        for row, (is_body, w) in zip(rows, answers(gold["text"], parsed.blocks), strict=True):
            y.append(is_body and bool(row))
            weight.append(w if row else 0.0)
            group.append(number)
    for name, pages in (("pages_own", own), ("pages_traf", traf)):
        train(name, pages, np.array(y), np.array(weight), np.array(group))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
