"""What operators watch, kept in the database, for workers are processes of their own, perhaps on other machines."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from reviewer.model.ids import InstallationId
from reviewer.model.notes import Budget
from reviewer.store import tallies
from reviewer.store.database import Database
from reviewer.store.dialects import upsert
from reviewer.store.tables import budgets, workers
from reviewer.store.tallies import Tally

ALIVE = 60.0
"""Seconds after its last sign of life in which a worker counts as alive; it gives one every BEAT."""

BEAT = 15.0

REMEMBERED = 24 * 3600.0
"""Seconds for which a worker that vanished without a word, or a used budget, is remembered."""


@dataclass(frozen=True, slots=True)
class WorkerSign:
    """A worker, how many orders it works on at once, and how long ago it gave a sign of life, in seconds."""

    name: str
    concurrency: int
    age: float

    @property
    def is_alive(self) -> bool:
        """Return whether its last sign of life is recent."""
        return self.age < ALIVE


@dataclass(frozen=True, slots=True)
class Watch:
    """What there is to be watched at one moment."""

    tallies: Sequence[Tally]
    budgets: Sequence[Budget]
    workers: Sequence[WorkerSign]


class Operations:
    """The writing side. Every method is one transaction, and raises TryAgain when the database does not serve it."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def count(self, counted: Iterable[Tally], known: Iterable[Budget]) -> None:
        """Add to the counters, and remember what GitHub lets installations ask."""
        now = self._clock()
        with self._database.writing() as connection:
            tallies.add(connection, counted)
            for budget in sorted(known, key=lambda each: each.installation):
                _remember(connection, budget, now)

    def sign(self, worker: str, concurrency: int) -> None:
        """Take note of a worker's sign of life, and forget those that gave none for long."""
        now = self._clock()
        with self._database.writing() as connection:
            upsert(connection, workers, {"name": worker, "concurrency": concurrency, "seen_at": now})
            connection.execute(delete(workers).where(workers.c.seen_at < now - REMEMBERED))

    def leave(self, worker: str) -> None:
        """Forget a worker that ends as it should."""
        with self._database.writing() as connection:
            connection.execute(delete(workers).where(workers.c.name == worker))


def watch(connection: Connection, now: float) -> Watch:
    """Return what there is to be watched now; a budget whose hour is over counts as full again."""
    signs = connection.execute(select(workers).order_by(workers.c.name))
    known = connection.execute(
        select(budgets).where(budgets.c.seen_at >= now - REMEMBERED).order_by(budgets.c.installation)
    )
    return Watch(
        tallies=tallies.read(connection),
        budgets=[
            Budget(
                InstallationId(row.installation),
                row.remaining if row.resets_at > now else row.allowed,
                row.allowed,
                row.resets_at,
            )
            for row in known
        ],
        workers=[WorkerSign(row.name, row.concurrency, max(0.0, now - row.seen_at)) for row in signs],
    )


def _remember(connection: Connection, budget: Budget, now: float) -> None:
    row = {
        "installation": budget.installation,
        "remaining": budget.remaining,
        "allowed": budget.allowed,
        "resets_at": budget.resets_at,
        "seen_at": now,
    }
    upsert(connection, budgets, row)
