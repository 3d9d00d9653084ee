"""A worker's accounts: what it writes, when, and that the work goes on without them."""

import time
from pathlib import Path

import pytest

from reviewer.jobs.book import STAGES, SUM, Book
from reviewer.jobs.outcomes import Ending, Outcome
from reviewer.model.notes import Notes, Stage
from reviewer.model.work import Job, JobKind, Order
from reviewer.store.database import Database, open_database
from reviewer.store.operations import BEAT, Operations
from reviewer.store.sql import SqlStore

JOB = Job(Order(JobKind.CHECK, "head/1/a", None, {}), 1, "token")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, time.time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(database: Database, clock: Clock) -> Book:
    return Book(Operations(database, time.time), "w", 2, clock)


def test_an_end_is_counted_by_kind_ending_and_reason(book: Book, store: SqlStore) -> None:
    book.job_ended(JOB, Outcome(Ending.BUG, "Traceback …", reason="KeyError"))
    assert [(each.labels, each.value) for each in store.watch().tallies] == [
        ({"kind": "check", "ending": "bug", "reason": "KeyError"}, 1.0)
    ]


def test_an_order_given_up_is_counted_by_how_its_last_attempt_ended(book: Book, store: SqlStore) -> None:
    book.job_ended(JOB, Outcome(Ending.DONE), farewell="too long: it took longer than 300 s")
    assert store.watch().tallies[0].labels == {"kind": "check", "ending": "given up", "reason": "too long"}


@pytest.mark.parametrize(("seconds", "bucket"), [(0.05, "0.05"), (0.051, "0.1"), (301.0, "+Inf")])
def test_a_stage_is_counted_under_its_upper_bound(book: Book, store: SqlStore, seconds: float, bucket: str) -> None:
    book.job_ended(JOB, Outcome(Ending.DONE, notes=Notes(stages={Stage.FETCH: seconds})))
    stages = {each.bucket: each.value for each in store.watch().tallies if each.metric == STAGES}
    assert stages == {bucket: 1.0, SUM: seconds}


def test_signs_of_life_are_given_every_few_seconds_only(book: Book, store: SqlStore, clock: Clock) -> None:
    book.sign()
    Operations(store._database, time.time).leave("w")
    book.sign()
    assert store.watch().workers == []
    clock.now += BEAT
    book.sign()
    assert [each.name for each in store.watch().workers] == ["w"]


def test_the_work_goes_on_while_the_database_is_away(tmp_path: Path) -> None:
    away = open_database(f"sqlite:///{tmp_path}/no/such.db", is_pooled=False)
    book = Book(Operations(away, time.time), "w", 2)
    book.sign()
    book.job_ended(JOB, Outcome(Ending.DONE))
    book.close()


def test_a_stage_that_is_entered_twice_or_fails_is_timed_in_full() -> None:
    notes, times = Notes(), iter((0.0, 1.0, 10.0, 12.5))
    with notes.timing(Stage.CHECK, lambda: next(times)):
        pass
    with pytest.raises(KeyError), notes.timing(Stage.CHECK, lambda: next(times)):
        raise KeyError
    assert notes.stages == {Stage.CHECK: 3.5}
