"""The adapters that the settings ask for, put together."""

import time

from reviewer.cli.beginning import given_credentials
from reviewer.cli.calibrations import load_calibrations
from reviewer.errors import TellOperator
from reviewer.git.cache import RepositoryCache
from reviewer.git.command import find_git
from reviewer.github.connection import Connection
from reviewer.github.credentials import load_credentials
from reviewer.github.forge import ForgeParts, GitHubForge
from reviewer.github.pacing import SqlPacer
from reviewer.jobs.guarded import ParseLimits
from reviewer.llm.wordsmith import SocketWordsmith
from reviewer.model.notes import Notes
from reviewer.settings import Settings, search_path
from reviewer.store.clock import DatabaseClock
from reviewer.store.database import open_database
from reviewer.store.sql import SqlStore
from reviewer.worker.perform import Worker
from reviewer.worker.ports import Ports

LOCK_SHARE = 0.1
"""The part of a review's time limit for which it waits for another worker that fetches the same repository."""


PARSING_SHARE = 0.5
"""The part of that limit after which a pull is no longer parsed, so that there is time to review it as plain lines."""


def open_worker(settings: Settings, notes: Notes) -> Worker:
    """Return a worker with adapters of its own; call it in the process that uses it. Nothing is connected yet.

    It writes its account of the job into `notes`.
    """
    credentials = given_credentials(settings) or load_credentials(settings.credentials_file)
    if credentials is None:
        raise TellOperator("The App is not set up: open /setup, or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET.")
    database = open_database(settings.database)
    clock = DatabaseClock(database)
    parts = ForgeParts(
        connection=Connection(settings.rest_url, settings.github_timeout),
        web_url=settings.github_url.rstrip("/"),
        credentials=credentials,
        cache=RepositoryCache(
            settings.cache_dir,
            settings.cache_bytes,
            find_git(search_path()),
            # Who waits for another's fetch of the same repository is to wait in the queue before it is stopped itself.
            patience=settings.review_limit * LOCK_SHARE,
        ),
        pacer=SqlPacer(database, clock),
        clock=time.time,
        notes=notes,
    )
    words = SocketWordsmith(settings.model_socket, settings.model_limit) if settings.model_socket else None
    limits = ParseLimits(settings.parse_limit, settings.parse_memory, settings.review_limit * PARSING_SHARE)
    calibrations = load_calibrations(settings.risk_calibration) if settings.risk_calibration else {}
    return Worker(Ports(GitHubForge(parts), SqlStore(database, clock), notes, words, limits, calibrations))
