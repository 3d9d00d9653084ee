"""What operators watch: counters that many add to, what GitHub allows, and who works."""

import json
import threading

import pytest
from sqlalchemy import func, select

from reviewer.model.ids import InstallationId
from reviewer.model.notes import Budget
from reviewer.store.database import Database
from reviewer.store.operations import ALIVE, REMEMBERED, Operations
from reviewer.store.sql import SqlStore
from reviewer.store.tables import tallies
from reviewer.store.tallies import Tally

ACME = InstallationId(3)


class Desk:
    """The writing and the reading side, at a time that the test sets."""

    def __init__(self, database: Database) -> None:
        self.now = 1000.0
        self.operations = Operations(database, lambda: self.now)
        self.store = SqlStore(database, lambda: self.now)

    def tallies(self) -> dict[str, float]:
        return {json.dumps([each.labels, each.bucket]): each.value for each in self.store.watch().tallies}


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def done(count: float = 1.0, **labels: str) -> Tally:
    return Tally("jobs", labels, "", count)


def test_what_is_counted_twice_at_once_and_again_adds_up(desk: Desk) -> None:
    desk.operations.count([done(kind="a"), done(kind="a"), done(kind="b")], [])
    desk.operations.count([done(2.0, kind="a")], [])
    assert desk.tallies() == {'[{"kind": "a"}, ""]': 4.0, '[{"kind": "b"}, ""]': 1.0}


def test_labels_are_the_same_in_any_order(desk: Desk, database: Database) -> None:
    desk.operations.count([done(a="1", b="2")], [])
    desk.operations.count([done(b="2", a="1")], [])
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tallies)) == 1


def test_nothing_is_lost_when_many_count_at_once(desk: Desk) -> None:
    def count() -> None:
        for _ in range(20):
            desk.operations.count([done(kind="b"), done(kind="a")], [])

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(desk.tallies().values()) == [60.0, 60.0]


def test_the_newest_budget_of_an_installation_stands(desk: Desk) -> None:
    desk.operations.count([], [Budget(ACME, 4000, 5000, 2000.0)])
    desk.operations.count([], [Budget(ACME, 3999, 5000, 2000.0)])
    assert desk.store.watch().budgets == [Budget(ACME, 3999, 5000, 2000.0)]


def test_a_budget_is_full_again_once_its_hour_is_over(desk: Desk) -> None:
    desk.operations.count([], [Budget(ACME, 0, 5000, 2000.0)])
    desk.now = 2000.0
    assert desk.store.watch().budgets[0].remaining == 5000


def test_a_budget_that_nobody_used_for_a_day_is_not_shown(desk: Desk) -> None:
    desk.operations.count([], [Budget(ACME, 0, 5000, 2000.0)])
    desk.now += REMEMBERED + 1
    assert desk.store.watch().budgets == []


def test_a_worker_is_alive_for_a_while_after_its_last_sign(desk: Desk) -> None:
    desk.operations.sign("w1", 2)
    desk.now += ALIVE - 1
    desk.operations.sign("w2", 4)
    desk.now += 1
    signs = desk.store.watch().workers
    assert [(each.name, each.concurrency, each.is_alive) for each in signs] == [("w1", 2, False), ("w2", 4, True)]


def test_a_worker_that_leaves_is_forgotten_at_once(desk: Desk) -> None:
    desk.operations.sign("w1", 2)
    desk.operations.leave("w1")
    assert desk.store.watch().workers == []


def test_a_worker_that_vanished_is_forgotten_after_a_day(desk: Desk) -> None:
    desk.operations.sign("w1", 2)
    desk.now += REMEMBERED + 1
    desk.operations.sign("w2", 2)
    assert [each.name for each in desk.store.watch().workers] == ["w2"]
