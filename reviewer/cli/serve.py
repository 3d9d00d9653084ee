"""`reviewer serve` and `reviewer worker`: the App for real, and more hands for it."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Annotated

import structlog
import typer
from prometheus_client import CollectorRegistry

from reviewer.cli.adapters import given_credentials, open_worker
from reviewer.cli.logs import configure_logs
from reviewer.cli.warming import warm_up
from reviewer.errors import TellOperator, TryAgain
from reviewer.github.connection import Connection
from reviewer.github.credentials import load_credentials
from reviewer.github.manifest import convert_manifest
from reviewer.jobs.book import Book
from reviewer.jobs.sql import SqlQueue
from reviewer.jobs.supervisor import WorkerOptions, run_workers
from reviewer.model.notes import Notes
from reviewer.model.work import Job
from reviewer.settings import Settings, load_settings
from reviewer.store.database import open_database
from reviewer.store.operations import Operations
from reviewer.store.schema import upgrade
from reviewer.store.sql import SqlStore
from reviewer.web.app import create_app
from reviewer.web.parts import CredentialsHolder, WebParts
from reviewer.web.server import bind, serve_on

log = structlog.get_logger()

DELIVERIES_KEPT = 30 * 24 * 3600.0
"""Seconds for which a delivery is known again when GitHub sends it once more; GitHub itself keeps it for 3 days."""

PRUNE_PAUSE = 3600.0
"""Seconds between two looks for deliveries that need not be kept any longer; the first is at the start."""

CHECKPOINT_PAUSE = 1.0
"""Seconds between two copies of SQLite's log into its file."""

RESTART_PAUSE = 2.0
"""Seconds before a worker that died is started again."""

SETUP_POLL = 0.2
"""Seconds between two looks for the credentials that /setup writes."""


def serve() -> None:
    """Run the App: web side and workers, on one machine.

    Settings come from the environment (REVIEWER_…): see the README. The first start prints where to set the App up.
    """
    configure_logs()
    # uvicorn ends what is under way, then raises the signal once more: the worker must be stopped before we go.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    settings = load_settings()
    prepare(settings)
    token = settings.setup_token.get_secret_value() if settings.setup_token else secrets.token_urlsafe(24)
    database = open_database(settings.database)
    store = SqlStore(database, time.time)
    app = create_app(web_parts(settings, store, token))
    listening = bind(settings.host, settings.port)
    greet(settings, listening, token)
    worker_words = [sys.executable, "-m", "reviewer", "worker"]
    with (
        repeated(CHECKPOINT_PAUSE, database.checkpoint),
        repeated(PRUNE_PAUSE, lambda: store.prune(time.time() - DELIVERIES_KEPT)),
        kept_running(worker_words, 1 if settings.workers else 0),
    ):
        serve_on(app, listening)


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def worker(
    *,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Reviews made at the same time.", show_default="REVIEWER_WORKERS")
    ] = None,
) -> None:
    """Run more workers for an App that `reviewer serve` runs with the same settings."""
    configure_logs()
    settings = load_settings()
    prepare(settings)
    warm_up()
    wait_for_credentials(settings)
    database, notes = open_database(settings.database, is_pooled=False), Notes()
    queue = SqlQueue(database, time.time, lease_seconds=settings.lease)

    def perform(job: Job) -> None:
        open_worker(settings, notes).perform(job)

    def give_up(job: Job, why: str) -> None:
        open_worker(settings, notes).give_up(job, why)

    name, concurrency = f"{socket.gethostname()}-{os.getpid()}", processes or max(settings.workers, 1)
    book = Book(Operations(database, time.time), name, concurrency)
    options = WorkerOptions(
        name=name,
        concurrency=concurrency,
        time_limit=settings.review_limit,
        heartbeat=settings.lease / 4,
        on_give_up=give_up,
        book=book,
        notes=notes,
    )
    run_workers(queue, perform, options, time.monotonic)
    book.close()


def prepare(settings: Settings) -> None:
    """Make the data folder, for its owner only, and bring the database up to date."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise TellOperator(
            f"Could not make the data folder {settings.data_dir}: {error.strerror}. Set REVIEWER_DATA_DIR."
        ) from error
    upgrade(settings.database)


def web_parts(settings: Settings, store: SqlStore, token: str) -> WebParts:
    """Return what the web side is made of."""
    connection = Connection(settings.rest_url)
    return WebParts(
        store=store,
        credentials=CredentialsHolder(settings.credentials_file, given_credentials(settings)),
        convert=lambda code: convert_manifest(connection, code),
        clock=time.time,
        own_url=settings.own_url,
        github_url=settings.github_url.rstrip("/"),
        setup_token=token,
        registry=CollectorRegistry(),
    )


def greet(settings: Settings, listening: socket.socket, token: str) -> None:
    """Say where we are, and, before the App exists, where to make it."""
    host, port = listening.getsockname()[:2]
    log.info("listening", address=f"http://{host}:{port}", public=settings.own_url)
    if given_credentials(settings) is None and load_credentials(settings.credentials_file) is None:
        typer.echo(f"Set the App up here, once: {settings.own_url}/setup?token={token}", err=True)


def wait_for_credentials(settings: Settings) -> None:
    """Return once the App is set up."""
    if given_credentials(settings) is not None:
        return
    while load_credentials(settings.credentials_file) is None:
        time.sleep(SETUP_POLL)


@contextmanager
def repeated(pause: float, act: Callable[[], object]) -> Generator[None]:
    """Do something now and every `pause` seconds, in a thread, until the block ends.

    A database that is away is asked again at the next turn.
    """
    stopping = Event()

    def go_round() -> None:
        while not stopping.is_set():
            with suppress(TryAgain):
                act()
            stopping.wait(pause)

    thread = Thread(target=go_round, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


@contextmanager
def kept_running(words: list[str], count: int) -> Generator[None]:
    """Keep `count` child processes up until the block ends; then let them finish what they do."""
    stopping = Event()
    keepers = [Thread(target=_keep, args=(words, stopping), daemon=True) for _ in range(count)]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        stopping.set()
        for keeper in keepers:
            keeper.join()


def _keep(words: list[str], stopping: Event) -> None:
    while not stopping.is_set():
        child = subprocess.Popen(words)  # noqa: S603 - our own program
        while child.poll() is None and not stopping.wait(0.2):
            pass
        if stopping.is_set():
            child.send_signal(signal.SIGTERM)
            child.wait()
        else:
            log.warning("worker died", code=child.returncode)
            stopping.wait(RESTART_PAUSE)
