"""`reviewer worker`: hands for an App that `reviewer serve` runs with the same settings, here or on another machine.

Without Redis it claims due orders itself. With REDIS_URL it gives tickets to due orders, and keeps hands up that draw
them.
"""

import time
from typing import Annotated

import typer

from reviewer.cli.beginning import prepare, wait_for_credentials
from reviewer.cli.logs import configure_logs
from reviewer.cli.shift import Shift
from reviewer.cli.warming import warm_key, warm_up
from reviewer.errors import TellOperator
from reviewer.jobs.book import Book
from reviewer.jobs.hands import Hands
from reviewer.jobs.supervisor import run_workers, take_turn
from reviewer.jobs.tickets import TicketOffice, connect
from reviewer.model.work import JobKind
from reviewer.settings import load_settings


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
    warm_up()
    warm_key(wait_for_credentials(settings))
    book = shift.book()
    if settings.redis_url is None:
        run_workers(shift.queue(), shift.perform, shift.options(book), time.monotonic)
    else:
        draw_tickets(shift, book, settings.redis_url.get_secret_value())
    book.close()


def read_kinds(names: list[str]) -> tuple[JobKind, ...]:
    """Return the kinds of orders with these names, all when there are none."""
    known = {kind.name.lower(): kind for kind in JobKind}
    unknown = [name for name in names if name.lower() not in known]
    if unknown:
        raise TellOperator(f"There are no orders of the kind {unknown[0]!r}: choose among {', '.join(known)}.")
    return tuple(known[name.lower()] for name in names) or tuple(JobKind)


def draw_tickets(shift: Shift, book: Book, redis_url: str) -> None:
    """Work through Redis until SIGTERM or SIGINT."""

    def turn() -> None:
        take_turn(shift.queue(), shift.perform, shift.options(book), time.monotonic)

    redis = connect(redis_url)
    office = TicketOffice(redis, shift.queue(), shift.name, shift.turn_limit)
    Hands(redis, office, shift.kinds, shift.concurrency, turn).work(book.sign)
