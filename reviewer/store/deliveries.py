"""Deliveries: what GitHub sent, each once, and durable together with the orders that follow from it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, select

from reviewer.model.work import Delivery, Order
from reviewer.store.dialects import insert_if_absent, upsert
from reviewer.store.orders import place
from reviewer.store.tables import deliveries, sweeps

STEP = 500
"""Deliveries that one transaction forgets: whoever has one to write waits for no more than that."""

_MISSED = "deliveries"


Batch = Sequence[tuple[Delivery, Sequence[Order]]]


def accept(connection: Connection, batch: Batch, now: float) -> list[bool]:
    """Record deliveries and place their orders; False for each whose guid is known, of which nothing changes."""
    # In the order of their guids, so that two batches with the same ones wait for each other, never in a ring.
    turned = sorted(range(len(batch)), key=lambda index: batch[index][0].guid)
    recorded = {index: _record(connection, batch[index][0]) for index in turned}
    are_new = [recorded[index] for index in range(len(batch))]
    place(connection, _named(batch, are_new), now)
    return are_new


def _named(batch: Batch, are_new: Sequence[bool]) -> Iterator[Order]:
    for (delivery, orders), is_new in zip(batch, are_new, strict=True):
        if is_new:
            yield from (replace(order, delivery=delivery.guid) for order in orders)


def _record(connection: Connection, delivery: Delivery) -> bool:
    row = {
        "guid": delivery.guid,
        "event": delivery.event,
        "action": delivery.action,
        "body": delivery.body,
        "received_at": delivery.received_at,
    }
    return insert_if_absent(connection, deliveries, row)


def swept_at(connection: Connection) -> float | None:
    """Return when the last look for missed deliveries began, None before the first one."""
    return connection.scalar(select(sweeps.c.began_at).where(sweeps.c.key == _MISSED))


def set_swept_at(connection: Connection, at: float) -> None:
    """Remember when a look for missed deliveries began."""
    upsert(connection, sweeps, {"key": _MISSED, "began_at": at})


def prune(connection: Connection, before: float) -> int:
    """Forget some of what was received before this time, `STEP` at most; return how many deliveries that were."""
    old = select(deliveries.c.guid).where(deliveries.c.received_at < before).order_by(deliveries.c.received_at)
    # What another process prunes at this moment is left to it.
    guids = connection.scalars(old.limit(STEP).with_for_update(skip_locked=True)).all()
    return connection.execute(delete(deliveries).where(deliveries.c.guid.in_(guids))).rowcount
