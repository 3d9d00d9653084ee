"""What operators watch: deliveries as they come, the queue as it stands when asked."""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from reviewer.errors import TryAgain
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


def metrics_routes(parts: WebParts) -> APIRouter:
    """Return the route that Prometheus asks."""
    routes = APIRouter()

    @routes.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(parts.registry), media_type=CONTENT_TYPE_LATEST)

    return routes
