"""A small stage for the sandbox's own tests: a local git repository, an App that listens, and a client."""

import json
import shutil
import ssl
import subprocess
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import jwt

from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.control.repository import RepositoryDesk
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.state.accounts import App, Installation

GIT = shutil.which("git") or "git"
# Made once: loading the machine's certificates takes 40 ms a client, and nothing here speaks TLS.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28", "User-Agent": "tests"}
EVENTS = [
    "pull_request", "pull_request_review", "issue_comment", "check_run", "check_suite", "push", "merge_group",
    "repository", "status",
]  # fmt: skip
PERMISSIONS = {
    "checks": "write",
    "contents": "read",
    "pull_requests": "write",
    "issues": "read",
    "merge_queues": "read",
    "statuses": "read",
}


@dataclass
class Work:
    """A person's clone: real git in a folder."""

    folder: Path

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Lea", "-c", "user.email=lea@example.com", "-c", "commit.gpgsign=false")
        done = subprocess.run(  # noqa: S603 -- an argument list without a shell
            [GIT, *who, *arguments], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, message: str, **files: str) -> str:
        """Write files ("a_py" is a.py) and commit them."""
        for name, text in files.items():
            (self.folder / name.replace("_", ".")).write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


@dataclass
class Heard:
    """A webhook as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> str:
        return self.headers["x-github-event"]

    @property
    def payload(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def name(self) -> str:
        """Event and action: "pull_request.opened"."""
        action = self.payload.get("action")
        return f"{self.event}.{action}" if action else self.event


@dataclass
class Ear:
    """An App's hook address on loopback, which remembers what it hears."""

    heard: list[Heard] = field(default_factory=list[Heard])
    status: int = 202
    server: ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                ear.heard.append(Heard({key.lower(): value for key, value in self.headers.items()}, body))
                self.send_response(ear.status)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/webhook"

    def names(self) -> list[str]:
        return [one.name for one in self.heard]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def manifest(hook_url: str, **changes: object) -> str:
    """Return a manifest that GitHub would take."""
    wanted: dict[str, object] = {
        "name": "Reviewer",
        "url": "https://example.com",
        "hook_attributes": {"url": hook_url, "active": True},
        "redirect_url": "https://example.com/setup/done",
        "default_permissions": PERMISSIONS,
        "default_events": EVENTS,
    }
    return json.dumps({**wanted, **changes})


def app_jwt(app: App, *, life: float = 500, age: float = 60, now: float | None = None) -> str:
    """Return a JWT of an App, `age` seconds old, with `life` seconds to go."""
    moment = time.time() if now is None else now
    claims = {"iat": int(moment - age), "exp": int(moment + life), "iss": str(app.id)}
    return jwt.encode(claims, app.private_key, "RS256")


@dataclass
class Scene:
    """An organisation with a repository, an open pull request, and an installed App that listens."""

    sandbox: Sandbox
    work: Work
    ear: Ear
    app: App
    installation: Installation
    shop: RepositoryDesk
    pull: PullDesk

    def client(self, secret: str) -> httpx.Client:
        headers = {**HEADERS, "Authorization": f"Bearer {secret}"}
        return httpx.Client(base_url=self.sandbox.api_url, headers=headers, verify=NO_TLS, trust_env=False)

    def by_jwt(self) -> httpx.Client:
        return self.client(app_jwt(self.app))

    def token(self, **body: object) -> str:
        with self.by_jwt() as client:
            answer = client.post(f"/app/installations/{self.installation.id}/access_tokens", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["token"]

    def by_token(self, **body: object) -> httpx.Client:
        return self.client(self.token(**body))

    @property
    def token_url(self) -> str:
        """Where the App asks for its tokens."""
        return f"/app/installations/{self.installation.id}/access_tokens"

    def hear(self) -> list[str]:
        """Return the names of everything that was sent so far."""
        self.sandbox.wait_for_deliveries()
        return self.ear.names()

    def hear_next(self) -> list[str]:
        """Return the names of what was sent since the last look."""
        names = self.hear()
        self.ear.heard.clear()
        return names


def first_clone(folder: Path) -> Work:
    """Return a clone with one commit on main."""
    folder.mkdir()
    work = Work(folder)
    work.git("init", "--quiet", "--initial-branch=main")
    work.commit("Begin", pay_py="def pay():\n    return 1\n", readme_md="# Shop\n")
    return work


def set_scene(sandbox: Sandbox, work: Work, ear: Ear) -> Scene:
    """Make the organisation, its repository, the App, and one pull request."""
    sandbox.create_organisation("acme", members=["lea", "tom"])
    shop = sandbox.create_repository("acme", "shop", source=work.folder)
    app = sandbox.create_app("acme", manifest(ear.url))
    installation = sandbox.install_app(app, "acme", by="lea")
    work.git("checkout", "--quiet", "-b", "retry")
    work.commit("Retry twice", pay_py="def pay():\n    return 2\n")
    shop.push("retry", source=work.folder, by="lea")
    pull = shop.open_pull(NewPull("Retry failed charges", head="retry", author="lea", body="Because banks time out."))
    return Scene(sandbox, work, ear, app, installation, shop, pull)
