"""An order names the newest webhook that led to it, and so does whatever its job orders in turn."""

from dataclasses import replace

import pytest

from reviewer.jobs.sql import SqlQueue
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha
from reviewer.model.orders import pull_order
from reviewer.model.pulls import PullRef, PullState, RepositoryRef
from reviewer.model.work import Delivery, Job, JobKind
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore

PULL = PullRef(RepositoryRef(InstallationId(3), RepositoryId(7), "acme/shop"), PullNumber(12))
ORDER = pull_order(JobKind.ANALYSE, PULL)
LEASE = 60.0


class Desk:
    """A store and its queue, at a time that the test sets."""

    def __init__(self, database: Database) -> None:
        self.now = 1000.0
        self.store = SqlStore(database, lambda: self.now)
        self.queue = SqlQueue(database, lambda: self.now, lease_seconds=LEASE)

    def deliver(self, guid: str) -> None:
        self.store.accept(Delivery(guid, "pull_request", "opened", b"{}", self.now), [ORDER])

    def claim(self) -> Job:
        job = self.queue.claim("w")
        assert job is not None
        return job


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_an_order_names_the_delivery_that_brought_it(desk: Desk) -> None:
    desk.deliver("g1")
    assert desk.claim().order == replace(ORDER, delivery="g1")


def test_the_newest_delivery_wins_while_an_order_waits(desk: Desk) -> None:
    desk.deliver("g1")
    desk.deliver("g2")
    assert desk.claim().order.delivery == "g2"


def test_an_order_that_no_delivery_brought_does_not_hide_the_one_that_did(desk: Desk) -> None:
    desk.deliver("g1")
    desk.store.order([ORDER])
    assert desk.claim().order.delivery == "g1"


def test_what_follows_a_job_names_its_own_delivery(desk: Desk) -> None:
    desk.deliver("g1")
    job = desk.claim()
    desk.deliver("g2")
    desk.queue.finish(job)
    assert (job.order.delivery, desk.claim().order.delivery) == ("g1", "g2")


@pytest.mark.parametrize("way", ["retry", "give back", "give up", "expiry"])
@pytest.mark.parametrize("newer", [None, "g2"])
def test_a_failed_attempt_keeps_the_newest_delivery(desk: Desk, way: str, newer: str | None) -> None:
    desk.deliver("g1")
    job = desk.claim()
    if newer is not None:
        desk.deliver(newer)
    match way:
        case "retry":
            desk.queue.retry(job, after=0.0, why="busy")
        case "give back":
            desk.queue.give_back(job)
        case "give up":
            desk.queue.give_up(job, why="bug")
            desk.store.order([ORDER])
        case _:
            desk.now += LEASE
    assert desk.claim().order.delivery == (newer or "g1")


def test_what_a_job_orders_names_the_delivery_that_led_to_the_job(desk: Desk) -> None:
    desk.store.on_behalf_of("g1").order([ORDER])
    assert desk.claim().order.delivery == "g1"


def test_the_checks_that_follow_from_a_pulls_state_name_it_as_well(desk: Desk) -> None:
    state = PullState(
        Sha("a" * 40), Sha("b" * 40), is_open=True, is_draft=False, is_fork=False, author="a", is_bot=False
    )
    desk.store.on_behalf_of("g1").set_pull(PULL, state)
    assert desk.claim().order.delivery == "g1"
