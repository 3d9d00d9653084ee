"""Whose turn it is. Orders wait in lines, one for each repository, and the lines take turns.

So a repository with 500 open pulls costs another one of the same installation a single turn, and an installation with
500 repositories costs another installation one. Turns are counted, not timed: no clock can be wrong about them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from reviewer.model.work import JobKind
from reviewer.store.dialects import upsert
from reviewer.store.tables import orders, turns

LONGEST_WAIT = 2 * 3600.0
"""Seconds: GitHub lets an installation wait for an hour at most, so an order that is due later was put off by a clock
that has been put back since."""

_BEGINNINGS = (JobKind.ANALYSE, JobKind.BACKFILL, JobKind.LOOK, JobKind.QUEUE)

_held = orders.alias("held")


_is_held = _held.c.lease_token.is_not(None)


@dataclass(frozen=True, slots=True)
class Line:
    """The orders of one kind about one repository, 0 where about none; and which of them is the next, since when."""

    name: str
    installation: int
    repository: int
    kind: JobKind
    due_at: float
    order: int


@dataclass(frozen=True, slots=True)
class Due:
    """An order that a claim could take: its row, its kind, and how many attempts were counted."""

    order: int
    kind: JobKind
    attempts: int


def due(connection: Connection, now: float, kinds: Collection[JobKind], worker: str, limit: int) -> list[Due]:
    """Return the orders of these kinds that a worker could claim now, due longest first, `limit` at most."""
    query = select(orders.c.id, orders.c.kind, orders.c.attempts).where(*_claimable(now, worker))
    query = query.where(orders.c.kind.in_(kinds)).order_by(orders.c.due_at, orders.c.id).limit(limit)
    return [Due(row.id, JobKind(row.kind), row.attempts) for row in connection.execute(query)]


def lines(connection: Connection, now: float, kinds: Collection[JobKind], worker: str) -> list[Line]:
    """Return the lines in which an order of these kinds can be claimed now, in the order of their turns.

    Words come last, and a worker asks for one at a time: no review waits for a slow model while the worker has a second
    hand. Of all others first those of the installation with the fewest leases, then of the one, and there of the
    repository, whose last turn is longest ago. What is begun is ended first, and the order due longest breaks ties.
    """
    waiting = list(_waiting(connection, now, kinds, worker))
    busy, served = _busy(connection), _served(connection, {line.installation for line in waiting})
    last: dict[int, int] = {}
    for (installation, _), turn in served.items():
        last[installation] = max(turn, last.get(installation, 0))

    def rank(line: Line) -> tuple[float, ...]:
        theirs, own = last.get(line.installation, 0), served.get((line.installation, line.repository), 0)
        is_word, is_beginning = line.kind is JobKind.WORD, line.kind in _BEGINNINGS
        return is_word, busy.get(line.installation, 0), theirs, own, is_beginning, line.due_at, line.order

    return sorted(waiting, key=rank)


def step_forward(connection: Connection, line: Line, now: float, worker: str) -> Row[Any] | None:
    """Return the row of the line's first order that nobody else is about to claim, locked; None when there is none."""
    query = select(orders).where(*_claimable(now, worker)).where(orders.c.line == line.name)
    query = query.order_by(orders.c.due_at, orders.c.id).limit(1).with_for_update(of=orders, skip_locked=True)
    return connection.execute(query).one_or_none()


def count(connection: Connection, line: Line) -> None:
    """Remember that the line's repository has just had its turn: all others come before it."""
    newest = connection.scalar(select(func.max(turns.c.served))) or 0
    key = {"installation": line.installation, "repository": line.repository}
    upsert(connection, turns, {**key, "served": newest + 1})


def _waiting(connection: Connection, now: float, kinds: Collection[JobKind], worker: str) -> Iterator[Line]:
    # From line to line by the index, and to the first order of each: the crowd behind it is not looked at.
    names = select(func.min(orders.c.line).label("name")).cte("names", recursive=True)
    following = select(func.min(orders.c.line)).where(orders.c.line > names.c.name).scalar_subquery()
    names = names.union_all(select(following).where(names.c.name.is_not(None)))
    first = select(orders.c.id).where(*_claimable(now, worker)).where(orders.c.line == names.c.name)
    first = first.order_by(orders.c.due_at, orders.c.id).limit(1).correlate(names)
    order, due_at = first.scalar_subquery(), first.with_only_columns(orders.c.due_at).scalar_subquery()
    query = select(names.c.name, order.label("order"), due_at.label("due_at")).where(names.c.name.is_not(None))
    for row in connection.execute(query):
        installation, repository, kind = row.name.split("/")
        if row.order is not None and kind in kinds:
            yield Line(row.name, int(installation), int(repository), JobKind(kind), row.due_at, row.order)


def _busy(connection: Connection) -> dict[int, int]:
    """Return how many leases each installation has."""
    query = select(_held.c.installation, func.count().label("leases")).where(_is_held).group_by(_held.c.installation)
    return {row.installation or 0: row.leases for row in connection.execute(query)}


def _served(connection: Connection, installations: Collection[int]) -> dict[tuple[int, int], int]:
    """Return the last turn of each repository of these installations that had one."""
    query = select(turns).where(turns.c.installation.in_(installations))
    return {(row.installation, row.repository): row.served for row in connection.execute(query)}


def _claimable(now: float, worker: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a claim: the order is due, and nobody works on what it is about (its key)."""
    is_asking = select(_held.c.id).where(_is_held, _held.c.kind == JobKind.WORD, _held.c.leased_by == worker)
    return (
        orders.c.line.is_not(None),
        _is_due(now),
        orders.c.key.not_in(select(_held.c.key).where(_is_held)),
        (orders.c.kind != JobKind.WORD) | ~is_asking.exists(),
    )


def _is_due(now: float) -> ColumnElement[bool]:
    """Return whether an order is to be done now.

    A clock that was put back must not make anything wait: what nobody tried waits for nothing, and no wait is so long.
    """
    is_untried = (orders.c.attempts == 0) & orders.c.last_failure.is_(None)
    return (orders.c.due_at <= now) | (orders.c.due_at > now + LONGEST_WAIT) | is_untried
