"""How fast an installation may write: one write a second on average, a burst at times, 500 an hour.

GitHub allows 80 content-creating requests a minute and 500 an hour, and asks for a second between writes:
https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from reviewer.model.ids import InstallationId
from reviewer.store import pacing
from reviewer.store.database import Database

SPACING = 1.0
BURST = 20
"""Writes that may come at once: with one a second after them, no minute has more than 80."""

HOUR = 3600.0
HOURLY = 500

LONGEST_HOLD = 2 * HOUR
"""GitHub's own limits end within the hour: a later end was noted by a clock that has been put back since."""

AHEAD = 60.0
"""Seconds that a write can be ahead of us: it is booked for a few, and hosts' clocks differ by a few more."""


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


class SqlPacer:
    """A pacer in the main database: one count for the workers of all hosts. Raises TryAgain as the database does."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def book(self, installation: InstallationId, patience: float) -> float:
        """Return the wait of a write, booked when it is within patience; see Pacer."""
        # Asked before the transaction is begun: the clock may need one of its own.
        now = self._clock()
        with self._database.writing() as connection:
            held_until = _sane(pacing.lock(connection, installation), now)
            writes = pacing.writes_between(connection, installation, now - HOUR, now + AHEAD)
            at = max(earliest(writes, now), held_until)
            if at - now <= patience:
                pacing.book(connection, installation, at)
            return at - now

    def held(self, installation: InstallationId) -> float:
        """Return the rest of GitHub's own limit, in seconds; see Pacer."""
        now = self._clock()
        with self._database.reading() as connection:
            return max(0.0, _sane(pacing.held_until(connection, installation), now) - now)

    def hold(self, installation: InstallationId, seconds: float) -> None:
        """Remember GitHub's own limit; see Pacer."""
        now = self._clock()
        with self._database.writing() as connection:
            held_until = _sane(pacing.lock(connection, installation), now)
            pacing.hold(connection, installation, max(now + seconds, held_until))


def _sane(held_until: float, now: float) -> float:
    return held_until if held_until <= now + LONGEST_HOLD else 0.0
