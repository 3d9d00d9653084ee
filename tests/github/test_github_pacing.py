"""An installation never writes faster than GitHub allows, whichever workers write for it."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.errors import TellOperator, TryAgain
from reviewer.github.pacing import BURST, HOURLY, FilePacer, earliest
from reviewer.model.ids import InstallationId

ACME, OTHER = InstallationId(1), InstallationId(2)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pacer(tmp_path: Path, clock: Clock) -> FilePacer:
    return FilePacer(tmp_path / "pace.sqlite3", clock)


def test_a_burst_is_not_held_up(pacer: FilePacer) -> None:
    assert [pacer.book(ACME, 2) for _ in range(BURST)] == [0.0] * BURST


def test_after_a_burst_there_is_a_second_between_writes(pacer: FilePacer) -> None:
    waits = [pacer.book(ACME, 10) for _ in range(BURST + 3)]
    assert waits[BURST:] == [1.0, 2.0, 3.0]


def test_a_wait_beyond_patience_is_not_booked(pacer: FilePacer) -> None:
    waits = [pacer.book(ACME, 0.5) for _ in range(BURST + 3)]
    assert waits[BURST:] == [1.0, 1.0, 1.0]


def test_installations_do_not_wait_for_each_other(pacer: FilePacer) -> None:
    for _ in range(BURST + 5):
        pacer.book(ACME, 100)
    assert pacer.book(OTHER, 0) == 0


def test_workers_share_one_count(pacer: FilePacer, clock: Clock) -> None:
    other = FilePacer(pacer.path, clock)
    for _ in range(BURST):
        pacer.book(ACME, 0)
    assert other.book(ACME, 0) == 1.0


def test_an_hour_has_at_most_500_writes(pacer: FilePacer, clock: Clock) -> None:
    begun = clock.now
    for _ in range(HOURLY):
        clock.now += pacer.book(ACME, 10) or 1
    assert pacer.book(ACME, 10) == pytest.approx(begun + 3600 - clock.now)


@pytest.mark.parametrize("seed", range(5))
def test_no_minute_has_more_than_80_writes_however_they_come(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    now, writes = 0.0, list[float]()
    for _ in range(400):
        now = max(now, earliest(writes, now)) + chance.choice((0, 0, 0, 0.1, 30))
        writes.append(max(now, earliest(writes, now)))
    assert max(sum(start <= write < start + 60 for write in writes) for start in writes) <= 80


def test_a_damaged_file_is_told_to_the_operator(pacer: FilePacer) -> None:
    pacer.path.write_text("no database, and longer than a header of one would be" * 10)
    with pytest.raises(TellOperator, match="or delete the file"):
        pacer.book(ACME, 2)


def test_githubs_own_limit_holds_reads_and_writes(pacer: FilePacer, clock: Clock) -> None:
    pacer.hold(ACME, 60)
    clock.now += 10
    assert (pacer.held(ACME), pacer.book(ACME, 2)) == (50.0, 50.0)


def test_githubs_own_limit_ends(pacer: FilePacer, clock: Clock) -> None:
    pacer.hold(ACME, 60)
    clock.now += 61
    assert (pacer.held(ACME), pacer.book(ACME, 2)) == (0.0, 0.0)


def test_a_shorter_limit_does_not_cut_a_longer_one(pacer: FilePacer) -> None:
    pacer.hold(ACME, 600)
    pacer.hold(ACME, 5)
    assert pacer.held(ACME) == 600


def test_a_count_that_others_keep_locked_is_tried_again(tmp_path: Path, clock: Clock) -> None:
    pacer = FilePacer(tmp_path / "pace.sqlite3", clock, patience=0.01)
    pacer.book(ACME, 2)
    with closing(sqlite3.connect(tmp_path / "pace.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryAgain, match="kept it locked"):
            pacer.book(ACME, 2)
