"""Train the choosers of pipeline/claims (metric, aspect, modality, trends) from a gold file, in a few minutes.

    python tools/train_choosers.py DATA [--docs CACHE.spacy] [--only metric,aspect,modality,trends] [--report]

DATA holds articles.jsonl and gold.jsonl in the form of docs/claims.md; articles with split "train" and "extra" are
learned from. With --docs the parsed articles are read from a DocBin instead of being parsed. Prints accuracy by grouped
cross-validation (by article, 5 folds), and with --report on the articles of split "dev" too. Writes pipeline/weights/.
"""

import argparse
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from chooser_examples import examples
from corpus import documents
from learn import Fit, Row, fit, folds, quantity_of
from spacy.tokens import Doc

from pipeline.claims import aspect, metric, modality, trend_metric, trends
from pipeline.claims.index import Index
from pipeline.claims.metric_features import context_features, entity_features, kind_of
from pipeline.claims.sight import index_of, sight
from pipeline.claims.themes import theme
from pipeline.claims.trend_features import trend_features
from pipeline.layers.metrics import metrics
from pipeline.layers.store import Entity, Movement, Quantity, layers

OUT = Path(__file__).parent.parent / "pipeline" / "weights"
FOLDS = 5
SETTINGS = {"check": True}
"""check: whether to cross-validate; `--no-check` spares the time where the weights alone are wanted."""
NETWORKS = 2
"""Networks of a hidden half."""
EXTRA = 0.6
"""What a number of our own articles weighs beside one of the data (searched by cross-validation on train)."""
INVENTED = 0.7
"""What an invented sentence weighs for trends, against one of an article."""
Gold = dict[str, Any]
T = TypeVar("T")
UNUSED = ("newsclaims_attributions", "newsclaims_claims")  # stages whose layers no chooser reads


def invented() -> tuple[list["Sample"], list["Sample"]]:
    """Samples of the invented sentences: they are learned from, never measured on."""
    from pipeline.components import STAGES, _load
    from pipeline.nlp import AFTER_MODEL, DEFAULT_MODEL, load_model

    nlp, found, moved = load_model(DEFAULT_MODEL), [], []
    made = examples()
    for n, (doc, (_, marks)) in enumerate(zip(nlp.pipe(text for text, _ in made), made, strict=True)):
        for name in AFTER_MODEL:
            if name not in UNUSED:
                doc = _load(STAGES[name])(doc)
        row = {"id": f"invented-{n}", "split": "extra"}
        for g in marks:
            a, b = g["at"]
            q = next((q for q in layers(doc)["quantities"] if q["start"] < b and a < q["end"]), None)
            if g["kind"] == "quantity" and q is None:
                print("no quantity:", doc.text[a:b], "|", doc.text)
            elif g["kind"] == "quantity":
                named = {e["key"]: e for e in layers(doc)["entities"] if e["form"] == "name"}
                found.append(Sample(row, g, doc, q, next(iter(named.values())) if len(named) == 1 else None))
        index = index_of(doc)
        for p in trends.places(index):
            g = next(
                (g for g in marks if g["kind"] == "trend" and g["at"][0] < p["end"] and p["start"] < g["at"][1]), None
            )
            s = Sample(row, g or {"optional": False}, doc, trends.as_quantity(p), None)
            s.place, s.yes = p, g is not None
            moved.append(s)
    return found, moved


def keywords(name: str | None) -> set[str]:
    return {w.rstrip("s") or w for w in "".join(c if c.isalnum() else " " for c in (name or "").lower()).split()}


def entity_of(gold: Gold, found: Sequence[Entity]) -> Entity | None:
    """The entity of the layer that a gold claim names, for its type."""
    names = gold["entity"] if isinstance(gold["entity"], list) else [gold["entity"]]
    wanted = keywords(names[0])
    for e in found:
        have = keywords(e["name"])
        if e["form"] == "name" and wanted and have and (wanted <= have or have <= wanted):
            return e
    return None


class Sample:
    """One gold claim at its place in the text."""

    def __init__(self, row: dict[str, Any], gold: Gold, doc: Doc, quantity: Quantity, entity: Entity | None) -> None:
        self.article, self.split, self.gold, self.doc, self.quantity, self.entity = (
            row["id"],
            row["split"],
            gold,
            doc,
            quantity,
            entity,
        )
        self.place: Movement
        self.yes: bool

    def right(self, field: str, answer: str) -> bool:
        return any(answer == read_field(g, field) for g in (self.gold, self.gold | (self.gold.get("alt") or {})))


def read_field(gold: Gold, field: str) -> str:
    if field == "aspect":
        return (
            f"{gold['aspect']}.{gold['direction']}"
            if gold["direction"] and gold["aspect"] != "level"
            else gold["aspect"]
        )
    return gold[field]


def collect(docs: Iterable[tuple[dict[str, Any], list[Gold], Doc]]) -> tuple[list[Sample], list[Sample], Counter[Any]]:
    """Samples of quantities, and of trends at the movers that say them; how many gold claims were not found."""
    quantities, moved, lost = [], [], Counter()
    for row, claims, doc in docs:
        found, taken = layers(doc), Counter()
        for g in claims:
            entity = entity_of(g, found["entities"])
            if g.get("kind") == "trend":
                continue
            k = quantity_of(g, found["quantities"], taken)
            lost[row["split"], k is None] += 1
            if k is not None:
                quantities.append(Sample(row, g, doc, found["quantities"][k], entity))
        moved += trend_samples(row, claims, doc, lost)
    return quantities, moved, lost


def mover_rank(index: Index, gold: Gold, p: Movement) -> tuple[int, int] | None:
    """How well a mover fits a gold trend, low is good: it is in the metric's words, moves them, stands near them.

    Our own articles say where the trend stands (`char`): there, or in the metric's words, and nowhere else.
    """
    start, end = gold["sent"]
    if not start <= p["start"] < end or p["direction"] != gold["direction"]:
        return None
    told = gold.get("char")
    if told and p["start"] < told[1] and told[0] < p["end"]:
        return (-1, 0)
    named = gold["metric_text"] or ""
    at = [m.start() for m in re.finditer(re.escape(named), index.text[start:end])] if named else []
    spans = [(start + a, start + a + len(named)) for a in at]
    place = sight(index, p["i"], p["j"])
    about = theme(index, place, p).at
    where = index.doc[about].idx if about is not None else -1
    gap = min((max(a - p["end"], p["start"] - b, 0) for a, b in spans), default=999)
    taken = any(q["mover"] and q["mover"][0] < p["j"] and p["i"] < q["mover"][1] for q in index.quantities)
    if any(a < p["end"] and p["start"] < b for a, b in spans):
        return (0, gap)
    if told:
        return None
    return ((1 if any(a <= where < b for a, b in spans) else 3) + taken, gap)


def trend_samples(row: dict[str, Any], claims: list[Gold], doc: Doc, lost: Counter[Any]) -> list[Sample]:
    """Every mover of an article as a sample: with its gold trend, or with None; those of optional ones are left out."""
    index = index_of(doc)
    places = trends.places(index)
    golds = [g for g in claims if g.get("kind") == "trend"]
    pairs = sorted(
        (bool(g.get("optional")), rank, k, n)
        for k, g in enumerate(golds)
        for n, p in enumerate(places)
        if (rank := mover_rank(index, g, p)) is not None
    )
    owner, told = {}, set()
    for _, _, k, n in pairs:
        if k not in told and n not in owner:
            owner[n] = golds[k]
            told.add(k)
    for k, g in enumerate(golds):
        lost[row["split"], "trend", bool(g.get("optional")), k not in told] += 1
    samples = []
    for n, p in enumerate(places):
        g = owner.get(n)
        s = Sample(
            row,
            g or {"optional": False},
            doc,
            trends.as_quantity(p),
            entity_of(g, layers(doc)["entities"]) if g else None,
        )
        s.place, s.yes = p, g is not None
        samples.append(s)
    return samples


Answers = tuple[list[Sample], dict[int, str]]


# --- the models ---------------------------------------------------------------------------------------------------


def metric_rows(samples: Sequence[Sample]) -> tuple[list[Row], list[list[Row]], list[str]]:
    labels = list(metrics())
    rows, shared = [], []
    for s in samples:
        index = index_of(s.doc)
        place = sight(index, s.quantity["i"], s.quantity["j"])
        pairs = metric.candidates(index, place, s.quantity)
        known = entity_features(s.entity["type"], kind_of(s.quantity)) if s.entity else {}
        rows.append(context_features(index, place, s.quantity) | known)
        shared.append([pairs[name] for name in labels])
    return rows, shared, labels


def report(name: str, samples: Sequence[Sample], answers: Sequence[str], field: str) -> None:
    right = [s.right(field, a) for s, a in zip(samples, answers, strict=True) if not s.gold.get("optional")]
    if not right:
        return
    print(f"{name}: {sum(right) / max(1, len(right)):.3f} of {len(right)}")


def best_labels(model: Fit, rows: Sequence[Row], shared: Sequence[Sequence[Row]] | None = None) -> list[str]:
    return [model.labels[k] for k in model.scores(rows, shared).argmax(axis=1)]


def run(
    name: str,
    field: str,
    samples: Sequence[Sample],
    rows: Sequence[Row],
    labels: list[str],
    shared: Sequence[Sequence[Row]] | None = None,
    *,
    show: bool = False,
    keep: Callable[[Sample], bool] | None = None,
    **options: Any,
) -> dict[int, str]:
    """Cross-validate on train, fit on all of train, write, report on dev."""
    train = [n for n, s in enumerate(samples) if s.split == "train"]
    extra = [n for n, s in enumerate(samples) if s.split == "extra"]
    dev = [n for n, s in enumerate(samples) if s.split == "dev"]

    def part(at: Sequence[int], source: Sequence[T] | dict[int, T]) -> list[T]:
        return [source[n] for n in at]

    def shared_part(at: Sequence[int]) -> list[Sequence[Row]] | None:
        return None if shared is None else part(at, shared)

    def fitted(at: Sequence[int]) -> Fit:
        weights = [0.5 if samples[n].gold.get("optional") else 1.0 for n in at]
        weights = [w * EXTRA if samples[n].split == "extra" else w for w, n in zip(weights, at, strict=True)]
        wanted = [read_field(samples[n].gold, field) for n in at]
        return fit(part(at, rows), wanted, labels, weights=weights, shared_rows=shared_part(at), **options)

    answers = {}
    for a, b in folds([samples[n].article for n in train], FOLDS) if SETTINGS["check"] else ():
        held = [train[n] for n in b]
        made = fitted([train[n] for n in a] + extra)
        answers |= dict(zip(held, best_labels(made, part(held, rows), shared_part(held)), strict=True))
    kept = [n for n in train if (keep is None or keep(samples[n])) and n in answers]
    report(f"{name} train, cross-validated", part(kept, samples), part(kept, answers), field)
    model = fitted(train + extra)
    if show:
        kept = [n for n in dev if keep is None or keep(samples[n])]
        found = best_labels(model, part(kept, rows), shared_part(kept))
        report(f"{name} dev", part(kept, samples), found, field)
        answers |= dict(zip(kept, found, strict=True))
    size = model.write(OUT / f"{name}.json", {"trained_by": "tools/train_choosers.py", "rows": len(train)})
    print(f"{name}: {len(model.names)} features, {size // 1024} KB")
    return answers


def train_metric(quantities: list[Sample], moved: list[Sample], show: bool) -> Answers:
    """Metric: of quantities and of trends, measured on quantities."""
    samples = quantities + [s for s in moved if s.yes]
    rows, shared, labels = metric_rows(samples)
    return samples, run(
        "metric", "metric", samples, rows, labels, shared, show=show, penalty=0.7, shared_penalty=0.05,
        networks=NETWORKS,
        keep=lambda s: s.gold.get("kind") != "trend",
    )  # fmt: skip


def train_aspect(quantities: list[Sample], _: list[Sample], show: bool) -> Answers:
    """Aspect and direction: of quantities alone."""
    rows = []
    for s in quantities:
        index = index_of(s.doc)
        place = sight(index, s.quantity["i"], s.quantity["j"])
        rows.append(aspect.aspect_features(index, place, s.quantity, s.gold["metric"]))
    labels = sorted({read_field(s.gold, "aspect") for s in quantities if s.split != "dev"})
    return quantities, run("aspect", "aspect", quantities, rows, labels, show=show, penalty=0.7, networks=NETWORKS)


def modality_row(s: Sample) -> Row:
    """The features of a sample, with its gold metric in the place of the chosen one."""
    index = index_of(s.doc)
    place = sight(index, s.quantity["i"], s.quantity["j"])
    index.notes["chosen"] = {(place.i, place.j): s.gold["metric"]}
    return modality.modality_features(index, place)


def train_modality(quantities: list[Sample], moved: list[Sample], show: bool) -> Answers:
    """Modality: of quantities and of trends."""
    samples = quantities + [s for s in moved if s.yes]
    rows = [modality_row(s) for s in samples]
    labels = ["asserted", "forecast", "hypothetical", "negated", "planned"]
    return samples, run("modality", "modality", samples, rows, labels, show=show, penalty=0.7, networks=NETWORKS)


def trend_counts(samples: Sequence[Sample], chances: Sequence[float], least: float) -> tuple[int, int, int]:
    """Right, said and gold trends by sentence and direction, as the scorer counts: optional ones cost nothing."""
    by_doc = {}
    for s, p in zip(samples, chances, strict=True):
        by_doc.setdefault(s.article, (s.doc, []))[1].append((s, p))
    right = said = wanted = 0
    for doc, pairs in by_doc.values():
        index = index_of(doc)
        held = trends.kept(index, [(p, s.place) for s, p in pairs], least)
        cells = {}
        for s, _ in pairs:
            cell = cells.setdefault((index.sent_of[s.place["i"]], s.place["direction"]), [0, 0, 0])
            if s.yes:
                cell[1 + bool(s.gold.get("optional"))] += 1
        for _, m in held:
            cells[index.sent_of[m["i"]], m["direction"]][0] += 1
        for n, gold, optional in cells.values():
            hit = min(n, gold)
            right, said, wanted = right + hit, said + n - min(n - hit, optional), wanted + gold
    return right, said, wanted


def figure(right: int, said: int, wanted: int) -> float:
    return round(2 * right / max(1, said + wanted), 3)


def mover_of(s: Sample) -> Movement | None:
    """The mover of a quantity: "fell 4%" names its metric as a trend would."""
    index, span = index_of(s.doc), s.quantity["mover"]
    at = [index.movement_at[t] for t in range(*span) if index.movement_at[t] >= 0] if span else []
    return index.movements[at[0]] if at else None


def train_trend_metric(quantities: list[Sample], moved: list[Sample], show: bool) -> Answers:
    """Metric of trends: learned from them and from the movers of quantities, measured on trends."""
    samples, rows, shared = [s for s in moved if s.yes], [], []
    for s in quantities:
        place = mover_of(s)
        if place is not None:
            s.place = place
            samples.append(s)
    for s in samples:
        index = index_of(s.doc)
        place = sight(index, s.place["i"], s.place["j"])
        rows.append(trend_metric.trend_context(index, place, s.place))
        shared.append(trend_metric.all_pairs(index, place, s.place))
    return samples, run(
        "trend_metric", "metric", samples, rows, list(metrics()), shared, show=show, penalty=0.7, shared_penalty=0.2,
        networks=NETWORKS, least=2, keep=lambda s: s.gold.get("kind") == "trend",
    )  # fmt: skip


def train_trends(quantities: list[Sample], moved: list[Sample], show: bool) -> tuple[list[Sample], dict[int, float]]:
    """Trend or not: of words of movement alone; then their metric."""
    train_trend_metric(quantities, moved, show)
    rows = []
    for s in moved:
        index = index_of(s.doc)
        rows.append(trend_features(index, sight(index, s.place["i"], s.place["j"]), s.place))
    at = {name: [n for n, s in enumerate(moved) if s.split == name] for name in ("train", "dev", "extra")}

    def fitted(numbers: Sequence[int]) -> Fit:
        numbers = [n for n in numbers if not moved[n].gold.get("optional")]
        weights = [1.5 if moved[n].yes else 1.0 for n in numbers]
        made = [moved[n].article.startswith("invented") for n in numbers]
        weights = [w * INVENTED if m else w for w, m in zip(weights, made, strict=True)]
        wanted = ["yes" if moved[n].yes else "no" for n in numbers]
        return fit([rows[n] for n in numbers], wanted, ["no", "yes"], weights=weights, penalty=1.5)

    def chances(model: Fit, numbers: Sequence[int]) -> list[float]:
        z = model.scores([rows[n] for n in numbers])
        return list(1 / (1 + np.exp(z[:, 0] - z[:, 1])))

    held, curves = {}, []
    samples = [moved[n] for n in at["train"]]
    for turn in range(3):
        names = [f"{zlib.crc32(f'{turn}{s.article}'.encode()):08x}" for s in samples]
        for a, b in folds(names, FOLDS):
            test = [at["train"][n] for n in b]
            held |= dict(zip(test, chances(fitted([at["train"][n] for n in a] + at["extra"]), test), strict=True))
        found = [held[n] for n in at["train"]]
        curves.append([figure(*trend_counts(samples, found, k / 40)) for k in range(1, 38)])
    lost = sum(1 for s in samples if s.yes and not s.gold.get("optional"))
    tried = [round(sum(c) / len(c), 3) for c in zip(*curves, strict=True)]
    smooth = [sum(tried[k - 6 : k + 7]) / 13 for k in range(6, len(tried) - 6)]
    at_best = 6 + smooth.index(max(smooth))
    best, least = tried[at_best], (1 + at_best) / 40
    print(f"trends train, cross-validated: F1 {best} at {least} {trend_counts(samples, found, least)} of {lost}")
    model = fitted(at["train"] + at["extra"])
    if show:
        samples = [moved[n] for n in at["dev"]]
        found = chances(model, at["dev"])
        counts = trend_counts(samples, found, least)
        print(f"trends dev: F1 {figure(*counts)} {counts}")
        held |= dict(zip(at["dev"], found, strict=True))
    meta = {"trained_by": "tools/train_choosers.py", "rows": len(at["train"]), "least": least}
    print(f"trends: {len(model.names)} features, {model.write(OUT / 'trends.json', meta) // 1024} KB")
    return moved, held


MODELS = {"trends": train_trends, "metric": train_metric, "aspect": train_aspect, "modality": train_modality}


def main() -> None:
    """Train what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--only", default="metric,aspect,modality,trends")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--no-check", action="store_true")
    args = parser.parse_args()
    SETTINGS["check"] = not args.no_check
    quantities, moved, lost = collect(list(documents(args.data, args.docs, UNUSED)))
    print("gold not found:", {str(k): v for k, v in sorted(lost.items(), key=str)})
    more, moves = invented()
    quantities, moved = quantities + more, moved + moves
    for name in args.only.split(","):
        MODELS[name](quantities, moved, args.report)


if __name__ == "__main__":
    main()
