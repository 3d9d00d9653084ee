"""A worker of RQ's that draws tickets and takes a turn for each, one at a time."""

import os
import signal
import time
from collections.abc import Callable, Collection
from contextlib import suppress

from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from reviewer.errors import TryAgain
from reviewer.jobs.tickets import DRAWN, ticket_queue
from reviewer.model.work import JobKind

LOOKS = 5
"""Seconds between two looks at what other workers left behind, and between two signs of life."""

AWAY = 2.0
"""Seconds before a Redis that did not answer is asked again."""


class Ticket(Job):
    """RQ's job, of which nothing is believed: whatever it names, only the turn that this process was made for is taken.

    RQ would import and call what a job names, so whoever can write to Redis could run any code here.
    """

    @property
    def success_callback(self) -> None:
        """Return nothing: a name that came out of Redis is not called."""

    @property
    def failure_callback(self) -> None:
        """Return nothing, for the same reason."""

    @property
    def stopped_callback(self) -> None:
        """Return nothing, for the same reason."""

    def send_webhooks(self, status: str, *, exc_string: str | None = None) -> None:
        """Send nothing: addresses that came out of Redis are not asked."""


class Hand(Worker):
    """RQ's worker, which takes each turn in a process of its own."""

    def handle_warm_shutdown_request(self) -> None:
        """Asked to stop: let the turn under way know, which then ends or gives its order back."""
        if self.horse_pid:
            with suppress(ProcessLookupError):
                os.kill(self.horse_pid, signal.SIGTERM)


def draw_tickets(redis: Redis, kinds: Collection[JobKind], take_turn: Callable[[], object]) -> None:
    """Draw tickets of these kinds and take turns until SIGTERM or SIGINT; `take_turn` is called in a fork.

    Call it in the main thread. Redis may be away for a while, and may forget everything.
    """

    class OwnTicket(Ticket):
        def perform(self) -> None:
            take_turn()

    try:
        hand = Hand(
            [ticket_queue(redis, kind) for kind in DRAWN if kind in kinds],
            connection=redis,
            job_class=OwnTicket,
            serializer=JSONSerializer,
            log_job_description=False,
            maintenance_interval=LOOKS,
            job_monitoring_interval=LOOKS,
            # RQ waits for a ticket 15 seconds less than this, and only then looks after anything else.
            worker_ttl=LOOKS + 15,
        )
        hand.work(logging_level="ERROR")
    except RedisError as error:
        # Whoever keeps this process up starts another: not at once.
        time.sleep(AWAY)
        raise TryAgain(f"Redis handed out no tickets: {error}") from error
