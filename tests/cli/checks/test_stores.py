"""What the doctor says of the database, the queue and the workers."""

import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from checking import look, settings_of
from sqlalchemy import text

from reviewer.cli.checks.finding import Finding, Mark
from reviewer.jobs.sql import SqlQueue
from reviewer.model.work import JobKind, Order
from reviewer.settings import Settings
from reviewer.store.database import Database, open_database
from reviewer.store.operations import ALIVE, Operations
from reviewer.store.schema import downgrade, upgrade
from reviewer.store.sql import SqlStore

ORDER = Order(JobKind.ANALYSE, "pull/7/12", None, {})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a database of this version's tables."""
    made = settings_of(tmp_path)
    upgrade(made.database)
    return made


@pytest.fixture
def database(settings: Settings) -> Database:
    return open_database(settings.database, is_pooled=False)


def test_a_database_that_answers_is_named_with_its_version(settings: Settings) -> None:
    finding = look("database", settings)
    assert finding.mark is Mark.OK
    assert finding.found.startswith("SQLite 3.")


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert [look(name, settings).mark for name in ("database", "tables", "orders")] == [
        Mark.WARN,
        Mark.SKIP,
        Mark.SKIP,
    ]
    assert list(settings.data_dir.iterdir()) == []


def test_a_server_that_is_away_is_a_failure_without_its_password(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url="postgresql+psycopg://u:hunter2@127.0.0.1:1/r")
    finding = look("database", settings)
    assert finding.mark is Mark.FAIL
    assert "Connection refused" in finding.found
    assert "hunter2" not in finding.found
    assert look("tables", settings) == Finding(Mark.SKIP, "not looked at: needs the database")


def test_tables_of_this_version_that_can_be_written_are_well(settings: Settings, database: Database) -> None:
    assert look("tables", settings).found.endswith("current; a write works")
    assert SqlStore(database, time.time).watch().workers == []


def test_whether_a_write_works_is_tried_without_a_trace(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.data_dir / "reviewer.sqlite3")) as watching:

        def version() -> object:
            return watching.execute("PRAGMA data_version").fetchone()

        before = version()
        look("tables", settings)
        assert version() == before


def test_tables_of_an_older_version_are_a_failure_and_not_touched(settings: Settings) -> None:
    downgrade(settings.database, "0001")
    finding = look("tables", settings)
    assert finding.mark is Mark.FAIL
    assert "revision 0001, behind" in finding.found
    assert look("orders", settings).mark is Mark.SKIP


def test_tables_of_a_newer_version_are_a_failure_that_asks_for_that_version(
    settings: Settings, database: Database
) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    finding = look("tables", settings)
    assert finding.mark is Mark.FAIL
    assert "which a newer version made" in finding.found


def test_tables_that_are_not_made_yet_are_no_failure(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    (settings.data_dir / "reviewer.sqlite3").touch()
    assert look("tables", settings).mark is Mark.WARN


def test_a_database_that_takes_no_writes_is_a_failure(settings: Settings, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON workers BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        )
    assert look("tables", settings).mark is Mark.FAIL


def test_orders_that_wait_are_counted_with_the_age_of_the_oldest(settings: Settings, database: Database) -> None:
    SqlStore(database, lambda: 1000.0).order([ORDER])
    finding = look("orders", settings, lambda: 1300.0)
    assert finding == Finding(Mark.OK, "1 waiting, 0 under way, 0 given up; the oldest is due for 5 minutes")


def test_an_order_that_waits_too_long_asks_for_hands(settings: Settings, database: Database) -> None:
    SqlStore(database, lambda: 1000.0).order([ORDER])
    finding = look("orders", settings, lambda: 9000.0)
    assert (finding.mark, finding.advice[0][:9]) == (Mark.WARN, "Add hands")


def test_an_order_that_was_given_up_is_told_by_what_it_was_about(settings: Settings, database: Database) -> None:
    SqlStore(database, time.time).order([ORDER])
    queue = SqlQueue(database, time.time)
    job = queue.claim("w")
    assert job is not None
    queue.give_up(job, why="too long: it took longer than 300 s")
    finding = look("orders", settings)
    assert finding.mark is Mark.WARN
    assert finding.found.endswith("1 given up; the newest given up: analyse of pull/7/12, too long")


def test_nobody_at_work_is_a_failure_only_while_something_waits(settings: Settings, database: Database) -> None:
    assert look("workers", settings).mark is Mark.WARN
    SqlStore(database, time.time).order([ORDER])
    assert look("workers", settings).mark is Mark.FAIL


def test_workers_that_are_alive_are_counted(settings: Settings, database: Database) -> None:
    Operations(database, time.time).sign("w1", 2)
    Operations(database, time.time).sign("w2", 4)
    assert look("workers", settings) == Finding(Mark.OK, "2 alive, 6 orders at a time")


def test_a_worker_that_vanished_is_named(settings: Settings, database: Database) -> None:
    Operations(database, lambda: 1000.0).sign("w1", 2)
    Operations(database, lambda: 1000.0 + 2 * ALIVE).sign("w2", 1)
    finding = look("workers", settings, lambda: 1000.0 + 2 * ALIVE)
    assert (finding.mark, finding.found) == (
        Mark.WARN,
        "1 alive, 1 order at a time; vanished: w1 (2 minutes ago)",
    )


def test_a_database_url_that_cannot_be_read_is_told_once_and_not_shown(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url="postgresql://u:hunter2/r")
    found = [look(name, settings) for name in ("database", "tables", "orders")]
    assert [each.mark for each in found] == [Mark.FAIL, Mark.SKIP, Mark.SKIP]
    assert found[0].found.startswith("REVIEWER_DATABASE_URL cannot be read")
    assert "hunter2" not in f"{found} {settings!r}"


def test_without_redis_workers_claim_orders_themselves(settings: Settings) -> None:
    assert look("dispatch", settings).mark is Mark.OK


def test_a_redis_that_is_away_is_a_failure_without_its_password(tmp_path: Path) -> None:
    finding = look("dispatch", settings_of(tmp_path, redis_url="redis://:hunter2@127.0.0.1:1/0"))
    assert finding.mark is Mark.FAIL
    assert "Redis at 127.0.0.1:1 does not answer" in finding.found
    assert "hunter2" not in finding.found


def is_listening(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def redis_port(tmp_path: Path) -> Iterator[int]:
    """A Redis of our own, which asks for a password."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = [program, "--port", str(port), "--save", "", "--requirepass", "sesame", "--dir", str(tmp_path)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words
    try:
        end = time.monotonic() + 20
        while not is_listening(port):
            assert time.monotonic() < end, "Redis did not start"
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


def test_a_redis_that_answers_is_named_with_its_version(tmp_path: Path, redis_port: int) -> None:
    finding = look("dispatch", settings_of(tmp_path, redis_url=f"redis://:sesame@127.0.0.1:{redis_port}/0"))
    assert finding.mark is Mark.OK
    assert finding.found.endswith(f" at 127.0.0.1:{redis_port}")


def test_a_redis_that_refuses_the_password_is_a_failure(tmp_path: Path, redis_port: int) -> None:
    finding = look("dispatch", settings_of(tmp_path, redis_url=f"redis://:hunter2@127.0.0.1:{redis_port}/0"))
    assert finding.mark is Mark.FAIL
    assert "hunter2" not in finding.found
