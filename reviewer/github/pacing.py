"""How fast an installation may write: one write a second on average, a burst at times, 500 an hour.

GitHub allows 80 content-creating requests a minute and 500 an hour, and asks for a second between writes:
https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""

import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reviewer.errors import TellOperator, TryAgain
from reviewer.model.ids import InstallationId

SPACING = 1.0
BURST = 20
"""Writes that may come at once: with one a second after them, no minute has more than 80."""

HOUR = 3600.0
HOURLY = 500


class Pacer(Protocol):
    """Who keeps count of writes, for all workers together."""

    def book(self, installation: InstallationId, patience: float) -> float:
        """Return how many seconds a write has to wait; it counts as made after them unless that exceeds `patience`."""
        ...

    def held(self, installation: InstallationId) -> float:
        """Return for how many seconds GitHub has asked this installation to do nothing."""
        ...

    def hold(self, installation: InstallationId, seconds: float) -> None:
        """Remember that GitHub has asked this installation to do nothing for so long."""
        ...


def earliest(writes: Sequence[float], now: float) -> float:
    """Return when the next write may be made, after these (sorted, of the last hour); all in seconds since 1970.

    The burst is a leaky bucket in the form of the generic cell rate algorithm (ITU-T I.371): `due` is when the bucket
    would be empty.
    """
    due = 0.0
    for write in writes:
        due = max(due, write) + SPACING
    allowed = max(now, due - (BURST - 1) * SPACING)
    return allowed if len(writes) < HOURLY else max(allowed, writes[-HOURLY] + HOUR)


@dataclass(frozen=True, slots=True)
class FilePacer:
    """A pacer in a small SQLite file that all workers of a machine share; losing it loses only the count.

    `patience` is how long to wait for other workers, in seconds.
    """

    path: Path
    clock: Callable[[], float]
    patience: float = 10.0

    def book(self, installation: InstallationId, patience: float) -> float:
        """Return the wait of a write, booked when it is within patience; see Pacer."""
        with self._open() as database:
            now = self.clock()
            database.execute("DELETE FROM writes WHERE at < ?", (now - HOUR,))
            rows = database.execute("SELECT at FROM writes WHERE installation = ? ORDER BY at", (installation,))
            at = max(earliest([row[0] for row in rows], now), _held_until(database, installation))
            if at - now <= patience:
                database.execute("INSERT INTO writes VALUES (?, ?)", (installation, at))
            return at - now

    def held(self, installation: InstallationId) -> float:
        """Return the rest of GitHub's own limit, in seconds; see Pacer."""
        with self._open() as database:
            return max(0.0, _held_until(database, installation) - self.clock())

    def hold(self, installation: InstallationId, seconds: float) -> None:
        """Remember GitHub's own limit; see Pacer."""
        with self._open() as database:
            until = max(self.clock() + seconds, _held_until(database, installation))
            database.execute("INSERT OR REPLACE INTO holds VALUES (?, ?)", (installation, until))

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        """Hold the file alone for one transaction."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)) as database:
                # Nothing here must survive a power cut.
                database.execute("PRAGMA synchronous = OFF")
                database.execute("BEGIN IMMEDIATE")
                database.execute("CREATE TABLE IF NOT EXISTS writes (installation INTEGER, at REAL)")
                database.execute("CREATE TABLE IF NOT EXISTS holds (installation INTEGER PRIMARY KEY, until REAL)")
                yield database
                database.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise TryAgain(f"Counted writes to GitHub in {self.path}, but other workers kept it locked.") from error
            raise TellOperator(
                f"Counted writes to GitHub in {self.path}, but {error}: check the disk and the folder's owner, "
                "or delete the file, which holds nothing else."
            ) from error


def _held_until(database: sqlite3.Connection, installation: InstallationId) -> float:
    row = database.execute("SELECT until FROM holds WHERE installation = ?", (installation,)).fetchone()
    return float(row[0]) if row else 0.0
