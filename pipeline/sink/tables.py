"""The tables as SQLAlchemy Core sees them. Their history is in `migrations/versions`; a test holds the two equal.

A claim is live while `superseded_run` is null. A clock stands in `runs` only: "when" a claim was superseded is
the start of the run that did it (view `superseded_claims`).
"""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("made_by", JSON),
    Column("report", JSON),
)

articles = Table(
    "articles",
    metadata,
    Column("article", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("source_path", Text),
    Column("url", Text),
    Column("title", Text),
    Column("authors", JSON),
    Column("publisher", Text, index=True),
    Column("published", Text, index=True),
    Column("published_basis", Text),
    Column("modified", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False, index=True),
    Column("document", JSON, nullable=False),
    Column("made_by", JSON, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("first_run", Integer, ForeignKey("runs.run"), nullable=False),
    Column("changed_run", Integer, ForeignKey("runs.run"), nullable=False),
    Column("seen_run", Integer, ForeignKey("runs.run"), nullable=False),
    Column("removed_run", Integer, ForeignKey("runs.run")),
)

claims = Table(
    "claims",
    metadata,
    Column("claim", Integer, primary_key=True),
    Column("claim_id", Text, nullable=False, index=True),
    Column("article", Integer, ForeignKey("articles.article"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("entity", Text, index=True),
    Column("entity_type", Text),
    Column("entity_text", Text),
    Column("ticker", Text, index=True),
    Column("counterparty", Text),
    Column("metric", Text, index=True),
    Column("metric_text", Text),
    Column("aspect", Text),
    Column("direction", Text),
    Column("low", Float),
    Column("high", Float),
    Column("unit", Text),
    Column("approx", Boolean),
    Column("range_text", Text),
    Column("list_scope", Text),
    Column("source", Text),
    Column("date_start", Text, index=True),
    Column("date_end", Text),
    Column("date_text", Text),
    Column("date_basis", Text),
    Column("said_start", Text),
    Column("said_end", Text),
    Column("modality", Text),
    Column("hedged", Boolean),
    Column("statement", Text),
    Column("confidence", Float),
    Column("quote", Text),
    Column("quote_start", Integer),
    Column("quote_end", Integer),
    Column("role", Text),
    Column("flags", Text),
    Column("document", JSON, nullable=False),
    Column("created_run", Integer, ForeignKey("runs.run"), nullable=False),
    Column("superseded_run", Integer, ForeignKey("runs.run")),
    Index("ix_claims_live", "article", "superseded_run"),
)

source_links = Table(
    "source_links",
    metadata,
    Column("claim", Integer, ForeignKey("claims.claim"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("role", Text),
    Column("organization", Text),
    Column("cue", Text),
)

evidence_spans = Table(
    "evidence_spans",
    metadata,
    Column("claim", Integer, ForeignKey("claims.claim"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("field", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("rule", Text, nullable=False),
)

unclaimed = Table(
    "unclaimed",
    metadata,
    Column("article", Integer, ForeignKey("articles.article"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

rejects = Table(
    "rejects",
    metadata,
    Column("key", Text, primary_key=True),
    Column("source_path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text),
    Column("first_run", Integer, ForeignKey("runs.run"), nullable=False),
    Column("seen_run", Integer, ForeignKey("runs.run"), nullable=False),
)

copies = Table(
    "copies",
    metadata,
    Column("article", Integer, ForeignKey("articles.article"), primary_key=True),
    Column("copy_of", Integer, ForeignKey("articles.article"), primary_key=True),
    Column("similarity", Float, nullable=False),
)
