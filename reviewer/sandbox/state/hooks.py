"""Webhooks as they were sent, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Delivery:
    """One attempt to deliver an event. A redelivery is an attempt of its own with the same guid.

    `duration` is in seconds; `status_code` is 0 while nothing came back.
    """

    id: int
    guid: str
    event: str
    action: str | None
    body: bytes
    delivered_at: datetime
    installation_id: int | None
    repository_id: int | None
    is_redelivery: bool = False
    duration: float = 0.0
    status: str = "pending"
    status_code: int = 0
    request_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    response_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    response_body: str = ""
