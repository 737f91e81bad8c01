"""The database: the same twice changes nothing, nothing is lost, and kill -9 cannot hurt it."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from samples import claim_of, result_of_text
from sqlalchemy import Engine, select, text

from pipeline.errors import NewsclaimsError
from pipeline.sink import database, engine, query, tables

TEXT = "Acme shares fell 4% on Wednesday, Reuters said. Boeing lost 5%."


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/claims.db"


def save(url: str, results: dict[str, Any], roots: tuple[str, ...] = ("in",)) -> database.Counts:
    """One whole run with these results by key."""
    opened = engine.open_engine(url)
    run = database.start_run(opened)
    for key, result in results.items():
        database.save_result(run, key, f"hash of {result}", result)
    database.finish_run(run, roots, None, {})
    opened.dispose()
    return run.counts


def one(claims: list[dict[str, Any]] | None = None, **article: Any) -> dict[str, Any]:
    return result_of_text("a", TEXT, [claim_of(TEXT, 17, 19)] if claims is None else claims, **article)


def test_migrations_make_the_tables_that_the_code_knows(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.open_engine(url).connect() as connection:
        found = compare_metadata(
            MigrationContext.configure(connection, opts={"include_name": _not_search}), tables.metadata
        )
        assert found == []


def _not_search(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and str(name).startswith("evidence_fts"))


def test_head_is_the_newest_migration() -> None:
    folder = Path(engine.__file__).parent / "migrations" / "versions"
    assert sorted(folder.glob("v*.py"))[-1].name.startswith(f"v{engine.HEAD}_")


def test_same_again_changes_nothing(url: str) -> None:
    assert save(url, {"in/a": one()}).new == 1
    counts = save(url, {"in/a": one()})
    assert (counts.new, counts.changed, counts.removed, counts.claims_new) == (0, 0, 0, 0)
    assert counts.unchanged == 1


def test_changed_article_supersedes_claims_and_keeps_them(url: str) -> None:
    first, second = claim_of(TEXT, 17, 19), claim_of(TEXT, 60, 62)
    save(url, {"in/a": one([first])})
    counts = save(url, {"in/a": one([first | {"confidence": 0.5}, second])})
    assert (counts.changed, counts.claims_new, counts.claims_superseded) == (1, 2, 1)
    with engine.open_engine(url).connect() as connection:
        old = connection.execute(text("SELECT claim_id, superseded_at, superseded_run FROM superseded_claims")).all()
        assert [(row.claim_id, row.superseded_run) for row in old] == [(first["id"], 2)]
        assert old[0].superseded_at
        assert connection.execute(text("SELECT count(*) FROM live_claims")).scalar() == 2


def test_kept_claim_is_not_written_again(url: str) -> None:
    save(url, {"in/a": one()})
    counts = save(url, {"in/a": one(title="Now with a title")})
    assert (counts.changed, counts.claims_new, counts.claims_superseded) == (1, 0, 0)


def test_missing_article_is_removed_and_comes_back(url: str) -> None:
    save(url, {"in/a": one(), "other/b": one()})
    assert save(url, {}).removed == 1
    assert len(query.ask(engine.open_engine(url), query.Question())) == 1
    counts = save(url, {"in/a": one()})
    assert (counts.new, counts.claims_new) == (1, 1)


@pytest.mark.parametrize(("root", "gone"), [(".", 1), ("in", 1), ("in/", 1), ("i", 0), ("in/a", 1), ("in/aa", 0)])
def test_only_what_stands_under_the_inputs_is_removed(url: str, root: str, gone: int) -> None:
    save(url, {"in/a": one()})
    assert save(url, {}, (root,)).removed == gone


def test_reject_is_kept_until_it_is_read(url: str) -> None:
    opened = engine.open_engine(url)
    run = database.start_run(opened)
    database.save_reject(run, "in/a", "in/a", "empty", "nothing there")
    database.save_reject(run, "in/a", "in/a", "empty", "nothing there")
    database.finish_run(run, ["in"], None, {})
    with opened.connect() as connection:
        assert [row.reason for row in connection.execute(select(tables.rejects))] == ["empty"]
    save(url, {"in/a": one()})
    with opened.connect() as connection:
        assert connection.execute(select(tables.rejects)).all() == []


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ({}, 2),
        ({"entity": "acm"}, 1),
        ({"entity": "acme"}, 1),
        ({"entity": "100%_"}, 0),
        ({"metric": "share_price"}, 2),
        ({"metric": "share"}, 0),
        ({"source": "reuters"}, 1),
        ({"publisher": "wire"}, 2),
        ({"modality": "forecast"}, 1),
        ({"since": "2025-03-26", "until": "2025-03-26"}, 1),
        ({"since": "2025-03-27"}, 1),
        ({"until": "2025-03-25"}, 0),
        ({"text": "acme SHARES"}, 1),
        ({"text": "fe*"}, 1),
        ({"text": 'boe" OR "acme'}, 0),
        ({"superseded": True}, 0),
        ({"limit": 1}, 1),
    ],
)
def test_query(url: str, question: dict[str, Any], count: int) -> None:
    words = TEXT.index("Boeing")
    boeing = claim_of(
        TEXT,
        words,
        len(TEXT),
        entity={"name": "Boeing", "type": "company", "ids": {}, "text": "Boeing"},
        source=[],
        date={"start": "2025-04-01", "end": None, "text": None, "basis": "context"},
        modality="forecast",
    )
    save(url, {"in/a": one([claim_of(TEXT, 0, words), boeing])})
    found = query.ask(engine.open_engine(url, create=False), query.Question(**question))
    assert len(found) == count


def test_copies_can_be_left_out(url: str) -> None:
    save(url, {"in/a": one(), "in/b": one()})
    opened = engine.open_engine(url)
    run = database.start_run(opened)
    for _ in range(2):
        database.save_copies(run, [("in/b", "in/a", 0.97), ("in/b", "nowhere", 1.0)])
        database.mark_seen(run, "in/b")
    assert len(query.ask(opened, query.Question(without_copies=True))) == 1


def test_errors_name_the_next_step(tmp_path: Path) -> None:
    for url, code in (("nonsense", "db.url"), ("sqlite:///" + str(tmp_path / "no" / "x.db"), "db.open")):
        with pytest.raises(NewsclaimsError) as caught:
            engine.open_engine(url)
        assert caught.value.code == code
    with pytest.raises(NewsclaimsError, match="extract"):
        engine.open_engine(f"sqlite:///{tmp_path}/none.db", create=False)


WRITER = """
import os, signal, sys
sys.path[:0] = [{tests!r}]
from sqlalchemy import event
from sqlalchemy.engine import Engine
from samples import claim_of, result_of_text
from pipeline.sink import database, engine

stop, seen = int(sys.argv[2]), 0

@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global seen
    seen += 1
    if seen == stop:
        os.kill(os.getpid(), signal.SIGKILL)

opened = engine.open_engine(sys.argv[1])
run = database.start_run(opened)
for number in range(6):
    text = f"Acme shares fell {{number}}% on Wednesday. Reuters said so."
    claims = [claim_of(text, 17, 19), claim_of(text, 0, 4, direction="up")][: 1 + number % 2]
    key = f"in/{{number}}"
    database.save_result(run, key, "hash of " + text, result_of_text(key, text, claims))
database.save_reject(run, "in/x", "in/x", "empty", "nothing there")
database.finish_run(run, ["in"], None, {{}})
print(seen)
"""


def write(url: str, stop: int) -> int:
    """Run the writer, to be killed at its `stop`-th statement; the number of statements where it was not."""
    code = WRITER.format(tests=str(Path(__file__).parent))
    done = subprocess.run([sys.executable, "-c", code, url, str(stop)], capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return int(done.stdout or 0)


def state(opened: Engine) -> dict[str, list[str]]:
    """All rows of all tables but `runs`, without the numbers of runs."""
    found = {}
    with opened.connect() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name != "runs":
                columns = [c for c in table.c if not c.name.endswith("_run")]
                found[table.name] = sorted(map(repr, connection.execute(select(*columns))))
        found["search"] = connection.execute(
            text("SELECT rowid FROM evidence_fts WHERE evidence_fts MATCH 'fell'")
        ).all()
    return found


def test_killed_at_any_statement_the_next_run_ends_the_same(tmp_path: Path) -> None:
    whole = f"sqlite:///{tmp_path}/whole.db"
    statements = write(whole, 0)
    wanted = state(engine.open_engine(whole))
    picked = random.Random(20250326).sample(range(1, statements + 1), 5)
    for number, stop in enumerate([1, *picked]):
        url = f"sqlite:///{tmp_path}/{number}.db"
        write(url, stop)
        write(url, 0)
        assert state(engine.open_engine(url)) == wanted, f"killed at statement {stop} of {statements}"
