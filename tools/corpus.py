"""Put our own training articles beside a claims data set: `corpus.py CLAIMS_FOLDER OUT`.

OUT gets articles.jsonl and gold.jsonl with the articles of CLAIMS_FOLDER as they are and those of training/*.txt
(written for this project, see training/README.md) with split "extra": trainers learn from them and never report on
them. OUT/docs.spacy and docs.npz hold the base model's Docs and their tensors, so that several trainers need not
parse again. `documents` is how every trainer of the claims' models reads its articles.
"""

import argparse
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from own import own_articles
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from pipeline.components import STAGES, _load
from pipeline.layers.blocks import mark_blocks
from pipeline.layers.store import Quantity, layers
from pipeline.nlp import AFTER_MODEL, DEFAULT_MODEL, load_model, make_doc
from pipeline.pages import article_from_text
from schemas import Article


def merged(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Articles and gold of a folder with ours behind them."""
    articles, gold = read(folder / "articles.jsonl"), read(folder / "gold.jsonl")
    for article, claims in own_articles():
        articles.append({**article, "split": "extra"})
        gold.append({"id": article["id"], "published": article["published"], "claims": claims})
    return articles, gold


def with_ranges(doc: Doc, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Claims of ours with the range of the quantity where they point; those that point at none go."""
    found = []
    for claim in claims:
        if claim["kind"] == "quantity" and "char" in claim:
            start, end = claim["char"]
            hits = [q for q in layers(doc)["quantities"] if q["start"] < end and start < q["end"]]
            if not hits:
                continue
            claim = {**claim, **{k: hits[0][k] for k in ("low", "high", "unit", "approx")}}  # type: ignore[literal-required]
        found.append(claim)
    return found


def article_of(row: dict[str, Any]) -> Article:
    """The article of a row of articles.jsonl."""
    known = {key: row.get(key) for key in ("title", "published", "publisher")}
    return article_from_text(row["text"], article_id=row["id"], **known)


def base_docs(rows: list[dict[str, Any]], nlp: Language) -> Iterator[Doc]:
    """The base model's Docs of the rows, sentences split at block borders, with the articles' context."""
    return nlp.pipe((mark_blocks(make_doc(nlp, article_of(row))) for row in rows), batch_size=32)


def write_docs(rows: list[dict[str, Any]], path: Path) -> None:
    """Keep the base model's Docs, and their tensors, which a DocBin leaves out."""
    kept, tensors = DocBin(store_user_data=True), {}
    for n, doc in enumerate(base_docs(rows, load_model(DEFAULT_MODEL))):
        kept.add(doc)
        tensors[str(n)] = doc.tensor
    kept.to_disk(path)
    np.savez(path.with_suffix(".npz"), **tensors)


def read_docs(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """The Docs that `write_docs` kept."""
    tensors = np.load(path.with_suffix(".npz"))
    for n, doc in enumerate(DocBin(store_user_data=True).from_disk(path).get_docs(vocab)):
        doc.tensor = tensors[str(n)]
        yield doc


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def after(stage: str) -> tuple[str, ...]:
    """The stages behind one, for `documents` to leave out."""
    return tuple(AFTER_MODEL[AFTER_MODEL.index(stage) + 1 :])


def documents(
    folder: Path, cache: Path | None = None, without: tuple[str, ...] = ("newsclaims_claims",)
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], Doc]]:
    """(row, gold claims, Doc with all layers but those of the stages `without`) of each article of a folder."""
    nlp, rows = load_model(DEFAULT_MODEL), read(folder / "articles.jsonl")
    gold = {g["id"]: g["claims"] for g in read(folder / "gold.jsonl")}
    docs = read_docs(cache, nlp.vocab) if cache else base_docs(rows, nlp)
    for row, doc in zip(rows, docs, strict=True):
        for name in AFTER_MODEL:
            if name not in without:
                doc = _load(STAGES[name])(doc)
        yield row, with_ranges(doc, gold[row["id"]]), doc


@cache
def _bare_nlp() -> Language:
    return load_model(DEFAULT_MODEL)


def bare_layers(article: dict[str, Any]) -> list[Quantity]:
    """The quantities of one article."""
    doc = next(base_docs([article], _bare_nlp()))
    for name in AFTER_MODEL[:3]:
        doc = _load(STAGES[name])(doc)
    return layers(doc)["quantities"]


def main() -> None:
    """Merge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    articles, gold = merged(args.folder)
    for name, rows in (("articles", articles), ("gold", gold)):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (args.out / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    write_docs(articles, args.out / "docs.spacy")


if __name__ == "__main__":
    main()
