"""The worker's loop: claim, run each job in a child process, keep its lease alive, and record how it ended.

One thread, so that it may fork; whatever is slow or dangerous happens in the children. When this process is killed its
children end with it, their leases run out, and another worker takes the orders up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import structlog
from structlog.contextvars import bind_contextvars

from reviewer.errors import TryAgain
from reviewer.jobs.attempt import Attempt
from reviewer.jobs.book import Book
from reviewer.jobs.child import Lifeline, start_child
from reviewer.jobs.lines import lines_about
from reviewer.jobs.outcomes import Ending, Outcome, Patience
from reviewer.jobs.signals import StopSwitch, stop_switch
from reviewer.model.notes import Notes
from reviewer.model.ports import Queue
from reviewer.model.work import Job

log = structlog.get_logger()

_FAULTLESS = frozenset({Ending.DONE, Ending.GONE, Ending.PUT_OFF, Ending.LEASE_LOST, Ending.STOPPED})
"""Endings after which an order is never given up."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How a worker works; times in seconds.

    A child over `time_limit` is asked to end, and killed `kill_grace` later. `heartbeat` must be well below the
    queue's lease. Asked to stop, the worker claims nothing more, waits `stop_grace` for what runs, then stops that and
    gives it back. `on_give_up(job, why)` is run in a child like a job, before an order is set aside as failed. `book`
    is told what happens; a job's process writes its own account into `notes`.
    """

    name: str
    concurrency: int = 2
    time_limit: float = 300.0
    kill_grace: float = 5.0
    heartbeat: float = 15.0
    poll: float = 0.5
    stop_grace: float = 30.0
    patience: Patience = field(default_factory=Patience)
    on_give_up: Callable[[Job, str], None] | None = None
    book: Book | None = None
    notes: Notes = field(default_factory=Notes)


def run_workers(
    queue: Queue, perform: Callable[[Job], None], options: WorkerOptions, clock: Callable[[], float]
) -> None:
    """Perform jobs until SIGTERM or SIGINT; return once nothing runs any more.

    Call it in the main thread of a process without other threads. `queue` must keep no connection open between two
    calls, and `perform`, which runs in the children, must open its own. `clock` is monotonic.
    """
    lifeline = Lifeline()
    with stop_switch() as switch:
        _Supervisor(queue, perform, options, clock, lifeline).run(switch)
    lifeline.close()


def take_turn(queue: Queue, perform: Callable[[Job], None], options: WorkerOptions, clock: Callable[[], float]) -> bool:
    """Perform one order if any is due, under the same limits as `run_workers`; return whether there was one.

    Asked to stop meanwhile (SIGTERM), it gives the order back after the grace. Call it as `run_workers` is called.
    """
    lifeline = Lifeline()
    with stop_switch() as switch:
        had_one = _Supervisor(queue, perform, options, clock, lifeline).run_once(switch)
    lifeline.close()
    return had_one


class _Supervisor:
    def __init__(
        self,
        queue: Queue,
        perform: Callable[[Job], None],
        options: WorkerOptions,
        clock: Callable[[], float],
        lifeline: Lifeline,
    ) -> None:
        self._queue = queue
        self._perform = perform
        self._options = options
        self._clock = clock
        self._lifeline = lifeline
        self._attempts: list[Attempt] = []
        self._stop_at: float | None = None

    def run(self, switch: StopSwitch) -> None:
        """Go round until asked to stop and nothing runs, or what ran could not be recorded in time."""
        log.info("worker started", worker=self._options.name, concurrency=self._options.concurrency)
        while not self._is_over(switch):
            if self._options.book is not None:
                self._options.book.sign()
            self._fill(switch, self._options.concurrency)
            self._wait_and_attend(switch)
        log.info("worker stopped", worker=self._options.name, left_to_others=len(self._attempts))

    def run_once(self, switch: StopSwitch) -> bool:
        """Claim one order and go round until its end is recorded, or could not be recorded in time."""
        self._fill(switch, room=1)
        had_one = bool(self._attempts)
        while self._attempts and not self._is_over(switch):
            self._wait_and_attend(switch)
        return had_one

    def _wait_and_attend(self, switch: StopSwitch) -> None:
        pipes = [attempt.child.pipe for attempt in self._attempts if attempt.outcome is None]
        readable = switch.sleep(self._options.poll, pipes)
        for attempt in self._attempts.copy():
            self._attend(attempt, is_readable=attempt.child.pipe in readable)

    def _is_over(self, switch: StopSwitch) -> bool:
        if not switch.is_on:
            return False
        now = self._clock()
        if self._stop_at is None:
            log.info("worker stops", worker=self._options.name, running=len(self._attempts))
            self._stop_at = now + self._options.stop_grace
        if now >= self._stop_at:
            for attempt in self._attempts:
                attempt.stop(Outcome(Ending.STOPPED, "the worker was stopped"), now, self._options.kill_grace)
        # Twice the grace for ending and recording; after that the leases run out by themselves.
        return not self._attempts or now >= self._stop_at + 2 * self._options.kill_grace

    def _fill(self, switch: StopSwitch, room: int) -> None:
        """Claim and start jobs until so many run, or nothing is due."""
        try:
            while not switch.is_on and len(self._attempts) < room:
                job = self._queue.claim(self._options.name)
                if job is None:
                    return
                self._start(job)
        except TryAgain as error:
            log.warning("queue does not answer", worker=self._options.name, why=str(error))

    def _start(self, job: Job) -> None:
        # An order whose workers keep vanishing ends here: nobody was left to count its failures.
        if job.attempt > self._options.patience.waits:
            self._say_farewell(job, job.last_failure or "died: it was tried too often")
            return
        self._run(job, partial(self._perform, job), farewell=None)

    def _say_farewell(self, job: Job, why: str) -> None:
        hook = self._options.on_give_up
        body = partial(hook, job, why) if hook is not None else _nothing
        self._run(job, body, farewell=why)

    def _run(self, job: Job, body: Callable[[], None], *, farewell: str | None) -> None:
        now = self._clock()
        with lines_about(job):
            child = start_child(body, self._lifeline, self._options.notes)
        deadline = now + self._options.time_limit
        self._attempts.append(Attempt(job, child, now, deadline, now + self._options.heartbeat, farewell))

    def _attend(self, attempt: Attempt, *, is_readable: bool) -> None:
        """Take note of an attempt's end, or keep it alive within its limits."""
        with lines_about(attempt.job):
            self._attend_one(attempt, is_readable=is_readable)

    def _attend_one(self, attempt: Attempt, *, is_readable: bool) -> None:
        try:
            # The pipe of an attempt that ended is closed: its number may be another's by now.
            if is_readable and attempt.outcome is None:
                attempt.take_outcome()
            if attempt.outcome is not None:
                self._settle(attempt, attempt.outcome)
                return
            attempt.enforce(self._clock(), self._options.kill_grace)
            self._renew(attempt)
        except TryAgain as error:
            # The queue is asked again in the next round; a lease that runs out meanwhile is noticed then.
            log.warning("queue does not answer", worker=self._options.name, why=str(error))

    def _renew(self, attempt: Attempt) -> None:
        now = self._clock()
        if now < attempt.renew_at:
            return
        if self._queue.renew(attempt.job):
            attempt.renew_at = now + self._options.heartbeat
        else:
            # Somebody else may already be at it: no grace.
            attempt.stop(Outcome(Ending.LEASE_LOST, "its lease was lost"), now, grace=0.0)

    def _settle(self, attempt: Attempt, outcome: Outcome) -> None:
        """Record how an attempt ended, and forget it; say farewell first when its order is to be given up."""
        farewell = self._why_given_up(attempt, outcome)
        bind_contextvars(**outcome.notes.words)
        if farewell is None and not self._record(attempt, outcome):
            log.warning("lease lost before the end was recorded")
        self._attempts.remove(attempt)
        _log_end(attempt, outcome, self._clock())
        if self._options.book is not None:
            self._options.book.job_ended(attempt.job, outcome, attempt.farewell)
        if farewell is not None:
            self._say_farewell(attempt.job, farewell)

    def _why_given_up(self, attempt: Attempt, outcome: Outcome) -> str | None:
        if outcome.ending in _FAULTLESS or attempt.farewell is not None:
            return None
        is_last = attempt.job.attempt >= self._options.patience.attempts(outcome.ending)
        return _worded(outcome) if is_last else None

    def _record(self, attempt: Attempt, outcome: Outcome) -> bool:
        """Tell the queue how an attempt ended; False when the lease was lost."""
        job, patience = attempt.job, self._options.patience
        match outcome.ending:
            case Ending.LEASE_LOST:
                return False
            case Ending.STOPPED:
                return self._queue.give_back(job)
            case Ending.PUT_OFF:
                why = attempt.farewell or _worded(outcome)
                return self._queue.put_off(job, after=patience.wait(job.attempt, outcome), why=why)
            case Ending.DONE | Ending.GONE if attempt.farewell is None:
                return self._queue.finish(job)
            case ending if attempt.farewell and (ending is not Ending.BUSY or job.attempt >= patience.farewells):
                return self._queue.give_up(job, why=attempt.farewell)
            case _:
                # A farewell mostly meets the outage that used up the order's patience: it is said once that is over.
                why = attempt.farewell or _worded(outcome)
                return self._queue.retry(job, after=patience.wait(job.attempt, outcome), why=why)


def _worded(outcome: Outcome) -> str:
    return f"{outcome.ending.value}: {outcome.why}"


def _log_end(attempt: Attempt, outcome: Outcome, now: float) -> None:
    write = log.info if outcome.ending in _FAULTLESS else log.warning
    write(
        "job ended",
        ending=outcome.ending.value,
        why=outcome.why,
        seconds=round(now - attempt.started_at, 3),
    )


def _nothing() -> None:
    """Do what a worker without a hook does before an order is given up."""
