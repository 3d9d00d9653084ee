"""Transactions: durable, undone, and refused with the right error."""

import re
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, text

from reviewer.errors import TellOperator, TryAgain
from reviewer.store.database import Database, open_database
from reviewer.store.dialects import upsert
from reviewer.store.sql import SqlStore
from reviewer.store.tables import installations


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_sqlite_is_set_up_to_lose_nothing(sqlite_database: Database, pragma: str, value: object) -> None:
    with sqlite_database.reading() as connection:
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


def test_a_full_disk_asks_to_try_again_and_leaves_nothing_behind(sqlite_database: Database) -> None:
    def fill() -> None:
        with sqlite_database.writing() as connection:
            connection.execute(text("PRAGMA max_page_count = 1"))
            for number in range(10_000):
                upsert(connection, installations, {"id": number, "is_active": True})

    with pytest.raises(TryAgain, match="disk is full"):
        fill()
    with sqlite_database.reading() as connection:
        assert connection.execute(installations.select()).all() == []


def test_a_password_in_a_bad_url_is_not_told() -> None:
    secret = "hunter2"
    with pytest.raises(TellOperator) as told:
        open_database(f"sqlite://user:{secret}@/x.db")
    assert secret not in str(told.value)


def test_without_a_pool_no_connection_stays_open(sqlite_url: str, tmp_path: Path) -> None:
    unpooled = open_database(sqlite_url, is_pooled=False)
    with unpooled.reading() as connection:
        connection.execute(installations.select())
    # SQLite removes its log when the last connection closes.
    assert not (tmp_path / "store.db-wal").exists()
    sqlite3.connect(tmp_path / "store.db").close()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_postgresql_url_may_be_written_as_people_write_it(postgres_url: str, scheme: str) -> None:
    database = open_database(f"{scheme}:{postgres_url.partition(':')[2]}", is_pooled=False)
    with database.reading() as connection:
        assert connection.dialect.driver == "psycopg"


def test_a_connection_that_is_cut_in_use_asks_to_try_again(postgres_url: str) -> None:
    database = open_database(postgres_url, is_pooled=False)

    def be_cut() -> None:
        with database.reading() as connection:
            cut(postgres_url, backend_of(connection))
            connection.execute(text("SELECT 1"))

    with pytest.raises(TryAgain, match="did not serve us"):
        be_cut()


def test_a_connection_that_was_cut_in_the_pool_is_replaced_unseen(postgres_url: str) -> None:
    database = open_database(postgres_url)
    with database.reading() as connection:
        backend = backend_of(connection)
    cut(postgres_url, backend)
    with database.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    database.close()


def backend_of(connection: Connection) -> object:
    return connection.execute(text("SELECT pg_backend_pid()")).scalar()


def cut(url: str, backend: object) -> None:
    """Have the server end a connection, and wait until it has."""
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))


def unpooled(url: str) -> Database:
    return open_database(url, is_pooled=False)


def test_a_database_that_turned_read_only_is_away_and_no_bug(postgres_url: str) -> None:
    with pytest.raises(TryAgain, match="read-only"), unpooled(postgres_url).writing() as connection:
        connection.exec_driver_sql("set transaction read only; delete from orders")


@pytest.mark.parametrize(("limit", "value"), [("lock_timeout", "10s"), ("statement_timeout", "30s")])
def test_neither_a_lock_nor_a_statement_is_waited_for_without_end(postgres_url: str, limit: str, value: str) -> None:
    with unpooled(postgres_url).reading() as connection:
        assert connection.exec_driver_sql(f"show {limit}").scalar() == value


def test_a_statement_that_takes_too_long_is_ended_and_asks_to_try_again(postgres_url: str) -> None:
    hasty = unpooled(f"{postgres_url}?options=-cstatement_timeout%3D50ms")
    with pytest.raises(TryAgain, match="statement timeout"), hasty.reading() as connection:
        connection.exec_driver_sql("select pg_sleep(20)")


def test_what_the_operator_says_in_the_url_counts_beside_our_own(postgres_url: str) -> None:
    own = f"{postgres_url}?application_name=ours&options=-clock_timeout%3D7s"
    with unpooled(own).reading() as connection:
        names = ("application_name", "lock_timeout", "statement_timeout")
        assert [connection.exec_driver_sql(f"show {name}").scalar() for name in names] == ["ours", "7s", "30s"]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql//reviewer:S3cret@host/db",
        "postgresql://reviewer:S3cret/db",
        "postgresql://reviewer:p@S3cret@127.0.0.1:1/db",
        "postgresql://reviewer:p@b/S3cret@127.0.0.1:1/db",
        "postgresql://re/viewer:S3cret@127.0.0.1:1/db",
        "postgresql://reviewer:p@127.0.0.1:1/db?password=p@S3cret",
        "S3cret://reviewer:p@host/db",
    ],
)
def test_a_url_that_cannot_be_read_to_its_end_is_refused_without_a_word_of_it(url: str) -> None:
    with pytest.raises(TellOperator, match="REVIEWER_DATABASE_URL") as refused:
        open_database(url)
    assert "S3cret" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("url", ["postgresql://reviewer:{}@127.0.0.1:1/db", "postgres://127.0.0.1:1/db?password={}"])
def test_a_database_is_named_without_its_password(url: str) -> None:
    away = open_database(url.format("S3%40cret%2Fx"), is_pooled=False)
    with pytest.raises(TryAgain, match=re.escape(f"{away.name} did not serve us")) as refused, away.reading():
        pass
    assert "cret" not in str(refused.value)
    assert "127.0.0.1:1/db" in away.name
