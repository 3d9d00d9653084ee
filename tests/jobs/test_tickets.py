"""Redis only dispatches: whatever happens to it, the orders are in the database, and are done."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from working import Setup, lines, order, wait_for, worker

from reviewer.errors import TellOperator, TryAgain
from reviewer.jobs.hand import Ticket
from reviewer.jobs.sql import SqlQueue
from reviewer.jobs.tickets import DRAWN, WAITING, TicketOffice, connect, ticket_queue
from reviewer.model.ids import InstallationId
from reviewer.model.work import JobKind, Order
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, time.time)


@pytest.fixture
def office(database: Database, redis: Redis) -> TicketOffice:
    return TicketOffice(redis, SqlQueue(database, time.time), "w", turn_limit=60.0, clock=lambda: 1000.0)


@pytest.fixture
def setup(database_url: str, redis_url: str, tmp_path: Path) -> Setup:
    return Setup(database_url, tmp_path, redis_url=redis_url)


def is_empty(store: SqlStore) -> bool:
    return all(depth.waiting + depth.leased + depth.failed == 0 for depth in store.queue_depth())


def test_each_due_order_has_one_ticket_however_often_one_looks(store: SqlStore, office: TicketOffice) -> None:
    store.order(order("nothing", number) for number in (1, 2, 3))
    assert (office.issue(), office.issue()) == (3, 0)
    assert ticket_queue(office.redis, JobKind.ANALYSE).count == 3


def test_an_order_whose_ticket_was_drawn_and_not_used_gets_another_after_a_while(
    store: SqlStore, office: TicketOffice
) -> None:
    store.order([order("nothing")])
    office.issue()
    assert replace(office, clock=lambda: 1000.0 + office.life).issue() == 1


def test_what_somebody_works_on_has_no_ticket(store: SqlStore, office: TicketOffice) -> None:
    store.order([order("nothing"), Order(JobKind.PUBLISH, "pull/1/1", None, {})])
    office.orders.claim("w")
    assert office.issue() == 0


def test_all_kinds_of_orders_have_tickets(store: SqlStore, office: TicketOffice) -> None:
    store.order(Order(kind, f"key/{kind}", None, {}) for kind in JobKind)
    assert office.issue() == len(JobKind) == len(DRAWN)


def test_a_crowd_of_orders_does_not_crowd_redis(store: SqlStore, office: TicketOffice) -> None:
    store.order(order("nothing", number) for number in range(WAITING + 10))
    assert (office.issue(), office.issue()) == (WAITING, 0)


def test_a_crowd_of_tickets_starves_no_other_repository(setup: Setup, store: SqlStore) -> None:
    def about(number: int, repository: int) -> Order:
        key = f"pull/{repository}/{number}"
        details: dict[str, str | int | bool | None] = {"do": "nothing", "repository": repository}
        return Order(JobKind.ANALYSE, key, InstallationId(3), details)

    store.order(about(number, 7) for number in range(WAITING + 10))
    time.sleep(0.01)
    store.order([about(501, 8)])
    with worker(setup):
        wait_for(lambda: len(lines(setup.folder, "done")) > 5)
    assert "pull/8/501" in lines(setup.folder, "done")[:5]


def test_tickets_hold_no_pickle_and_nothing_of_the_order(store: SqlStore, office: TicketOffice) -> None:
    store.order([Order(JobKind.ANALYSE, "pull/1/1", InstallationId(3), {"secret": "hunter2"})])
    office.issue()
    (job,) = ticket_queue(office.redis, JobKind.ANALYSE).jobs
    assert JSONSerializer.loads(job.data) == ["reviewer.turn", None, [], {}]
    assert "hunter2" not in str(office.redis.hgetall(job.key))


def test_a_ticket_is_forgotten_once_its_turn_is_over(store: SqlStore, setup: Setup, redis: Redis) -> None:
    store.order(order("nothing", number) for number in range(5))
    with worker(setup):
        wait_for(lambda: is_empty(store))
        wait_for(lambda: redis.keys("rq:job:*") == [])


def test_orders_whose_tickets_are_flushed_away_are_done(store: SqlStore, setup: Setup, redis: Redis) -> None:
    store.order(order("wait", number) for number in range(6))
    with worker(setup):
        wait_for(lambda: len(lines(setup.folder, "pids")) == 2)
        redis.flushdb()
        (setup.folder / "go").touch()
        wait_for(lambda: is_empty(store))
    assert sorted(lines(setup.folder, "done")) == [f"pull/1/{number}" for number in range(6)]


def test_what_others_write_into_redis_is_not_called(
    store: SqlStore, setup: Setup, redis: Redis, tmp_path: Path
) -> None:
    queue = Queue("reviewer-analyse", connection=redis, serializer=JSONSerializer)
    planted = tmp_path / "planted"
    queue.enqueue_call("os.mkdir", args=[str(planted)], result_ttl=0, job_id="evil")
    store.order([order("nothing")])
    with worker(setup):
        wait_for(lambda: is_empty(store) and queue.fetch_job("evil") is None)
    assert not planted.exists()


def test_nothing_that_a_job_names_is_told_how_it_went(redis: Redis) -> None:
    queue = Queue("reviewer-analyse", connection=redis, serializer=JSONSerializer)
    job = queue.enqueue_call("os.getcwd", job_id="evil")
    for name in ("success_callback_name", "failure_callback_name", "stopped_callback_name"):
        redis.hset(job.key, name, "os.abort")
    ticket = Ticket.fetch("evil", connection=redis, serializer=JSONSerializer)
    assert (ticket.success_callback, ticket.failure_callback, ticket.stopped_callback) == (None, None, None)


def test_a_redis_that_is_away_is_told_and_nothing_is_lost(store: SqlStore, office: TicketOffice) -> None:
    store.order([order("nothing")])
    away = replace(office, redis=connect("redis://127.0.0.1:1"))
    with pytest.raises(TryAgain, match="Redis took no tickets"):
        away.issue()
    assert office.issue() == 1


def test_an_installation_with_many_orders_does_not_starve_anothers_first(store: SqlStore, setup: Setup) -> None:
    store.order(Order(JobKind.ANALYSE, f"pull/1/{number}", InstallationId(1), {"do": "pause"}) for number in range(200))
    with worker(setup):
        wait_for(lambda: len(lines(setup.folder, "done")) >= 2)
        store.order([Order(JobKind.ANALYSE, "pull/2/1", InstallationId(2), {"do": "nothing"})])
        wait_for(lambda: "pull/2/1" in lines(setup.folder, "done"))
    before = lines(setup.folder, "done").index("pull/2/1")
    assert before < 20


def test_an_address_that_cannot_be_read_is_the_operators_to_mend_and_not_shown() -> None:
    with pytest.raises(TellOperator, match="REDIS_URL") as refused:
        connect("redis://:ab/S3cret@redis:6379/0")
    assert str(refused.value).endswith("write it like redis://:password@host:6379/0")
    assert refused.value.__suppress_context__
