"""What the web side is given: values and ports, never settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from prometheus_client import CollectorRegistry

from reviewer.github.credentials import AppCredentials, load_credentials, save_credentials
from reviewer.model.work import Delivery, Order
from reviewer.store.depth import QueueDepth
from reviewer.store.operations import Watch


class Inbox(Protocol):
    """The part of the store that the web side needs. Every method raises TryAgain when the database is away."""

    def accept_all(self, batch: Sequence[tuple[Delivery, Sequence[Order]]]) -> list[bool]:
        """Make deliveries and their orders durable at once; False for each whose guid was accepted before."""
        ...

    def is_ready(self) -> bool:
        """Return whether the database has the tables this version needs."""
        ...

    def queue_depth(self) -> Sequence[QueueDepth]:
        """Return how many orders of each kind wait, are worked on, or were given up."""
        ...

    def watch(self) -> Watch:
        """Return the workers' accounts, what GitHub lets installations ask, and who works."""
        ...


class CredentialsHolder:
    """The App's credentials: given by the operator, else those in the file, which `/setup` writes once."""

    def __init__(self, path: Path, given: AppCredentials | None = None) -> None:
        self._path = path
        self._known = given

    def current(self) -> AppCredentials | None:
        """Return the credentials, None before the App is set up; raises TellOperator when the file is not right."""
        if self._known is None:
            self._known = load_credentials(self._path)
        return self._known

    def keep(self, credentials: AppCredentials) -> None:
        """Write new credentials to the file, for its owner only, and use them from now on."""
        save_credentials(self._path, credentials)
        self._known = credentials


@dataclass(frozen=True, slots=True)
class WebParts:
    """Everything `create_app` needs.

    `own_url` is where GitHub reaches this server, `github_url` where people reach GitHub. `setup_token` lets whoever
    has read the server's log set the App up. `convert` trades the code of a new App for its credentials
    (`reviewer.github.conversion.convert_manifest` on a connection). `clock` is in seconds since 1970.
    """

    store: Inbox
    credentials: CredentialsHolder
    convert: Callable[[str], AppCredentials]
    clock: Callable[[], float]
    own_url: str
    github_url: str
    setup_token: str = field(repr=False)
    registry: CollectorRegistry
    app_name: str | None = None
