"""What operators watch: deliveries as they come, the queue as it stands when asked."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import accumulate

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from reviewer.errors import TryAgain
from reviewer.jobs.book import BOUNDS, JOBS, STAGES, SUM
from reviewer.model.notes import Budget, Stage
from reviewer.store.operations import WorkerSign
from reviewer.store.tallies import Tally
from reviewer.web.parts import Inbox, WebParts

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Up to the ten seconds after which GitHub calls a delivery failed."""


class DeliveryCounter:
    """Counts deliveries by event and outcome, and how long their acknowledgement took."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._count = Counter(
            "reviewer_deliveries", "Webhooks by event and what became of them", ["event", "outcome"], registry=registry
        )
        self._seconds = Histogram(
            "reviewer_delivery_seconds", "From a webhook's headers to its answer", buckets=_SECONDS, registry=registry
        )

    def count(self, event: str, outcome: str) -> None:
        """Count one; `event` is a name that we know, so that strangers cannot make up series."""
        self._count.labels(event, outcome).inc()

    def timing(self) -> AbstractContextManager[object]:
        """Measure a block."""
        return self._seconds.time()


class QueueCollector(Collector):
    """Reads the queue's depth from the database each time the metrics are asked for."""

    def __init__(self, store: Inbox) -> None:
        self._store = store

    def describe(self) -> Iterable[Metric]:
        """Return nothing, so that registering does not ask the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return orders by kind and state, the age of the oldest due, and whether the database answered at all."""
        orders = GaugeMetricFamily("reviewer_orders", "Orders by kind and state", labels=["kind", "state"])
        oldest = GaugeMetricFamily(
            "reviewer_oldest_order_seconds", "How long the oldest waiting order is due", labels=["kind"]
        )
        is_up = 1.0
        try:
            for depth in self._store.queue_depth():
                orders.add_metric([depth.kind.value, "waiting"], depth.waiting)
                orders.add_metric([depth.kind.value, "leased"], depth.leased)
                orders.add_metric([depth.kind.value, "failed"], depth.failed)
                oldest.add_metric([depth.kind.value], depth.oldest_due)
        except TryAgain:
            is_up = 0.0
        yield GaugeMetricFamily("reviewer_database_up", "Whether the database answers", value=is_up)
        yield orders
        yield oldest


class WatchCollector(Collector):
    """Reads from the database what the workers have written there: they are processes of their own."""

    def __init__(self, store: Inbox) -> None:
        self._store = store

    def describe(self) -> Iterable[Metric]:
        """Return nothing, so that registering does not ask the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return how jobs ended, how long stages took, what GitHub lets us ask, and who works; nothing when it is away.

        Whether it is away is told by `reviewer_database_up`.
        """
        try:
            watch = self._store.watch()
        except TryAgain:
            return ()
        return [_jobs(watch.tallies), _stages(watch.tallies), *_budgets(watch.budgets), *_workers(watch.workers)]


def _jobs(tallies: Sequence[Tally]) -> Metric:
    names = ["kind", "ending", "reason"]
    family = CounterMetricFamily("reviewer_jobs", "Attempts at orders, by how they ended and why", labels=names)
    for tally in tallies:
        if tally.metric == JOBS:
            family.add_metric([tally.labels[name] for name in names], tally.value)
    return family


def _stages(tallies: Sequence[Tally]) -> Metric:
    family = HistogramMetricFamily("reviewer_stage_seconds", "How long the stages of jobs took", labels=["stage"])
    counts = {(each.labels["stage"], each.bucket): each.value for each in tallies if each.metric == STAGES}
    for stage in Stage:
        each = [counts.get((stage.value, bound), 0.0) for bound in BOUNDS]
        buckets = list(zip(BOUNDS, accumulate(each), strict=True))
        family.add_metric([stage.value], buckets, counts.get((stage.value, SUM), 0.0))
    return family


def _budgets(budgets: Sequence[Budget]) -> Iterable[Metric]:
    meanings = {
        "remaining": "Requests that GitHub still allows this hour, by installation",
        "limit": "Requests that GitHub allows an hour, by installation",
        "reset_timestamp_seconds": "When the hour of GitHub's limit ends, by installation",
    }
    families = [
        GaugeMetricFamily(f"reviewer_github_budget_{name}", meaning, labels=["installation"])
        for name, meaning in meanings.items()
    ]
    for budget in budgets:
        values = (budget.remaining, budget.allowed, budget.resets_at)
        for family, value in zip(families, values, strict=True):
            family.add_metric([str(budget.installation)], value)
    return families


def _workers(signs: Sequence[WorkerSign]) -> Iterable[Metric]:
    alive = [sign for sign in signs if sign.is_alive]
    yield GaugeMetricFamily("reviewer_workers", "Workers that are alive", value=len(alive))
    slots = sum(sign.concurrency for sign in alive)
    yield GaugeMetricFamily("reviewer_worker_slots", "Orders that they can work on at the same time", value=slots)
    lost = len(signs) - len(alive)
    yield GaugeMetricFamily("reviewer_workers_lost", "Workers that vanished without a word, of a day", value=lost)


def metrics_routes(parts: WebParts) -> APIRouter:
    """Return the route that Prometheus asks."""
    routes = APIRouter()

    @routes.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(parts.registry), media_type=CONTENT_TYPE_LATEST)

    return routes
