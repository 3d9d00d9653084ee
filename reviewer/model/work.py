"""What arrives, and what is to be done about it."""

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


class JobKind(StrEnum):
    """What a worker can be asked to do; worker/perform.py lists one function for each.

    RERUN is ANALYSE with a new check run, for every open pull at the head it names (`details["head"]`).
    """

    ANALYSE = "analyse"
    WORD = "word"
    RERUN = "rerun"
    PUBLISH = "publish"
    CHECK = "check"
    CLOSE = "close"
    BACKFILL = "backfill"
    INSTALLATION = "installation"
    MERGE_GROUP = "merge group"


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be done, once, however often it is ordered before it is done.

    `key` says what it is about ("pull/7/12"): one key is never worked on twice at the same time, and a second order of
    the same kind and key replaces the first, or follows it when that is under way. `details` are JSON strings, numbers
    and booleans.
    """

    kind: JobKind
    key: str
    installation: InstallationId | None
    details: dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed order: `attempt` counts from 1; `lease` is the token that proves the claim is still ours.

    `last_failure` says why the attempt before this one failed.
    """

    order: Order
    attempt: int
    lease: str
    last_failure: str | None = None
