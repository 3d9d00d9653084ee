"""What the tests of the GitHub room share: recorded webhooks, a shop on the sandbox, and a forge that reaches it."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewer.git.cache import RepositoryCache
from reviewer.git.command import find_git
from reviewer.github.connection import Connection
from reviewer.github.credentials import AppCredentials
from reviewer.github.forge import ForgeParts, GitHubForge
from reviewer.github.pacing import Pacer, SqlPacer
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.control.repository import RepositoryDesk
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.state.accounts import App, Installation
from reviewer.store.database import open_database

Webhook = Callable[[str], bytes]
Python = Callable[[str], str]


@dataclass(frozen=True)
class Clone:
    """A person's clone: real git in a folder."""

    folder: Path

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Lea", "-c", "user.email=lea@example.com", "-c", "commit.gpgsign=false")
        command = ["/usr/bin/env", "git", *who, *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, message: str, files: dict[str, str]) -> str:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, start: str = "main") -> None:
        self.git("checkout", "--quiet", "-B", name, start)


@dataclass
class Shop:
    """An organisation with a repository and an open pull, and the installed App as the tests' own forge."""

    sandbox: Sandbox
    clone: Clone
    app: App
    installation: Installation
    desk: RepositoryDesk
    pull: PullDesk
    folder: Path
    database_url: str
    offset: float = 0.0
    forge: GitHubForge = field(init=False)

    def __post_init__(self) -> None:
        self.forge = self.new_forge()

    @property
    def credentials(self) -> AppCredentials:
        own = self.app
        page = f"{self.sandbox.url}/apps/{own.slug}"
        return AppCredentials(own.id, own.private_key, own.webhook_secret, slug=own.slug, html_url=page)

    @property
    def connection(self) -> Connection:
        return Connection(self.sandbox.api_url, timeout=10, pause=0.01)

    def new_forge(
        self, *, private_key: str | None = None, timeout: float = 10, pacer: Pacer | None = None
    ) -> GitHubForge:
        """Return a forge as another worker would build it: the same pacer and cache, its own tokens."""
        credentials = replace(self.credentials, private_key=private_key or self.app.private_key)
        git = find_git("/usr/local/bin:/usr/bin:/bin")
        return GitHubForge(
            ForgeParts(
                replace(self.connection, timeout=timeout),
                self.sandbox.url,
                credentials,
                RepositoryCache(self.folder / "cache", 10**9, git),
                pacer or self.new_pacer(),
                self.now,
            )
        )

    def new_pacer(self) -> SqlPacer:
        """Return a pacer as another worker would build it, on the same database."""
        return SqlPacer(open_database(self.database_url, is_pooled=False), self.now)

    def now(self) -> float:
        """The time as the App sees it, which a test can move together with GitHub's own."""
        return self.sandbox.clock.now().timestamp() + self.offset

    @property
    def repository(self) -> RepositoryRef:
        return self.reference(self.desk)

    def reference(self, desk: RepositoryDesk) -> RepositoryRef:
        own = desk.repository
        return RepositoryRef(InstallationId(self.installation.id), RepositoryId(own.id), own.full_name)

    def ref(self, pull: PullDesk | None = None) -> PullRef:
        return PullRef(self.repository, PullNumber((pull or self.pull).number))

    def open(self, branch: str, files: dict[str, str], *, title: str = "Change", body: str = "") -> PullDesk:
        """Push a branch with one commit and open a pull for it."""
        self.clone.branch(branch)
        self.clone.commit(title, files)
        self.desk.push(branch, source=self.clone.folder, by="lea")
        return self.desk.open_pull(NewPull(title, head=branch, author="lea", body=body))
