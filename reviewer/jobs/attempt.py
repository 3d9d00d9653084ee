"""A job that runs now, in its child process."""

from dataclasses import dataclass

from reviewer.jobs.child import Child
from reviewer.jobs.outcomes import Ending, Outcome
from reviewer.model.work import Job


@dataclass(slots=True)
class Attempt:
    """A running attempt, as the supervisor sees it; times are its clock's.

    `farewell` is why the order will be given up, when this child runs the hook for that instead of the job.
    `verdict` is why we end it ourselves, and `kill_at` when it is not asked any longer. `outcome` is there once the
    child is gone.
    """

    job: Job
    child: Child
    started_at: float
    deadline: float
    renew_at: float
    farewell: str | None = None
    verdict: Outcome | None = None
    kill_at: float | None = None
    outcome: Outcome | None = None

    def enforce(self, now: float, kill_grace: float) -> None:
        """Ask the child to end when it is over its limit; kill it when it was asked and did not."""
        if now >= self.deadline:
            limit = self.deadline - self.started_at
            self.stop(Outcome(Ending.TOO_LONG, f"it took longer than {limit:g} s and was stopped"), now, kill_grace)
        if self.kill_at is not None and now >= self.kill_at:
            self.child.kill()

    def stop(self, verdict: Outcome, now: float, grace: float) -> None:
        """End the child, and let the verdict say how it ended; the first verdict stands."""
        if self.verdict is not None:
            return
        self.verdict = verdict
        self.kill_at = now + grace
        self.child.ask_to_stop()

    def take_outcome(self) -> None:
        """Take note of how the child ended. Work that was done before our verdict reached it is done."""
        told = self.child.reap()
        self.outcome = told if self.verdict is None or told.ending is Ending.DONE else self.verdict
