"""The queue port on the database itself: workers claim the orders that are due."""

import secrets
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from reviewer.model.work import Job, JobKind
from reviewer.store import leases, turns
from reviewer.store.database import Database
from reviewer.store.turns import Due

_CHOICE = 8
"""Lines that one claim goes along: other workers may have emptied the first ones since they were read."""


class SqlQueue:
    """The `Queue` port. A lease lasts `lease_seconds` unless it is renewed; only orders of these `kinds` are claimed.

    Raises TryAgain as the database does.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float],
        *,
        lease_seconds: float = 60.0,
        kinds: Collection[JobKind] = tuple(JobKind),
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._kinds = kinds

    def due(self, worker: str, limit: int) -> list[Due]:
        """Return orders that claims by this worker could take now: of each kind the `limit` that are due longest."""
        now = self._clock()
        self._free_expired(now)
        with self._database.reading() as connection:
            if not turns.due(connection, now, self._kinds, worker, 1):
                return []
            return [each for kind in self._kinds for each in turns.due(connection, now, (kind,), worker, limit)]

    def claim(self, worker: str) -> Job | None:
        """Return a due order, now leased to this worker; None when nothing is due, or others took it first."""
        now = self._clock()
        self._free_expired(now)
        with self._database.reading() as connection:
            # Most of the time nothing is due, and asking, which takes longest, must not hold up those who write.
            lines = turns.lines(connection, now, self._kinds, worker)
        if not lines:
            return None
        lease = leases.Lease(secrets.token_hex(16), worker, now + self._lease_seconds)
        try:
            with self._database.writing() as connection:
                return leases.claim(connection, lease, now, lines[:_CHOICE])
        except IntegrityError:
            # Another worker leased the same key at this very moment (PostgreSQL; SQLite has one writer at a time).
            return None

    def renew(self, job: Job) -> bool:
        """Extend the lease."""
        now = self._clock()
        with self._database.writing() as connection:
            return leases.renew(connection, job.lease, now, now + self._lease_seconds)

    def finish(self, job: Job) -> bool:
        """Mark the order done; when it was ordered again meanwhile, it is due again at once."""
        now = self._clock()
        with self._database.writing() as connection:
            return leases.finish(connection, job.lease, now)

    def retry(self, job: Job, *, after: float, why: str) -> bool:
        """Give the order back, due in `after` seconds, or now when it was ordered again meanwhile."""
        return self._free(job, {"due_at": self._clock() + after, "last_failure": _storable(why)})

    def give_back(self, job: Job) -> bool:
        """Give the order back as if it had not been claimed: due now, this attempt not counted."""
        return self._free(job, {"due_at": self._clock(), "attempts": job.attempt - 1})

    def put_off(self, job: Job, *, after: float, why: str) -> bool:
        """Give the order back as `retry` does, this attempt not counted."""
        changes = {"due_at": self._clock() + after, "attempts": job.attempt - 1, "last_failure": _storable(why)}
        return self._free(job, changes)

    def give_up(self, job: Job, *, why: str) -> bool:
        """Set the order aside as failed, unless it was ordered again meanwhile: then that is due."""
        return self._free(job, {"failed_at": self._clock(), "last_failure": _storable(why)})

    def _free_expired(self, now: float) -> None:
        with self._database.reading() as connection:
            if not leases.is_any_expired(connection, now):
                return
        with self._database.writing() as connection:
            leases.free_expired(connection, now)

    def _free(self, job: Job, changes: Mapping[str, Any]) -> bool:
        now = self._clock()
        with self._database.writing() as connection:
            return leases.free(connection, job.lease, now, changes)


def _storable(text: str) -> str:
    """Return a reason that any database can keep: no lone surrogates (paths that are not UTF-8), no NUL."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")[:10_000]
