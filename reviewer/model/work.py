"""What arrives, and what is to be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.ids import InstallationId


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook as it came: `guid` identifies it and stays the same when GitHub sends it again."""

    guid: str
    event: str
    action: str | None
    body: bytes
    received_at: float


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One attempt of the code host to hand a delivery over; `guid` is the delivery's, `id` the attempt's own.

    `delivered_at` is in seconds since 1970. `is_ok`: we said that we have it.
    """

    id: int
    guid: str
    event: str
    action: str | None
    delivered_at: float
    is_ok: bool


@dataclass(frozen=True, slots=True)
class Attempts:
    """What the code host lists of its attempts, newest first; `is_cut`: there are older ones that were not read."""

    listed: Sequence[DeliveryAttempt]
    is_cut: bool = False


class JobKind(StrEnum):
    """What a worker can be asked to do; worker/ has one function for each.

    ACT is what a person did: its key is its own, so that no other replaces it. LOOK reads how checks and people judge a
    head. QUEUE orders the check runs whose place in the queue has changed. RERUN is ANALYSE with a new check run, for
    every open pull at the head it names (`details["head"]`). SWEEP looks for deliveries that were missed.
    """

    ANALYSE = "analyse"
    ACT = "act"
    WORD = "word"
    RERUN = "rerun"
    PUBLISH = "publish"
    CHECK = "check"
    CLOSE = "close"
    BACKFILL = "backfill"
    INSTALLATION = "installation"
    MERGE_GROUP = "merge group"
    SWEEP = "sweep"
    LOOK = "look"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be done, once, however often it is ordered before it is done.

    `key` says what it is about ("pull/7/12"): one key is never worked on twice at the same time, and a second order of
    the same kind and key replaces the first, or follows it when that is under way. `details` are JSON strings, numbers
    and booleans. `delivery` is the guid of the webhook that led to it, however indirectly; None when none did.
    """

    kind: JobKind
    key: str
    installation: InstallationId | None
    details: dict[str, str | int | bool | None]
    delivery: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed order: `attempt` counts from 1; `lease` is the token that proves the claim is still ours.

    `last_failure` says why the attempt before this one failed.
    """

    order: Order
    attempt: int
    lease: str
    last_failure: str | None = None
