"""Write docs/metrics.md from pipeline/rules/metrics.toml: `python tools/make_docs_metrics.py [--check]`.

With --check nothing is written; exit code 1 says that the file is out of date.
"""

import argparse
import sys
from pathlib import Path

from pipeline.layers.metrics import metrics
from pipeline.layers.metrics.words import MetricEntry

OUT = Path(__file__).parent.parent / "docs" / "metrics.md"
HEAD = """# Metrics

Made by `tools/make_docs_metrics.py` from `pipeline/rules/metrics.toml`; edit that file, not this one.
A claim's metric is one of these ids. Words name it in a text; a value in a unit outside *units*, or outside *sane
values*, speaks against it. *Public names* are US-GAAP elements and schema.org terms of the same concept.
"""


def bounds(entry: MetricEntry) -> str:
    """Sane values by kind of unit, in words."""
    return "; ".join(f"{kind} {low:g} to {high:g}" for kind, (low, high) in sorted(entry.bounds.items())) or "-"


def render() -> str:
    """The page, one table per area, in file order."""
    areas: dict[str, list[MetricEntry]] = {}
    for entry in metrics().values():
        areas.setdefault(entry.area, []).append(entry)
    lines = [HEAD]
    for area, entries in areas.items():
        lines += [
            f"## {area[0].upper()}{area[1:]}",
            "",
            "| id | named by | verbs | units | sane values | good | public names |",
        ]
        lines.append("| --- | --- | --- | --- | --- | --- | --- |")
        for e in entries:
            public = (
                ", ".join([x if ":" in x else f"us-gaap:{x}" for x in e.xbrl] + [f"schema:{x}" for x in e.schema_org])
                or "-"
            )
            named = ", ".join(e.names)
            verbs = ", ".join(v.replace("_", " ") for v in e.verbs) or "-"
            cells = [f"`{e.id}`", named, verbs, ", ".join(e.units), bounds(e), e.good or "-", public]
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        sys.exit(0 if OUT.is_file() and OUT.read_text(encoding="utf-8") == render() else 1)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
