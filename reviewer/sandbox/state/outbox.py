"""Webhooks that wait to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from queue import Queue

from reviewer.sandbox.state.accounts import App
from reviewer.sandbox.state.hooks import Delivery


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery and the App it goes to; `payload` is what its body says."""

    app: App
    delivery: Delivery
    payload: Mapping[str, object]


@dataclass(slots=True)
class Outbox:
    """Parcels in the order they were posted; None tells the sender to stop."""

    waiting: Queue[Parcel | None] = field(default_factory=Queue["Parcel | None"])
