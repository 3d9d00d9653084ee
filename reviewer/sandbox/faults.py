"""Trouble one can order: failing requests, and deliveries that come twice, late or never."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock

from reviewer.sandbox.state.outbox import Parcel


class Moment(StrEnum):
    """When a fault strikes: before the request is acted on, or after, so that the work is done and the answer lost."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(slots=True)
class Fault:
    """Trouble for the next `times` requests whose method and path match, `path` being a regular expression.

    The path is as in the address ("/api/v3/repos/…" or "/acme/shop.git/…"). `delay` is in seconds and may stand alone
    (a slow answer); it ends at once when `is_released` is set. `status` 0 leaves the true answer; `is_cut` closes the
    connection without one. `page` is a web page that comes instead of JSON, as from a proxy. `keep` is the part of a
    true answer that comes: as if it were all, or, with `is_cut`, until the connection is closed.
    """

    method: str
    path: str
    times: int = 1
    status: int = 0
    moment: Moment = Moment.BEFORE
    delay: float = 0.0
    is_released: bool = False
    is_cut: bool = False
    message: str = ""
    page: str = ""
    keep: float = 1.0
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def meets(self, method: str, path: str) -> bool:
        """Return whether this request is one to trouble."""
        return self.times > 0 and self.method in ("*", method) and re.search(self.path, path) is not None


def secondary_limit(method: str, path: str, *, retry_after: int = 60, times: int = 1) -> Fault:
    """Return GitHub's secondary rate limit.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    """
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return Fault(method, path, times, 403, message=message, headers={"Retry-After": str(retry_after)})


def primary_limit(method: str, path: str, *, reset: int, times: int = 1) -> Fault:
    """Return GitHub's primary rate limit; `reset` is a Unix time in seconds. Source as for the secondary one."""
    headers = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    return Fault(method, path, times, 403, message="API rate limit exceeded for installation.", headers=headers)


class Faults:
    """The faults on order. The oldest that matches strikes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Order trouble; the returned fault's `times` shows how often it still will strike."""
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Cancel all trouble."""
        with self._lock:
            self._faults.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """Return the fault that this request meets, used up by one."""
        with self._lock:
            for fault in self._faults:
                if fault.meets(method, path):
                    fault.times -= 1
                    return fault
        return None


class Mail(StrEnum):
    """What may happen to a delivery: it comes twice, it is lost, or it comes after the one that follows it."""

    TWICE = "twice"
    LOST = "lost"
    LATE = "late"


@dataclass(slots=True)
class DeliveryFaults:
    """Trouble with webhooks: what happens to the next deliveries of an event, in the order it was ordered."""

    _lock: Lock = field(default_factory=Lock)
    _orders: list[tuple[str, Mail]] = field(default_factory=list[tuple[str, Mail]])
    _held: list[Parcel] = field(default_factory=list[Parcel])

    def add(self, event: str, mail: Mail, *, times: int = 1) -> None:
        """Order trouble for the next deliveries of an event ("*" for any)."""
        with self._lock:
            self._orders.extend([(event, mail)] * times)

    def clear(self) -> None:
        """Cancel all trouble that has not come yet."""
        with self._lock:
            self._orders.clear()

    def route(self, parcel: Parcel) -> Iterator[Parcel]:
        """Give out what is to be sent now that this parcel's turn has come."""
        mail = self._take(parcel.delivery.event)
        if mail is Mail.LATE:
            self._held.append(parcel)
            return
        if mail is Mail.LOST:
            parcel.delivery.status, parcel.delivery.status_code = "failed to connect to host", 502
            return
        yield parcel
        if mail is Mail.TWICE:
            yield replace(parcel)
        held, self._held = self._held, []
        yield from held

    def _take(self, event: str) -> Mail | None:
        with self._lock:
            for order in self._orders:
                if order[0] in ("*", event):
                    self._orders.remove(order)
                    return order[1]
        return None
