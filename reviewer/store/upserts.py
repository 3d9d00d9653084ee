"""Inserts that meet a row already there: the one place where the databases' dialects differ."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from reviewer.errors import TellOperator

_Values = Mapping[str, object]


def insert_if_absent(connection: Connection, table: Table, values: _Values) -> bool:
    """Insert a row; return False, and change nothing, when a unique constraint already holds one like it."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing().inline()
    return connection.execute(statement).rowcount == 1


def upsert(connection: Connection, table: Table, values: _Values) -> None:
    """Insert a row, or give the one with its primary key these values."""
    key = [column.name for column in table.primary_key]
    changes = {name: value for name, value in values.items() if name not in key}
    statement = _insert(connection, table).values(**values).on_conflict_do_update(index_elements=key, set_=changes)
    connection.execute(statement.inline())


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    match connection.dialect.name:
        case "sqlite":
            return sqlite.insert(table)
        case "postgresql":
            return postgresql.insert(table)
        case other:
            raise TellOperator(f"Cannot keep reviews in {other}: give the URL of a SQLite or PostgreSQL database")
