"""Whole claims on held-out articles: `crossval.py CLAIMS_FOLDER OUT [--folds 5] [--by article|publisher]`.

For each fold every model of the claims is trained anew, in a copy of the working tree, on the other folds of split
`train` and on our own articles; then the claims of the fold's articles are extracted with those weights. OUT gets
articles.jsonl, gold.jsonl and pred.jsonl of all folds together, for score_claims.py and tools/calibrate.py.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from corpus import merged, read, write_docs

ROOT = Path(__file__).resolve().parent.parent
TRAINERS: tuple[tuple[str, ...], ...] = (
    ("train_coreference.py",),
    ("train_source.py",),
    ("train_choosers.py", "--no-check"),
    ("train_dates.py",),
    ("train_claims.py", "--folds", "3"),
)
PREDICT = """
import json, sys
from pathlib import Path
from corpus import documents
folder = Path(sys.argv[1])
for row, gold, doc in documents(folder, folder / "docs.spacy", ()):
    if row["split"] == "held":
        print(json.dumps({"id": row["id"], "claims": doc.user_data["newsclaims"]["claims"]}))
"""


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows as JSONL."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def run(tree: Path, *arguments: str) -> str:
    """Run Python in the copied tree; its output."""
    env = {**os.environ, "PYTHONPATH": f"{tree}:{tree / 'tools'}"}
    done = subprocess.run([sys.executable, *arguments], cwd=tree, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)[:200]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def fold_of(rows: list[dict[str, Any]], by: str, count: int) -> dict[str, int]:
    """Article id -> fold; whole articles, or whole publishers."""
    field = "id" if by == "article" else "publisher"
    order = {key: n % count for n, key in enumerate(sorted({row[field] for row in rows}))}
    return {row["id"]: order[row[field]] for row in rows}


def main() -> None:
    """Cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--by", choices=("article", "publisher"), default="article")
    args = parser.parse_args()
    tree, data = (args.out / "tree").resolve(), (args.out / "data").resolve()
    shutil.rmtree(tree, ignore_errors=True)
    data.mkdir(parents=True, exist_ok=True)
    for name in ("pipeline", "schemas", "tools", "training"):
        shutil.copytree(ROOT / name, tree / name)
    (tree / "pipeline" / "weights" / "confidence.json").unlink(missing_ok=True)  # plain confidence, to be calibrated
    articles, gold = merged(args.folder)
    train = [a for a in articles if a["split"] == "train"]
    write(data / "gold.jsonl", gold)
    write_docs(articles, data / "docs.spacy")
    folds, predictions = fold_of(train, args.by, args.folds), []
    for n in range(args.folds):
        held = [{**a, "split": "held"} if folds.get(a["id"]) == n else a for a in articles]
        write(data / "articles.jsonl", held)
        for name, *more in TRAINERS:
            run(tree, f"tools/{name}", str(data), "--docs", str(data / "docs.spacy"), *more)
        found = run(tree, "-c", PREDICT, str(data))
        predictions += [json.loads(line) for line in found.splitlines()]
        print(f"fold {n + 1} of {args.folds}: {len(found.splitlines())} articles", flush=True)
    keys = {row["id"] for row in predictions}
    write(args.out / "pred.jsonl", predictions)
    write(args.out / "articles.jsonl", [a for a in articles if a["id"] in keys])
    write(args.out / "gold.jsonl", [g for g in read(data / "gold.jsonl") if g["id"] in keys])


if __name__ == "__main__":
    main()
