"""GitHub as the code host of the hallway: every method of the Forge port, each in an open session."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from reviewer.errors import Gone
from reviewer.git.cache import RepositoryCache
from reviewer.github.checks import add_pulls, create_run, find_run
from reviewer.github.comments import write_sticky
from reviewer.github.completion import Completion
from reviewer.github.connection import Connection
from reviewer.github.credentials import AppCredentials
from reviewer.github.deliveries import list_attempts, redeliver
from reviewer.github.installations import find_repository, lack_of, missing_of, read_installation
from reviewer.github.judgements import read_ci, read_reviews
from reviewer.github.own import OwnCalls
from reviewer.github.pacing import Pacer
from reviewer.github.pulls import list_open, list_repositories, read_pull, state_of
from reviewer.github.reading import fetch_snapshot
from reviewer.github.remarks import put_reaction, write_reply
from reviewer.github.rights import read_rights
from reviewer.github.searching import search_head
from reviewer.github.session import Session, wait_for_turn
from reviewer.github.tokens import InstallationAuth, Tokens
from reviewer.model.acts import Person, Reaction, Rights
from reviewer.model.ids import CheckRunId, CommentId, InstallationId, Sha
from reviewer.model.installations import Lack
from reviewer.model.notes import Notes
from reviewer.model.ports import Forge
from reviewer.model.published import CheckReport, PullLinks
from reviewer.model.pulls import PullRef, PullSnapshot, PullState, RepositoryRef
from reviewer.model.queue import Ci, PersonReview
from reviewer.model.search import Question, Search
from reviewer.model.work import Attempts, DeliveryAttempt

NO_INSTALLATION = InstallationId(0)
"""The number under which the App's own writes are counted; no installation of GitHub's has it."""


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
        self._own = OwnCalls(parts.connection, parts.credentials)
        self._tokens = Tokens(self._own, parts.clock)

    def fetch_pull(self, ref: PullRef) -> PullSnapshot:
        """Return everything a review reads, at the head of this moment."""
        with self._session(ref.repository.installation) as session:
            return fetch_snapshot(session, self._parts.cache, self._parts.web_url, ref)

    def search(self, repository: RepositoryRef, head: Sha, question: Question) -> Search:
        """Return where a head that was fetched names something; what could not be searched is said, not raised."""
        with self._session(repository.installation) as session:
            return search_head(session, self._parts.cache, self._parts.web_url, (repository, head), question)

    def read_state(self, ref: PullRef) -> PullState:
        """Return how the pull stands right now; costs one request."""
        with self._session(ref.repository.installation) as session:
            return state_of(read_pull(session, ref))

    def ci_of(self, repository: RepositoryRef, head: Sha) -> Ci:
        """Return how the automatic checks of a head stand, ours left out."""
        with self._session(repository.installation) as session:
            return read_ci(session, self._parts.credentials.app_id, repository, head)

    def reviews_of(self, ref: PullRef) -> Sequence[PersonReview]:
        """Return the reviews of a pull by people with a say in the repository, oldest first."""
        with self._session(ref.repository.installation) as session:
            return read_reviews(session, ref)

    def open_pulls(self, repository: RepositoryRef) -> Sequence[PullRef]:
        """Return the open pulls of a repository, oldest first."""
        with self._session(repository.installation) as session:
            return list_open(session, repository)

    def repositories(self, installation: InstallationId) -> Sequence[RepositoryRef]:
        """Return the repositories that an installation can reach and that take writes."""
        with self._session(installation) as session:
            return list_repositories(session, installation)

    def find_repository(self, repository: RepositoryRef) -> RepositoryRef | None:
        """Return a repository under its present name; None when it is not reached, or not to write."""
        with self._session(repository.installation) as session:
            return find_repository(session, repository)

    def is_serving(self, installation: InstallationId) -> bool:
        """Return whether the App is installed there right now and is not suspended; costs one request."""
        found = read_installation(self._own, installation)
        return found is not None and found.suspended_at is None

    def lack(self, installation: InstallationId) -> Lack | None:
        """Return which permissions that a review takes are not granted; its token tells when none is missing."""
        granted = self._tokens.get(installation).permissions
        missing = missing_of(granted)
        if not missing:
            return None
        found = read_installation(self._own, installation)
        return lack_of(granted, missing, found.html_url if found else "")

    def attempts(self, since: float) -> Attempts:
        """Return the attempts to hand deliveries to us since this time."""
        return list_attempts(self._own, since)

    def redeliver(self, attempt: DeliveryAttempt) -> None:
        """Have a delivery sent once more, when it is its turn: the App's own writes are paced as an installation's."""
        wait_for_turn(self._parts.pacer, NO_INSTALLATION, f"have delivery {attempt.guid} sent again")
        redeliver(self._own, attempt)

    def write_comment(self, ref: PullRef, body: str, known: CommentId | None) -> CommentId:
        """Make the sticky comment read `body`; found by `known`, else by its marker and our own authorship."""
        with self._session(ref.repository.installation) as session:
            return write_sticky(session, self._parts.credentials, ref, body, known)

    def rights(self, ref: PullRef, person: Person) -> Rights:
        """Return what a person is to a pull at this moment."""
        with self._session(ref.repository.installation) as session:
            return read_rights(session, (self._parts.cache, self._parts.web_url), ref, person)

    def react(self, repository: RepositoryRef, comment: CommentId, reaction: Reaction) -> None:
        """Put a reaction of ours under a person's comment; harmless when it is there."""
        with self._session(repository.installation) as session:
            put_reaction(session, repository, comment, reaction)

    def reply(self, ref: PullRef, body: str) -> None:
        """Write a comment, unless one of ours begins with the same first line already: that is its mark."""
        with self._session(ref.repository.installation) as session:
            write_reply(session, self._parts.credentials, ref, body)

    def start_check(self, repository: RepositoryRef, head: Sha, external_id: str, *, fresh: bool = False) -> CheckRunId:
        """Return our newest `review-queue` check run of this head, or create one in progress.

        A run that is returned also names the pulls of `external_id` afterwards.
        """
        with self._session(repository.installation) as session:
            # The same commit can be in the repository that has the name by now: a fork, a copy.
            present = find_repository(session, repository)
            if present is None:
                raise Gone(
                    f"Could not check {repository.full_name}@{head[:7]}: the repository is not ours to write to."
                )
            newest = find_run(session, self._parts.credentials.app_id, present, head)
            if newest is None or (fresh and newest.status == "completed"):
                return create_run(session, present, head, external_id)
            add_pulls(session, present, newest, external_id)
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
