"""GitHub as the code host of the hallway: every method of the Forge port, each in an open session."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from reviewer.git.cache import RepositoryCache
from reviewer.github.checks import add_pulls, create_run, find_run
from reviewer.github.comments import write_sticky
from reviewer.github.completion import Completion
from reviewer.github.connection import Connection
from reviewer.github.credentials import AppCredentials
from reviewer.github.pacing import Pacer
from reviewer.github.pulls import list_open, list_repositories, read_pull, state_of
from reviewer.github.reading import fetch_snapshot
from reviewer.github.session import Session
from reviewer.github.tokens import InstallationAuth, Tokens
from reviewer.model.ids import CheckRunId, CommentId, InstallationId, Sha
from reviewer.model.notes import Notes
from reviewer.model.ports import Forge
from reviewer.model.published import CheckReport, PullLinks
from reviewer.model.pulls import PullRef, PullSnapshot, PullState, RepositoryRef


@dataclass(frozen=True, slots=True)
class ForgeParts:
    """What GitHub is reached through and known by. `web_url` is where people and git go ("https://github.com").

    `clock` tells seconds since 1970.
    """

    connection: Connection
    web_url: str
    credentials: AppCredentials
    cache: RepositoryCache
    pacer: Pacer
    clock: Callable[[], float] = time.time
    notes: Notes = field(default_factory=Notes)


class GitHubForge(Forge):
    """GitHub seen by our App; see the port for what each method promises and raises."""

    def __init__(self, parts: ForgeParts) -> None:
        self._parts = parts
        self._tokens = Tokens(parts.connection, parts.credentials, parts.clock)

    def fetch_pull(self, ref: PullRef) -> PullSnapshot:
        """Return everything a review reads, at the head of this moment."""
        with self._session(ref.repository.installation) as session:
            return fetch_snapshot(session, self._parts.cache, self._parts.web_url, ref)

    def read_state(self, ref: PullRef) -> PullState:
        """Return how the pull stands right now; costs one request."""
        with self._session(ref.repository.installation) as session:
            return state_of(read_pull(session, ref))

    def open_pulls(self, repository: RepositoryRef) -> Sequence[PullRef]:
        """Return the open pulls of a repository, oldest first."""
        with self._session(repository.installation) as session:
            return list_open(session, repository)

    def repositories(self, installation: InstallationId) -> Sequence[RepositoryRef]:
        """Return the repositories that an installation can reach."""
        with self._session(installation) as session:
            return list_repositories(session, installation)

    def write_comment(self, ref: PullRef, body: str, known: CommentId | None) -> CommentId:
        """Make the sticky comment read `body`; found by `known`, else by its marker and our own authorship."""
        with self._session(ref.repository.installation) as session:
            return write_sticky(session, self._parts.credentials, ref, body, known)

    def start_check(self, repository: RepositoryRef, head: Sha, external_id: str, *, fresh: bool = False) -> CheckRunId:
        """Return our newest `review-queue` check run of this head, or create one in progress.

        A run that is returned also names the pulls of `external_id` afterwards.
        """
        with self._session(repository.installation) as session:
            newest = find_run(session, self._parts.credentials.app_id, repository, head)
            if newest is None or (fresh and newest.status == "completed"):
                return create_run(session, repository, head, external_id)
            add_pulls(session, repository, newest, external_id)
            return CheckRunId(newest.id)

    def complete_check(self, repository: RepositoryRef, run: CheckRunId, report: CheckReport) -> None:
        """Complete a check run; annotations already sent to it are not sent again."""
        with self._session(repository.installation) as session:
            Completion(session, repository, run, report).perform()

    def forget(self, repository: RepositoryRef) -> None:
        """Remove the clone of a repository, once nobody reads it."""
        self._parts.cache.remove(str(repository.repository))

    def links(self, ref: PullRef, head: Sha) -> PullLinks:
        """Return where the pull is on the web; costs nothing."""
        return PullLinks(self._parts.web_url, ref.repository.full_name, ref.number, head)

    @contextmanager
    def _session(self, installation: InstallationId) -> Generator[Session]:
        auth = InstallationAuth(self._tokens, installation)
        with self._parts.connection.github(auth) as client:
            yield Session(client, self._tokens, self._parts.pacer, installation, self._settings(), self._parts.notes)

    def _settings(self) -> str:
        own = self._parts.credentials
        return own.html_url or "the App's settings page on GitHub"
