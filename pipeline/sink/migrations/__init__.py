"""Alembic migrations; `pipeline.sink.engine` runs them whenever a database is opened."""
