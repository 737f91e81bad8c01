"""Train the ranker that gives a claim its date (pipeline/weights/dates.json) from a gold file, in about a minute.

    python tools/train_dates.py DATA [--docs CACHE.spacy] [--report] [--errors N] [--no-write]

DATA holds articles.jsonl and gold.jsonl in the form of docs/claims.md; the articles with split "train" are learned
from, and beside them our own ("extra"). With --docs the parsed articles are read from a DocBin instead of being parsed.
The model is a conditional logit: the probability of a candidate is softmax over the claim's candidates, the loss is the
log of the probability that the right ones share; L2 penalty, L-BFGS from zero, so the same data gives the same weights.
Prints the share of claims dated right by grouped cross-validation (by article, 5 folds), and with --report on the
split "dev" too.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from corpus import after, documents
from learn import Floats, Row, folds, matrix, same_number, vocabulary
from scipy.optimize import minimize
from spacy.tokens import Doc

from pipeline.layers.store import layers
from pipeline.layers.times.candidates import Candidate, candidates
from pipeline.layers.times.claim import describe
from pipeline.layers.times.claim_features import features
from pipeline.layers.times.ranker import best
from pipeline.layers.times.sheet import before_of, follow, sheet_of

Gold = dict[str, Any]
Ends = tuple[str | None, str | None]
Decide = Callable[[list[Row], list[Candidate], Gold], tuple[int, Ends]]
OUT = Path(__file__).parent.parent / "pipeline" / "weights" / "dates.json"
FOLDS, PENALTY, LEAST, PARTS = 5, 3.0, 15, 3
OURS = 1.0
"""What a claim of our own articles weighs."""


def places(doc: Doc, claims: Iterable[Gold]) -> Iterator[tuple[Gold, int, int]]:
    """(claim, i, j): where the number of a gold claim, or the mover of a trend, stands; one not found is left out."""
    from pipeline.claims.trends import find_trends

    quantities, movers, used = layers(doc).get("quantities", []), find_trends(doc), set()
    for claim in claims:
        a, b = claim["sent"]
        best = None
        if claim["kind"] == "quantity":
            for n, q in enumerate(quantities):
                ends = [x for x in (q["low"], q["high"]) for y in (claim["low"], claim["high"]) if same_number(x, y)]
                if a <= q["start"] < b and ends:
                    best = max(best or (-1,), (2 * (n not in used) + (q["unit"] == claim["unit"]), -n, q["i"], q["j"]))
        else:
            for n, m in enumerate(movers):
                if a <= doc[m["i"]].idx < b:
                    fit = (
                        2 * (m["direction"] == claim["direction"])
                        + 2 * (m["metric"] == claim["metric"])
                        + (-n - 1 not in used)
                    )
                    best = max(best or (-1,), (fit, -n, m["i"], m["j"]))
        if best is not None:
            used.add(-best[1] if claim["kind"] == "quantity" else best[1] - 1)
            yield claim, best[2], best[3]


def wanted(claim: Gold) -> set[Ends]:
    """The dates that count as right: both annotators'."""
    first = (claim["from"], claim["to"])
    alt = claim.get("alt") or {}
    return {first, (alt.get("from", first[0]), alt.get("to", first[1]))} if {"from", "to"} & set(alt) else {first}


def cases(data: Path, cache: Path | None) -> Iterator[dict[str, Any]]:
    """One case an article: its sheet and its claims in text order, with what counts as right."""
    for row, claims, doc in documents(data, cache, after("newsclaims_metrics")):
        found = sorted(places(doc, claims), key=lambda place: place[1:])
        yield {"id": row["id"], "split": row["split"], "made": sheet_of(doc), "claims": found, "doc": doc}


def steps(item: dict[str, Any], decide: Decide) -> Iterator[dict[str, Any]]:
    """Each claim of an article with its candidates; `decide(rows, options, claim)` gives the date carried on."""
    made, decided = item["made"], []
    headline = {i: made.role(made.sentence(i)) == "headline" for _, i, _ in item["claims"]}
    for claim, i, j in sorted(item["claims"], key=lambda place: headline[place[1]]):
        before = before_of(made, i, j, decided)
        told = describe(made, i, j, before)
        options = candidates(made, i, before)
        rows = [features(made, told, c) for c in options]
        n, ends = decide(rows, options, claim)
        if not headline[i] and claim["kind"] == "quantity":
            decided.append(follow(before, i, ends, told.base))
        yield {
            "id": item["id"],
            "kind": claim["kind"],
            "optional": bool(claim.get("optional")),
            "rows": rows,
            "options": options,
            "right": [c.ends in wanted(claim) for c in options],
            "claim": claim,
            "chosen": n,
            "sentence": item["doc"].text[claim["sent"][0] : claim["sent"][1]],
        }


def told(_rows: list[Row], _options: list[Candidate], claim: Gold) -> tuple[int, Ends]:
    """The gold date is carried on: for training."""
    return -1, (claim["from"], claim["to"])


def greedy(weights: dict[str, float]) -> Decide:
    """The best date is carried on: as in use."""

    def decide(rows: list[Row], options: list[Candidate], _claim: Gold) -> tuple[int, Ends]:
        n, _ = best(weights, rows, options)
        return n, options[n].ends

    return decide


def ours(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims of our own articles: they teach which date, and far less whether there is one.

    When a date is given, and how far one is carried on, differs between annotators. That habit is learned as features
    of their own, "ours&...", which no other article has; what is left teaches the features that all share.
    """
    return [{**x, "rows": _ours(x), "weight": OURS} for item in items for x in steps(item, told)]


def _ours(x: dict[str, Any]) -> list[Row]:
    rows = []
    for c, row in zip(x["options"], x["rows"], strict=True):
        whole = c.source in ("none", "today")
        habit = [f"ours&{name}" for name in row if whole or name.startswith(("src=", "carry&", "leave&"))]
        rows.append({**row, **dict.fromkeys([*habit, f"ours&{c.source}"], 1.0)})
    return rows


def train(items: Sequence[dict[str, Any]], beside: Sequence[dict[str, Any]] = ()) -> dict[str, float]:
    """Weights by feature name: learned with the gold dates carried on, and beside them with a model's own.

    That model has not seen the article it dates, so that its errors are those of use. Each claim weighs half in either
    form. `beside` are the claims of our own articles.
    """
    parts = [[x for item in items[n::PARTS] for x in steps(item, told)] for n in range(PARTS)]
    rows = [x for part in parts for x in part]
    for n in range(PARTS):
        others = [x for m, part in enumerate(parts) if m != n for x in part]
        decide = greedy(train_rows([*beside, *others]))
        rows += [x for item in items[n::PARTS] for x in steps(item, decide)]
    return train_rows([*beside, *({**x, "weight": 0.5} for x in rows)])


def train_rows(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Weights by feature name, from claims with their candidates."""
    usable = [x for x in rows if any(x["right"])]
    flat = [row for x in usable for row in x["rows"]]
    names = vocabulary(flat, LEAST)
    x = matrix(flat, names)
    turned = x.T.tocsr()
    starts = np.cumsum([0] + [len(c["rows"]) for c in usable])
    right = np.array([r for c in usable for r in c["right"]])
    group = np.repeat(np.arange(len(usable)), np.diff(starts))
    weight = np.array([c.get("weight", 1.0) for c in usable])

    def share(score: Floats) -> Floats:
        """log of the summed exp of each claim's candidates."""
        top = np.maximum.reduceat(score, starts[:-1])
        return top + np.log(np.add.reduceat(np.exp(score - top[group]), starts[:-1]))

    def loss(w: Floats) -> tuple[float, Floats]:
        score = x @ w
        masked = np.where(right, score, -1e9)
        whole, part = share(score), share(masked)
        pull = np.exp(score - whole[group]) - np.exp(masked - part[group])
        return weight @ (whole - part) + PENALTY / 2 * w @ w, turned @ (weight[group] * pull) + PENALTY * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return {name: found.x[n] for name, n in names.items()}


def _kept(name: str, weight: float) -> bool:
    return abs(weight) >= 0.01 and not name.startswith("ours&")


def report(title: str, items: Iterable[dict[str, Any]]) -> None:
    """Shares dated right, by kind of claim."""
    count = Counter()
    for item in items:
        if not item["optional"]:
            count[item["kind"], "all"] += 1
            count[item["kind"], "right"] += item["right"][item["chosen"]]
            count[item["kind"], "reach"] += any(item["right"])
    for kind in ("quantity", "trend"):
        n = max(1, count[kind, "all"])
        print(f"{title} {kind}: {count[kind, 'right'] / n:.3f} of {n} (within reach {count[kind, 'reach'] / n:.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--no-write", action="store_true")
    args = parser.parse_args()
    found = list(cases(args.data, args.docs))
    items = [x for x in found if x["split"] == "train"]
    beside = ours(x for x in found if x["split"] == "extra")
    done = []
    for teach, test in folds([x["id"] for x in items], FOLDS):
        weights = train([items[n] for n in teach], beside)
        done += [x for n in test for x in steps(items[n], greedy(weights))]
    report("cross-validated", done)
    wrong = [x for x in done if not x["right"][x["chosen"]] and not x["optional"]]
    for x in wrong[: args.errors]:
        c = x["options"][x["chosen"]]
        print(
            x["id"],
            x["claim"]["low"],
            x["claim"]["unit"],
            x["claim"]["metric"],
            wanted(x["claim"]),
            "| chose",
            c.ends,
            c.source,
            c.how,
            "" if any(x["right"]) else "UNREACHED",
            "\n     ",
            x["sentence"][:300],
        )
    weights = train(items, beside)
    if args.report:
        report("dev", [x for item in found if item["split"] == "dev" for x in steps(item, greedy(weights))])
    if not args.no_write:
        kept = {name: {"yes": round(float(w), 3)} for name, w in weights.items() if _kept(name, w)}
        data = {
            "labels": ["yes"],
            "bias": {"yes": 0.0},
            "weights": kept,
            "meta": {"trained_by": "tools/train_dates.py", "penalty": PENALTY},
        }
        OUT.write_text(
            json.dumps(data, sort_keys=True, separators=(",", ":")).replace('},"', '},\n"') + "\n", encoding="utf-8"
        )
        print(len(kept), "weights,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
