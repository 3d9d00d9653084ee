"""A real worker process for the tests, and jobs for it that do what their order's details say.

The worker claims its orders from the database, or draws tickets from a real Redis, as its setup says.
"""

import multiprocessing
import os
import signal
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from reviewer.errors import Gone, NotYet, TellAuthor, TellOperator, TryAgain
from reviewer.jobs.hands import Hands
from reviewer.jobs.outcomes import Patience
from reviewer.jobs.sql import SqlQueue
from reviewer.jobs.supervisor import WorkerOptions, run_workers, take_turn
from reviewer.jobs.tickets import TicketOffice, connect
from reviewer.model.work import Job, JobKind, Order
from reviewer.store.database import open_database

# Each process is a fork of a server that has one thread and has imported what is heavy: a clean start takes seconds.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["reviewer.jobs.sql", "reviewer.jobs.supervisor", "reviewer.store.sql", "reviewer.jobs.hands"]
)
QUICK = Patience(waits=4, failures=2, deaths=2, first_wait=0.01, longest_wait=0.02)


@dataclass(frozen=True)
class Setup:
    """What a worker process is started with."""

    url: str
    folder: Path
    lease_seconds: float = 30.0
    options: WorkerOptions = field(
        default_factory=lambda: WorkerOptions(
            "w", time_limit=20.0, kill_grace=0.3, heartbeat=0.1, poll=0.05, patience=QUICK
        )
    )
    queue: type[SqlQueue] = SqlQueue
    redis_url: str | None = None

    def open_queue(self) -> SqlQueue:
        return self.queue(open_database(self.url, is_pooled=False), time.time, lease_seconds=self.lease_seconds)


def order(do: str, number: int = 1) -> Order:
    return Order(JobKind.ANALYSE, f"pull/1/{number}", None, {"do": do})


def work(setup: Setup) -> None:
    if setup.redis_url is None:
        run_workers(setup.open_queue(), Performer(setup.folder), setup.options, time.monotonic)
    else:
        draw(setup, setup.redis_url)


def draw(setup: Setup, redis_url: str) -> None:
    def turn() -> None:
        take_turn(setup.open_queue(), Performer(setup.folder), setup.options, time.monotonic)

    redis = connect(redis_url)
    office = TicketOffice(redis, setup.open_queue(), setup.options.name, turn_limit=60.0)
    Hands(redis, office, tuple(JobKind), setup.options.concurrency, turn).work(sign=time.monotonic)


@contextmanager
def worker(setup: Setup) -> Generator[ForkServerProcess]:
    process = FORKS.Process(target=work, args=(setup,))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def wait_for(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not claim():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def lines(folder: Path, name: str) -> list[str]:
    path = folder / name
    return path.read_text().splitlines() if path.exists() else []


@dataclass(frozen=True)
class Farewell:
    """The hook before an order is given up: writes down what it was told."""

    folder: Path

    def __call__(self, job: Job, why: str) -> None:
        _append(self.folder, "farewells", f"{job.order.key} {why.splitlines()[0]}")


@dataclass(frozen=True)
class HinderedFarewell:
    """A hook that the outage which ended the order hinders, so many times."""

    folder: Path
    times: int

    def __call__(self, job: Job, why: str) -> None:
        Farewell(self.folder)(job, why)
        if len(lines(self.folder, "farewells")) <= self.times:
            raise TryAgain("GitHub did not answer")


@dataclass(frozen=True)
class Performer:
    """Does what the order's `do` says, writing into a folder what it did."""

    folder: Path

    def __call__(self, job: Job) -> None:
        _append(self.folder, "attempts", f"{job.order.key} {job.attempt}")
        _append(self.folder, "pids", str(os.getpid()))
        self._do(str(job.order.details["do"]), job)
        _append(self.folder, "done", job.order.key)

    def _do(self, what: str, job: Job) -> None:
        match what:
            case "nothing":
                return
            case "pause":
                time.sleep(0.2)
            case "wait":
                wait_for((self.folder / "go").exists)
            case "be slow once":
                time.sleep(100 if job.attempt == 1 else 0)
            case "die once":
                os.kill(os.getpid(), signal.SIGKILL if job.attempt == 1 else 0)
            case "hang stubbornly":
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                sleeper = subprocess.Popen(["sleep", "100"])  # noqa: S607 - coreutils, wherever it is
                _append(self.folder, "pids", str(sleeper.pid))
                time.sleep(100)
            case "be put off often" if len(lines(self.folder, "attempts")) > 8:
                return
            case _:
                raise ERRORS[what]


ERRORS: dict[str, Exception] = {
    "busy": TryAgain("GitHub said 502"),
    "busy for long": TryAgain("limited", after=3600.0),
    "be put off often": NotYet("our pace", after=0.2),
    "gone": Gone("deleted"),
    "operator": TellOperator("key refused"),
    "author": TellAuthor("bad policy"),
    "bug": ZeroDivisionError("caf\udce9 " + "x" * 100_000),
}


def _append(folder: Path, name: str, line: str) -> None:
    with (folder / name).open("a") as file:
        file.write(line + "\n")
