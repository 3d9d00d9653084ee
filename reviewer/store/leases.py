"""Claiming orders. A lease is a token and a time; whoever holds the token before that time may change the order.

waiting ── claim ──▶ leased ── finish ──▶ gone, or waiting again when it was ordered meanwhile
   ▲                  │ │ └── give up ──▶ failed (kept for the operator; a new order revives it)
   └── retry, expiry ─┘
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, case, delete, func, select, update

from reviewer.model.ids import InstallationId
from reviewer.model.work import Job, JobKind, Order
from reviewer.store.orders import merged
from reviewer.store.tables import orders

LONGEST_WAIT = 2 * 3600.0
"""Seconds: GitHub lets an installation wait for an hour at most, so an order that is due later was put off by a clock
that has been put back since."""

LONGEST_LEASE = 600.0
"""Seconds: a lease that ends later was taken by such a clock."""

_FREE: dict[str, Any] = {"lease_token": None, "lease_until": None, "leased_by": None}


@dataclass(frozen=True, slots=True)
class Lease:
    """What a claim would hold: a token nobody else has, the worker's name, and until when (seconds since 1970)."""

    token: str
    worker: str
    until: float


@dataclass(frozen=True, slots=True)
class Due:
    """An order that a claim would find: its row, its kind, and how many attempts were counted."""

    order: int
    kind: JobKind
    attempts: int


def due(connection: Connection, now: float, kinds: Collection[JobKind], worker: str, limit: int) -> list[Due]:
    """Return the orders of these kinds that a worker could claim now, `limit` at most, in the order of claiming.

    Claims that ran out count as free: the next claim ends them.
    """
    query = _next_due(now, kinds, worker).with_only_columns(orders.c.id, orders.c.kind, orders.c.attempts).limit(limit)
    return [Due(row.id, JobKind(row.kind), row.attempts) for row in connection.execute(query)]


def claim(connection: Connection, lease: Lease, now: float, kinds: Collection[JobKind]) -> Job | None:
    """Lease a due order: of the installation with the fewest leases, the one due longest; None when there is none.

    Nothing is claimed about a thing (key) on which somebody works. Words come last, and a worker asks for one at a
    time: no review waits for a slow model while the worker has a second hand. The caller repeats the call when the
    database's own rule against two leases of a key was hit (IntegrityError): another worker was faster.
    """
    _free_expired(connection, now)
    query = _next_due(now, kinds, lease.worker).limit(1).with_for_update(of=orders, skip_locked=True)
    row = connection.execute(query).one_or_none()
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
        values |= {"due_at": now, "attempts": 0, "failed_at": None}
    connection.execute(update(orders).where(orders.c.id == row.id).values(values))
    return True


def _held(connection: Connection, token: str, now: float) -> Row[*tuple[Any, ...]] | None:
    held = (orders.c.lease_token == token) & (orders.c.lease_until > now)
    return connection.execute(select(orders).where(held).with_for_update()).one_or_none()


def _free_expired(connection: Connection, now: float) -> None:
    expired = select(orders).where(_is_expired(orders, now)).with_for_update(skip_locked=True)
    for row in connection.execute(expired).all():
        values = _FREE | {"details": merged(row.details, row.next_details), "next_details": None, "due_at": now}
        values |= _newest_delivery(row)
        values["last_failure"] = f"died: {row.leased_by} did not come back"
        connection.execute(update(orders).where(orders.c.id == row.id).values(values))


def _next_due(now: float, kinds: Collection[JobKind], worker: str) -> Select[Any]:
    leased = orders.alias("leased")
    is_held = leased.c.lease_token.is_not(None) & ~_is_expired(leased, now)
    # 0 is no installation of GitHub's: orders without one are a group of their own.
    group = func.coalesce(orders.c.installation, 0)
    busy = select(func.count()).where(is_held, func.coalesce(leased.c.installation, 0) == group).scalar_subquery()
    # What is begun is ended first: the first review is on its pull before the last one is made.
    is_beginning = case((orders.c.kind.in_((JobKind.ANALYSE, JobKind.BACKFILL)), 1), else_=0)
    same_key = select(leased.c.id).where(leased.c.key == orders.c.key, is_held).exists()
    is_free = orders.c.lease_token.is_(None) | _is_expired(orders, now)
    is_word = orders.c.kind == JobKind.WORD
    is_asking = select(leased.c.id).where(leased.c.kind == JobKind.WORD, leased.c.leased_by == worker, is_held).exists()
    return (
        select(orders)
        .where(_is_due(now), orders.c.failed_at.is_(None), orders.c.kind.in_(kinds), is_free, ~same_key)
        .where(~(is_word & is_asking))
        .order_by(case((is_word, 1), else_=0), busy, is_beginning, orders.c.due_at, orders.c.id)
    )


def _is_due(now: float) -> ColumnElement[bool]:
    """Return whether an order is to be done now.

    A clock that was put back must not make anything wait: what nobody tried waits for nothing, and no wait is so long.
    """
    is_untried = (orders.c.attempts == 0) & orders.c.last_failure.is_(None)
    return (orders.c.due_at <= now) | (orders.c.due_at > now + LONGEST_WAIT) | is_untried


def _is_expired(table: FromClause, now: float) -> ColumnElement[bool]:
    return (table.c.lease_until <= now) | (table.c.lease_until > now + LONGEST_LEASE)


def _newest_delivery(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {"delivery": row.next_delivery or row.delivery, "next_delivery": None}


def _job(row: Row[*tuple[Any, ...]], token: str) -> Job:
    installation = None if row.installation is None else InstallationId(row.installation)
    order = Order(JobKind(row.kind), row.key, installation, json.loads(row.details), row.delivery)
    return Job(order, row.attempts + 1, token, row.last_failure)
