"""What every worker promises, with real processes: what follows from each way a job can end.

Each test is run with orders claimed from either database, and with tickets drawn from a real Redis.
"""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from process_tree import is_alive
from working import Farewell, HinderedFarewell, Setup, lines, order, wait_for, worker

from reviewer.errors import TryAgain
from reviewer.jobs.outcomes import Patience
from reviewer.jobs.sql import SqlQueue
from reviewer.model.work import Job, JobKind
from reviewer.store.database import Database, open_database
from reviewer.store.depth import QueueDepth
from reviewer.store.sql import SqlStore
from reviewer.store.tables import orders


class Forgetful(SqlQueue):
    """A queue whose database is away the first time an end is recorded."""

    _asked = 0

    def finish(self, job: Job) -> bool:
        self._asked += 1
        if self._asked == 1:
            raise TryAgain("the database is away")
        return super().finish(job)


class Blinking(Forgetful):
    """A forgetful queue that gets a second order just then: its process is given the pipe's number of the first."""

    def finish(self, job: Job) -> bool:
        if job.order.key == "pull/1/1" and self._asked == 0:
            SqlStore(self._database, time.time).order([order("nothing", 2)])
        return super().finish(job)


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, time.time)


@pytest.fixture(params=["sqlite", "postgresql", "postgresql and redis"])
def database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def setup(request: pytest.FixtureRequest, database: Database, database_url: str, tmp_path: Path) -> Setup:
    has_redis = "redis" in request.node.callspec.id
    return Setup(database_url, tmp_path, redis_url=request.getfixturevalue("redis_url") if has_redis else None)


def depth(store: SqlStore) -> QueueDepth:
    return next(each for each in store.queue_depth() if each.kind is JobKind.ANALYSE)


def change_lease(database: Database, **values: float | str) -> None:
    """Let time pass, or another worker be faster."""
    with database.writing() as connection:
        connection.execute(orders.update().values(**values))


def is_empty(store: SqlStore) -> bool:
    found = depth(store)
    return found.waiting + found.leased + found.failed == 0


def test_jobs_are_done_once_and_a_worker_asked_to_stop_ends_well(store: SqlStore, setup: Setup) -> None:
    store.order(order("nothing", number) for number in range(1, 6))
    with worker(setup) as process:
        wait_for(lambda: is_empty(store))
        process.terminate()
        process.join(10)
        assert process.exitcode == 0
    assert sorted(lines(setup.folder, "done")) == [f"pull/1/{number}" for number in range(1, 6)]


def test_each_job_has_a_process_of_its_own_and_several_run_at_once(store: SqlStore, setup: Setup) -> None:
    store.order(order("wait", number) for number in (1, 2, 3))
    with worker(setup):
        wait_for(lambda: len(lines(setup.folder, "pids")) == 2)
        assert (depth(store).leased, depth(store).waiting) == (2, 1)
        (setup.folder / "go").touch()
        wait_for(lambda: is_empty(store))
    assert len(set(lines(setup.folder, "pids"))) == 3


def test_a_busy_world_is_tried_again_and_at_last_given_up(store: SqlStore, setup: Setup) -> None:
    store.order([order("busy")])
    with worker(setup):
        wait_for(lambda: depth(store).failed == 1)
    assert lines(setup.folder, "attempts") == [f"pull/1/1 {attempt}" for attempt in (1, 2, 3, 4)]
    assert store.failed_orders()[0].why == "busy: GitHub said 502"


def test_a_job_waits_as_long_as_the_world_asked(store: SqlStore, setup: Setup) -> None:
    store.order([order("busy for long")])
    with worker(setup):
        wait_for(lambda: lines(setup.folder, "attempts") != [] and depth(store).leased == 0)
        time.sleep(0.3)
    assert lines(setup.folder, "attempts") == ["pull/1/1 1"]
    assert depth(store).waiting == 1


def test_what_a_limit_puts_off_waits_each_time_and_never_uses_up_its_patience(store: SqlStore, setup: Setup) -> None:
    store.order([order("be put off often")])
    started = time.monotonic()
    with worker(setup):
        wait_for(lambda: is_empty(store))
    assert time.monotonic() - started > 8 * 0.2
    assert lines(setup.folder, "attempts") == ["pull/1/1 1"] * 9


def test_a_job_about_what_is_gone_is_over(store: SqlStore, setup: Setup) -> None:
    store.order([order("gone")])
    with worker(setup):
        wait_for(lambda: is_empty(store))
    assert lines(setup.folder, "attempts") == ["pull/1/1 1"]


@pytest.mark.parametrize(
    ("do", "why", "attempts"),
    [("operator", "told: key refused", 2), ("author", "author: bad policy", 1), ("bug", "bug: Traceback", 2)],
)
def test_a_failure_is_tried_again_where_that_may_help_then_said_and_set_aside(
    store: SqlStore, setup: Setup, do: str, why: str, attempts: int
) -> None:
    options = replace(setup.options, on_give_up=Farewell(setup.folder))
    store.order([order(do)])
    with worker(replace(setup, options=options)):
        wait_for(lambda: depth(store).failed == 1)
    assert lines(setup.folder, "attempts") == [f"pull/1/1 {number}" for number in range(1, attempts + 1)]
    assert store.failed_orders()[0].why.startswith(why)
    assert lines(setup.folder, "farewells")[0].startswith(f"pull/1/1 {why}")


@pytest.mark.parametrize("do", ["busy", "operator"])
def test_a_farewell_that_an_outage_hinders_is_said_after_it(store: SqlStore, setup: Setup, do: str) -> None:
    options = replace(setup.options, on_give_up=HinderedFarewell(setup.folder, times=3))
    store.order([order(do)])
    with worker(replace(setup, options=options)):
        wait_for(lambda: depth(store).failed == 1)
    said = lines(setup.folder, "farewells")
    assert len(said) == 4
    assert f"pull/1/1 {store.failed_orders()[0].why}" == said[-1] == said[0]


def test_a_farewell_is_not_repeated_for_ever(store: SqlStore, setup: Setup) -> None:
    patience = replace(setup.options.patience, farewells=6)
    options = replace(setup.options, on_give_up=HinderedFarewell(setup.folder, times=99), patience=patience)
    store.order([order("busy")])
    with worker(replace(setup, options=options)):
        wait_for(lambda: depth(store).failed == 1)
    assert len(lines(setup.folder, "farewells")) == 3


def test_a_job_over_its_limit_ends_with_all_it_started(store: SqlStore, setup: Setup) -> None:
    options = replace(setup.options, time_limit=2.0, patience=Patience(deaths=1))
    store.order([order("hang stubbornly")])
    with worker(replace(setup, options=options)):
        wait_for(lambda: depth(store).failed == 1)
        pids = [int(pid) for pid in lines(setup.folder, "pids")]
        assert len(pids) == 2
        wait_for(lambda: not any(is_alive(pid) for pid in pids))
    assert store.failed_orders()[0].why == "too long: it took longer than 2 s and was stopped"


def test_a_job_whose_process_is_killed_is_finished_later_once(store: SqlStore, setup: Setup) -> None:
    store.order([order("die once")])
    with worker(setup):
        wait_for(lambda: is_empty(store))
    assert lines(setup.folder, "attempts") == ["pull/1/1 1", "pull/1/1 2"]
    assert lines(setup.folder, "done") == ["pull/1/1"]


def test_a_killed_worker_takes_its_jobs_along_and_another_finishes_them_once(
    store: SqlStore, setup: Setup, database: Database
) -> None:
    store.order([order("be slow once")])
    with worker(setup) as process:
        wait_for(lambda: lines(setup.folder, "pids") != [])
        process.kill()
        wait_for(lambda: not is_alive(int(lines(setup.folder, "pids")[0])))
    change_lease(database, lease_until=0.0)
    with worker(setup):
        wait_for(lambda: is_empty(store))
    assert lines(setup.folder, "attempts") == ["pull/1/1 1", "pull/1/1 2"]
    assert lines(setup.folder, "done") == ["pull/1/1"]


def test_a_job_that_lost_its_lease_is_ended_and_not_recorded(store: SqlStore, setup: Setup, database: Database) -> None:
    store.order([order("be slow once")])
    with worker(setup) as process:
        wait_for(lambda: lines(setup.folder, "pids") != [])
        change_lease(database, lease_token="somebody else's", leased_by="other")
        wait_for(lambda: not is_alive(int(lines(setup.folder, "pids")[0])))
        process.terminate()
        process.join(10)
    assert depth(store).leased == 1


def test_a_worker_asked_to_stop_waits_for_what_runs_and_claims_nothing_more(store: SqlStore, setup: Setup) -> None:
    store.order(order("wait", number) for number in (1, 2, 3))
    with worker(setup) as process:
        wait_for(lambda: len(lines(setup.folder, "attempts")) == 2)
        process.terminate()
        time.sleep(0.3)
        (setup.folder / "go").touch()
        process.join(10)
        assert process.exitcode == 0
    assert len(lines(setup.folder, "done")) == 2
    assert depth(store).waiting == 1


def test_what_still_runs_after_the_grace_is_given_back_uncounted(store: SqlStore, setup: Setup) -> None:
    store.order([order("hang stubbornly")])
    with worker(replace(setup, options=replace(setup.options, stop_grace=0.1))) as process:
        wait_for(lambda: len(lines(setup.folder, "pids")) == 2)
        process.terminate()
        process.join(10)
        assert process.exitcode == 0
    assert not any(is_alive(int(pid)) for pid in lines(setup.folder, "pids"))
    job = setup.queue(open_database(setup.url, is_pooled=False), time.time).claim("next")
    assert job is not None
    assert job.attempt == 1


def test_an_end_that_could_not_be_recorded_is_recorded_later(store: SqlStore, setup: Setup) -> None:
    store.order([order("nothing")])
    with worker(replace(setup, queue=Forgetful)):
        wait_for(lambda: is_empty(store))
    assert lines(setup.folder, "done") == ["pull/1/1"]


def test_an_order_whose_workers_keep_vanishing_is_given_up(store: SqlStore, setup: Setup, database: Database) -> None:
    store.order([order("nothing")])
    vanishing = SqlQueue(database, time.time, lease_seconds=0.0)
    for _ in range(4):
        vanishing.claim("ghost")
    with worker(setup):
        wait_for(lambda: depth(store).failed == 1)
    assert lines(setup.folder, "attempts") == []
    assert store.failed_orders()[0].why == "died: ghost did not come back"


def test_an_end_that_could_not_be_recorded_is_not_taken_for_the_next_one(store: SqlStore, setup: Setup) -> None:
    store.order([order("nothing", 1)])
    with worker(replace(setup, queue=Blinking, options=replace(setup.options, poll=2.0))) as process:
        wait_for(lambda: len(lines(setup.folder, "done")) == 2)
        wait_for(lambda: is_empty(store))
        assert process.is_alive()
    assert sorted(lines(setup.folder, "attempts")) == ["pull/1/1 1", "pull/1/2 1"]
