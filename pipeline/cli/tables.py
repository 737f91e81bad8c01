"""Claims as a table for people."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table

from pipeline.cli.terminal import amount, period, safe

Row = dict[str, Any]
HEADS = ("claim", "entity", "metric", "range", "date", "source", "modality")


def claims_table(rows: Iterable[Row], title: str | None = None, *, with_path: bool = False) -> Table:
    """A table of flat rows (`pipeline.sink.rows.COLUMNS`)."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, show_edge=False, header_style="bold")
    for head in HEADS + (("article",) if with_path else ()):
        table.add_column(head, overflow="fold", no_wrap=head == "claim")
    for row in rows:
        cells = claim_cells(row)
        table.add_row(*(safe(c) for c in cells), *((safe(str(row["source_path"] or "")),) if with_path else ()))
    return table


def claim_cells(row: Row) -> list[str]:
    """The words of one row, in the order of `HEADS`."""
    if row["kind"] == "statement":
        metric, size = "says", _short(row["statement"] or row["quote"])
    else:
        metric, size = row["metric"] or "", amount(row)
    who = row["entity"] or ""
    if row["counterparty"]:
        who += f" → {row['counterparty']}"
    when = period(row["date_start"], row["date_end"])
    if when and row["date_basis"] == "publication":
        when = f"({when})"
    modality = row["modality"] + (", hedged" if row["hedged"] else "")
    if row["aspect"] == "comparison":
        metric += " (comparison)"
    return [row["claim_id"][:8], who, metric, size, when, row["source"] or "", modality]


def _short(text: str, most: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
