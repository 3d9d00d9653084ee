"""Counters that all workers add to, and that only grow."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from reviewer.store.dialects import add_up
from reviewer.store.tables import tallies


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of something was counted. `bucket` parts a distribution: an upper bound, or "sum"; "" for plain counts.

    Every metric, label and bucket takes one of a few values, for each combination is a row kept for good.
    """

    metric: str
    labels: Mapping[str, str]
    bucket: str
    value: float


def add(connection: Connection, counted: Iterable[Tally]) -> None:
    """Add to the counters."""
    sums = dict[tuple[str, str, str], float]()
    for each in counted:
        key = (each.metric, json.dumps(dict(each.labels), sort_keys=True), each.bucket)
        sums[key] = sums.get(key, 0.0) + each.value
    # Sorted, so that two workers that add to the same rows lock them in the same order.
    rows = [
        {"metric": metric, "labels": labels, "bucket": bucket, "value": value}
        for (metric, labels, bucket), value in sorted(sums.items())
    ]
    if rows:
        add_up(connection, tallies, rows, "value")


def read(connection: Connection) -> list[Tally]:
    """Return all counters."""
    query = select(tallies).order_by(tallies.c.metric, tallies.c.labels, tallies.c.bucket)
    return [Tally(row.metric, json.loads(row.labels), row.bucket, row.value) for row in connection.execute(query)]
