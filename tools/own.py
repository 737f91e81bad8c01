"""Read the training articles of training/*.txt (the format is in training/README.md); `own.py FILE...` checks them.

The check says what cannot be read, and lists for each article the numbers in none of its claims, so that the author
sees what was left out.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "training"
HEAD = re.compile(r"=== (?P<id>\S+) \| (?P<published>\d{4}-\d\d-\d\d) \| (?P<publisher>[^|]+) \| (?P<title>.+)")
NTH = re.compile(r"(?P<words>.+?)(?:#(?P<nth>\d))?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DIRECTIONS = ("up", "down", "unchanged")
ASPECTS = ("level", "change", "comparison")
MODALITIES = ("asserted", "forecast", "planned", "hypothetical", "negated")
BREAK = re.compile(r"\n+|(?<=[.!?\"”])\s+(?=[\"“A-Z0-9$£€])")


def sentence_at(text: str, position: int) -> list[int]:
    """The characters of the sentence around a position: split at line breaks and at full stops before capitals."""
    starts = [0] + [m.end() for m in BREAK.finditer(text)]
    ends = [m.start() for m in BREAK.finditer(text)] + [len(text)]
    return next([s, e] for s, e in zip(starts, ends, strict=True) if position < e or e == len(text))


def place_of(text: str, words: str) -> tuple[int, int]:
    """The characters of the n-th occurrence of some words ("4%#2" is the second "4%")."""
    found = NTH.fullmatch(words)
    assert found
    sought, nth = found["words"], int(found["nth"] or 1)
    hits = [m.span() for m in re.finditer(rf"(?<![\w.,]){re.escape(sought)}(?!\w|[.,]\d)", text)]
    if len(hits) < nth:
        hits = [m.span() for m in re.finditer(re.escape(sought), text)]
    if len(hits) < nth:
        raise ValueError(f"{words!r} does not stand in the text")
    return hits[nth - 1]


def interval(words: str) -> tuple[str | None, str | None]:
    """ "2009-03-05", "2009-03-01..2009-03-31", "..2012-12-31", "2000-01-01.." or "-" as (from, to)."""
    if words == "-":
        return None, None
    start, dots, end = words.partition("..")
    if not dots:
        end = start
    for day in (start, end):
        if day and not DAY.fullmatch(day):
            raise ValueError(f"{words!r} is no interval of days")
    return start or None, end or None


def claim_of(text: str, line: str) -> dict[str, Any]:
    """A line of claims in the gold form, less the range, which the quantity at `char` will tell."""
    parts = [p.strip() for p in line.split("|")]
    if len(parts) not in (7, 8):
        raise ValueError(f"{len(parts)} fields, not 7 or 8: {line!r}")
    at, entity, metric, words, aspect, source, date = parts[:7]
    modality = parts[7] if len(parts) == 8 else "asserted"
    optional = at.startswith("?")
    at = at.lstrip("?")
    trend = at.startswith("~")
    start, end = place_of(text, at.lstrip("~"))
    kind, _, direction = aspect.partition(" ")
    if trend and kind in DIRECTIONS:
        kind, direction = "change", kind
    wrong = kind not in ASPECTS or modality not in MODALITIES or (direction and direction not in DIRECTIONS)
    if wrong or not re.fullmatch("[a-z_]+", metric) or (kind != "level") != bool(direction):
        raise ValueError(f"metric, aspect or modality cannot be: {line!r}")
    names = [n.strip() for n in entity.split(";")]
    first, last = interval(date)
    return {
        "kind": "trend" if trend else "quantity",
        "char": [start, end],
        "sent": sentence_at(text, start),
        "entity": names if len(names) > 1 else names[0],
        "metric": metric,
        "metric_text": words,
        "aspect": kind,
        "direction": direction or None,
        **dict.fromkeys(("low", "high", "unit"), None),
        "source": [] if source == "-" else [s.strip() for s in source.split(">")],
        "from": first,
        "to": last,
        "modality": modality,
        **({"optional": True} if optional else {}),
    }


def articles_in(path: Path) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """(article, lines of claims) of a file."""
    head, body, claims, below = None, [], [], False
    for line in [*path.read_text(encoding="utf-8").splitlines(), "=== end"]:
        if line.startswith("=== "):
            if head:
                title = head["title"].strip()
                yield {**head, "title": title, "text": f"{title}\n\n{chr(10).join(body).strip()}"}, claims
            found = HEAD.fullmatch(line)
            if not found and line != "=== end":
                raise ValueError(f"{path.name}: no head of an article: {line!r}")
            head, body, claims, below = found.groupdict() if found else None, [], [], False
        elif line == "---":
            below = True
        elif below and line.strip():
            claims.append(line)
        elif not below:
            body.append(line)


def own_articles(paths: list[Path] | None = None) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """(article, claims) of every article of training/, in file order; `ValueError` says what cannot be read.

    An id that comes twice cannot: trainers would give both articles the claims of one.
    """
    seen = set()
    for path in paths or sorted(FOLDER.glob("*.txt")):
        for article, lines in articles_in(path):
            if article["id"] in seen:
                raise ValueError(f"{path.name}: another article has the id {article['id']} too")
            seen.add(article["id"])
            try:
                yield article, [claim_of(article["text"], line) for line in lines]
            except ValueError as error:
                raise ValueError(f"{path.name}, {article['id']}: {error}") from None


def check(paths: list[Path]) -> int:
    """Print what is wrong and what was left out; the number of faults."""
    faults = 0
    from corpus import bare_layers

    for path in paths:
        for article, lines in articles_in(path):
            claims = []
            for line in lines:
                try:
                    claims.append(claim_of(article["text"], line))
                except ValueError as error:
                    faults += 1
                    print(f"{path.name} {article['id']}: {error}")
            quantities = bare_layers(article)
            taken = [c["char"] for c in claims if c["kind"] == "quantity"]
            for start, end in taken:
                if not any(q["start"] < end and start < q["end"] for q in quantities):
                    print(f"{path.name} {article['id']}: no quantity is read at {article['text'][start:end]!r}")
            counted = [q for q in quantities if not q["reason"] and q["kind"] != "vague"]
            left = [q for q in counted if not any(s < q["end"] and q["start"] < e for s, e in taken)]
            if left:
                words = [article["text"][q["start"] : q["end"]] for q in left]
                print(f"{path.name} {article['id']}: in no claim: {words}")
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="default: all of training/")
    sys.exit(1 if check(parser.parse_args().files or sorted(FOLDER.glob("*.txt"))) else 0)
