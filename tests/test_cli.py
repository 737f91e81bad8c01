"""The commands as a user meets them."""

import errno
import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from samples import claim_of, result_of_text

from pipeline.cli import COMMANDS, main
from pipeline.cli.marking import Mark, marked
from pipeline.cli.terminal import amount, number, output, period, plain

TEXT = "Acme shares fell 4% on Wednesday, Reuters said."


def call(*arguments: str, stdin: str | bytes | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, list(arguments), input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "empty.txt").write_text("")
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_worked_example(name: str) -> None:
    status, out, _ = call(name, "--help")
    assert status == 0
    assert f"newsclaims {name}" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["extract", "no-such-folder"],
        ["extract", "in", "--format", "parquet"],
        ["extract", "in", "--format", "table", "-o", "out"],
        ["extract", "in", "--workers", "0"],
        ["extract", "in", "--db", "nonsense"],
        ["extract", "in", "--model", "no_such_model"],
        ["query", "--db", "sqlite:///none.db"],
        ["query", "--db", "sqlite:///none.db", "--since", "yesterday"],
        ["extract", "in", "-o", "in/a.txt/out"],
        ["extract", "in", "--report", "in/a.txt/report.json"],
        ["explain", "abc"],
        ["explain", "abc", "--results", "in"],
        ["show", "in/empty.txt"],
        ["nonsense"],
    ],
)
def test_mistakes_end_with_2_and_words(folder: Path, arguments: list[str]) -> None:
    status, out, err = call(*arguments)
    assert status == 2
    assert "Error" in err
    assert "Traceback" not in out + err


def test_extract_query_explain(folder: Path) -> None:
    status, out, err = call("extract", "in", "--db", "sqlite:///x.db", "-o", "out", "--report", "report.json")
    assert (status, out) == (0, "")
    assert "rejects    1  (empty 1)" in err
    report = json.loads(Path("report.json").read_text())
    assert (report["articles"], report["rejects"]["total"], report["database"]["new"]) == (1, 1, 1)
    assert call("extract", "in", "-o", "out", "--strict", "--quiet")[0] == 1
    _, out, _ = call("query", "--db", "sqlite:///x.db", "--metric", "share_price", "--format", "json")
    (row,) = [r for r in json.loads(out) if r["low"] == 4]
    assert (row["entity"], row["direction"], row["unit"]) == ("Acme", "down", "percent")
    for place in (["--db", "sqlite:///x.db"], ["--results", "out"]):
        status, out, _ = call("explain", row["claim_id"], *place)
        assert status == 0
        assert "[4%]" in out
        assert "share_price" in out
    status, out, _ = call("query", "--db", "sqlite:///x.db", "--text", "wednesday", "--format", "csv")
    assert out.startswith("claim_id,")
    assert row["claim_id"] in out
    assert "1 " in call("runs", "--db", "sqlite:///x.db")[1]


def test_extract_without_a_folder_writes_lines(folder: Path) -> None:
    status, out, _ = call("extract", "in/a.txt")
    assert status == 0
    assert [json.loads(line)["article"]["text"] for line in out.splitlines()] == [TEXT]
    assert "Acme" in call("extract", "in/a.txt", "--format", "table")[1]


def test_show_marks_claims(folder: Path) -> None:
    status, out, _ = call("show", "in/a.txt", "--unclaimed")
    assert status == 0
    assert "[4%][1]" in out


def test_clean_prints_articles(folder: Path) -> None:
    status, out, err = call("clean", "in/a.txt", "in/empty.txt")
    assert status == 0
    assert json.loads(out)["text"] == TEXT
    assert "empty" in err
    assert call("clean", "in/empty.txt", "--strict")[0] == 1
    assert "body" in call("clean", "in/a.txt", "--format", "text")[1]


def test_annotate_gives_a_line_for_a_line() -> None:
    lines = [
        {"id": 1, "text": TEXT, "published": "2025-03-26"},
        "no object",
        {"id": "no text"},
        {"id": "odd", "text": "half \ud83d of 3% \x00 here"},
        {"id": "nothing", "text": ""},
    ]
    given_lines = "".join(json.dumps(line) + "\n" for line in lines) + "{broken\n"
    status, out, _ = call("annotate", stdin=given_lines)
    found = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [("error" in row) for row in found] == [False, True, True, False, False, True]
    assert found[0]["article"]["id"] == "1"
    assert {"entities", "quantities", "times", "attributions", "claims", "unclaimed"} <= set(found[0])
    assert len(found[3]["article"]["text"]) == len("half ? of 3% ? here")
    assert call("annotate", "--strict", stdin="{broken\n")[0] == 1


@pytest.mark.parametrize("name", ["article", "claim", "result", "annotated"])
def test_schema(name: str) -> None:
    status, out, _ = call("schema", name)
    assert status == 0
    assert json.loads(out)["additionalProperties"] is False


def test_article_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    text = "Acme \x1b[2J\x1b]0;owned\x07 fell 4% \u202eon Monday\u202c."
    claim = claim_of(text, text.index("4%"), text.index("4%") + 2)
    path = tmp_path / "results.jsonl"
    result = result_of_text("a", text, [claim | {"evidence": claim["evidence"] | {"quote": text[26:28]}}])
    path.write_text(json.dumps(result) + "\n")
    _, out, _ = call("explain", claim["id"], "--results", str(path))
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_output_is_harmless_on_a_terminal_and_the_same_bytes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    line = json.dumps({"text": "Acme \x9b31m\u202e fell"}, ensure_ascii=False)
    for stream, harmless in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stdout", stream)
        output().write(line)
        assert ("\x9b" not in stream.getvalue()) is harmless
        assert json.loads(stream.getvalue()) == json.loads(line)


def test_full_disk_is_said_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pipeline.run.run", full)
    status, _, err = call("extract", "in")
    assert status == 2
    assert "No space left" in err
    assert "next:" in err


def test_an_empty_folder_is_said(folder: Path) -> None:
    (folder / "nothing").mkdir()
    status, _, err = call("extract", "nothing")
    assert status == 0
    assert "nothing to read in nothing" in err


def test_a_report_that_stands_is_kept_where_the_run_fails(folder: Path) -> None:
    (folder / "report.json").write_text("old")
    assert call("extract", "in", "--report", "report.json", "--db", "nonsense")[0] == 2
    assert (folder / "report.json").read_text() == "old"


def test_annotate_names_what_a_line_lacks() -> None:
    _, out, _ = call("annotate", stdin='[]\n{"id": "x"}\n')
    errors = [json.loads(line)["error"] for line in out.splitlines()]
    assert "not an object" in errors[0]
    assert "text is NoneType" in errors[1]


@given(st.text())
def test_plain_text_has_no_control_characters(text: str) -> None:
    assert not any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0 for c in plain(text))


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_marking_keeps_every_character(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(a, b, "range") for a, b in spans if b <= len(text)]
    assert marked(text, 0, len(text), marks, colour=True).plain == plain(text)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"low": 4.0, "high": 12.0, "unit": "percent", "direction": "down"}, "4-12 percent ↓"),
        ({"low": 37e9, "high": 37e9, "unit": "USD", "approx": True}, "~37 billion USD"),
        ({"low": 2.2e9, "high": 2.6e9, "unit": "EUR"}, "2.2-2.6 billion EUR"),
        ({"low": 9e8, "high": 1e9, "unit": "EUR"}, "900 million-1 billion EUR"),
        ({"low": None, "high": 3.5, "unit": "m"}, "≤ 3.5 m"),
        ({"low": 2.0, "high": None, "unit": "job"}, "≥ 2 job"),
        ({"low": None, "high": None, "direction": "up"}, "↑"),
    ],
)
def test_amount(row: dict[str, object], words: str) -> None:
    assert amount(row) == words


def test_words_of_numbers_and_periods() -> None:
    assert (number(1234567), number(0.25), number(None)) == ("1.23457 million", "0.25", "")
    assert period("2024-06-01", "2024-06-30") == "2024-06-01..30"
    assert (period("2024-06-01", None), period(None, "2024-06-01")) == ("since 2024-06-01", "until 2024-06-01")
