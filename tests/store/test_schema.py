"""Migrations: there and back, with data, and the same tables as the code knows."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from reviewer.errors import TellOperator
from reviewer.jobs.sql import SqlQueue
from reviewer.model.work import Delivery, JobKind, Order
from reviewer.store.database import Database, open_database
from reviewer.store.dialects import lock_for_migration
from reviewer.store.schema import downgrade, is_current, upgrade
from reviewer.store.sql import SqlStore
from reviewer.store.tables import metadata


def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_step_back_and_forth_keeps_what_the_older_tables_hold(database_url: str, database: Database) -> None:
    store = SqlStore(database, lambda: 0.0)
    store.accept(Delivery("g", "ping", None, b"{}", 0.0), [Order(JobKind.CLOSE, "pull/1/2", None, {})])
    downgrade(database_url, "0001")
    assert not is_current(database)
    upgrade(database_url)
    assert is_current(database)
    assert not store.accept(Delivery("g", "ping", None, b"{}", 0.0), [])
    assert [depth.kind for depth in store.queue_depth() if depth.waiting] == [JobKind.CLOSE]


def test_what_waited_before_there_were_turns_waits_in_line_after_it(database_url: str, database: Database) -> None:
    store, queue = SqlStore(database, lambda: 0.0), SqlQueue(database, lambda: 0.0)
    store.order(Order(JobKind.CLOSE, f"pull/{n % 2}/{n}", None, {"repository": 7 + n % 2}) for n in range(4))
    served = [served_by(queue)]
    downgrade(database_url, "0005")
    upgrade(database_url)
    assert [*served, *(served_by(queue) for _ in range(3))] == [7, 7, 8, 8]
    assert queue.claim("w") is None


def served_by(queue: SqlQueue) -> object:
    job = queue.claim("w")
    assert job is not None
    queue.finish(job)
    return job.order.details["repository"]


def test_all_the_way_back_leaves_only_alembics_own_table(database_url: str, database: Database) -> None:
    downgrade(database_url, "base")
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def try_to_upgrade(url: str, failures: list[BaseException]) -> None:
    """Be another process; whatever fails is told to the test."""
    try:
        upgrade(url)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells of it
        failures.append(error)


def test_several_processes_may_upgrade_at_once(empty_url: str) -> None:
    failures: list[BaseException] = []
    threads = [threading.Thread(target=try_to_upgrade, args=(empty_url, failures)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert is_current(open_database(empty_url, is_pooled=False))


def test_a_migration_waits_for_another_that_takes_longer_than_any_lock_may(postgres_url: str) -> None:
    hasty = f"{postgres_url}?options=-clock_timeout%3D50ms%20-cstatement_timeout%3D50ms"
    failures: list[BaseException] = []
    with open_database(postgres_url, is_pooled=False).writing() as connection:
        lock_for_migration(connection)
        second = threading.Thread(target=try_to_upgrade, args=(hasty, failures))
        second.start()
        second.join(0.5)
        assert (second.is_alive(), failures) == (True, [])
    second.join()
    assert failures == []


def test_the_limits_are_lifted_for_the_migration_alone(postgres_url: str) -> None:
    database = open_database(postgres_url)
    with database.writing() as connection:
        lock_for_migration(connection)
        assert connection.exec_driver_sql("show statement_timeout").scalar() == "0"
    with database.reading() as connection:
        assert connection.exec_driver_sql("show statement_timeout").scalar() == "30s"
    database.close()


def test_a_database_that_cannot_be_made_is_the_operators_to_mend(tmp_path: Path) -> None:
    with pytest.raises(TellOperator, match="Check that its folder or server exists"):
        upgrade(f"sqlite:///{tmp_path}/missing/store.db")


@pytest.mark.parametrize("url", ["not a url", "postgresql+nodriver://x/y"])
def test_a_url_that_cannot_be_read_is_the_operators_to_mend(url: str) -> None:
    with pytest.raises(TellOperator, match="REVIEWER_DATABASE_URL"):
        open_database(url)


def test_an_empty_database_is_not_current(empty_url: str) -> None:
    assert not is_current(open_database(empty_url, is_pooled=False))
