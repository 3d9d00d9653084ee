"""An installation never writes faster than GitHub allows, whichever workers write for it; on each kind of database."""

import multiprocessing
import random
import time
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import pytest

from reviewer.errors import TryAgain
from reviewer.github.pacing import BURST, HOUR, HOURLY, SqlPacer, earliest
from reviewer.model.ids import InstallationId
from reviewer.store.database import Database, open_database

ACME, OTHER = InstallationId(1), InstallationId(2)
FORKS = multiprocessing.get_context("forkserver")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def book_some(url: str, number: int, waits: "SimpleQueue[list[float]]") -> None:
    """Be a worker that books at the same time as others, by a clock that stands still."""
    pacer = SqlPacer(open_database(url, is_pooled=False), lambda: 1_000_000.0)
    waits.put([pacer.book(ACME, 1000.0) for _ in range(number)])


class PacerContract:
    @pytest.fixture
    def pacer(self, database: Database, clock: Clock) -> SqlPacer:
        return SqlPacer(database, clock)

    def test_a_burst_is_not_held_up(self, pacer: SqlPacer) -> None:
        assert [pacer.book(ACME, 2) for _ in range(BURST)] == [0.0] * BURST

    def test_after_a_burst_there_is_a_second_between_writes(self, pacer: SqlPacer) -> None:
        waits = [pacer.book(ACME, 10) for _ in range(BURST + 3)]
        assert waits[BURST:] == [1.0, 2.0, 3.0]

    def test_a_wait_beyond_patience_is_not_booked(self, pacer: SqlPacer) -> None:
        waits = [pacer.book(ACME, 0.5) for _ in range(BURST + 3)]
        assert waits[BURST:] == [1.0, 1.0, 1.0]

    def test_installations_do_not_wait_for_each_other(self, pacer: SqlPacer) -> None:
        for _ in range(BURST + 5):
            pacer.book(ACME, 100)
        assert pacer.book(OTHER, 0) == 0

    def test_an_hour_has_at_most_500_writes(self, pacer: SqlPacer, clock: Clock) -> None:
        begun = clock.now
        for _ in range(HOURLY):
            clock.now += pacer.book(ACME, 10) or 1
        assert pacer.book(ACME, 10) == pytest.approx(begun + HOUR - clock.now)

    def test_githubs_own_limit_holds_reads_and_writes(self, pacer: SqlPacer, clock: Clock) -> None:
        pacer.hold(ACME, 60)
        clock.now += 10
        assert (pacer.held(ACME), pacer.book(ACME, 2)) == (50.0, 50.0)

    def test_githubs_own_limit_ends(self, pacer: SqlPacer, clock: Clock) -> None:
        pacer.hold(ACME, 60)
        clock.now += 61
        assert (pacer.held(ACME), pacer.book(ACME, 2)) == (0.0, 0.0)

    def test_a_shorter_limit_does_not_cut_a_longer_one(self, pacer: SqlPacer) -> None:
        pacer.hold(ACME, 600)
        pacer.hold(ACME, 5)
        assert pacer.held(ACME) == 600

    def test_a_clock_that_was_put_back_holds_up_nothing(self, pacer: SqlPacer, clock: Clock) -> None:
        for _ in range(BURST + 1):
            pacer.book(ACME, 10)
        pacer.hold(ACME, 60)
        clock.now -= 86_400
        assert (pacer.held(ACME), pacer.book(ACME, 2)) == (0.0, 0.0)

    def test_workers_that_book_at_once_keep_to_the_rule_together(self, database: Database, database_url: str) -> None:
        waits: SimpleQueue[list[float]] = FORKS.SimpleQueue()
        workers = [FORKS.Process(target=book_some, args=(database_url, 20, waits)) for _ in range(3)]
        for worker in workers:
            worker.start()
        booked = sorted(wait for _ in workers for wait in waits.get())
        for worker in workers:
            worker.join()
        assert booked == [0.0] * BURST + [float(second) for second in range(1, 41)]


class TestPacerOnSqlite(PacerContract):
    """Workers of one machine."""


class TestPacerOnPostgreSQL(PacerContract):
    """Workers of several machines."""

    @pytest.fixture
    def database_url(self, postgres_url: str) -> str:
        return postgres_url


@pytest.mark.parametrize("seed", range(5))
def test_no_minute_has_more_than_80_writes_however_they_come(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    now, writes = 0.0, list[float]()
    for _ in range(400):
        now = max(now, earliest(writes, now)) + chance.choice((0, 0, 0, 0.1, 30))
        writes.append(max(now, earliest(writes, now)))
    assert max(sum(start <= write < start + 60 for write in writes) for start in writes) <= 80


def test_a_database_that_is_away_is_asked_again_later(tmp_path: Path) -> None:
    pacer = SqlPacer(open_database(f"sqlite:///{tmp_path}/missing/store.db"), time.time)
    with pytest.raises(TryAgain, match="did not serve us"):
        pacer.book(ACME, 2)
