"""A worker on a real store and a real forge, whose orders a test does one by one."""

import time

from github_scene import Shop

from reviewer.jobs.outcomes import Ending, outcome_of
from reviewer.jobs.sql import SqlQueue
from reviewer.model.orders import pull_order
from reviewer.model.work import Job, JobKind, Order
from reviewer.sandbox.state.checks import CheckRun
from reviewer.store.database import open_database
from reviewer.store.sql import SqlStore
from reviewer.worker.perform import Worker
from reviewer.worker.ports import Ports


class Hands:
    """A worker and its queue, in the test's own process."""

    def __init__(self, shop: Shop, url: str) -> None:
        database = open_database(url)
        self.shop = shop
        self.store = SqlStore(database, time.time)
        self.queue = SqlQueue(database, time.time)
        self.worker = Worker(Ports(shop.forge, self.store))

    def order(self, kind: JobKind) -> None:
        self.store.order([pull_order(kind, self.shop.ref())])

    def fail(self, kind: JobKind, why: str) -> None:
        """Let the due order of a kind fail for good, as the supervisor does."""
        self.order(kind)
        job = self.claim()
        assert job is not None
        assert job.order.kind is kind
        self.worker.give_up(job, why)
        self.queue.give_up(job, why=why)

    def do(self, *orders: Order) -> None:
        """Place orders, and do them and all that follows from them."""
        self.store.order(orders)
        self.work_off()

    def step(self, kind: JobKind) -> None:
        """Do the due orders of one kind and no others, as when the world changes between two stages."""
        held: list[Job] = []
        while job := self.claim():
            if job.order.kind is kind:
                self.worker.perform(job)
                self.queue.finish(job)
            else:
                held.append(job)
        for job in held:
            self.queue.give_back(job)

    def ending(self, order: Order) -> str:
        """Return how an order ends, in the supervisor's word."""
        try:
            self.worker.perform(Job(order, 1, "lease"))
        except Exception as error:  # noqa: BLE001 - as at the worker's door
            return outcome_of(error, "").ending.value
        return Ending.DONE.value

    def order_of(self, kind: JobKind) -> Order | None:
        """Return the waiting order of a kind, which goes on waiting."""
        found: Order | None = None
        held: list[Job] = []
        while job := self.claim():
            held.append(job)
            found = job.order if job.order.kind is kind else found
        for job in held:
            self.queue.give_back(job)
        return found

    def waiting(self) -> list[JobKind]:
        return [depth.kind for depth in self.store.queue_depth() if depth.waiting]

    def claim(self) -> Job | None:
        return self.queue.claim("test")

    def work_off(self) -> None:
        while job := self.claim():
            self.worker.perform(job)
            self.queue.finish(job)

    def runs(self) -> list[tuple[str, str | None]]:
        return [(run.status, run.conclusion) for run in self.all_runs()]

    def all_runs(self) -> list[CheckRun]:
        return list(self.shop.desk.check_runs(self.shop.pull.head_sha))
