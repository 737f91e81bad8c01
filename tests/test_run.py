"""The loop over files: order, keys, outputs, workers, rejects."""

import csv
import io
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import claim_of, result_of_text

from pipeline.run import Options, inputs, pool, run
from pipeline.run.inputs import Item, Outcome, Task
from pipeline.run.outputs import atomic, cell, file_name, rejects_to, results_to
from pipeline.sink.rows import COLUMNS

TEXTS = {
    "b.txt": "Acme shares fell 4% on Wednesday, Reuters said.\n",
    "a/one.txt": "Boeing will cut 300 jobs in 2026, the company said on Monday.\n",
    "a.txt": "Profit at Northwind rose to $12 million.\n",
    "two.jsonl": '{"text": "Oil fell 2% to $70 a barrel."}\n{"text": "Gold rose 1%."}\n',
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "in"


def test_files_come_sorted_without_hidden_ones_and_only_once(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "x.txt").write_text("no")
    wanted = ["in/a/one.txt", "in/a.txt", "in/b.txt", "in/two.jsonl"]
    assert sorted(inputs.files(["./in/", "in/a", "in/b.txt"])) == sorted(wanted)
    assert list(inputs.files(["in"])) == list(inputs.files(["in/b.txt", "in", "./in"]))


def test_links_that_leave_the_folder_and_pipes_are_rejects(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "inside.txt").symlink_to(folder / "b.txt")
    os.mkfifo(folder / "pipe")
    found = {o.path: o.reason for task in inputs.tasks(["in"], lambda _: {}) for o in task if isinstance(o, Outcome)}
    assert found == {"in/out.txt": "symlink_outside", "in/gone.txt": "not_a_file", "in/pipe": "not_a_file"}


def test_a_name_that_is_no_utf8_is_still_read(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("Gold rose 1% on Monday.")
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xe9d.dat")).write_bytes(bytes(range(256)) * 9)
    report = run(Options(["in"], Path("out"), "sqlite:///x.db"))
    assert (report.articles, report.rejects.total()) == (6, 1)
    assert "b\ufffdd.dat" in Path("out/rejects.jsonl").read_text(encoding="utf-8")


def test_tasks_are_bounded_and_keep_the_order(folder: Path) -> None:
    for number in range(30):
        (folder / f"n{number:02}.txt").write_text("x")
    found = list(inputs.tasks(["in"], lambda _: {}))
    assert max(map(len, found)) <= inputs.TASK_ITEMS
    paths = [item.path for task in found for item in task]
    assert list(dict.fromkeys(paths)) == list(inputs.files(["in"]))


def test_articles_of_one_file_have_keys_of_their_own(folder: Path) -> None:
    keys = [item.key for task in inputs.tasks(["in/two.jsonl"], lambda _: {}) for item in task]
    assert keys == ["in/two.jsonl", "in/two.jsonl#2"]


def test_any_number_of_workers_and_any_order_give_the_same_bytes(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    listed = sorted(f"in/{path.name}" for path in folder.iterdir())
    for name, given_inputs, workers in (("1", ["in"], 1), ("2", listed[::-1], 2)):
        report = run(Options(given_inputs, Path(f"out{name}"), f"sqlite:///{name}.db", "jsonl", workers))
        assert (report.articles, report.rejects.total()) == (5, 1)
    for file in ("results.jsonl", "rejects.jsonl"):
        assert Path("out1", file).read_bytes() == Path("out2", file).read_bytes()
    again = run(Options(["in"], database="sqlite:///1.db"))
    assert again.unchanged == 5
    assert again.database is not None
    assert [again.database[k] for k in ("new", "changed", "removed", "claims_new")] == [0, 0, 0, 0]
    (folder / "b.txt").write_text("Acme shares fell 5% on Wednesday, Reuters said.\n")
    (folder / "a.txt").unlink()
    changed = run(Options(["in"], database="sqlite:///1.db")).database
    assert changed is not None
    assert [changed[k] for k in ("new", "changed", "removed")] == [0, 1, 1]


def test_copies_are_noted_also_among_known_articles(folder: Path) -> None:
    words = " ".join(f"The {n}th lorry left the yard in the morning with {n} crates." for n in range(20))
    (folder / "wire.txt").write_text(f"{words} It was late.\n")
    assert run(Options(["in"], database="sqlite:///x.db")).copies == 0
    (folder / "wire2.txt").write_text(f"{words} It was early.\n")
    report = run(Options(["in"], database="sqlite:///x.db"))
    assert (report.copies, report.unchanged) == (1, 5 + 1)


def dies(task: Task, _model: str | None) -> list[Outcome]:
    """Stands in for `work`: one item takes its worker with it."""
    if any(item.key == "bad" for item in task):
        os.kill(os.getpid(), signal.SIGKILL)
    return [Outcome(item.key, item.path, "result", "{}") for item in task]


def ready(_model: str | None) -> None:
    """Stands in for `_start`: no model to load."""


def test_a_dying_worker_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "work", dies)
    monkeypatch.setattr(pool, "_start", ready)
    tasks = [(Item("a", "a"), Item("bad", "bad")), (Item("b", "b"),), (Item("c", "c"),)]
    found = [o for group in pool.outcomes(tasks, 2, None) for o in group]
    assert [(o.key, o.reason) for o in found] == [("a", ""), ("bad", "crashed"), ("b", ""), ("c", "")]


def test_a_failing_stage_costs_one_article(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import results

    whole = results.result_of

    def fails(doc: Any, article: Any, made: Any) -> Any:
        if "Boeing" in article.text:
            raise ValueError("no such offset")
        return whole(doc, article, made)

    monkeypatch.setattr(results, "result_of", fails)
    report = run(Options(["in"], Path("out")))
    assert (report.articles, dict(report.rejects)) == (4, {"internal": 1})
    assert "no such offset" in Path("out/rejects.jsonl").read_text()


def outcome_of(key: str = "in/a.txt") -> tuple[Outcome, dict[str, Any]]:
    text = '=HYPERLINK("x") fell 4%'
    claim = claim_of(text, 20, 23, entity={"name": "=cmd", "type": "company", "ids": {}, "text": "=cmd"})
    result = result_of_text("a", text, [claim], title="@title")
    return Outcome(key, key, "result", json.dumps(result)), result


@pytest.mark.parametrize("kind", ["json", "jsonl", "csv", "parquet"])
def test_every_format_holds_the_claim(tmp_path: Path, kind: str) -> None:
    with results_to(tmp_path / "out", kind, io.StringIO()) as write:
        write(*outcome_of())
        assert [p for p in tmp_path.glob("out/*") if not p.name.startswith(".")] == [] or kind == "json"
    (path,) = (tmp_path / "out").iterdir()
    if kind == "parquet":
        import pyarrow.parquet as pq

        (row,) = pq.read_table(path).to_pylist()
        assert list(row) == list(COLUMNS)
        assert (row["entity"], row["low"], row["source"]) == ("=cmd", 4.0, "Reuters")
    elif kind == "csv":
        (row,) = csv.DictReader(io.StringIO(path.read_text(), newline=""))
        assert (row["entity"], row["low"], row["title"]) == ("'=cmd", "4.0", "'@title")
    else:
        assert json.loads(path.read_text())["claims"][0]["entity"]["name"] == "=cmd"


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with pytest.raises(RuntimeError), atomic(path) as stream:
        stream.write("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_no_folder_keeps_no_rejects() -> None:
    with rejects_to(None) as keep:
        keep(Outcome("a", "a", "reject", reason="empty"))


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    assert not str(cell(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.text(min_size=1), unique=True, max_size=20))
def test_file_names_are_harmless_and_apart(keys: list[str]) -> None:
    names = [file_name(key) for key in keys]
    assert len({name.lower() for name in names}) == len(keys)
    assert all("/" not in name and not name.startswith(".") and len(name) < 100 for name in names)


@given(st.lists(st.sampled_from([".", "a", "a/", "./a/b", "a/b/c", "ab", "/x", "/x/y", "../a"])))
def test_no_root_lies_inside_another(given_inputs: list[str]) -> None:
    found = inputs.roots(given_inputs)
    inside: Callable[[str, str], bool] = inputs._inside
    assert not any(inside(a, b) for a in found for b in found)
    assert found == inputs.roots(reversed(given_inputs))
