"""What an attempt at an order notes about itself, for the log and the metrics: names and numbers, never text."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from reviewer.model.ids import InstallationId


class Stage(StrEnum):
    """The parts of a review's way whose time is measured."""

    FETCH = "fetch"
    REVIEW = "review"
    SEARCH = "search"
    SAVE = "save"
    COMMENT = "comment"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Budget:
    """What GitHub lets an installation ask: `remaining` of the `allowed` requests until `resets_at` (since 1970)."""

    installation: InstallationId
    remaining: int
    allowed: int
    resets_at: float


@dataclass(slots=True)
class Notes:
    """Filled by one attempt, in its own process.

    `words` go on every line of the log from now on ("pull", "sha"); `stages` are in seconds; `budgets` are the newest.
    """

    words: dict[str, str] = field(default_factory=dict[str, str])
    stages: dict[Stage, float] = field(default_factory=dict[Stage, float])
    budgets: dict[InstallationId, Budget] = field(default_factory=dict[InstallationId, Budget])

    @contextmanager
    def timing(self, stage: Stage, clock: Callable[[], float] = time.perf_counter) -> Generator[None]:
        """Add the seconds that a block takes to its stage, however the block ends."""
        begun = clock()
        try:
            yield
        finally:
            self.stages[stage] = self.stages.get(stage, 0.0) + clock() - begun
