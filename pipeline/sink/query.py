"""Questions to the database without SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, column, exists, func, literal_column, or_, select, table

from pipeline.sink.rows import ARTICLE_COLUMNS, COLUMNS, Json
from pipeline.sink.tables import articles, claims, copies, runs, source_links

FTS = table("evidence_fts", column("rowid"))


@dataclass(frozen=True)
class Question:
    """Filters, all of which must hold. Names match without regard to case, in part; `metric` and the like in full."""

    entity: str | None = None
    metric: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    modality: str | None = None
    kind: str | None = None
    unit: str | None = None
    text: str | None = None
    superseded: bool = False
    without_copies: bool = False
    limit: int | None = None


def ask(engine: Engine, question: Question) -> list[Json]:
    """Flat rows (`rows.COLUMNS`), oldest date first, then by article and place."""
    columns = [(articles if n in ARTICLE_COLUMNS else claims).c[n] for n in COLUMNS]
    query = select(*columns).join(articles, articles.c.article == claims.c.article)
    query = query.where(*_filters(engine, question))
    query = query.order_by(claims.c.date_start.is_(None), claims.c.date_start, articles.c.key, claims.c.quote_start)
    query = query.order_by(claims.c.claim).limit(question.limit)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def claim_document(engine: Engine, claim_id: str) -> list[tuple[Json, Json]]:
    """Claims whose id starts so, each with its article; live ones first. At most two, to see whether it is clear."""
    query: Select[Any] = (
        select(claims.c.document, articles.c.document.label("article_document"))
        .join(articles, articles.c.article == claims.c.article)
        .where(claims.c.claim_id.startswith(claim_id, autoescape=True))
        .order_by(claims.c.superseded_run.is_not(None), claims.c.claim)
    )
    with engine.connect() as connection:
        found: dict[str, tuple[Json, Json]] = {}
        for row in connection.execute(query):
            found.setdefault(row.document["id"], (row.document, row.article_document))
            if len(found) > 1:
                break
        return list(found.values())


def past_runs(engine: Engine) -> list[Json]:
    """The runs, newest first."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(runs).order_by(runs.c.run.desc())).mappings()]


def _filters(engine: Engine, question: Question) -> list[ColumnElement[bool]]:
    c, a = claims.c, articles.c
    found: list[ColumnElement[bool]] = [
        c.superseded_run.is_not(None) if question.superseded else c.superseded_run.is_(None)
    ]
    if question.entity:
        found.append(or_(_like(c.entity, question.entity), func.lower(c.ticker) == question.entity.lower()))
    if question.publisher:
        found.append(_like(a.publisher, question.publisher))
    if question.source:
        link = source_links.c
        found.append(exists().where(and_(link.claim == c.claim, _like(link.name, question.source))))
    for name in ("metric", "modality", "kind", "unit"):
        if value := getattr(question, name):
            found.append(c[name] == value)
    found += _dates(question)
    if question.text:
        found.append(_search(engine, question.text))
    if question.without_copies:
        found.append(~exists().where(copies.c.article == c.article))
    return found


def _dates(question: Question) -> Sequence[ColumnElement[bool]]:
    """A claim's interval must touch the days asked for; an open end reaches for ever, no date at all never."""
    c = claims.c
    found: list[ColumnElement[bool]] = []
    if question.since:
        found.append(or_(c.date_end >= question.since, and_(c.date_end.is_(None), c.date_start.is_not(None))))
    if question.until:
        last = question.until + "~"  # sorts behind every time of that day
        found.append(or_(c.date_start <= last, and_(c.date_start.is_(None), c.date_end.is_not(None))))
    return found


def _like(column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words.lower(), autoescape=True)


def _search(engine: Engine, words: str) -> ColumnElement[bool]:
    """Every word must stand in the evidence; a star at a word's end matches its beginning."""
    if engine.dialect.name != "sqlite":
        return and_(*(_like(claims.c.quote, word) for word in words.split()))
    terms = []
    for word in words.split():
        quoted = '"' + word.rstrip("*").replace('"', '""') + '"'
        terms.append(quoted + ("*" if word.endswith("*") else ""))
    found = select(FTS.c.rowid).where(literal_column("evidence_fts").op("MATCH")(" ".join(terms)))
    return claims.c.claim.in_(found)
