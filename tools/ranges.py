"""How many ranges of gold claims the quantities hold: `ranges.py DATA [--docs CACHE.spacy] [--misses]`.

DATA holds articles.jsonl and gold.jsonl in the form of docs/claims.md. A range is found where a quantity in its
sentence has its low, high and unit; claims of several entities that share a range count once, optional ones not.
Prints, for each split, ranges, those found and their share; with --misses each one lost, beside what is in its place.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from corpus import after, documents
from learn import same_number, unit_key
from spacy.tokens import Doc

from pipeline.layers.store import Quantity, layers

Gold = dict[str, Any]


def same_end(a: float | None, b: float | None) -> bool:
    """Both open, or equal but for rounding."""
    return same_number(a, b) if a is not None or b is not None else True


def has(quantity: Quantity, gold: Gold) -> bool:
    """The quantity says the gold range, in itself or as the conversion in brackets."""
    return any(
        same_end(said["low"], gold["low"])
        and same_end(said["high"], gold["high"])
        and unit_key(said["unit"]) == unit_key(gold["unit"])
        for said in (quantity, *quantity["equivalents"])
    )


def ranges(claims: list[Gold]) -> list[Gold]:
    """The claims with a range, one for each that stands in the text."""
    seen: dict[tuple[Any, ...], Gold] = {}
    for gold in claims:
        if gold["kind"] == "quantity" and not gold.get("optional"):
            seen.setdefault((tuple(gold["sent"]), gold["low"], gold["high"], gold["unit"]), gold)
    return list(seen.values())


def lost(doc: Doc, claims: list[Gold]) -> list[tuple[Gold, list[Quantity]]]:
    """The ranges without a quantity, each with the quantities of its sentence."""
    found = []
    for gold in ranges(claims):
        start, end = gold["sent"]
        here = [q for q in layers(doc)["quantities"] if start <= q["start"] < end]
        answers = (gold, gold | (gold.get("alt") or {}))
        if not any(has(q, g) for q in here for g in answers):
            found.append((gold, here))
    return found


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row, claims, doc in documents(args.data, args.docs, after("newsclaims_quantities")):
        total[row["split"]] += len(ranges(claims))
        for gold, here in lost(doc, claims):
            missed[row["split"]] += 1
            if args.misses and row["split"] != "dev":
                said = "; ".join(f"{doc[q['i'] : q['j']].text} = {q['low']}-{q['high']} {q['unit']}" for q in here)
                text = " ".join(doc.text[slice(*gold["sent"])].split())
                print(f"{row['id']}: {gold['low']}-{gold['high']} {gold['unit']} | {said} | {text}")
    for split in sorted(total):
        right = total[split] - missed[split]
        print(f"{split}: {total[split]} ranges, {right} found, {100 * right / total[split]:.1f}%")


if __name__ == "__main__":
    main()
