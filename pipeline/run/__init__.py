"""The whole path over many files: read, extract in workers, write files and database, count."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipeline.run.inputs import Outcome, printable, roots, tasks
from pipeline.run.outputs import rejects_to, results_to
from pipeline.run.pool import outcomes
from pipeline.run.report import Report
from schemas import Article

__all__ = ["Options", "Report", "run"]


@dataclass(frozen=True)
class Options:
    """What `newsclaims extract` was asked for."""

    inputs: Sequence[str]
    folder: Path | None = None
    database: str | None = None
    format: str = "jsonl"
    workers: int = 1
    model: str | None = None
    stdout: IO[str] | None = None
    """Where results go without a folder; None: nowhere (they go into the database only)."""
    each: Callable[[Outcome, dict[str, Any] | None], None] | None = None
    """Called for each outcome, in order: progress bars, tables."""


def run(options: Options) -> Report:
    """Extract from all inputs. Every article ends in the report: as a result, as known already, or as a reject."""
    started = time.perf_counter()
    report = Report()
    with ExitStack() as stack:
        sink = _open_sink(options)
        write = None
        if options.folder is not None or options.stdout is not None:
            write = stack.enter_context(results_to(options.folder, options.format, options.stdout or sys.stdout))
        keep_reject = stack.enter_context(rejects_to(options.folder))
        # With files to write, every article must be worked on; with a database alone, known ones may be passed over.
        known = sink.known if sink and write is None else _nothing
        for group in outcomes(tasks(options.inputs, known), options.workers, options.model):
            for outcome in group:
                result = None if outcome.document is None else json.loads(outcome.document)
                report.add(outcome, result)
                if outcome.status == "reject":
                    keep_reject(outcome)
                elif write and result is not None:
                    write(outcome, result)
                if sink:
                    sink.save(outcome, result)
                if options.each:
                    options.each(outcome, result)
        report.seconds = time.perf_counter() - started
        if sink:
            sink.finish([printable(root) for root in roots(options.inputs)], report)
    return report


def _nothing(_path: str) -> dict[str, str]:
    return {}


class _Sink:
    """The database side of a run."""

    def __init__(self, url: str) -> None:
        from pipeline.pages.copies import Copies
        from pipeline.sink import database, engine

        self._do = database
        self._db = database.start_run(engine.open_engine(url))
        self._copies = Copies()
        self._pairs: list[tuple[str, str, float]] = []

    def known(self, path: str) -> dict[str, str]:
        """Fingerprints of what the database has from a file."""
        return self._do.fingerprints(self._db, path)

    def save(self, outcome: Outcome, result: dict[str, Any] | None) -> None:
        """One outcome, one transaction."""
        if outcome.status == "reject":
            self._do.save_reject(self._db, outcome.key, outcome.path, outcome.reason, outcome.detail)
        elif result is None:
            self._compare(outcome.key, self._do.mark_seen(self._db, outcome.key))
        else:
            self._do.save_result(self._db, outcome.key, outcome.fingerprint, result)
            self._compare(outcome.key, result["article"])

    def _compare(self, key: str, article: dict[str, Any]) -> None:
        """Note the earlier article of this run that this one copies most."""
        found = self._copies.add(Article.model_validate(article | {"id": key}))
        self._pairs += [(key, copy.of, copy.similarity) for copy in found[:1]]

    def finish(self, inputs: Sequence[str], report: Report) -> None:
        """Remove what is gone, close the run."""
        report.database = vars(self._db.counts)
        report.copies = len(self._pairs)
        self._do.save_copies(self._db, self._pairs)
        self._do.finish_run(self._db, inputs, report.made_by, report.as_json())
        self._db.engine.dispose()


def _open_sink(options: Options) -> _Sink | None:
    return _Sink(options.database) if options.database else None
