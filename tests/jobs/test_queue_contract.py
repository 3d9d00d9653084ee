"""What the queue promises; each test is run once for each kind of database (see `database_url`)."""

import pytest
from pydantic import ValidationError

from reviewer.jobs.sql import SqlQueue
from reviewer.model.ids import InstallationId
from reviewer.model.ports import Queue
from reviewer.model.work import Job, JobKind, Order
from reviewer.settings import Settings
from reviewer.store.database import Database
from reviewer.store.leases import LONGEST_LEASE
from reviewer.store.sql import SqlStore

LEASE = 60.0


class Clock:
    """A time that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def order(
    number: int = 1,
    kind: JobKind = JobKind.ANALYSE,
    *,
    installation: int | None = 3,
    repository: int = 7,
    **details: bool,
) -> Order:
    known = None if installation is None else InstallationId(installation)
    return Order(kind, f"pull/{repository}/{number}", known, {"repository": repository, "number": number, **details})


class TestQueueContract:
    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def store(self, database: Database, clock: Clock) -> SqlStore:
        return SqlStore(database, clock)

    @pytest.fixture
    def queue(self, database: Database, clock: Clock) -> Queue:
        return SqlQueue(database, clock, lease_seconds=LEASE)

    def claim(self, queue: Queue) -> Job:
        job = queue.claim("w")
        assert job is not None
        return job

    def serve(self, queue: Queue) -> object:
        """Do the next order; return its repository."""
        job = self.claim(queue)
        assert queue.finish(job)
        return job.order.details.get("repository")

    def test_nothing_ordered_is_nothing_claimed(self, queue: Queue) -> None:
        assert queue.claim("w") is None

    def test_a_claim_gives_the_order_as_it_was_placed(self, store: SqlStore, queue: Queue) -> None:
        placed = Order(JobKind.CLOSE, "pull/7/1", None, {"a": "é\udce9", "b": 2**40, "c": True, "d": None})
        store.order([placed])
        job = self.claim(queue)
        assert (job.order, job.attempt, job.last_failure) == (placed, 1, None)

    def test_what_is_begun_is_ended_before_more_is_begun(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order([order(1)])
        clock.now += 1
        store.order([order(2, JobKind.PUBLISH)])
        assert [self.claim(queue).order.kind for _ in range(2)] == [JobKind.PUBLISH, JobKind.ANALYSE]

    def test_words_wait_for_everything_else(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order([order(1, JobKind.WORD, installation=5)])
        clock.now += 1
        store.order([order(2), order(3)])
        kinds = [self.claim(queue).order.kind for _ in range(3)]
        assert kinds == [JobKind.ANALYSE, JobKind.ANALYSE, JobKind.WORD]

    def test_a_worker_asks_for_words_of_one_pull_at_a_time(self, store: SqlStore, queue: Queue) -> None:
        store.order([order(1, JobKind.WORD), order(2, JobKind.WORD), order(3, JobKind.WORD)])
        first = self.claim(queue)
        assert queue.claim("w") is None
        other = queue.claim("other")
        assert other is not None
        queue.finish(first)
        assert self.claim(queue).order.kind is JobKind.WORD

    def test_an_order_is_claimed_once(self, store: SqlStore, queue: Queue) -> None:
        store.order([order()])
        self.claim(queue)
        assert queue.claim("other") is None

    def test_the_order_due_longest_goes_first(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        for number in (5, 4, 6):
            store.order([order(number)])
            clock.now += 1
        assert [self.claim(queue).order.details["number"] for _ in range(3)] == [5, 4, 6]

    def test_one_key_is_never_worked_on_twice_whatever_the_kind(self, store: SqlStore, queue: Queue) -> None:
        store.order([order(), order(kind=JobKind.PUBLISH)])
        first = self.claim(queue)
        assert queue.claim("w") is None
        queue.finish(first)
        assert {first.order.kind, self.claim(queue).order.kind} == {JobKind.ANALYSE, JobKind.PUBLISH}

    def test_the_installation_with_the_fewest_leases_goes_first(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order(order(number) for number in range(1, 5))
        clock.now += 1
        store.order([order(50, installation=4), order(60, installation=None)])
        served = [self.claim(queue).order.installation for _ in range(6)]
        assert served == [3, 4, None, 3, 3, 3]

    def test_500_pulls_of_one_repository_cost_another_of_the_same_installation_one_turn(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order(order(number) for number in range(500))
        clock.now += 1
        store.order([order(501, repository=8), order(502, repository=8), order(503, repository=9)])
        assert [self.serve(queue) for _ in range(7)] == [7, 8, 9, 7, 8, 7, 7]

    def test_a_crowd_that_waits_to_be_published_starves_nobody_either(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order(order(number, JobKind.PUBLISH) for number in range(50))
        clock.now += 1
        store.order([order(501, repository=8)])
        assert 8 in [self.serve(queue) for _ in range(2)]

    def test_500_pulls_of_one_installation_cost_another_one_turn(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order(order(number, repository=number) for number in range(1, 500))
        clock.now += 1
        store.order([order(501, installation=4, repository=501), order(502, installation=4, repository=502)])
        assert [self.serve(queue) for _ in range(5)] == [1, 501, 10, 502, 100]

    def test_turns_outlast_the_process_and_a_clock_that_is_put_back(
        self, database: Database, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order([order(1), order(2), order(3, repository=8), order(4, repository=8)])
        first = self.serve(queue)
        clock.now -= 500
        again = SqlQueue(database, clock, lease_seconds=LEASE)
        assert [first, *(self.serve(again) for _ in range(3))] == [7, 8, 7, 8]

    def test_an_order_about_the_installation_itself_has_turns_of_its_own(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order(order(number, JobKind.CLOSE) for number in range(9))
        clock.now += 1
        store.order([Order(JobKind.INSTALLATION, "installation/3", InstallationId(3), {})])
        assert [self.serve(queue) for _ in range(3)] == [7, None, 7]

    def test_a_finished_order_is_gone(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order([order()])
        assert queue.finish(self.claim(queue))
        clock.now += 10 * LEASE
        assert queue.claim("w") is None

    def test_an_order_placed_again_while_it_waits_is_one_with_the_newest_details(
        self, store: SqlStore, queue: Queue
    ) -> None:
        store.order([order(old=True), order(new=True)])
        job = self.claim(queue)
        assert job.order == order(new=True)
        queue.finish(job)
        assert queue.claim("w") is None

    def test_placing_an_order_again_does_not_send_it_to_the_back(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order([order(1)])
        clock.now += 1
        store.order([order(2)])
        store.order([order(1, new=True)])
        assert self.claim(queue).order == order(1, new=True)

    def test_an_order_placed_again_while_it_is_leased_follows(self, store: SqlStore, queue: Queue) -> None:
        store.order([order()])
        job = self.claim(queue)
        store.order([order(old=True), order(new=True)])
        assert queue.claim("w") is None
        queue.finish(job)
        following = self.claim(queue)
        assert (following.order, following.attempt) == (order(new=True), 1)
        queue.finish(following)
        assert queue.claim("w") is None

    def test_a_wish_to_rerun_is_kept_while_it_waits(self, store: SqlStore, queue: Queue) -> None:
        store.order([order(rerun=True), order(rerun=False)])
        assert self.claim(queue).order == order(rerun=True)

    def test_a_wish_to_rerun_that_was_granted_is_not_granted_again(self, store: SqlStore, queue: Queue) -> None:
        store.order([order(rerun=True)])
        job = self.claim(queue)
        store.order([order(rerun=False)])
        queue.finish(job)
        assert self.claim(queue).order == order(rerun=False)

    def test_a_wish_to_rerun_made_while_leased_is_kept(self, store: SqlStore, queue: Queue) -> None:
        store.order([order()])
        job = self.claim(queue)
        store.order([order(rerun=True), order(rerun=False)])
        queue.finish(job)
        assert self.claim(queue).order == order(rerun=True)

    @pytest.mark.parametrize("way", ["retry", "give back", "expiry", "give up"])
    def test_a_wish_to_rerun_outlives_a_failed_attempt_and_a_newer_order(
        self, store: SqlStore, queue: Queue, clock: Clock, way: str
    ) -> None:
        store.order([order(rerun=True)])
        job = self.claim(queue)
        store.order([order(rerun=False, new=True)])
        match way:
            case "retry":
                queue.retry(job, after=9.0, why="busy")
            case "give back":
                queue.give_back(job)
            case "give up":
                queue.give_up(job, why="bug")
            case _:
                clock.now += LEASE
        assert self.claim(queue).order == order(rerun=True, new=True)

    def test_a_retried_order_waits_and_tells_why(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order([order()])
        assert queue.retry(self.claim(queue), after=30.0, why="busy: caf\udce9\x00")
        clock.now += 29
        assert queue.claim("w") is None
        clock.now += 1
        job = self.claim(queue)
        assert (job.attempt, job.last_failure) == (2, "busy: caf\\udce9\\x00")

    def test_a_new_order_ends_the_wait_and_counts_afresh(self, store: SqlStore, queue: Queue) -> None:
        store.order([order()])
        queue.retry(self.claim(queue), after=30.0, why="busy")
        store.order([order(new=True)])
        assert self.claim(queue).attempt == 1

    def test_an_order_given_back_is_due_and_the_attempt_not_counted(self, store: SqlStore, queue: Queue) -> None:
        store.order([order()])
        assert queue.give_back(self.claim(queue))
        assert self.claim(queue).attempt == 1

    def test_an_order_given_up_is_kept_for_the_operator(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order([order()])
        assert queue.give_up(self.claim(queue), why="bug r-1")
        clock.now += 10 * LEASE
        assert queue.claim("w") is None
        assert [(failed.key, failed.why) for failed in store.failed_orders()] == [("pull/7/1", "bug r-1")]

    def test_an_order_put_off_waits_and_the_attempt_is_not_counted(
        self, store: SqlStore, queue: SqlQueue, clock: Clock
    ) -> None:
        store.order([order()])
        assert queue.put_off(self.claim(queue), after=30.0, why="put off: pace")
        clock.now += 29
        assert queue.claim("w") is None
        assert queue.due("w", limit=9) == []
        clock.now += 1
        job = self.claim(queue)
        assert (job.attempt, job.last_failure) == (1, "put off: pace")

    def test_an_order_given_up_can_be_ordered_again(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order([order()])
        queue.give_up(self.claim(queue), why="bug r-1")
        store.order([order()])
        assert self.claim(queue).attempt == 1
        assert store.failed_orders() == []

    def test_an_expired_lease_is_claimed_by_another_and_counted(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order([order()])
        queue.claim("first")
        clock.now += LEASE
        job = self.claim(queue)
        assert (job.attempt, job.last_failure) == (2, "died: first did not come back")

    def test_the_longest_lease_that_may_be_set_is_not_stolen_by_a_clock_that_lags(
        self, database: Database, store: SqlStore, clock: Clock
    ) -> None:
        with pytest.raises(ValidationError, match="lease"):
            Settings.model_validate({"lease": LONGEST_LEASE})
        longest = Settings.model_validate({"lease": 300}).lease
        store.order([order()])
        queue = SqlQueue(database, clock, lease_seconds=longest)
        job = self.claim(queue)
        clock.now -= longest - 1
        assert queue.claim("lagging") is None
        assert queue.renew(job)

    def test_a_renewed_lease_lasts(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order([order()])
        job = self.claim(queue)
        clock.now += LEASE - 1
        assert queue.renew(job)
        clock.now += LEASE - 1
        assert queue.claim("w") is None

    @pytest.mark.parametrize("reclaimed", [False, True])
    def test_who_lost_the_lease_is_told_and_changes_nothing(
        self, store: SqlStore, queue: Queue, clock: Clock, *, reclaimed: bool
    ) -> None:
        store.order([order()])
        lost = self.claim(queue)
        clock.now += LEASE
        current = self.claim(queue) if reclaimed else None
        assert not queue.renew(lost)
        assert not queue.finish(lost)
        assert not queue.retry(lost, after=1e6, why="")
        assert not queue.put_off(lost, after=1e6, why="")
        assert not queue.give_back(lost)
        assert not queue.give_up(lost, why="")
        assert queue.finish(current or self.claim(queue))

    def test_the_depth_tells_what_waits_runs_and_failed(self, store: SqlStore, queue: Queue, clock: Clock) -> None:
        store.order(order(number) for number in (1, 2, 3, 4))
        queue.give_up(self.claim(queue), why="bug")
        queue.claim("w")
        clock.now += 25
        depth = {each.kind: each for each in store.queue_depth()}[JobKind.ANALYSE]
        assert (depth.waiting, depth.leased, depth.failed, depth.oldest_due) == (2, 1, 1, 25.0)

    @pytest.mark.parametrize("jump", [-30 * 86_400.0, -3600.0 * 3, 30 * 86_400.0])
    def test_a_clock_that_jumps_makes_no_order_wait(
        self, store: SqlStore, queue: Queue, clock: Clock, jump: float
    ) -> None:
        clock.now = 1e9
        store.order(order(number) for number in (1, 2, 3))
        queue.retry(self.claim(queue), after=900.0, why="busy")
        queue.claim("doomed")
        clock.now += jump
        assert sorted(self.claim(queue).order.key for _ in range(3)) == ["pull/7/1", "pull/7/2", "pull/7/3"]

    def test_a_clock_that_is_put_back_a_little_does_not_make_a_first_attempt_wait(
        self, store: SqlStore, queue: Queue, clock: Clock
    ) -> None:
        store.order([order()])
        clock.now -= 60
        assert self.claim(queue).attempt == 1

    @pytest.mark.parametrize("is_leased", [False, True])
    def test_an_order_placed_anew_after_a_failure_does_not_wait_for_a_clock_that_was_put_back(
        self, store: SqlStore, queue: SqlQueue, clock: Clock, *, is_leased: bool
    ) -> None:
        store.order([order()])
        job = self.claim(queue)
        if is_leased:
            store.order([order()])
        queue.put_off(job, after=30.0, why="put off: pace")
        if not is_leased:
            store.order([order()])
        clock.now -= 600
        assert self.claim(queue).last_failure is None

    def test_only_the_kinds_that_a_worker_is_for_are_claimed(
        self, database: Database, store: SqlStore, clock: Clock
    ) -> None:
        store.order([order(1), order(2, JobKind.PUBLISH)])
        publisher = SqlQueue(database, clock, lease_seconds=LEASE, kinds=[JobKind.PUBLISH])
        assert self.claim(publisher).order.kind is JobKind.PUBLISH
        assert publisher.claim("w") is None

    def test_what_is_due_is_what_a_claim_would_find(self, store: SqlStore, queue: SqlQueue, clock: Clock) -> None:
        store.order([order(1), order(1, JobKind.PUBLISH), order(2), order(3)])
        queue.retry(self.claim(queue), after=60.0, why="busy")
        claimed = self.claim(queue)
        assert claimed.order.key == "pull/7/1"
        assert [(due.kind, due.attempts) for due in queue.due("w", limit=9)] == [(JobKind.ANALYSE, 0)] * 2
        assert [due.kind for due in queue.due("w", limit=1)] == [JobKind.ANALYSE]
        clock.now += LEASE
        again = [(JobKind.ANALYSE, 0), (JobKind.ANALYSE, 0), (JobKind.ANALYSE, 1), (JobKind.PUBLISH, 1)]
        assert sorted((due.kind, due.attempts) for due in queue.due("w", limit=9)) == again
