"""Opens a database: checked URL, safe SQLite settings, migrations up to date."""

import json
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from pipeline.errors import NewsclaimsError

BUSY_SECONDS = 60
HEAD = "0001"  # the newest module in migrations/versions; a test compares


def open_engine(url: str, *, create: bool = True) -> Engine:
    """An engine on a migrated database.

    `create=False` refuses a SQLite file that does not exist, for commands that only read.
    Raises `NewsclaimsError` where the URL or the database is of no use.
    """
    engine = _engine(url, create)
    try:
        _migrate(engine)
    except DBAPIError as error:
        raise NewsclaimsError(
            "db.open",
            f"the database {url!r} cannot be used: {error.orig}",
            "check the path and your rights to it; a new SQLite file is sqlite:///claims.db",
        ) from error
    return engine


def _engine(url: str, create: bool) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and not create:
            _must_exist(parsed.database)
        engine = create_engine(parsed, json_serializer=dumps)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise NewsclaimsError(
            "db.url", f"{url!r} is no database URL that works here: {error}", "write sqlite:///claims.db"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin_writing if create else _begin)
    return engine


def _must_exist(name: str | None) -> None:
    from pathlib import Path

    if name and name != ":memory:" and not Path(name).is_file():
        raise NewsclaimsError(
            "db.missing",
            f"there is no database {name}",
            f"make it with: newsclaims extract FOLDER --db sqlite:///{name}",
        )


def dumps(value: Any) -> str:
    """JSON as the database keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(connection: Any, _record: object) -> None:
    """Write-ahead log and real transactions, also around table definitions: what kill -9 cannot break."""
    connection.isolation_level = None  # we say BEGIN ourselves; the driver's own rules would leave DDL outside
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Any) -> None:
    """Take the write lock at once: a reader that turns writer in the middle fails where another run is busy."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    """Bring the tables to the newest step, in one transaction."""
    with engine.begin() as connection:
        if _is_current(connection):
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", "pipeline.sink:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_current(connection: Any) -> bool:
    """Whether the newest step is there already, without loading Alembic (a third of a second)."""
    from sqlalchemy import inspect, text

    if "alembic_version" not in inspect(connection).get_table_names():
        return False
    return bool(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD)
