"""The sandbox's own clock, which a test can set ahead or back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class Clock:
    """The time of day on this GitHub: the machine's, plus an offset that can be changed at any moment."""

    offset: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC) + self.offset

    def move(self, seconds: float) -> None:
        """Set the clock ahead by so many seconds; a negative number sets it back."""
        self.offset += timedelta(seconds=seconds)


def stamp(moment: datetime) -> str:
    """Return a moment as GitHub writes it: "2026-01-31T09:00:00Z"."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
