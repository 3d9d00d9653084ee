"""What Alembic runs: the steps, on the connection that `reviewer.store.schema` has opened a transaction on."""

from alembic import context

from reviewer.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can undo a changed table too; Alembic believes otherwise.
    transactional_ddl=True,
)
context.run_migrations()
