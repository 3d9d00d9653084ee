"""Placing orders: what is already there and what comes in are merged into one row a (kind, key).

The merge rule. The newest details win, but `rerun: true` (a person asked for a new check run) stays until an attempt
that saw it is finished. While an order waits, a later one replaces its details in place; it keeps its place in the
line, or comes forward when it was waiting out a failure. While it is leased, the later one is kept beside it
(`next_details`) and follows it. A later order revives one that was given up. The delivery is the newest that is known.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, select, tuple_, update

from reviewer.model.pulls import RepositoryRef
from reviewer.model.work import JobKind, Order
from reviewer.store.dialects import insert_if_absent
from reviewer.store.tables import orders

_WISHES = ("rerun",)
_MEMBERSHIP = (JobKind.INSTALLATION.value, JobKind.BACKFILL.value)

Details = Mapping[str, str | int | bool | None]


def place(connection: Connection, new: Iterable[Order], now: float) -> None:
    """Make orders durable, due now, merged into those already there.

    Always in the order of their keys: two transactions that place the same ones wait for each other, never in a ring.
    """
    for order in sorted(new, key=lambda order: (order.kind.value, order.key)):
        while not _place_one(connection, order, now):
            """Its row was finished, and is gone, since the insert met it."""


def drop_waiting(connection: Connection, repositories: Iterable[RepositoryRef]) -> None:
    """Forget the orders about what an installation lost; one under way is left to end, and nothing follows it.

    Orders about the repositories themselves stay: one of them may say that the repository is back. So do those of
    another installation, which may have gained the repository before this one is told of its loss.
    """
    pairs = [(each.repository, each.installation) for each in repositories]
    lost = tuple_(orders.c.repository, orders.c.installation).in_(pairs) & orders.c.kind.not_in(_MEMBERSHIP)
    found = connection.execute(select(orders.c.id, orders.c.kind, orders.c.key).where(lost)).all()
    # Locked one by one, in the order in which they are placed: a database sorts text by rules of its own.
    for row in sorted(found, key=lambda row: (row.kind, row.key)):
        same = orders.c.id == row.id
        connection.execute(delete(orders).where(same, lost, orders.c.lease_token.is_(None)))
        connection.execute(update(orders).where(same, lost).values(next_details=None))


def has_older_act(connection: Connection, order: Order) -> bool:
    """Return whether an act on the same pull was ordered before this one, and is neither done nor given up."""
    own = select(orders.c.id).where(orders.c.kind == order.kind.value, orders.c.key == order.key).scalar_subquery()
    of_pull = orders.c.key.startswith("/".join(order.key.split("/", 3)[:3]) + "/", autoescape=True)
    older = select(orders.c.id).where(
        orders.c.kind == JobKind.ACT.value, of_pull, orders.c.id < own, orders.c.failed_at.is_(None)
    )
    return connection.scalar(older.limit(1)) is not None


def dump_details(details: Details) -> str:
    """Return details as JSON; only ASCII, so that any text survives any database."""
    return json.dumps(details, sort_keys=True)


def merged(older: str, newer: str | None) -> str:
    """Return the details that stand once `newer` came after `older`, both as JSON."""
    if newer is None:
        return older
    details = json.loads(newer)
    kept = json.loads(older)
    details |= {name: True for name in _WISHES if kept.get(name) is True}
    return dump_details(details)


def _place_one(connection: Connection, order: Order, now: float) -> bool:
    """Place an order; False when the row that was there is gone before it could be locked."""
    details = dump_details(order.details)
    values = {
        "kind": order.kind.value,
        "key": order.key,
        "installation": order.installation,
        "repository": order.details.get("repository"),
        "details": details,
        "due_at": now,
        "attempts": 0,
        "delivery": order.delivery,
    }
    if insert_if_absent(connection, orders, values):
        return True
    same = (orders.c.kind == order.kind.value) & (orders.c.key == order.key)
    row = connection.execute(select(orders).where(same).with_for_update()).one_or_none()
    if row is None:
        return False
    if row.lease_token is None:
        changes = _replace(row, details, now) | {"delivery": order.delivery or row.delivery}
    else:
        changes = _follow(row, details) | {"next_delivery": order.delivery or row.next_delivery}
    changes |= {name: values[name] for name in ("installation", "repository")}
    connection.execute(update(orders).where(orders.c.id == row.id).values(changes))
    return True


def _follow(row: Row[*tuple[Any, ...]], details: str) -> dict[str, Any]:
    return {"next_details": details if row.next_details is None else merged(row.next_details, details)}


def _replace(row: Row[*tuple[Any, ...]], details: str, now: float) -> dict[str, Any]:
    return {
        "details": merged(row.details, details),
        "due_at": now if row.failed_at is not None else min(row.due_at, now),
        "attempts": 0,
        "last_failure": None,
        "failed_at": None,
    }
