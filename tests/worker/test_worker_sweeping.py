"""A look for missed deliveries: what it sends for, what it remembers, what it tells."""

import time
from collections.abc import Sequence
from typing import Any, cast

from structlog.testing import capture_logs

from reviewer.errors import Gone
from reviewer.model.orders import sweep_order
from reviewer.model.ports import Forge
from reviewer.model.work import Attempts, DeliveryAttempt, JobKind
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.worker.missed import MOST_ATTEMPTS
from reviewer.worker.ports import Ports
from reviewer.worker.sweeping import MOST_SENT, sweep


class Deliveries:
    """The part of a forge that a sweep asks; what is in `refused` is not sent again."""

    is_cut = False

    def __init__(self, attempts: Sequence[DeliveryAttempt], refused: Sequence[str] = ()) -> None:
        self.listed = attempts
        self.refused = refused
        self.sent: list[str] = []

    def attempts(self, since: float) -> Attempts:
        return Attempts([each for each in self.listed if each.delivered_at >= since], self.is_cut)

    def redeliver(self, attempt: DeliveryAttempt) -> None:
        if attempt.guid in self.refused:
            raise Gone("too old")
        self.sent.append(attempt.guid)


def failed(guid: str, age: float, number: int = 1) -> DeliveryAttempt:
    return DeliveryAttempt(number, guid, "pull_request", "opened", time.time() - age, is_ok=False)


def look(database: Database, forge: Deliveries) -> tuple[SqlStore, list[Any]]:
    """Make one look; return the store and what was logged."""
    store = SqlStore(database, time.time)
    with capture_logs() as logs:
        sweep(Ports(cast("Forge", forge), store), sweep_order(300.0))
    return store, [(line["event"], line.get("delivery")) for line in logs]


def test_a_look_that_came_to_its_end_is_remembered_by_when_it_began(database: Database) -> None:
    begun = time.time()
    store, _ = look(database, Deliveries([]))
    assert begun <= (store.swept_at() or 0) <= time.time()


def test_a_look_is_remembered_by_the_clock_that_all_hosts_agree_on(database: Database) -> None:
    store = SqlStore(database, lambda: 5000.0)
    sweep(Ports(cast("Forge", Deliveries([])), store), sweep_order(300.0))
    assert store.swept_at() == 5000.0


def test_what_one_look_sent_for_the_next_does_not_although_nothing_new_is_listed_yet(database: Database) -> None:
    forge = Deliveries([failed("g", 600)])
    look(database, forge)
    look(database, forge)
    assert forge.sent == ["g"]


def test_what_is_too_much_for_one_look_is_left_to_the_next_which_follows_at_once(database: Database) -> None:
    forge = Deliveries([failed(f"g{number}", 600 - number, number) for number in range(MOST_SENT + 1)])
    store, _ = look(database, forge)
    assert forge.sent == [f"g{number}" for number in range(MOST_SENT)]
    assert [depth.kind for depth in store.queue_depth() if depth.waiting] == [JobKind.SWEEP]
    assert store.swept_at() is None


def test_what_is_given_up_is_told_once(database: Database) -> None:
    forge = Deliveries([failed("g", 600 + 60 * number, MOST_ATTEMPTS - number) for number in range(MOST_ATTEMPTS)])
    told = [look(database, forge)[1] for _ in range(2)]
    assert (told, forge.sent) == ([[("delivery given up", "g")], []], [])


def test_what_is_refused_is_told_once_and_keeps_nothing_back(database: Database) -> None:
    forge = Deliveries([failed("old", 900), failed("new", 600)], refused=["old"])
    told = [look(database, forge)[1] for _ in range(2)]
    assert told == [[("delivery not sent again", "old"), ("delivery sent for again", "new")], []]


def test_a_list_that_is_cut_is_told_and_the_time_before_it_not_taken_for_looked_at(database: Database) -> None:
    forge = Deliveries([failed("g", 600)])
    forge.is_cut = True
    store, told = look(database, forge)
    assert told == [("delivery sent for again", "g"), ("deliveries not looked at", None)]
    assert store.swept_at() is None
