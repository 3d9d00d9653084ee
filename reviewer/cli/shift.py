"""What a worker process works with: the queue, the job bodies, their limits."""

import os
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass, field

from reviewer.cli.adapters import given_credentials, open_worker
from reviewer.errors import TellOperator
from reviewer.github.credentials import AppCredentials, load_credentials
from reviewer.jobs.book import Book
from reviewer.jobs.sql import SqlQueue
from reviewer.jobs.supervisor import WorkerOptions
from reviewer.model.notes import Notes
from reviewer.model.work import Job, JobKind
from reviewer.settings import Settings
from reviewer.store.clock import DatabaseClock
from reviewer.store.database import open_database
from reviewer.store.operations import Operations
from reviewer.store.schema import upgrade

SETUP_POLL = 0.2
"""Seconds between two looks for the credentials that /setup writes."""


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


def prepare(settings: Settings) -> None:
    """Make the data folder, for its owner only, and bring the database up to date."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise TellOperator(
            f"Could not make the data folder {settings.data_dir}: {error.strerror}. Set REVIEWER_DATA_DIR."
        ) from error
    upgrade(settings.database)


def wait_for_credentials(settings: Settings) -> AppCredentials:
    """Return the App's credentials once it is set up."""
    credentials = given_credentials(settings)
    while credentials is None:
        credentials = load_credentials(settings.credentials_file)
        if credentials is None:
            time.sleep(SETUP_POLL)
    return credentials
