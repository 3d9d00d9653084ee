"""Transactions that meet: what is placed while its row is finished, and the same rows in two orders."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial

import pytest

from reviewer.jobs.sql import SqlQueue
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha
from reviewer.model.orders import pull_order
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.wording import Sent, Wording
from reviewer.model.work import Delivery, JobKind, Order
from reviewer.store import orders
from reviewer.store.database import Database, open_database
from reviewer.store.sql import SqlStore

SHOP = RepositoryRef(InstallationId(5), RepositoryId(99), "a/b")


def close(number: int) -> Order:
    return pull_order(JobKind.CLOSE, PullRef(SHOP, PullNumber(number)))


def test_an_order_whose_row_is_finished_under_it_is_placed_anew(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = SqlQueue(open_database(postgres_url, is_pooled=False), time.time)
    store = SqlStore(open_database(postgres_url, is_pooled=False), time.time)
    store.order([close(3)])
    job = queue.claim("w")
    assert job is not None
    insert, met = orders.insert_if_absent, list[bool]()

    def finished_meanwhile(*arguments: object) -> bool:
        met.append(insert(*arguments))  # pyright: ignore[reportArgumentType] - passed through
        if len(met) == 1:
            queue.finish(job)
        return met[-1]

    monkeypatch.setattr(orders, "insert_if_absent", finished_meanwhile)
    store.order([close(3)])
    assert met == [False, True]
    again = queue.claim("w")
    assert again is not None
    assert again.order.key == close(3).key


def test_the_same_orders_placed_in_two_orders_at_once_never_wait_in_a_ring(postgres_url: str) -> None:
    pulls = [close(number) for number in range(1, 9)]
    SqlStore(unpooled(postgres_url), time.time).order(pulls)

    def place(turned: list[Order]) -> None:
        store = SqlStore(unpooled(postgres_url), time.time)
        for attempt in range(15):
            store.order([replace(order, delivery=f"d{attempt}") for order in turned])

    at_once(partial(place, turned) for turned in (pulls, pulls[::-1]) * 2)


def test_orders_that_are_placed_and_dropped_at_once_never_wait_in_a_ring(postgres_url: str) -> None:
    pulls = [close(number) for number in range(1, 9)]
    store = SqlStore(unpooled(postgres_url), time.time)
    for order in reversed(pulls):
        store.order([order])
    queue = SqlQueue(unpooled(postgres_url), time.time)
    while queue.claim("w") is not None:
        """Leased orders stay when their repository is lost."""

    def place() -> None:
        for _ in range(25):
            store.order(pulls)

    def drop() -> None:
        for _ in range(25):
            store.set_repositories([SHOP], is_active=False)

    at_once([place, drop, place, drop])


def test_the_same_deliveries_accepted_in_two_orders_at_once_never_wait_in_a_ring(postgres_url: str) -> None:
    def accept(step: int) -> None:
        store = SqlStore(unpooled(postgres_url), time.time)
        for attempt in range(15):
            batch = [(Delivery(f"g{attempt}-{n}", "ping", None, b"{}", 0.0), ()) for n in range(8)]
            store.accept_all(batch[::step])

    at_once(partial(accept, step) for step in (1, -1, 1, -1))


def test_which_deliveries_were_new_is_told_in_their_own_order(sqlite_url: str) -> None:
    store = SqlStore(unpooled(sqlite_url), time.time)
    batch = [(Delivery(guid, "ping", None, b"{}", 0.0), ()) for guid in "cab"]
    store.accept_all(batch[1:2])
    assert store.accept_all([*batch, batch[0]]) == [True, False, True, False]


def test_the_clock_is_asked_before_a_transaction_is_begun(sqlite_url: str) -> None:
    def clock() -> float:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        return 1000.0

    ref = PullRef(SHOP, PullNumber(1))
    SqlStore(unpooled(sqlite_url), clock).set_wording(ref, Wording(Sha("a" * 40), "c" * 64, Sent((), 0, 0), "m"))


def unpooled(url: str) -> Database:
    return open_database(url, is_pooled=False)


def at_once(acts: Iterable[Callable[[], None]]) -> None:
    """Do all of them in threads of their own; none may fail."""
    failures: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells of it
            failures.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
