"""Transactions: durable, undone, and refused with the right error."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from reviewer.errors import TellOperator, TryAgain
from reviewer.store.database import Database, open_database
from reviewer.store.dialects import upsert
from reviewer.store.sql import SqlStore
from reviewer.store.tables import installations


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_sqlite_is_set_up_to_lose_nothing(database: Database, pragma: str, value: object) -> None:
    with database.reading() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


class _StopError(Exception):
    pass


def test_what_a_block_wrote_is_undone_when_it_raises(database: Database) -> None:
    def write_and_stop() -> None:
        with database.writing() as connection:
            upsert(connection, installations, {"id": 1, "is_active": False})
            raise _StopError

    with pytest.raises(_StopError):
        write_and_stop()
    with database.reading() as connection:
        assert connection.execute(installations.select()).all() == []


def test_a_database_without_tables_asks_to_try_again_and_names_itself(tmp_path: Path) -> None:
    store = SqlStore(open_database(f"sqlite:///{tmp_path}/empty.db", is_pooled=False), lambda: 0.0)
    with pytest.raises(TryAgain, match=r"empty\.db did not serve us: no such table"):
        store.prune(0.0)


def test_a_full_disk_asks_to_try_again_and_leaves_nothing_behind(database: Database) -> None:
    def fill() -> None:
        with database.writing() as connection:
            connection.execute(text("PRAGMA max_page_count = 1"))
            for number in range(10_000):
                upsert(connection, installations, {"id": number, "is_active": True})

    with pytest.raises(TryAgain, match="disk is full"):
        fill()
    with database.reading() as connection:
        assert connection.execute(installations.select()).all() == []


def test_a_password_in_a_bad_url_is_not_told() -> None:
    secret = "hunter2"
    with pytest.raises(TellOperator) as told:
        open_database(f"sqlite://user:{secret}@/x.db")
    assert secret not in str(told.value)


def test_without_a_pool_no_connection_stays_open(database_url: str, database: Database, tmp_path: Path) -> None:
    database.close()
    unpooled = open_database(database_url, is_pooled=False)
    with unpooled.reading() as connection:
        connection.execute(installations.select())
    # SQLite removes its log when the last connection closes.
    assert not (tmp_path / "store.db-wal").exists()
    sqlite3.connect(tmp_path / "store.db").close()
