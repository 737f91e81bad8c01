"""The first tables, two views for analysts, and full-text search over evidence (SQLite's FTS5)."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LIVE = """CREATE VIEW live_claims AS
SELECT c.*, a.article_id, a.source_path, a.url, a.publisher, a.published, a.title
FROM claims c JOIN articles a ON a.article = c.article WHERE c.superseded_run IS NULL"""
SUPERSEDED = """CREATE VIEW superseded_claims AS
SELECT r.started_at AS superseded_at, c.*, a.article_id, a.source_path, a.url, a.publisher, a.published, a.title
FROM claims c JOIN articles a ON a.article = c.article JOIN runs r ON r.run = c.superseded_run"""
SEARCH = (
    """CREATE VIRTUAL TABLE evidence_fts USING fts5(quote, statement, entity, metric_text,
    content='claims', content_rowid='claim', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER claims_insert AFTER INSERT ON claims BEGIN
    INSERT INTO evidence_fts(rowid, quote, statement, entity, metric_text)
    VALUES (new.claim, new.quote, new.statement, new.entity, new.metric_text); END""",
    """CREATE TRIGGER claims_delete AFTER DELETE ON claims BEGIN
    INSERT INTO evidence_fts(evidence_fts, rowid, quote, statement, entity, metric_text)
    VALUES ('delete', old.claim, old.quote, old.statement, old.entity, old.metric_text); END""",
)


def upgrade() -> None:
    """Make everything."""
    _articles()
    _claims()
    _beside()
    op.execute(LIVE)
    op.execute(SUPERSEDED)
    if op.get_bind().dialect.name == "sqlite":
        for statement in SEARCH:
            op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    for view in ("live_claims", "superseded_claims"):
        op.execute(f"DROP VIEW {view}")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE evidence_fts")
    for table in ("copies", "rejects", "unclaimed", "evidence_spans", "source_links", "claims", "articles", "runs"):
        op.drop_table(table)


def _articles() -> None:
    op.create_table(
        "runs",
        sa.Column("run", sa.Integer, primary_key=True),
        sa.Column("started_at", sa.String(32), nullable=False),
        sa.Column("finished_at", sa.String(32)),
        sa.Column("made_by", sa.JSON),
        sa.Column("report", sa.JSON),
    )
    op.create_table(
        "articles",
        sa.Column("article", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("article_id", sa.Text, nullable=False),
        sa.Column("source_path", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("authors", sa.JSON),
        sa.Column("publisher", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("published_basis", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("made_by", sa.JSON, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("first_run", sa.Integer, sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("changed_run", sa.Integer, sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("seen_run", sa.Integer, sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("removed_run", sa.Integer, sa.ForeignKey("runs.run")),
    )
    op.create_index("ix_articles_article_id", "articles", ["article_id"])
    op.create_index("ix_articles_publisher", "articles", ["publisher"])
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index("ix_articles_text_sha256", "articles", ["text_sha256"])


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("claim", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Text, nullable=False),
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.article"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entity", sa.Text),
        sa.Column("entity_type", sa.Text),
        sa.Column("entity_text", sa.Text),
        sa.Column("ticker", sa.Text),
        sa.Column("counterparty", sa.Text),
        sa.Column("metric", sa.Text),
        sa.Column("metric_text", sa.Text),
        sa.Column("aspect", sa.Text),
        sa.Column("direction", sa.Text),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("unit", sa.Text),
        sa.Column("approx", sa.Boolean),
        sa.Column("range_text", sa.Text),
        sa.Column("list_scope", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("date_start", sa.Text),
        sa.Column("date_end", sa.Text),
        sa.Column("date_text", sa.Text),
        sa.Column("date_basis", sa.Text),
        sa.Column("said_start", sa.Text),
        sa.Column("said_end", sa.Text),
        sa.Column("modality", sa.Text),
        sa.Column("hedged", sa.Boolean),
        sa.Column("statement", sa.Text),
        sa.Column("confidence", sa.Float),
        sa.Column("quote", sa.Text),
        sa.Column("quote_start", sa.Integer),
        sa.Column("quote_end", sa.Integer),
        sa.Column("role", sa.Text),
        sa.Column("flags", sa.Text),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("created_run", sa.Integer, sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("superseded_run", sa.Integer, sa.ForeignKey("runs.run")),
    )
    op.create_index("ix_claims_claim_id", "claims", ["claim_id"])
    op.create_index("ix_claims_entity", "claims", ["entity"])
    op.create_index("ix_claims_ticker", "claims", ["ticker"])
    op.create_index("ix_claims_metric", "claims", ["metric"])
    op.create_index("ix_claims_date_start", "claims", ["date_start"])
    op.create_index("ix_claims_live", "claims", ["article", "superseded_run"])


def _beside() -> None:
    op.create_table(
        "source_links",
        sa.Column("claim", sa.Integer, sa.ForeignKey("claims.claim"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("role", sa.Text),
        sa.Column("organization", sa.Text),
        sa.Column("cue", sa.Text),
    )
    op.create_index("ix_source_links_name", "source_links", ["name"])
    op.create_table(
        "evidence_spans",
        sa.Column("claim", sa.Integer, sa.ForeignKey("claims.claim"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
    )
    op.create_table(
        "unclaimed",
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.article"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "rejects",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("source_path", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("first_run", sa.Integer, sa.ForeignKey("runs.run"), nullable=False),
        sa.Column("seen_run", sa.Integer, sa.ForeignKey("runs.run"), nullable=False),
    )
    op.create_table(
        "copies",
        sa.Column("article", sa.Integer, sa.ForeignKey("articles.article"), primary_key=True),
        sa.Column("copy_of", sa.Integer, sa.ForeignKey("articles.article"), primary_key=True),
        sa.Column("similarity", sa.Float, nullable=False),
    )
