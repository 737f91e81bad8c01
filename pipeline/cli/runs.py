"""`newsclaims runs`: what was written into a database, and when."""

import json
import sys

import click


@click.command()
@click.option("--db", envvar="NEWSCLAIMS_DB", required=True, metavar="URL", help="The database [env: NEWSCLAIMS_DB].")
@click.option("--format", "kind", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(db: str, kind: str) -> None:
    """List the runs of a database, newest first.

    \b
    newsclaims runs --db sqlite:///claims.db
    """
    from rich.table import Table

    from pipeline.cli.terminal import console
    from pipeline.sink.engine import open_engine
    from pipeline.sink.query import past_runs

    rows = past_runs(open_engine(db, create=False))
    if kind == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("run", "started", "finished", "articles", "new", "changed", "removed", "rejects", box=None)
    for row in rows:
        report = row["report"] or {}
        done = report.get("database") or {}
        counts = [report.get("articles"), *(done.get(k) for k in ("new", "changed", "removed"))]
        counts.append((report.get("rejects") or {}).get("total"))
        cells = [row["run"], row["started_at"], row["finished_at"] or "not finished", *counts]
        table.add_row(*("" if c is None else str(c) for c in cells))
    console(sys.stdout).print(table)
