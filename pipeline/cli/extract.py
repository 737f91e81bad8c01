"""`newsclaims extract`: the main job."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.run.inputs import Outcome
    from pipeline.run.report import Report


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True), metavar="INPUT...")
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), help="Write results into this folder.")
@click.option("--db", metavar="URL", help="Write claims into this database, e.g. sqlite:///claims.db.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["json", "jsonl", "parquet", "csv", "table"]),
    help="Of the results: one JSON file an article (default with -o), JSON lines (default without), one Parquet or "
    "CSV file with a row a claim, or a table to read.",
)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes to use.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what was done as JSON.")
@click.option("--strict", is_flag=True, help="Exit with 1 where an input was rejected.")
@click.option("--model", metavar="NAME_OR_PATH", help="Another spaCy pipeline than the pinned one.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def command(
    inputs: tuple[str, ...],
    out: Path | None,
    db: str | None,
    kind: str | None,
    workers: int,
    report: Path | None,
    strict: bool,
    model: str | None,
    quiet: bool,
) -> None:
    """Articles in, claims out: the main job.

    Inputs are files, folders and archives. Folders are read recursively. Every article ends as a result or as a
    reject with a reason (rejects.jsonl in the output folder, table `rejects` in the database). The output is the
    same for any number of workers.

    \b
    newsclaims extract article.html
    newsclaims extract my-articles/ -o out/ --workers 4
    newsclaims extract my-articles/ dump.jsonl.gz --db sqlite:///claims.db --report run.json
    newsclaims extract my-articles/ -o out/ --format parquet
    """
    from pipeline.cli.terminal import output, plain
    from pipeline.run import Options, run

    kind = kind or ("json" if out else "jsonl")
    if kind == "parquet" and out is None:
        raise click.UsageError("--format parquet needs -o DIR: a table in columns cannot go to standard output")
    if kind == "table" and out is not None:
        raise click.UsageError("--format table is for reading and goes to standard output: leave -o out")
    to_stdout = out is None and (db is None or kind == "table")
    if report is not None:
        _try_report(report)
    with _Screen(inputs, quiet=quiet, table=kind == "table") as screen:
        done = run(
            Options(
                inputs=inputs,
                folder=out,
                database=db,
                format=kind,
                workers=workers,
                model=model,
                stdout=output() if to_stdout and kind != "table" else None,
                each=screen.each,
            )
        )
    if report is not None:
        _write_report(report, done)
    if not quiet:
        click.echo("\n".join(done.lines()), err=True)
        if not done.articles and not done.rejects:
            click.echo(
                f"nothing to read in {', '.join(plain(i) for i in inputs)}: no files, or hidden ones only", err=True
            )
    if strict and done.rejects:
        sys.exit(1)


def _try_report(path: Path) -> None:
    """Fail before the work, not after it, where the report cannot be written."""
    from pipeline.run.outputs import atomic

    kept = path.read_bytes() if path.exists() else None
    with atomic(path, "wb") as stream:
        stream.write(kept or b"")
    if kept is None:
        path.unlink()


def _write_report(path: Path, done: "Report") -> None:
    import json

    from pipeline.run.outputs import atomic

    with atomic(path) as stream:
        stream.write(json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n")


class _Screen:
    """What a person sees while it runs: a bar on a terminal, tables where they were asked for."""

    def __init__(self, inputs: tuple[str, ...], *, quiet: bool, table: bool) -> None:
        self._table = table
        self._bar: Any = None
        if sys.stderr.isatty() and not quiet:
            self._bar = _bar()
            self._task = self._bar.add_task("reading", total=_count(inputs))
        self._last = ""

    def __enter__(self) -> "_Screen":
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar:
            self._bar.stop()

    def each(self, outcome: "Outcome", result: dict[str, Any] | None) -> None:
        """Called for each outcome, in order."""
        if self._bar and outcome.path != self._last:
            self._bar.advance(self._task)
        self._last = outcome.path
        if self._table:
            _print_table(outcome, result)


def _bar() -> Any:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from pipeline.cli.terminal import console

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console(err=True), transient=True)


def _count(inputs: tuple[str, ...]) -> int:
    from pipeline.run.inputs import files

    return sum(1 for _ in files(inputs))


def _print_table(outcome: "Outcome", result: dict[str, Any] | None) -> None:
    from rich.text import Text

    from pipeline.cli.tables import claims_table
    from pipeline.cli.terminal import console, plain
    from pipeline.sink.rows import flat_rows

    screen = console(sys.stdout)
    if result is None:
        screen.print(Text(f"{plain(outcome.key)}: {outcome.reason or 'already known'} {plain(outcome.detail)}", "dim"))
    elif rows := flat_rows(result):
        title = plain(result["article"]["title"] or "") or "(no title)"
        screen.print(Text(f"{plain(outcome.key)}: {title}", "bold"))
        screen.print(claims_table(rows))
    else:
        screen.print(Text(f"{plain(outcome.key)}: no claims", "dim"))
    screen.print()
