"""Score the working tree on the evaluation data, print the table, and note the main figures in `docs/eval.md`.

    make eval [EVAL_DATA=../shared/eval]      or: tools/evaluate.py --only claims --split dev --dry

The data is not part of the project; its own `run.py` does the scoring. Only a run over all sets is noted.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import reasons

ROOT = Path(__file__).parent.parent
NOTES = ROOT / "docs" / "eval.md"
REASONS, REASONS_END = "<!-- reasons: tools/evaluate.py, by tools/reasons.py -->", "<!-- end of reasons -->"
START, END = "<!-- history: tools/evaluate.py adds a row a run -->", "<!-- end of history -->"
SETS = "claims,quantities,times,attribution,pages"
# column of the history -> where the scorers' figure stands
COLUMNS: dict[str, tuple[str, ...]] = {
    "claims found": ("claims", "quantity", "detection", "f1"),
    "claims whole": ("claims", "quantity", "all_five_fields", "f1"),
    "trends found": ("claims", "trend", "detection", "f1"),
    "trends whole": ("claims", "trend", "all_five_fields", "f1"),
    "NewsQuant value": ("quantities NewsQuant", "value", "F1"),
    "+unit": ("quantities NewsQuant", "value+unit", "F1"),
    "+change": ("quantities NewsQuant", "value+change", "F1"),
    "+concept": ("quantities NewsQuant", "value+concept_partial", "F1"),
    "TimeBank value": ("times timebank-aquaint", "relaxed_value", "F1"),
    "interval": ("times timebank-aquaint", "interval", "F1"),
    "MEANTIME value": ("times meantime", "relaxed_value", "F1"),
    "attribution found": ("attribution dev", "all", "detection", "f1"),
    "source": ("attribution dev", "all", "source", "f1"),
    "body": ("pages body bodies", "f1"),
    "date P": ("pages metadata metadata", "date", "precision"),
    "date R": ("pages metadata metadata", "date", "recall"),
    "offsets broken": (),
}
HEAD = f"""# Figures

`make eval` scores the working tree on development data that is not part of the project and adds a row here. Claims,
trends, body and dates are fractions, the others percent; all F1 unless a column says otherwise. "Whole" is a claim
with entity, metric, range, source and date all right.

{START}
| date | commit | {" | ".join(COLUMNS)} |
| --- | --- | {" | ".join("---" for _ in COLUMNS)} |
{END}
"""


def figure(results: Any, path: tuple[str, ...]) -> str:
    """One figure, or nothing where that set was not scored."""
    found = results
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return "" if found is None else f"{found:.3f}".rstrip("0").rstrip(".") if isinstance(found, float) else str(found)


def row(results: dict[str, Any]) -> str:
    """The history's new row."""
    broken = sum(figures.get("offsets_broken", 0) for figures in results.values())
    cells = [figure(results, path) if path else str(broken) for path in COLUMNS.values()]
    return f"| {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} | {commit()} | {' | '.join(cells)} |"


def commit() -> str:
    """The short hash, with a plus where the tree differs from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def note(line: str) -> None:
    """Add a row to the history; the rest of the file stays as it is."""
    text = NOTES.read_text(encoding="utf-8") if NOTES.exists() else ""
    if START not in text:
        text = HEAD + ("\n" + text if text else "")
    NOTES.write_text(text.replace(END, f"{line}\n{END}", 1), encoding="utf-8")


def note_reasons(table: str) -> None:
    """Put the table of numbers without a claim in its place."""
    text = NOTES.read_text(encoding="utf-8")
    if REASONS in text:
        before, after = text.split(REASONS, 1)[0], text.split(REASONS_END, 1)[1]
        NOTES.write_text(f"{before}{REASONS}\n{table}\n{REASONS_END}{after}", encoding="utf-8")


def main() -> int:
    """Run the scorers, print their table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--only", default=SETS)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "eval")
    parser.add_argument("--dry", action="store_true", help="do not note the figures")
    args = parser.parse_args()
    script = args.data.resolve() / "run.py"
    if not script.is_file():
        print(f"there is no evaluation data at {args.data}: make eval EVAL_DATA=FOLDER", file=sys.stderr)
        return 2
    command = [sys.executable, str(script), "--only", args.only, "--split", args.split, "--json"]
    command += ["--out", str(args.out.resolve()), "--command", str(Path(sys.executable).parent / "newsclaims")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return done.returncode
    results = json.loads(done.stdout)
    for name, figures in results.items():
        print(f"== {name}")
        show(figures, "  ")
    if not args.dry and args.only == SETS:
        note(row(results))
        note_reasons(reasons.table(args.data.resolve()))
        print("noted in docs/eval.md")
    return 0


def show(figures: dict[str, Any], prefix: str) -> None:
    """Every figure on a line of its own, precision, recall and F1 together."""
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"{prefix + name:60} {value}")
            continue
        low = {key.lower(): number for key, number in value.items()}
        if {"p", "r", "f1"} <= low.keys():
            print(f"{prefix + name:60} P {low['p']:<7} R {low['r']:<7} F1 {low['f1']}")
        else:
            show(value, f"{prefix}{name}.")


if __name__ == "__main__":
    sys.exit(main())
