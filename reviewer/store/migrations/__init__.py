"""Alembic's folder: the tables' history. `reviewer.store.schema` runs it."""
