"""Results as files: JSON, JSONL, Parquet, CSV. Each file appears whole or not at all."""

import csv
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from pipeline.run.inputs import Outcome
from pipeline.sink.rows import COLUMNS, flat_rows

Json = dict[str, Any]
Write = Callable[[Outcome, Json], None]
ROWS_A_GROUP = 10_000
# A spreadsheet runs a cell that starts so as a formula; an apostrophe in front makes it text again.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
ARROW_TYPES = {"text": "string", "number": "float64", "flag": "bool_", "whole": "int64"}


@contextmanager
def atomic(path: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """A file that takes its name only when it is complete; after an error nothing of it stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    binary = "b" in mode
    try:
        with draft.open(mode, encoding=None if binary else "utf-8", newline=None if binary else "") as stream:
            yield stream
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def results_to(folder: Path | None, kind: str, stdout: IO[str]) -> Iterator[Write]:
    """A function that writes one result, into a folder or (JSON, JSONL, CSV) to standard output."""
    with ExitStack() as stack:
        if folder is None:
            stream = stdout
        elif kind == "json":
            yield lambda outcome, result: _one_file(folder, outcome, result)
            return
        elif kind == "parquet":
            yield stack.enter_context(_parquet(folder / "claims.parquet"))
            return
        else:
            stream = stack.enter_context(atomic(folder / ("claims.csv" if kind == "csv" else "results.jsonl")))
        yield _csv(stream) if kind == "csv" else _lines(stream)


@contextmanager
def rejects_to(folder: Path | None) -> Iterator[Callable[[Outcome], None]]:
    """A function that keeps a reject as a line of `rejects.jsonl`; without a folder it keeps nothing."""
    if folder is None:
        yield lambda _outcome: None
        return
    with atomic(folder / "rejects.jsonl") as stream:

        def write(outcome: Outcome) -> None:
            row = {"key": outcome.key, "source_path": outcome.path, "reason": outcome.reason, "detail": outcome.detail}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")

        yield write


def file_name(key: str) -> str:
    """The name of an article's JSON file: readable, and its own even where two articles share a file name."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", Path(key).name).strip("-")[:60] or "article"
    return f"{stem}-{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}.json"


def _one_file(folder: Path, outcome: Outcome, result: Json) -> None:
    with atomic(folder / file_name(outcome.key)) as stream:
        stream.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def _lines(stream: IO[str]) -> Write:
    def write(outcome: Outcome, _result: Json) -> None:
        stream.write(f"{outcome.document}\n")

    return write


def _csv(stream: IO[str]) -> Write:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)

    def write(_outcome: Outcome, result: Json) -> None:
        for row in flat_rows(result):
            writer.writerow([cell(row[name]) for name in COLUMNS])

    return write


def cell(value: object) -> object:
    """A value as a spreadsheet cell that stays text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, getattr(pa, ARROW_TYPES[kind])()) for name, kind in COLUMNS.items()])
    rows: list[Json] = []
    with atomic(path, "wb") as stream, pq.ParquetWriter(stream, schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            rows.clear()

        def write(_outcome: Outcome, result: Json) -> None:
            rows.extend(flat_rows(result))
            if len(rows) >= ROWS_A_GROUP:
                flush()

        yield write
        flush()
