"""Where the databases' dialects differ, all of it: inserts that meet a row already there, migration lock, clock."""

import time
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from reviewer.errors import TellOperator

_MIGRATION = 0x7265766965776572
"""PostgreSQL's name for our lock: any number that others hardly take."""

_Values = Mapping[str, object]


def insert_if_absent(connection: Connection, table: Table, values: _Values) -> bool:
    """Insert a row; return False, and change nothing, when a unique constraint already holds one like it."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing()
    # Not by the count of rows: not every driver knows it for an insert.
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


def upsert(connection: Connection, table: Table, values: _Values) -> None:
    """Insert a row, or give the one with its primary key these values."""
    key = [column.name for column in table.primary_key]
    changes = {name: value for name, value in values.items() if name not in key}
    statement = _insert(connection, table).values(**values).on_conflict_do_update(index_elements=key, set_=changes)
    connection.execute(statement.inline())


def add_up(connection: Connection, table: Table, rows: Sequence[_Values], column: str) -> None:
    """Insert rows, each with a primary key of its own, or add their `column` to that of the row already there."""
    statement = _insert(connection, table).values([dict(row) for row in rows])
    key = [each.name for each in table.primary_key]
    changes = {column: table.c[column] + statement.excluded[column]}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changes).inline())


def lock_for_migration(connection: Connection) -> None:
    """Keep other processes from migrating until the transaction ends; SQLite has but one writer anyway.

    Waits as long as another migrates, and lets the transaction take its time.
    """
    if connection.dialect.name == "postgresql":
        for limit in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION)))


def epoch(connection: Connection) -> float:
    """Return the seconds since 1970 by the database's clock; SQLite has none but this machine's."""
    if connection.dialect.name == "sqlite":
        return time.time()
    return float(connection.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())


def server_version(connection: Connection) -> str:
    """Return the database's own name and version, as people write them."""
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.execute(select(func.sqlite_version())).scalar_one()}"
    name = connection.dialect.name.replace("postgresql", "PostgreSQL")
    return f"{name} {'.'.join(map(str, connection.dialect.server_version_info or ()))}"


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    match connection.dialect.name:
        case "sqlite":
            return sqlite.insert(table)
        case "postgresql":
            return postgresql.insert(table)
        case other:
            raise TellOperator(f"Cannot keep reviews in {other}: give the URL of a SQLite or PostgreSQL database")
