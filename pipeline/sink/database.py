"""Results into the database: one transaction an article, the same twice changes nothing.

Every article has a `key` (where it was read from). A run stamps the articles it has seen; at its end, what stands
under its inputs and was not seen is removed. Claims are never deleted: the run that replaced them is noted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, and_, delete, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from pipeline.sink.engine import dumps
from pipeline.sink.rows import Json, claim_row
from pipeline.sink.tables import articles, claims, copies, evidence_spans, rejects, runs, source_links, unclaimed

ARTICLE_FIELDS = (
    "source_path",
    "url",
    "title",
    "authors",
    "publisher",
    "published",
    "published_basis",
    "modified",
    "language",
    "text",
    "text_sha256",
)


@dataclass
class Counts:
    """What a run did to the database."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    claims_new: int = 0
    claims_superseded: int = 0


@dataclass
class Database:
    """An open run on a database."""

    engine: Engine
    run: int
    counts: Counts = field(default_factory=Counts)


def start_run(engine: Engine) -> Database:
    """Open a run. It counts as finished only once `finish_run` was called."""
    with engine.begin() as connection:
        done = connection.execute(insert(runs).values(started_at=_now()))
        return Database(engine, _new_id(done))


def fingerprints(db: Database, path: str) -> dict[str, str]:
    """Of the articles read from a file: key -> what their text, metadata, rules and model hash to."""
    with db.engine.connect() as connection:
        query = select(articles.c.key, articles.c.fingerprint).where(
            _from_file(articles.c.key, path), articles.c.removed_run.is_(None)
        )
        return {row.key: row.fingerprint for row in connection.execute(query)}


def mark_seen(db: Database, key: str) -> Json:
    """An article that was found as it was; returns what the database has of it."""
    with db.engine.begin() as connection:
        connection.execute(update(articles).where(articles.c.key == key).values(seen_run=db.run))
        document: Json = connection.scalars(select(articles.c.document).where(articles.c.key == key)).one()
    db.counts.unchanged += 1
    return document


def save_result(db: Database, key: str, fingerprint: str, result: Json) -> None:
    """Write an article with its claims; what it had before is superseded. One transaction."""
    with db.engine.begin() as connection:
        found = connection.execute(select(articles).where(articles.c.key == key)).mappings().first()
        if found and found["fingerprint"] == fingerprint and found["removed_run"] is None:
            connection.execute(update(articles).where(articles.c.key == key).values(seen_run=db.run))
            db.counts.unchanged += 1
            return
        article = _save_article(connection, db.run, key, fingerprint, result, dict(found) if found else None)
        added, superseded = _save_claims(connection, db.run, article, result["claims"])
        _replace_unclaimed(connection, article, result["unclaimed"])
        connection.execute(delete(rejects).where(rejects.c.key == key))
    db.counts.claims_new += added
    db.counts.claims_superseded += superseded
    if found is None or found["removed_run"] is not None:
        db.counts.new += 1
    else:
        db.counts.changed += 1


def save_reject(db: Database, key: str, source_path: str, reason: str, detail: str) -> None:
    """Note what could not be read as an article, and why."""
    with db.engine.begin() as connection:
        values = {"source_path": source_path, "reason": reason, "detail": detail, "seen_run": db.run}
        known = connection.execute(select(rejects.c.key).where(rejects.c.key == key)).first()
        if known:
            connection.execute(update(rejects).where(rejects.c.key == key).values(**values))
        else:
            connection.execute(insert(rejects).values(key=key, first_run=db.run, **values))


def save_copies(db: Database, pairs: Iterable[tuple[str, str, float]]) -> None:
    """Note near-duplicates: (key, key of the one it copies, similarity); what this run has seen is noted anew."""
    with db.engine.begin() as connection:
        seen = select(articles.c.article).where(articles.c.seen_run == db.run)
        connection.execute(delete(copies).where(copies.c.article.in_(seen)))
        for key, original, similarity in pairs:
            ids = [connection.scalar(select(articles.c.article).where(articles.c.key == k)) for k in (key, original)]
            if None not in ids:
                connection.execute(insert(copies).values(article=ids[0], copy_of=ids[1], similarity=similarity))


def finish_run(db: Database, roots: Sequence[str], made_by: Json | None, report: Json) -> None:
    """Remove what stood under the inputs and is gone, and close the run. One transaction."""
    with db.engine.begin() as connection:
        for root in roots:
            gone = select(articles.c.article).where(
                _under(articles.c.key, root), articles.c.seen_run != db.run, articles.c.removed_run.is_(None)
            )
            for article in connection.scalars(gone).all():
                connection.execute(update(articles).where(articles.c.article == article).values(removed_run=db.run))
                db.counts.claims_superseded += _save_claims(connection, db.run, article, [])[1]
                db.counts.removed += 1
            connection.execute(delete(rejects).where(_under(rejects.c.key, root), rejects.c.seen_run != db.run))
        values = {"finished_at": _now(), "made_by": made_by, "report": {**report, "database": vars(db.counts)}}
        connection.execute(update(runs).where(runs.c.run == db.run).values(**values))


def _save_article(
    connection: Connection, run: int, key: str, fingerprint: str, result: Json, found: Json | None
) -> int:
    article = result["article"]
    values = {name: article.get(name) for name in ARTICLE_FIELDS} | {
        "article_id": article["id"],
        "document": article,
        "made_by": result["made_by"],
        "fingerprint": fingerprint,
        "changed_run": run,
        "seen_run": run,
        "removed_run": None,
    }
    if found is None:
        done = connection.execute(insert(articles).values(key=key, first_run=run, **values))
        return _new_id(done)
    connection.execute(update(articles).where(articles.c.article == found["article"]).values(**values))
    return int(found["article"])


def _save_claims(connection: Connection, run: int, article: int, wanted: Sequence[Json]) -> tuple[int, int]:
    """Keep the live claims that are the same, supersede the others, add what is new: (added, superseded)."""
    query = select(claims.c.claim, claims.c.document).where(
        claims.c.article == article, claims.c.superseded_run.is_(None)
    )
    live = {dumps(row.document): row.claim for row in connection.execute(query)}
    asked = {dumps(claim): claim for claim in wanted}
    gone = [row for document, row in live.items() if document not in asked]
    if gone:
        connection.execute(update(claims).where(claims.c.claim.in_(gone)).values(superseded_run=run))
    fresh = [claim for document, claim in asked.items() if document not in live]
    _add_claims(connection, run, article, fresh)
    return len(fresh), len(gone)


def _add_claims(connection: Connection, run: int, article: int, fresh: Sequence[Json]) -> None:
    """Three statements, however many claims: most of a run's writing is here."""
    if not fresh:
        return
    shared = {"article": article, "created_run": run}
    ids = connection.scalars(
        insert(claims).returning(claims.c.claim, sort_by_parameter_order=True),
        [claim_row(claim) | shared | {"document": claim} for claim in fresh],
    ).all()
    links, spans = [], []
    for row, claim in zip(ids, fresh, strict=True):
        links += [{"claim": row, "position": n, **link} for n, link in enumerate(claim["source"])]
        for n, span in enumerate(claim["evidence"]["spans"]):
            words = {name: span[name] for name in ("start", "end", "text", "rule")}
            spans.append({"claim": row, "position": n, "field": span["of"], **words})
    for table, rows in ((source_links, links), (evidence_spans, spans)):
        if rows:
            connection.execute(insert(table), rows)


def _replace_unclaimed(connection: Connection, article: int, left: Sequence[Json]) -> None:
    connection.execute(delete(unclaimed).where(unclaimed.c.article == article))
    if left:
        connection.execute(insert(unclaimed), [{"article": article, "position": n, **u} for n, u in enumerate(left)])


def _from_file(column: ColumnElement[Any], path: str) -> ColumnElement[bool]:
    """Keys of the articles of one file: its path, or its path and `#2`, `#3`, ..."""
    return or_(column == path, and_(column > path + "#", column < path + "$"))


def _under(column: ColumnElement[Any], root: str) -> ColumnElement[bool]:
    """Keys of a file, or of whatever lies under a folder; the folder "." holds every relative path."""
    if root == ".":
        return and_(column.not_like("/%"), column.not_like("../%"))
    folder = root.rstrip("/")
    return or_(_from_file(column, root), and_(column > folder + "/", column < folder + "0"))


def _new_id(done: CursorResult[Any]) -> int:
    key = done.inserted_primary_key
    if key is None:  # only where the statement was no insert of one row
        raise RuntimeError("the database gave no key for a new row")
    return int(key[0])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
