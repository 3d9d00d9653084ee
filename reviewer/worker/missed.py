"""Which deliveries are sent once more. Pure: the same attempts at the same time give the same decision."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.model.work import DeliveryAttempt

KEPT = 3 * 24 * 3600.0
"""Seconds for which GitHub keeps a delivery and can send it again."""

MOST_ATTEMPTS = 8
"""What is refused as often is not refused for want of another attempt."""

SETTLED = 60.0
"""Seconds after which an attempt is over, and GitHub lists it with its outcome: it waits ten seconds for an answer."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One look for missed deliveries: when it began, and when the one before it did (None: this is the first).

    `pause` is how often one is made. All in seconds.
    """

    began_at: float
    previous: float | None
    pause: float

    @property
    def since(self) -> float:
        """Return how far back it looks: from the look before, as far as eight attempts reach.

        So whatever that look left waiting is seen with all its attempts, also when no look came for long because the
        App, its database or GitHub was away. The first look goes back as far as GitHub remembers.
        """
        oldest = self.began_at - KEPT
        if self.previous is None:
            return oldest
        reach = MOST_ATTEMPTS * self.pause + self.wait(MOST_ATTEMPTS + 1)
        return max(oldest, min(self.previous, self.began_at) - reach)

    def wait(self, count: int) -> float:
        """Return how old the newest of so many failed attempts must be: a minute, twice as much with each more."""
        return min(SETTLED, self.pause) * 2.0 ** (count - 1)

    def is_first_after(self, moment: float) -> bool:
        """Return whether this look is the one that finds a moment to have come."""
        return moment <= self.began_at and (self.previous is None or moment > self.previous)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is sent again, the oldest first, and what is given up; each is the newest attempt of its delivery."""

    again: tuple[DeliveryAttempt, ...]
    given_up: tuple[DeliveryAttempt, ...]


def decide(attempts: Iterable[DeliveryAttempt], sweep: Sweep) -> Decision:
    """Return what is to be done about deliveries of which no attempt worked.

    Each failed attempt is answered by one look, the first that comes when its wait is over: so none is sent for twice
    while the next attempt is under way, and what is given up is told once.
    """
    missed = [tries for tries in _by_delivery(attempts) if not any(each.is_ok for each in tries)]
    return Decision(
        again=tuple(tries[-1] for tries in missed if _is_due(tries, sweep)),
        given_up=tuple(tries[-1] for tries in missed if _is_given_up(tries, sweep)),
    )


def _by_delivery(attempts: Iterable[DeliveryAttempt]) -> list[Sequence[DeliveryAttempt]]:
    """Return the attempts of each delivery, the oldest first; deliveries by their first attempt."""
    found: dict[str, list[DeliveryAttempt]] = defaultdict(list)
    for attempt in sorted(attempts, key=lambda each: (each.delivered_at, each.id)):
        found[attempt.guid].append(attempt)
    return list(found.values())


def _is_due(tries: Sequence[DeliveryAttempt], sweep: Sweep) -> bool:
    due_at = tries[-1].delivered_at + sweep.wait(len(tries))
    return len(tries) < MOST_ATTEMPTS and sweep.is_first_after(due_at)


def _is_given_up(tries: Sequence[DeliveryAttempt], sweep: Sweep) -> bool:
    over_at = tries[-1].delivered_at + sweep.wait(1)
    return len(tries) >= MOST_ATTEMPTS and sweep.is_first_after(over_at)
