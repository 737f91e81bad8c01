"""Alembic's entry: the connection comes from `pipeline.sink.engine`, one transaction around all steps."""

from alembic import context

from pipeline.sink.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
