"""Everything this GitHub holds, under one lock."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from reviewer.sandbox.state.accounts import Account, App, Installation, InstallationToken, PendingManifest
from reviewer.sandbox.state.checks import CheckRun, CheckSuite, CommitStatus
from reviewer.sandbox.state.clock import Clock
from reviewer.sandbox.state.outbox import Outbox
from reviewer.sandbox.state.repositories import Pull, Repository

# GitHub's ids of comments and check runs have outgrown 32 bits; ours do from the start, so nobody stores them in less.
FIRST_ID = 4_300_000_001


class NotThere(LookupError):
    """What was asked for does not exist here."""


@dataclass(slots=True)
class World:
    """The state of the sandbox. Whoever reads or writes more than one value holds `lock`."""

    root: Path
    url: str = ""
    lock: RLock = field(default_factory=RLock)
    clock: Clock = field(default_factory=Clock)
    outbox: Outbox = field(default_factory=Outbox)
    accounts: dict[str, Account] = field(default_factory=dict[str, Account])
    apps: dict[int, App] = field(default_factory=dict[int, App])
    manifests: dict[str, PendingManifest] = field(default_factory=dict[str, PendingManifest])
    installations: dict[int, Installation] = field(default_factory=dict[int, Installation])
    tokens: dict[str, InstallationToken] = field(default_factory=dict[str, InstallationToken])
    repositories: dict[int, Repository] = field(default_factory=dict[int, Repository])
    suites: dict[int, CheckSuite] = field(default_factory=dict[int, CheckSuite])
    runs: dict[int, CheckRun] = field(default_factory=dict[int, CheckRun])
    statuses: list[CommitStatus] = field(default_factory=list[CommitStatus])
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_ID))
    _small_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    def new_id(self) -> int:
        """Return a number that nothing else here has."""
        return next(self._ids)

    def new_small_id(self) -> int:
        """Return a number for an App or an account, which GitHub keeps within 32 bits so far."""
        return next(self._small_ids)

    @property
    def api(self) -> str:
        """Where the REST API stands, as on a GitHub Enterprise Server."""
        return f"{self.url}/api/v3"

    def account(self, login: str) -> Account:
        """Return the account of this login, in any case; raises NotThere."""
        account = self.accounts.get(login.lower())
        if account is None:
            message = f"no account named {login!r} in the sandbox: create_user or create_organisation first"
            raise NotThere(message)
        return account

    def account_of(self, email: str) -> Account | None:
        """Return the account that a commit with this address is shown as, None where nobody has it."""
        return next((one for one in self.accounts.values() if email.lower() in one.emails), None)

    def repository(self, owner: str, name: str) -> Repository:
        """Return a repository by its names, in any case; raises NotThere."""
        wanted = f"{owner}/{name}".lower()
        for repository in self.repositories.values():
            if repository.full_name.lower() == wanted:
                return repository
        message = f"no repository {owner}/{name} in the sandbox: create_repository first"
        raise NotThere(message)

    def moved(self, owner: str, name: str) -> Repository | None:
        """Return the repository that this full name led to before it was renamed or transferred."""
        wanted = f"{owner}/{name}".lower()
        for repository in self.repositories.values():
            if wanted in (former.lower() for former in repository.former_names):
                return repository
        return None

    def reached(self, installation: Installation) -> list[Repository]:
        """Return the repositories an installation reaches, oldest first."""
        return [
            repository
            for repository in self.repositories.values()
            if repository.owner is installation.account
            and (installation.is_on_all or repository.id in installation.repository_ids)
        ]

    def installations_at(self, repository: Repository) -> list[Installation]:
        """Return the installations that reach a repository, oldest first."""
        return [one for one in self.installations.values() if repository in self.reached(one)]

    def pulls_at(self, repository: Repository, sha: str) -> list[Pull]:
        """Return the open pulls of a repository whose head lives in it too and is this sha.

        GitHub leaves out pulls from forks: the Checks API looks only at the repository a suite lives in.
        """
        return [
            pull
            for pull in repository.pulls.values()
            if pull.state == "open" and pull.head_sha == sha and pull.head_repository is repository
        ]
