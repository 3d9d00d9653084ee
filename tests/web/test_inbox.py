"""Many deliveries at once: few transactions, each sender its own answer."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from reviewer.errors import TryAgain
from reviewer.model.work import Delivery, JobKind, Order
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.web.inbox import BATCH, GroupedInbox

ORDER = Order(JobKind.ANALYSE, "pull/1/1", None, {})


class GatedStore(SqlStore):
    """A store that writes nothing until its gate is opened, and remembers how much it wrote at once."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, lambda: 0.0)
        self.gate = threading.Event()
        self.batches: list[int] = []

    def accept_all(self, batch: Sequence[tuple[Delivery, Sequence[Order]]]) -> list[bool]:
        self.gate.wait()
        self.batches.append(len(batch))
        return super().accept_all(batch)


class AwayStore(GatedStore):
    def accept_all(self, batch: Sequence[tuple[Delivery, Sequence[Order]]]) -> list[bool]:
        self.gate.wait()
        raise TryAgain("away")


def delivery(guid: str) -> Delivery:
    return Delivery(guid, "push", None, b"", 0.0)


def test_what_comes_while_another_writes_is_written_together(database: Database) -> None:
    store = GatedStore(database)
    inbox = GroupedInbox(store)
    with ThreadPoolExecutor(40) as threads:
        answers = [threads.submit(inbox.accept, delivery(f"g{number}"), [ORDER]) for number in range(40)]
        store.gate.set()
        assert all(answer.result(10) for answer in answers)
    assert sum(store.batches) == 40
    assert len(store.batches) < 40
    assert max(store.batches) <= BATCH


def test_the_same_delivery_twice_at_once_is_new_for_one_of_them(database: Database) -> None:
    store = GatedStore(database)
    inbox = GroupedInbox(store)
    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(inbox.accept, delivery("same"), [ORDER]) for _ in range(8)]
        store.gate.set()
        assert sorted(answer.result(10) for answer in answers) == [False] * 7 + [True]


def test_a_database_that_is_away_is_told_to_everybody_who_waits(database: Database) -> None:
    store = AwayStore(database)
    inbox = GroupedInbox(store)
    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(inbox.accept, delivery(f"g{number}"), [ORDER]) for number in range(4)]
        store.gate.set()
        for answer in answers:
            with pytest.raises(TryAgain, match="away"):
                answer.result(10)
