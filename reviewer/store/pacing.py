"""The writes of an installation, counted for all workers together; `reviewer.github.pacing` has the rule."""

from sqlalchemy import Connection, delete, insert, select

from reviewer.model.ids import InstallationId
from reviewer.store.dialects import insert_if_absent, upsert
from reviewer.store.tables import paced_writes, paces


def held_until(connection: Connection, installation: InstallationId) -> float:
    """Return until when GitHub has asked the installation to do nothing; 0.0 when it has not."""
    return connection.scalar(select(paces.c.held_until).where(paces.c.installation == installation)) or 0.0


def lock(connection: Connection, installation: InstallationId) -> float:
    """Keep all others from counting this installation's writes until the transaction ends; return `held_until`.

    SQLite has one writer at a time anyway; PostgreSQL locks the installation's row.
    """
    insert_if_absent(connection, paces, {"installation": installation, "held_until": 0.0})
    query = select(paces.c.held_until).where(paces.c.installation == installation)
    return connection.execute(query.with_for_update()).scalar_one()


def hold(connection: Connection, installation: InstallationId, until: float) -> None:
    """Remember until when nothing is to be done; the lock is held."""
    upsert(connection, paces, {"installation": installation, "held_until": until})


def writes_between(connection: Connection, installation: InstallationId, first: float, last: float) -> list[float]:
    """Return when its writes were or will be made, the earliest first, and forget those outside these times."""
    own = paced_writes.c.installation == installation
    connection.execute(delete(paced_writes).where(own, ~paced_writes.c.at.between(first, last)))
    return list(connection.scalars(select(paced_writes.c.at).where(own).order_by(paced_writes.c.at)))


def book(connection: Connection, installation: InstallationId, at: float) -> None:
    """Count a write that is made at this time."""
    connection.execute(insert(paced_writes).values(installation=installation, at=at).inline())
