"""Deliveries that come together are made durable together.

Each transaction waits for the disk, and on SQLite for the one writer's turn. Under a burst the first to get the turn
writes everything that has come meanwhile in one transaction; the others find their work done when their turn comes.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from reviewer.model.work import Delivery, Order
from reviewer.web.parts import Inbox

BATCH = 64
"""Deliveries a transaction, so that nobody waits for an endless one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    delivery: Delivery
    orders: Sequence[Order]
    is_new: Future[bool] = field(default_factory=Future[bool])


class GroupedInbox:
    """Takes deliveries from many threads."""

    def __init__(self, store: Inbox) -> None:
        self._store = store
        self._turn = threading.Lock()
        self._pending: list[_Entry] = []
        self._pending_lock = threading.Lock()

    def accept(self, delivery: Delivery, orders: Sequence[Order]) -> bool:
        """Return, once it is durable, whether the delivery was new; raises TryAgain when the database is away."""
        entry = _Entry(delivery, orders)
        with self._pending_lock:
            self._pending.append(entry)
        # Batches are taken in the order of coming, so it is done after at most a few turns, ours or another's.
        while not entry.is_new.done():
            with self._turn:
                if not entry.is_new.done():
                    self._write_batch()
        return entry.is_new.result()

    def _write_batch(self) -> None:
        with self._pending_lock:
            batch, self._pending = self._pending[:BATCH], self._pending[BATCH:]
        try:
            answers = self._store.accept_all([(entry.delivery, entry.orders) for entry in batch])
        except Exception as error:  # noqa: BLE001 - handed to each who waits for this batch, and raised there
            for entry in batch:
                entry.is_new.set_exception(error)
        else:
            for entry, is_new in zip(batch, answers, strict=True):
                entry.is_new.set_result(is_new)
