"""One hand of a worker that works through Redis: `python -m reviewer.cli.hand [KIND…]`, run by `reviewer worker`."""

import logging
import sys
import time

import typer
from redis.exceptions import RedisError

from reviewer.cli.logs import configure_logs
from reviewer.cli.shift import Shift, wait_for_credentials
from reviewer.cli.warming import warm_up
from reviewer.cli.work import read_kinds
from reviewer.errors import ReviewerError
from reviewer.jobs.hand import work
from reviewer.jobs.supervisor import take_turn
from reviewer.jobs.tickets import TicketOffice, connect
from reviewer.settings import load_settings


def run(kinds: list[str]) -> None:
    """Draw tickets and take turns until SIGTERM or SIGINT."""
    configure_logs()
    settings = load_settings()
    shift = Shift(settings, read_kinds(kinds), concurrency=1)
    warm_up()
    wait_for_credentials(settings)
    redis = connect(shift.redis_url)

    def turn() -> None:
        take_turn(shift.queue(), shift.perform, shift.options(), time.monotonic)

    work(redis, shift.kinds, TicketOffice(redis, shift.queue(), shift.turn_limit), turn)


if __name__ == "__main__":
    try:
        run(sys.argv[1:])
    except (ReviewerError, RedisError) as error:
        typer.echo(f"reviewer: {error}", err=True)
        logging.shutdown()
        sys.exit(1)
