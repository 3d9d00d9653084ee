"""Who may look over the sandbox's shoulder: the contract tests check every exchange this way."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A REST request as it arrived; `path` begins after "/api/v3", header names are in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class SeenReply:
    """The reply to it; `is_fault` when an injected fault made it up."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_fault: bool = False


class Observer(Protocol):
    """Told of all traffic; called from several threads, one call at a time is not promised."""

    def exchange(self, request: SeenRequest, reply: SeenReply) -> None:
        """A REST request was answered."""
        ...

    def webhook(self, event: str, body: bytes) -> None:
        """A webhook is about to be sent."""
        ...
