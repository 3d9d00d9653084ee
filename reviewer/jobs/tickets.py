"""Redis as the dispatcher: RQ carries tickets, and each is good for one turn at the queue.

The database stays the truth. A ticket says no more than "an order of this kind is due": whoever draws it claims what
the database has as next, by the same rules as without Redis. So tickets may be lost, doubled or late without harm;
an order that is due and has none is given one at the next look.

order is due ── issue ──▶ ticket in Redis ── RQ hands it out ──▶ a turn: claim, perform, record ── issue ──▶ …
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

from reviewer.errors import TellOperator, TryAgain
from reviewer.jobs.sql import SqlQueue
from reviewer.model.work import JobKind
from reviewer.store.turns import Due

ENDINGS = (JobKind.CHECK, JobKind.PUBLISH)
BEGINNINGS = (JobKind.ANALYSE, JobKind.BACKFILL, JobKind.LOOK, JobKind.QUEUE, JobKind.WORD)
DRAWN = (*ENDINGS, *(kind for kind in JobKind if kind not in (*ENDINGS, *BEGINNINGS)), *BEGINNINGS)
"""The kinds in the order in which tickets are drawn: what is begun is ended first, and words come last."""

WAITING = 50
"""Tickets of one kind that lie in Redis at most: more would only grow old there."""

TICKET_LIFE = 10
"""Seconds that a ticket is good for before it is drawn, and after which its order may have another.

RQ refuses an id for as long as it remembers it, which is a minute after a worker died over it: no order waits so long
for a ticket that nobody will draw any more.
"""


@dataclass(frozen=True, slots=True)
class TicketOffice:
    """Issues tickets for the orders that are due.

    `worker` is the name under which its hands claim. In seconds: `turn_limit` is the longest that a turn may take,
    `life` what a ticket is good for.
    """

    redis: Redis
    orders: SqlQueue
    worker: str
    turn_limit: float
    life: int = TICKET_LIFE
    clock: Callable[[], float] = time.time

    def issue(self) -> int:
        """Give each due order that has none a ticket; return how many. Raises TryAgain when Redis does not answer."""
        due = self.orders.due(self.worker, limit=WAITING)
        if not due:
            return 0
        try:
            return sum(self._issue(kind, [each for each in due if each.kind is kind]) for kind in DRAWN)
        except RedisError as error:
            raise TryAgain(f"Redis took no tickets for the orders that are due: {error}") from error

    def _issue(self, kind: JobKind, due: Sequence[Due]) -> int:
        if not due:
            return 0
        queue = ticket_queue(self.redis, kind)
        room = max(WAITING - queue.count, 0)
        return sum(self._enqueue(queue, each) for each in due[:room])

    def _enqueue(self, queue: Queue, due: Due) -> bool:
        try:
            queue.enqueue_call(
                "reviewer.turn",
                timeout=int(self.turn_limit),
                ttl=self.life,
                result_ttl=0,
                failure_ttl=self.life,
                retry=Retry(max=2),
                job_id=f"order-{due.order}-{due.attempts}-{int(self.clock() // self.life)}",
                unique=True,
            )
        except DuplicateJobError:
            return False
        return True


def ticket_queue(redis: Redis, kind: JobKind) -> Queue:
    """Return RQ's queue for the tickets of one kind of order."""
    return Queue(f"reviewer-{kind.name.lower()}", connection=redis, serializer=JSONSerializer)


def connect(url: str) -> Redis:
    """Return a client of the Redis or Valkey server at a URL; nothing is connected yet.

    Raises TellOperator when the URL cannot be read, without a word of it: any may be of the password.
    """
    try:
        return Redis.from_url(url, socket_connect_timeout=5, health_check_interval=15)
    except ValueError:
        raise TellOperator("REDIS_URL cannot be read: write it like redis://:password@host:6379/0") from None
