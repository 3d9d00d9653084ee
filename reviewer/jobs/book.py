"""A worker's accounts: how its jobs ended and how long their stages took, and that it is alive."""

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from itertools import chain

from reviewer.errors import TryAgain
from reviewer.jobs.outcomes import Ending, Outcome
from reviewer.model.notes import Stage
from reviewer.model.work import Job
from reviewer.store.operations import BEAT, Operations
from reviewer.store.tallies import Tally

JOBS = "jobs"
STAGES = "stage_seconds"
SUM = "sum"
GIVEN_UP = "given up"

BOUNDS = ("0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "30", "60", "120", "300", "+Inf")
"""Upper bounds of the stages' distribution, in seconds, as Prometheus writes them."""


class Book:
    """Written into the database, at most once a job. What cannot be written is left out: the work goes on."""

    def __init__(
        self, operations: Operations, name: str, concurrency: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._operations = operations
        self._name = name
        self._concurrency = concurrency
        self._clock = clock
        self._next_sign = float("-inf")

    def sign(self) -> None:
        """Give a sign of life when it is time for one; call it at least every few seconds."""
        if self._clock() >= self._next_sign:
            self._next_sign = self._clock() + BEAT
            with suppress(TryAgain):
                self._operations.sign(self._name, self._concurrency)

    def job_ended(self, job: Job, outcome: Outcome, farewell: str | None = None) -> None:
        """Count how an attempt ended, with what it noted about itself; `farewell` is why its order was given up."""
        ending, reason = outcome.ending.value, outcome.reason
        if farewell is not None and outcome.ending in (Ending.DONE, Ending.GONE):
            ending, reason = GIVEN_UP, farewell.partition(":")[0]
        labels = {"kind": job.order.kind.value, "ending": ending, "reason": reason}
        counted = chain([Tally(JOBS, labels, "", 1.0)], _timed(outcome.notes.stages))
        with suppress(TryAgain):
            self._operations.count(counted, outcome.notes.budgets.values())

    def close(self) -> None:
        """Say that this worker ends."""
        with suppress(TryAgain):
            self._operations.leave(self._name)


def _timed(stages: Mapping[Stage, float]) -> Generator[Tally]:
    for stage, seconds in stages.items():
        labels = {"stage": stage.value}
        yield Tally(STAGES, labels, next(bound for bound in BOUNDS if seconds <= float(bound)), 1.0)
        yield Tally(STAGES, labels, SUM, seconds)
