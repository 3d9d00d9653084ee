"""`reviewer serve`: the App for real."""

import secrets
import signal
import socket
import sys
import time

import structlog
import typer
from prometheus_client import CollectorRegistry

from reviewer.cli.beginning import given_credentials, prepare
from reviewer.cli.keeping import kept_running, repeated
from reviewer.cli.logs import configure_logs
from reviewer.github.credentials import AppCredentials, load_credentials
from reviewer.model.orders import queue_order, sweep_order
from reviewer.model.work import Order
from reviewer.settings import Settings, load_settings
from reviewer.store.clock import DatabaseClock
from reviewer.store.database import open_database
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
    store = SqlStore(database, DatabaseClock(database))
    app = create_app(web_parts(settings, store, token))
    listening = bind(settings.host, settings.port)
    greet(settings, listening, token)
    worker_words = [sys.executable, "-m", "reviewer", "worker"]
    with (
        repeated(CHECKPOINT_PAUSE, database.checkpoint),
        repeated(PRUNE_PAUSE, lambda: store.prune(store.now() - DELIVERIES_KEPT)),
        repeated(settings.sweep_pause, lambda: store.order([sweep_order(settings.sweep_pause)])),
        repeated(settings.queue_pause, lambda: store.order(_queue_orders(store, settings.queue_pause))),
        kept_running(worker_words, 1 if settings.workers else 0),
    ):
        serve_on(app, listening)


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _queue_orders(store: SqlStore, pause: float) -> list[Order]:
    """Return the orders to look at the queue of each repository that has one."""
    return [queue_order(repository, pause) for repository in store.waits.repositories()]


def web_parts(settings: Settings, store: SqlStore, token: str) -> WebParts:
    """Return what the web side is made of."""
    return WebParts(
        store=store,
        credentials=CredentialsHolder(settings.credentials_file, given_credentials(settings)),
        convert=lambda code: _convert(settings, code),
        clock=time.time,
        own_url=settings.own_url,
        github_url=settings.github_url.rstrip("/"),
        setup_token=token,
        registry=CollectorRegistry(),
    )


def _convert(settings: Settings, code: str) -> AppCredentials:
    # Once in the life of an App, and not before: to load GitHub's client takes as long as to load all the rest.
    from reviewer.github.connection import Connection  # noqa: PLC0415
    from reviewer.github.conversion import convert_manifest  # noqa: PLC0415

    return convert_manifest(Connection(settings.rest_url, settings.github_timeout), code)


def greet(settings: Settings, listening: socket.socket, token: str) -> None:
    """Say where we are, and, before the App exists, where to make it."""
    host, port = listening.getsockname()[:2]
    log.info("listening", address=f"http://{host}:{port}", public=settings.own_url)
    if given_credentials(settings) is None and load_credentials(settings.credentials_file) is None:
        typer.echo(f"Set the App up here, once: {settings.own_url}/setup?token={token}", err=True)
