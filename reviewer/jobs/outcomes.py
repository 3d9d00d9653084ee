"""How an attempt ended, as its process tells it, and what follows from that."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import TypeAdapter

from reviewer.errors import Gone, NotYet, TellAuthor, TellOperator, TryAgain
from reviewer.jobs.confined import RaisedApart
from reviewer.model.notes import Notes


class Ending(StrEnum):
    """How an attempt ended; the last two are no fault of the job."""

    DONE = "done"
    BUSY = "busy"
    PUT_OFF = "put off"
    GONE = "gone"
    TOLD = "told"
    AUTHOR = "author"
    BUG = "bug"
    TOO_LONG = "too long"
    DIED = "died"
    LEASE_LOST = "lease lost"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended; `why` in words for the log, `after` the seconds that a busy world asked us to wait.

    `reason` is the name of the error, or of the signal: one of a few, for counting. `notes` are the attempt's own.
    """

    ending: Ending
    why: str = ""
    after: float | None = None
    reason: str = ""
    notes: Notes = field(default_factory=Notes)


_SHAPE = TypeAdapter(Outcome)


@dataclass(frozen=True, slots=True)
class Patience:
    """How many attempts an order gets before it is given up, and how long it waits between them, in seconds.

    A busy world (outages) is waited out for `waits` attempts; its limits and paces as long as they last. Failures of
    our own get `failures`; an attempt that was too slow, or took its process down, would mostly do so again, and gets
    `deaths`. What the author must mend is not tried again. A farewell that meets a busy world is repeated until attempt
    `farewells`, which is days later.
    """

    waits: int = 30
    failures: int = 5
    deaths: int = 2
    farewells: int = 400
    first_wait: float = 5.0
    longest_wait: float = 900.0

    def attempts(self, ending: Ending) -> int:
        """Return how many attempts an order gets that keeps ending like this."""
        by_ending = {
            Ending.BUSY: self.waits,
            Ending.TOO_LONG: self.deaths,
            Ending.DIED: self.deaths,
            Ending.AUTHOR: 1,
        }
        return by_ending.get(ending, self.failures)

    def wait(self, attempt: int, outcome: Outcome) -> float:
        """Return the seconds to wait after this attempt: what the world asked for, else twice as long each time."""
        if outcome.after is not None:
            return max(outcome.after, 0.0)
        # The exponent is held down, for 2.0**1024 is too large to be a float.
        return min(self.longest_wait, self.first_wait * 2.0 ** min(attempt - 1, 64))


def outcome_of(error: Exception, trace: str) -> Outcome:
    """Return how an attempt ended that raised; `trace` is told for a bug."""
    reason = error.name if isinstance(error, RaisedApart) else type(error).__name__
    match error:
        case TryAgain():
            ending = Ending.PUT_OFF if isinstance(error, NotYet) else Ending.BUSY
            return Outcome(ending, str(error), error.after, reason)
        case Gone():
            return Outcome(Ending.GONE, str(error), reason=reason)
        case TellOperator():
            return Outcome(Ending.TOLD, str(error), reason=reason)
        case TellAuthor():
            return Outcome(Ending.AUTHOR, str(error), reason=reason)
        case _:
            return Outcome(Ending.BUG, trace, reason=reason)


def dump_outcome(outcome: Outcome) -> bytes:
    """Return an outcome as it goes through a pipe."""
    return json.dumps(_SHAPE.dump_python(outcome, mode="json")).encode()


def parse_outcome(text: bytes) -> Outcome | None:
    """Return the outcome that came through a pipe; None when it was cut off, or nothing came."""
    try:
        # Through json.loads: pydantic's own JSON reader refuses lone surrogates, as paths that are not UTF-8 have.
        return _SHAPE.validate_python(json.loads(text))
    except ValueError:
        return None
