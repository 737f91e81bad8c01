"""`newsclaims query`: questions to the database without SQL."""

import csv
import json
import sys
from typing import Any

import click

DATE = click.DateTime(["%Y-%m-%d"])
URL_HELP = "The database [env: NEWSCLAIMS_DB]."


@click.command()
@click.option("--db", envvar="NEWSCLAIMS_DB", required=True, metavar="URL", help=URL_HELP)
@click.option("--entity", metavar="NAME", help="Whose metric: part of the name, or the ticker.")
@click.option("--metric", metavar="ID", help="Which metric, e.g. share_price.")
@click.option("--source", metavar="NAME", help="Who said it: part of any name in the chain.")
@click.option("--since", type=DATE, metavar="DAY", help="The value holds on this day or later (YYYY-MM-DD).")
@click.option("--until", type=DATE, metavar="DAY", help="The value holds on this day or earlier.")
@click.option("--publisher", metavar="NAME", help="Who published the article: part of the name.")
@click.option(
    "--modality", type=click.Choice(["asserted", "forecast", "planned", "hypothetical", "negated"]), help="How meant."
)
@click.option("--kind", type=click.Choice(["quantity", "trend", "statement"]), help="Kind of claim.")
@click.option("--unit", metavar="UNIT", help="Unit, e.g. percent or USD.")
@click.option("--text", metavar="WORDS", help="Words that stand in the evidence; a star ends a beginning: min*.")
@click.option("--superseded", is_flag=True, help="Claims that a later run replaced, instead of the live ones.")
@click.option("--without-copies", is_flag=True, help="Leave out articles noted as copies of others.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@click.option("--format", "kind_out", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table")
def command(db: str, kind_out: str, **filters: Any) -> None:
    """Ask the database who said what of whom. All filters must hold.

    \b
    newsclaims query --db sqlite:///claims.db --entity riot --metric share_price
    newsclaims query --db sqlite:///claims.db --source bloomberg --since 2025-01-01 --until 2025-03-31
    newsclaims query --db sqlite:///claims.db --text "data cent*" --modality planned --format csv > plans.csv
    """
    from pipeline.sink.engine import open_engine
    from pipeline.sink.query import Question, ask

    for name in ("since", "until"):
        filters[name] = filters[name].date().isoformat() if filters[name] else None
    rows = ask(open_engine(db, create=False), Question(**filters))
    _PRINT[kind_out](rows)


def _table(rows: list[dict[str, Any]]) -> None:
    from pipeline.cli.tables import claims_table
    from pipeline.cli.terminal import console

    if rows:
        console(sys.stdout).print(claims_table(rows, with_path=True))
    click.echo(f"{len(rows):,} claims", err=True)


def _json(rows: list[dict[str, Any]]) -> None:
    from pipeline.cli.terminal import output

    output().write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _jsonl(rows: list[dict[str, Any]]) -> None:
    from pipeline.cli.terminal import output

    out = output()
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _csv(rows: list[dict[str, Any]]) -> None:
    from pipeline.cli.terminal import output
    from pipeline.run.outputs import cell
    from pipeline.sink.rows import COLUMNS

    writer = csv.writer(output(), lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(row[name]) for name in COLUMNS] for row in rows)


_PRINT = {"table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv}
