"""The time by which leases and waits are measured: the database's, so that all hosts agree whose clock is right."""

import time

from reviewer.store.database import Database
from reviewer.store.dialects import epoch

_TRUST = 60.0
"""Seconds after which the database is asked again; in between this machine's steady clock counts."""


class DatabaseClock:
    """Tells the seconds since 1970. With SQLite, which is on this machine, that is this machine's own time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked_at = float("-inf")
        self._answer = 0.0

    def __call__(self) -> float:
        """Return the time; raises TryAgain when the database has to be asked and does not answer."""
        now = time.monotonic()
        if now - self._asked_at > _TRUST:
            self._answer, self._asked_at = self._ask(), time.monotonic()
        return self._answer + time.monotonic() - self._asked_at

    def _ask(self) -> float:
        with self._database.reading() as connection:
            return epoch(connection)
