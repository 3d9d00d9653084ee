"""`reviewer worker`: hands for an App that `reviewer serve` runs with the same settings, here or on another machine.

Without Redis this process claims due orders itself. With REDIS_URL it gives tickets to due orders, and keeps one
process a hand up (`hand.py`), each of which draws tickets.
"""

import signal
import sys
import time
from threading import Event
from typing import Annotated

import typer

from reviewer.cli.keeping import kept_running, repeated
from reviewer.cli.logs import configure_logs
from reviewer.cli.shift import Shift, prepare, wait_for_credentials
from reviewer.cli.warming import warm_up
from reviewer.errors import TellOperator
from reviewer.jobs.supervisor import run_workers
from reviewer.jobs.tickets import TicketOffice, connect
from reviewer.model.work import JobKind
from reviewer.settings import load_settings

LOOK = 0.5
"""Seconds between two looks for orders that are due and have no ticket."""


def worker(
    *,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Orders worked on at the same time.", show_default="REVIEWER_WORKERS")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Work on orders of this kind only, as `analyse`; may be repeated.")
    ] = None,
) -> None:
    """Run more workers for an App that `reviewer serve` runs with the same settings.

    Examples: `reviewer worker --processes 4`, `reviewer worker --only analyse` beside
    `reviewer worker --only publish --only check`.
    """
    configure_logs()
    settings = load_settings()
    kinds = read_kinds(only or [])
    prepare(settings)
    shift = Shift(settings, kinds, concurrency=processes or max(settings.workers, 1))
    if settings.redis_url is not None:
        keep_hands(shift)
        return
    warm_up()
    wait_for_credentials(settings)
    run_workers(shift.queue(), shift.perform, shift.options(), time.monotonic)


def read_kinds(names: list[str]) -> tuple[JobKind, ...]:
    """Return the kinds of orders with these names, all when there are none."""
    known = {kind.name.lower(): kind for kind in JobKind}
    unknown = [name for name in names if name.lower() not in known]
    if unknown:
        raise TellOperator(f"There are no orders of the kind {unknown[0]!r}: choose among {', '.join(known)}.")
    return tuple(known[name.lower()] for name in names) or tuple(JobKind)


def keep_hands(shift: Shift) -> None:
    """Give tickets to due orders and keep as many hands up as wanted, until SIGTERM or SIGINT."""
    leaving = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: leaving.set())
    office = TicketOffice(connect(shift.redis_url), shift.queue(), shift.turn_limit)
    words = [sys.executable, "-m", "reviewer.cli.hand", *(kind.name.lower() for kind in shift.kinds)]
    with repeated(LOOK, office.issue), kept_running(words, shift.concurrency):
        leaving.wait()
