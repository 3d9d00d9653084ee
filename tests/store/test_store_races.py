"""Transactions that meet: what is placed while its row is finished, and the same rows in two orders."""

import threading
import time
from dataclasses import replace

import pytest

from reviewer.jobs.sql import SqlQueue
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId
from reviewer.model.orders import pull_order
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.work import JobKind, Order
from reviewer.store import orders
from reviewer.store.database import open_database
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
    SqlStore(open_database(postgres_url, is_pooled=False), time.time).order(pulls)
    failures: list[BaseException] = []

    def place(turned: list[Order]) -> None:
        store = SqlStore(open_database(postgres_url, is_pooled=False), time.time)
        for attempt in range(15):
            try:
                store.order([replace(order, delivery=f"d{attempt}") for order in turned])
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells of it
                failures.append(error)

    threads = [threading.Thread(target=place, args=(turned,)) for turned in (pulls, pulls[::-1]) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
