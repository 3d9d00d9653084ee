"""Claiming orders. A lease is a token and a time; whoever holds the token before that time may change the order.

waiting ── claim ──▶ leased ── finish ──▶ gone, or waiting again when it was ordered meanwhile
   ▲                  │ │ └── give up ──▶ failed (kept for the operator; a new order revives it)
   └── retry, expiry ─┘
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from reviewer.model.ids import InstallationId
from reviewer.model.work import Job, JobKind, Order
from reviewer.store import turns
from reviewer.store.orders import merged
from reviewer.store.tables import orders
from reviewer.store.turns import Line

LONGEST_LEASE = 600.0
"""Seconds: a lease that ends later was taken by a clock that has been put back since."""

_FREE: dict[str, Any] = {"lease_token": None, "lease_until": None, "leased_by": None}


@dataclass(frozen=True, slots=True)
class Lease:
    """What a claim would hold: a token nobody else has, the worker's name, and until when (seconds since 1970)."""

    token: str
    worker: str
    until: float


def is_any_expired(connection: Connection, now: float) -> bool:
    """Return whether a lease ran out, or was taken by a clock that has been put back since."""
    return connection.execute(select(orders.c.id).where(_is_expired(now)).limit(1)).first() is not None


def free_expired(connection: Connection, now: float) -> None:
    """Make due again whatever workers died over."""
    expired = select(orders).where(_is_expired(now)).with_for_update(skip_locked=True)
    for row in connection.execute(expired).all():
        values = _FREE | {"details": merged(row.details, row.next_details), "next_details": None, "due_at": now}
        values |= _newest_delivery(row)
        values["last_failure"] = f"died: {row.leased_by} did not come back"
        connection.execute(update(orders).where(orders.c.id == row.id).values(values))


def claim(connection: Connection, lease: Lease, now: float, lines: Sequence[Line]) -> Job | None:
    """Lease the first order of the first of these lines that has one to be claimed; None when there is none.

    The caller repeats the call when the database's own rule against two leases of a key was hit (IntegrityError):
    another worker was faster.
    """
    for line in lines:
        row = turns.step_forward(connection, line, now, lease.worker)
        if row is not None:
            turns.count(connection, line)
            held = {"lease_token": lease.token, "lease_until": lease.until, "leased_by": lease.worker}
            counted = {"attempts": orders.c.attempts + 1}
            connection.execute(update(orders).where(orders.c.id == row.id).values(counted | held))
            return _job(row, lease.token)
    return None


def renew(connection: Connection, token: str, now: float, until: float) -> bool:
    """Extend a lease; False when it is lost."""
    held = (orders.c.lease_token == token) & (orders.c.lease_until > now)
    return connection.execute(update(orders).where(held).values(lease_until=until)).rowcount == 1


def finish(connection: Connection, token: str, now: float) -> bool:
    """Take a done order away; what was ordered meanwhile is due now. False, and nothing changes, when it is lost."""
    row = _held(connection, token, now)
    if row is None:
        return False
    if row.next_details is None:
        connection.execute(delete(orders).where(orders.c.id == row.id))
        return True
    fresh = {"details": row.next_details, "next_details": None, "due_at": now, "attempts": 0, "last_failure": None}
    fresh |= {"delivery": row.next_delivery, "next_delivery": None}
    connection.execute(update(orders).where(orders.c.id == row.id).values(_FREE | fresh))
    return True


def free(connection: Connection, token: str, now: float, changes: Mapping[str, Any]) -> bool:
    """End a lease with these changes of the row; False, and nothing changes, when it is lost.

    What was ordered meanwhile is merged in, and made due now: it speaks of a newer state of the world.
    """
    row = _held(connection, token, now)
    if row is None:
        return False
    values = _FREE | _newest_delivery(row) | dict(changes)
    if row.next_details is not None:
        values |= {"details": merged(row.details, row.next_details), "next_details": None}
        values |= {"due_at": now, "attempts": 0, "last_failure": None, "failed_at": None}
    connection.execute(update(orders).where(orders.c.id == row.id).values(values))
    return True


def _held(connection: Connection, token: str, now: float) -> Row[*tuple[Any, ...]] | None:
    held = (orders.c.lease_token == token) & (orders.c.lease_until > now)
    return connection.execute(select(orders).where(held).with_for_update()).one_or_none()


def _is_expired(now: float) -> ColumnElement[bool]:
    until = orders.c.lease_until
    return orders.c.lease_token.is_not(None) & ((until <= now) | (until > now + LONGEST_LEASE))


def _newest_delivery(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {"delivery": row.next_delivery or row.delivery, "next_delivery": None}


def _job(row: Row[*tuple[Any, ...]], token: str) -> Job:
    installation = None if row.installation is None else InstallationId(row.installation)
    order = Order(JobKind(row.kind), row.key, installation, json.loads(row.details), row.delivery)
    return Job(order, row.attempts + 1, token, row.last_failure)
