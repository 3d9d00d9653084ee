"""The stage of the flow stories: the App as operators run it, a GitHub beside it, and an eye on both."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from process_tree import children_of

from reviewer.github.manifest import Addresses, build_manifest, manifest_text
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.control.repository import RepositoryDesk
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.state.accounts import App, Installation
from reviewer.sandbox.state.checks import CheckRun
from reviewer.sandbox.state.repositories import Comment

PATIENCE = 60.0
START_PATIENCE = 120.0
"""Seconds for what needs a process to start: where much else is going on that is what takes longest."""

GITHUB_TIMEOUT = 8.0
"""Seconds for which the App waits for an answer of GitHub's."""
HANDS = 4
"""Reviews at the same time: a story has a pull in each stage of one."""

CHECK = "review-queue"
CLOCK = "clock"

both_ways = pytest.mark.parametrize("stage", ["claims", "tickets"], indirect=True, scope="session")
"""Tells a story twice: with orders claimed from SQLite, and with PostgreSQL and tickets drawn from Redis."""

CART = """\
class Cart:
    def __init__(self, prices):
        self.prices = prices

    def total(self):
        return sum(self.prices)

    def is_empty(self):
        return not self.prices
"""

with_tickets = pytest.mark.parametrize("stage", ["tickets"], indirect=True, scope="session")
"""Tells a story with PostgreSQL and tickets only."""


def wait_until(holds: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Return once something holds; fail with `what` when it does not within the patience of a person, in seconds."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, f"waited {patience:.0f} s in vain until {what}"
        time.sleep(0.05)


@dataclass(frozen=True)
class Clone:
    """A person's clone: real git, commits of whole files."""

    folder: Path

    def git(self, *words: str) -> str:
        """Run git in the clone; return what it printed."""
        name = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgSign=false"]
        command = ["git", "-C", str(self.folder), *name, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 - git

    def commit(self, message: str, files: dict[str, str]) -> str:
        """Write files and commit them; return the sha."""
        for path, text in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


@dataclass
class Scene:
    """One story's organisation, repository and clone."""

    sandbox: Sandbox
    app: App
    installation: Installation
    repository: RepositoryDesk
    clone: Clone

    def push(self, branch: str, *, repository: RepositoryDesk | None = None) -> str:
        """Push the clone's HEAD to a branch, by force."""
        return (repository or self.repository).push(branch, source=self.clone.folder, by="ada")

    def branch(self, name: str, total: str, message: str = "Cart.total counts the tax") -> str:
        """Start a branch at main on which Cart.total returns something else, and push it."""
        self.clone.git("switch", "--quiet", "--force-create", name, "main")
        self.clone.commit(message, {"cart.py": CART.replace("sum(self.prices)", total)})
        return self.push(name)

    def open(self, title: str = "Count the tax", head: str = "feature", **more: str | bool) -> PullDesk:
        """Open a pull."""
        return self.repository.open_pull(NewPull(title, head, "ada", **more))  # type: ignore[arg-type]

    def sticky(self, pull: PullDesk) -> list[Comment]:
        """Return the App's comments on a pull."""
        return [comment for comment in pull.comments() if comment.app is not None]

    def wait_for_review(self, pull: PullDesk, patience: float = PATIENCE) -> tuple[Comment, CheckRun]:
        """Return the one comment and the one check run once they speak of the newest head."""
        what = f"{pull.url} is reviewed at {pull.head_sha[:7]}: {self.account_of(pull)}"
        wait_until(lambda: self.is_reviewed(pull), what, patience)
        comments, runs = self.sticky(pull), pull.check_runs()
        assert (len(comments), len(runs)) == (1, 1)
        return comments[0], runs[0]

    def is_reviewed(self, pull: PullDesk) -> bool:
        """Return whether comment and check run speak of the newest head."""
        runs, comments = pull.check_runs(), self.sticky(pull)
        is_done = bool(runs) and runs[-1].status == "completed"
        return is_done and any(pull.head_sha in comment.body.split("\n", 1)[0] for comment in comments)

    def wait_for_check(self, pull: PullDesk, title: str) -> CheckRun:
        """Return the check run of the newest head once its title holds this."""
        wait_until(
            lambda: any(title in (run.title or "") for run in pull.check_runs()),
            f"the check run of {pull.url} says {title!r}: {self.account_of(pull)}",
        )
        return pull.check_run(CHECK)

    def account_of(self, pull: PullDesk) -> str:
        """Return what is there, for the message of a failure."""
        runs = [f"{run.status} {run.title!r}" for run in pull.check_runs()]
        deliveries = [f"{delivery.event} {delivery.status}" for delivery in self.sandbox.deliveries(self.app)[-6:]]
        return f"runs {runs}, {len(self.sticky(pull))} comments, deliveries {deliveries}"


@dataclass(frozen=True)
class Backing:
    """Where the App keeps what it must not lose, and who hands out its work: by default SQLite, and nobody."""

    database_url: str = ""
    redis_url: str = ""


@dataclass
class Stage:
    """A running GitHub and a running App."""

    sandbox: Sandbox
    app: App
    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]
    backing: Backing = field(default_factory=Backing)
    scenes: int = field(default=0)

    def scene(self, folder: Path, *, is_installed: bool = True) -> Scene:
        """Return a fresh organisation with a repository `shop` and the App installed on it."""
        self.scenes += 1
        owner = f"acme{self.scenes}"
        self.sandbox.create_organisation(owner, members=["ada", "lea", "tom"])
        self.sandbox.add_email("ada", "ada@example.org")
        clone = Clone(folder / "clone")
        clone.folder.mkdir(parents=True)
        clone.git("init", "--quiet", "--initial-branch", "main")
        clone.commit("A cart", {"cart.py": CART, "README.md": "# Shop\n"})
        repository = self.sandbox.create_repository(owner, "shop", source=clone.folder)
        scene = Scene(self.sandbox, self.app, None, repository, clone)  # type: ignore[arg-type]
        if is_installed:
            scene.installation = self.sandbox.install_app(self.app, owner)
        return scene

    def set_clock(self, ahead: float) -> None:
        """Have the clock of the App's machine be so many seconds ahead of GitHub's."""
        _write_clock(self.data.parent / CLOCK, ahead)

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of the log."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def wait_until_caught_up(self, scene: Scene) -> None:
        """Return once the App has looked for open pulls: from now on it learns of them by webhooks alone."""
        key = f"installation/{scene.installation.id}"

        def kinds_done() -> set[str]:
            return {line["kind"] for line in self.lines() if line["event"] == "job ended" and line["key"] == key}

        wait_until(lambda: {"installation", "backfill"} <= kinds_done(), f"{key} is caught up with")

    def kill_worker(self) -> None:
        """Kill the worker, which takes its hands and attempts along; `reviewer serve` starts another."""
        os.kill(children_of(self.process.pid)[0], signal.SIGKILL)


@contextmanager
def start_app(sandbox: Sandbox, folder: Path, backing: Backing | None = None, **more: str) -> Generator[Stage]:
    """Run `reviewer serve` against a sandbox until the block ends, perhaps with more settings."""
    backing = backing or Backing()
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    sandbox.create_user("operator")
    addresses = Addresses(url, f"{url}/webhook", f"{url}/setup/callback", f"{url}/setup/installed", f"{url}/")
    manifest = build_manifest(manifest_text(), addresses)
    app = sandbox.create_app("operator", json.dumps(manifest))
    log = folder / "app.log"
    environment = {
        "PATH": os.environ["PATH"],
        "REVIEWER_DATA_DIR": str(folder / "data"),
        "REVIEWER_GITHUB_URL": sandbox.url,
        "REVIEWER_GITHUB_TIMEOUT": str(GITHUB_TIMEOUT),
        "REVIEWER_PORT": str(port),
        "REVIEWER_WORKERS": str(HANDS),
        "REVIEWER_LEASE": "4",
        "REVIEWER_DATABASE_URL": backing.database_url,
        "REDIS_URL": backing.redis_url,
        "APP_ID": str(app.id),
        "PRIVATE_KEY": app.private_key,
        "WEBHOOK_SECRET": app.webhook_secret,
        "PYTHONPATH": str(Path(__file__).with_name("clock")),
        "STORY_CLOCK": str(folder / CLOCK),
        **more,
    }
    _write_clock(folder / CLOCK, 0)
    with log.open("wb") as out:
        command = [sys.executable, "-m", "reviewer", "serve"]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=folder)  # noqa: S603 - our own
        try:
            wait_until(lambda: _is_up(url), f"the App is up; its log: {log.read_text()[-2000:]}", START_PATIENCE)
            yield Stage(sandbox, app, url, folder / "data", log, process, backing)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _write_clock(file: Path, ahead: float) -> None:
    part = file.with_suffix(".part")
    part.write_text(str(ahead))
    part.replace(file)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False
