"""What a worker process works with: the queue, the job bodies, their limits."""

import os
import socket
from collections.abc import Collection
from dataclasses import dataclass, field

from reviewer.cli.adapters import open_worker
from reviewer.jobs.book import Book
from reviewer.jobs.sql import SqlQueue
from reviewer.jobs.supervisor import WorkerOptions
from reviewer.model.notes import Notes
from reviewer.model.work import Job, JobKind
from reviewer.settings import Settings
from reviewer.store.clock import DatabaseClock
from reviewer.store.database import open_database
from reviewer.store.operations import Operations


@dataclass(frozen=True, slots=True)
class Shift:
    """Which orders a worker is there for, how many it works on at the same time, and what it is known by."""

    settings: Settings
    kinds: Collection[JobKind]
    concurrency: int
    name: str = field(default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}")
    notes: Notes = field(default_factory=Notes)

    def queue(self) -> SqlQueue:
        """Return the queue; no connection is kept open between two calls, so that the process may fork."""
        database = open_database(self.settings.database, is_pooled=False)
        return SqlQueue(database, DatabaseClock(database), lease_seconds=self.settings.lease, kinds=self.kinds)

    def book(self) -> Book:
        """Return this worker's accounts."""
        database = open_database(self.settings.database, is_pooled=False)
        return Book(Operations(database, DatabaseClock(database)), self.name, self.concurrency)

    def options(self, book: Book | None = None) -> WorkerOptions:
        """Return the limits of each attempt, and the accounts that are kept of it."""
        return WorkerOptions(
            name=self.name,
            concurrency=self.concurrency,
            time_limit=self.settings.review_limit,
            heartbeat=self.settings.lease / 4,
            on_give_up=self.give_up,
            book=book,
            notes=self.notes,
        )

    @property
    def turn_limit(self) -> float:
        """Return the longest that a turn can take, in seconds: an attempt, then the farewell to its order."""
        options = self.options()
        return 2 * (options.time_limit + options.kill_grace) + options.stop_grace

    def perform(self, job: Job) -> None:
        """Do what an order says, with adapters of this process's own."""
        open_worker(self.settings, self.notes).perform(job)

    def give_up(self, job: Job, why: str) -> None:
        """Say where it is due that an order failed for good."""
        open_worker(self.settings, self.notes).give_up(job, why)
