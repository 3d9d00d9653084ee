"""Deliveries: what GitHub sent, each once, and durable together with the orders that follow from it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, select

from reviewer.model.work import Delivery, Order
from reviewer.store.dialects import insert_if_absent, upsert
from reviewer.store.orders import place
from reviewer.store.tables import deliveries, sweeps

_MISSED = "deliveries"


def accept(connection: Connection, delivery: Delivery, orders: Sequence[Order], now: float) -> bool:
    """Record a delivery and place its orders; False, and nothing changes, when its guid is known."""
    row = {
        "guid": delivery.guid,
        "event": delivery.event,
        "action": delivery.action,
        "body": delivery.body,
        "received_at": delivery.received_at,
    }
    if not insert_if_absent(connection, deliveries, row):
        return False
    place(connection, [replace(order, delivery=delivery.guid) for order in orders], now)
    return True


def swept_at(connection: Connection) -> float | None:
    """Return when the last look for missed deliveries began, None before the first one."""
    return connection.scalar(select(sweeps.c.began_at).where(sweeps.c.key == _MISSED))


def set_swept_at(connection: Connection, at: float) -> None:
    """Remember when a look for missed deliveries began."""
    upsert(connection, sweeps, {"key": _MISSED, "began_at": at})


def prune(connection: Connection, before: float) -> int:
    """Forget what was received before this time; return how many deliveries that were."""
    return connection.execute(delete(deliveries).where(deliveries.c.received_at < before)).rowcount
