"""How the queue stands, for metrics and for the operator."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from reviewer.model.orders import pull_order
from reviewer.model.pulls import PullRef
from reviewer.model.work import JobKind
from reviewer.store.tables import orders


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """The orders of one kind: waiting (due or not yet), leased to workers, given up; `oldest_due` in seconds of age."""

    kind: JobKind
    waiting: int
    leased: int
    failed: int
    oldest_due: float


@dataclass(frozen=True, slots=True)
class FailedOrder:
    """An order that was given up: what it was about, when (seconds since 1970), and why."""

    kind: JobKind
    key: str
    failed_at: float
    why: str


def queue_depth(connection: Connection, now: float) -> list[QueueDepth]:
    """Return one entry a kind of job, in the kinds' own order, also for those that nothing waits for."""
    is_failed = orders.c.failed_at.is_not(None)
    is_leased = orders.c.lease_token.is_not(None)
    is_waiting = ~is_failed & ~is_leased
    query = select(
        orders.c.kind,
        func.count(case((is_waiting, 1))).label("waiting"),
        func.count(case((is_leased, 1))).label("leased"),
        func.count(case((is_failed, 1))).label("failed"),
        func.min(case((is_waiting, orders.c.due_at))).label("due_at"),
    ).group_by(orders.c.kind)
    rows = {row.kind: row for row in connection.execute(query)}
    return [_depth(kind, rows.get(kind.value), now) for kind in JobKind]


def failed_orders(connection: Connection) -> list[FailedOrder]:
    """Return the orders that were given up, the newest first."""
    query = select(orders).where(orders.c.failed_at.is_not(None)).order_by(orders.c.failed_at.desc(), orders.c.id)
    return [
        FailedOrder(JobKind(row.kind), row.key, row.failed_at, row.last_failure) for row in connection.execute(query)
    ]


def why_given_up(connection: Connection, ref: PullRef) -> str | None:
    """Return why the newest failed order about a pull failed; None when one is waiting or under way."""
    key = pull_order(JobKind.ANALYSE, ref).key
    kinds = (JobKind.ANALYSE.value, JobKind.PUBLISH.value)
    query = select(orders).where(orders.c.key == key, orders.c.kind.in_(kinds)).order_by(orders.c.failed_at.desc())
    rows = connection.execute(query).all()
    if not rows or any(row.failed_at is None for row in rows):
        return None
    return rows[0].last_failure


def _depth(kind: JobKind, row: Row[*tuple[Any, ...]] | None, now: float) -> QueueDepth:
    if row is None:
        return QueueDepth(kind, 0, 0, 0, 0.0)
    oldest = 0.0 if row.due_at is None else max(0.0, now - row.due_at)
    return QueueDepth(kind, row.waiting, row.leased, row.failed, oldest)
