"""Claiming orders. A lease is a token and a time; whoever holds the token before that time may change the order.

waiting ── claim ──▶ leased ── finish ──▶ gone, or waiting again when it was ordered meanwhile
   ▲                  │ │ └── give up ──▶ failed (kept for the operator; a new order revives it)
   └── retry, expiry ─┘
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, case, delete, func, select, update

from reviewer.model.ids import InstallationId
from reviewer.model.work import Job, JobKind, Order
from reviewer.store.orders import merged
from reviewer.store.tables import orders

_FREE: dict[str, Any] = {"lease_token": None, "lease_until": None, "leased_by": None}


@dataclass(frozen=True, slots=True)
class Lease:
    """What a claim would hold: a token nobody else has, the worker's name, and until when (seconds since 1970)."""

    token: str
    worker: str
    until: float


def is_anything_due(connection: Connection, now: float) -> bool:
    """Return whether a claim may find something: an order that is due, or a lease that ran out."""
    is_due = (orders.c.due_at <= now) & orders.c.failed_at.is_(None) & orders.c.lease_token.is_(None)
    return connection.scalar(select(orders.c.id).where(is_due | (orders.c.lease_until <= now)).limit(1)) is not None


def claim(connection: Connection, lease: Lease, now: float) -> Job | None:
    """Lease a due order: of the installation with the fewest leases, the one due longest; None when there is none.

    Nothing is claimed about a thing (key) on which somebody works. Words come last, and a worker asks for one at a
    time: no review waits for a slow model while the worker has a second hand. The caller repeats the call when the
    database's own rule against two leases of a key was hit (IntegrityError): another worker was faster.
    """
    _free_expired(connection, now)
    row = connection.execute(_next_due(now, lease.worker)).one_or_none()
    if row is None:
        return None
    held = {"lease_token": lease.token, "lease_until": lease.until, "leased_by": lease.worker}
    connection.execute(update(orders).where(orders.c.id == row.id).values(attempts=orders.c.attempts + 1, **held))
    return _job(row, lease.token)


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
    connection.execute(update(orders).where(orders.c.id == row.id).values(_FREE | fresh))
    return True


def free(connection: Connection, token: str, now: float, changes: Mapping[str, Any]) -> bool:
    """End a lease with these changes of the row; False, and nothing changes, when it is lost.

    What was ordered meanwhile is merged in, and made due now: it speaks of a newer state of the world.
    """
    row = _held(connection, token, now)
    if row is None:
        return False
    values = _FREE | dict(changes)
    if row.next_details is not None:
        values |= {"details": merged(row.details, row.next_details), "next_details": None}
        values |= {"due_at": now, "attempts": 0, "failed_at": None}
    connection.execute(update(orders).where(orders.c.id == row.id).values(values))
    return True


def _held(connection: Connection, token: str, now: float) -> Row[*tuple[Any, ...]] | None:
    held = (orders.c.lease_token == token) & (orders.c.lease_until > now)
    return connection.execute(select(orders).where(held).with_for_update()).one_or_none()


def _free_expired(connection: Connection, now: float) -> None:
    expired = select(orders).where(orders.c.lease_until <= now).with_for_update(skip_locked=True)
    for row in connection.execute(expired).all():
        values = _FREE | {"details": merged(row.details, row.next_details), "next_details": None, "due_at": now}
        values["last_failure"] = f"died: {row.leased_by} did not come back"
        connection.execute(update(orders).where(orders.c.id == row.id).values(values))


def _next_due(now: float, worker: str) -> Select[Any]:
    leased = orders.alias("leased")
    # 0 is no installation of GitHub's: orders without one are a group of their own.
    group = func.coalesce(orders.c.installation, 0)
    busy = (
        select(func.count())
        .where(leased.c.lease_token.is_not(None), func.coalesce(leased.c.installation, 0) == group)
        .scalar_subquery()
    )
    # What is begun is ended first: the first review is on its pull before the last one is made.
    is_beginning = case((orders.c.kind.in_((JobKind.ANALYSE, JobKind.BACKFILL)), 1), else_=0)
    same_key = select(leased.c.id).where(leased.c.key == orders.c.key, leased.c.lease_token.is_not(None)).exists()
    is_word = orders.c.kind == JobKind.WORD
    is_asking = select(leased.c.id).where(leased.c.kind == JobKind.WORD, leased.c.leased_by == worker).exists()
    return (
        select(orders)
        .where(orders.c.due_at <= now, orders.c.failed_at.is_(None), orders.c.lease_token.is_(None), ~same_key)
        .where(~(is_word & is_asking))
        .order_by(case((is_word, 1), else_=0), busy, is_beginning, orders.c.due_at, orders.c.id)
        .limit(1)
        .with_for_update(of=orders, skip_locked=True)
    )


def _job(row: Row[*tuple[Any, ...]], token: str) -> Job:
    installation = None if row.installation is None else InstallationId(row.installation)
    order = Order(JobKind(row.kind), row.key, installation, json.loads(row.details))
    return Job(order, row.attempts + 1, token, row.last_failure)
