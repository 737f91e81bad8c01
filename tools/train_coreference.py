"""Train `pipeline/weights/coreference.json`: which entity a pronoun, a description or a bare noun means.

    python tools/train_coreference.py CLAIMS_FOLDER [--docs CACHE.spacy] [--check]

CLAIMS_FOLDER holds `articles.jsonl` and `gold.jsonl` (claims with their entity); the splits `train` and `extra` are
read. No coreference is annotated there. The signal: where all claims of a sentence belong to one entity, the references
in that sentence that can mean it do (fully where no name of it stands before them in the sentence, at half weight where
one does). A softmax over the candidates of each reference, L2-regularized, fitted with L-BFGS from zero: no randomness.
`--check` prints five-fold accuracy, grouped by article, beside that of the hand-set weights.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from corpus import base_docs, documents
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.tokens import Doc
from train_claims import align, entities_of

from pipeline.components import STAGES, _load
from pipeline.layers.coreference import resolve
from pipeline.layers.coreference.features import HAND, features, hand_score
from pipeline.layers.coreference.memory import Past
from pipeline.layers.coreference.ranking import Topics, candidates, scene
from pipeline.layers.coreference.slots import SUBJECTS, Slot
from pipeline.layers.entities.sheet import Sheet, make_sheet
from pipeline.linear import load_model
from pipeline.nlp import AFTER_MODEL, DEFAULT_MODEL
from pipeline.nlp import load_model as load_model_of_language

OUT = Path(__file__).parent.parent / "pipeline" / "weights" / "coreference.json"
EXAMPLES = Path(__file__).with_name("coreference_examples.txt")
MARK = re.compile(r"\[([^=\]]+)=([^\]]+)\]")
GENERIC = {"the", "a", "an", "of", "and", "inc", "corp", "corporation", "co", "company", "plc", "ltd", "limited",
           "group", "sa", "ag", "nv", "holdings", "us", "its"}  # fmt: skip
FOLDS = 5
TOLD = 1.0
"""Weight of an invented reference; those of the claims weigh 1 or 0.5."""
L2 = 8
Example = tuple[str, float, list[dict[str, float]], int]
"""Article, weight, features of each candidate, and which of them is right."""


def keywords(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return {w.rstrip("s") or w for w in words if w not in GENERIC} or {w.rstrip("s") for w in words}


def same(a: str, b: str) -> bool:
    x, y = keywords(a), keywords(b)
    return bool(x and y) and (x <= y or y <= x)


def entity_of(claims: list[dict[str, Any]], start: int, end: int) -> str | None:
    """The one entity of all claims that stand in a sentence."""
    found: set[str] = set()
    for claim in claims:
        if claim["sent"][0] < end and start < claim["sent"][1]:
            names = claim["entity"] if isinstance(claim["entity"], list) else [claim["entity"]]
            found.update(n for n in names if n)
    return found.pop() if len(found) == 1 else None


def owners(doc: Doc, sheet: Sheet, claims: list[dict[str, Any]]) -> dict[int, list[str]]:
    """Token -> the entity of the claim whose clause has it as subject, or whose measure it owns ("its sales")."""
    found: dict[int, list[str]] = {}
    for q, claim in align(doc, claims).items():
        k = q
        for _ in range(10):
            children = [n for n in range(max(sheet.first[q], k - 30), k + 12) if n < len(doc) and sheet.heads[n] == k]
            subjects = [n for n in children if sheet.deps[n] in SUBJECTS and n != k]
            places = [n for n in children if sheet.deps[n] == "poss"] + subjects
            places += [
                n for x in subjects for n in range(max(0, x - 6), x) if sheet.heads[n] == x and sheet.deps[n] == "poss"
            ]
            for n in places:
                found.setdefault(n, entities_of(claim))
            if subjects or sheet.heads[k] == k:
                break
            k = sheet.heads[k]
    return found


def examples(article: str, doc: Doc, claims: list[dict[str, Any]]) -> list[Example]:
    """The references of one article whose meaning the claims tell."""
    made: list[Example] = []
    sheet_of = make_sheet(doc)
    known_owners = owners(doc, sheet_of, claims)
    entities = [e for e in doc.user_data["newsclaims"]["entities"] if e["form"] == "name"]

    def watch(sheet: Sheet, slot: Slot, known: dict[str, Past], topics: Topics, employer: str | None) -> None:
        if slot.form in {"relative", "plural"} or slot.types == ("person",):
            return
        a, b = sheet.sentences[sheet.sentence[slot.i]]
        gold = entity_of(claims, sheet.begin[a], sheet.end[b - 1])
        found = candidates(sheet, slot, known, topics)
        names = known_owners.get(slot.head) or ([gold] if gold else [])
        right = [k for k, past in enumerate(found) if any(same(past.entity["name"], n) for n in names)]
        if len(found) < 2 or len(right) != 1:
            return
        named = slot.head not in known_owners and any(
            a <= e["i"] < slot.i and same(e["name"], n) for e in entities for n in names
        )
        around = scene(sheet, slot, found, topics, employer)
        rows = [features(sheet, slot, past, n, around) for n, past in enumerate(found)]
        made.append((article, 0.5 if named else 1.0, rows, right[0]))

    resolve(doc, sheet_of, watch)
    return made


def invented() -> list[Example]:
    """The references of tools/coreference_examples.txt, of which we know what they mean."""
    nlp, made = load_model_of_language(DEFAULT_MODEL), []
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        text, marks, last = "", [], 0
        for m in MARK.finditer(line):
            text += line[last : m.start()]
            marks.append((len(text), len(text) + len(m[1]), m[2]))
            text, last = text + m[1], m.end()
        doc = next(base_docs([{"id": "invented", "text": text + line[last:], "published": None}], nlp))
        for name in AFTER_MODEL[: AFTER_MODEL.index("newsclaims_coreference")]:
            doc = _load(STAGES[name])(doc)
        made += marked(doc, marks)
    return made


def marked(doc: Doc, marks: list[tuple[int, int, str]]) -> list[Example]:
    """The marked references (characters, entity) of a Doc."""
    made: list[Example] = []

    def watch(sheet: Sheet, slot: Slot, known: dict[str, Past], topics: Topics, employer: str | None) -> None:
        at = sheet.begin[slot.head]
        name = next((name for a, b, name in marks if a <= at < b), None)
        if name is None or slot.form in {"relative", "plural"}:
            return
        found = candidates(sheet, slot, known, topics)
        right = [k for k, past in enumerate(found) if same(past.entity["name"], name)]
        if len(found) > 1 and len(right) == 1:
            around = scene(sheet, slot, found, topics, employer)
            made.append(("", TOLD, [features(sheet, slot, past, n, around) for n, past in enumerate(found)], right[0]))

    resolve(doc, make_sheet(doc), watch)
    return made


def fit(data: list[Example]) -> dict[str, float]:
    """Feature weights: maximum likelihood of the right candidate, with an L2 penalty towards the hand-set weights."""
    flat = [row for _, _, rows, _ in data for row in rows]
    names = sorted({name for row in flat for name in row})
    place = {name: n for n, name in enumerate(names)}
    ends = np.cumsum([0, *(len(row) for row in flat)])
    where = [place[name] for row in flat for name in row]
    x = csr_matrix(([value for row in flat for value in row.values()], where, ends), shape=(len(flat), len(names)))
    sizes = np.array([len(rows) for _, _, rows, _ in data])
    starts = np.cumsum([0, *sizes])[:-1]
    right = starts + np.array([answer for *_, answer in data])
    weight = np.array([w for _, w, _, _ in data])
    group = np.repeat(np.arange(len(sizes)), sizes)
    prior = np.array([HAND.get(name, 0.0) for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        off, points = weights - prior, x @ weights
        grown = np.exp(points - np.maximum.reduceat(points, starts)[group])
        shares = grown / np.add.reduceat(grown, starts)[group]
        slope = shares * weight[group]
        slope[right] -= weight
        return 0.5 * L2 * float(off @ off) - float(weight @ np.log(shares[right] + 1e-300)), L2 * off + x.T @ slope

    solved = minimize(loss, prior, jac=True, method="L-BFGS-B")
    return {name: round(float(w), 4) for name, w in zip(names, solved.x, strict=True) if abs(w) >= 0.005}


def pick(rows: list[dict[str, float]], weights: dict[str, float] | None) -> int:
    def points(row: dict[str, float]) -> float:
        return hand_score(row) if weights is None else sum(weights.get(n, 0.0) * v for n, v in row.items())

    return max(range(len(rows)), key=lambda k: (points(rows[k]), -k))


def check(data: list[Example], known: list[Example]) -> None:
    articles = sorted({article for article, *_ in data})
    fold = {article: n % FOLDS for n, article in enumerate(articles)}
    right = {True: [0.0, 0.0, 0.0], False: [0.0, 0.0, 0.0]}
    for n in range(FOLDS):
        weights = fit([e for e in data if fold[e[0]] != n] + known)
        for article, weight, rows, answer in data:
            if fold[article] == n:
                tally = right[weight == 1.0]
                tally[0] += 1
                tally[1] += pick(rows, weights) == answer
                tally[2] += pick(rows, None) == answer
    told = fit(data)
    hits = [sum(pick(rows, w) == answer for _, _, rows, answer in known) for w in (told, None)]
    print(f"invented: {len(known)} references, trained on claims alone {hits[0] / len(known):.3f}, "
          f"hand-set {hits[1] / len(known):.3f}")  # fmt: skip
    for unnamed, (total, trained, hand) in right.items():
        kind = "entity not named before in the sentence" if unnamed else "entity named before in the sentence"
        print(f"{kind}: {total:.0f} references, trained {trained / total:.3f}, hand-set {hand / total:.3f}")


def read(folder: Path, cache: Path | None) -> Iterator[tuple[str, Doc, list[dict[str, Any]]]]:
    later = AFTER_MODEL[AFTER_MODEL.index("newsclaims_coreference") :]
    for row, gold, doc in documents(folder, cache, later):
        if row["split"] in ("train", "extra"):
            yield row["id"], doc, gold


def train(docs: Iterable[tuple[str, Doc, list[dict[str, Any]]]], checked: bool) -> None:
    kept, known = list(docs), invented()
    OUT.unlink(missing_ok=True)  # the first pass reads the texts with the hand-set weights, the second with its own
    for last in (False, True):
        load_model.cache_clear()
        data = [example for article, doc, claims in kept for example in examples(article, doc, claims)]
        if last and checked:
            check(data, known)
        weights = fit(data + known)
        write(weights, len(data))
    print(f"{len(data)} references, {len(weights)} weights -> {OUT.name}")


def write(weights: dict[str, float], references: int) -> None:
    model = {
        "labels": ["yes"],
        "bias": {"yes": 0.0},
        "weights": {name: {"yes": weight} for name, weight in sorted(weights.items())},
        "meta": {"trained_by": "tools/train_coreference.py", "references": references, "l2": L2},
    }
    OUT.write_text(json.dumps(model, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--check", action="store_true", help="print cross-validated accuracy")
    options = parser.parse_args()
    train(read(options.folder, options.docs), options.check)


if __name__ == "__main__":
    main()
