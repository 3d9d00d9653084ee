"""The stage of the GitHub room's tests."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from github_scene import Clone, Python, Shop, Webhook
from worker_hands import Hands

from reviewer.github.manifest import Addresses, build_manifest, manifest_text
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.sandbox import Sandbox

ADDRESSES = Addresses(
    home="https://reviewer.example.org",
    webhook="https://reviewer.example.org/webhook",
    redirect="https://reviewer.example.org/setup/created",
    setup="https://reviewer.example.org/setup/installed",
    callback="https://reviewer.example.org/signed-in",
)


@pytest.fixture
def webhook(fixtures: Path) -> Webhook:
    """Return a recorded webhook's bytes by its name."""

    def read(name: str) -> bytes:
        return (fixtures / "webhooks" / f"{name}.json").read_bytes()

    return read


@pytest.fixture
def python() -> Python:
    """Run a line of Python in a process of its own and return what it prints."""

    def run(code: str) -> str:
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own line
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with the branches main and retry, made once: every test copies it."""
    clone = Clone(tmp_path_factory.mktemp("template"))
    clone.git("init", "--quiet", "--initial-branch=main")
    clone.commit("Begin", {"pay.py": "def pay():\n    return 1\n", ".github/reviewer.yml": "mode: advisory\n"})
    clone.branch("retry")
    clone.commit("Retry twice\n\nBanks time out.", {"pay.py": "def pay():\n    return 2\n"})
    return clone.folder


@pytest.fixture
def clone(template: Path, tmp_path: Path) -> Clone:
    return Clone(shutil.copytree(template, tmp_path / "clone"))


@pytest.fixture(scope="session")
def manifest() -> str:
    """The manifest of our own app.yml for an App whose webhook nobody listens to."""
    manifest = build_manifest(manifest_text(), ADDRESSES)
    del manifest["hook_attributes"]
    return json.dumps(manifest)


@pytest.fixture
def shop(sandbox: Sandbox, clone: Clone, manifest: str, migrated_file: Path, tmp_path: Path) -> Shop:
    """The App of our own app.yml, installed on acme, whose shop has one open pull."""
    sandbox.create_organisation("acme", members=["lea", "tom"])
    desk = sandbox.create_repository("acme", "shop", source=clone.folder)
    app = sandbox.create_app("acme", manifest)
    installation = sandbox.install_app(app, "acme", by="lea")
    desk.push("retry", source=clone.folder, by="lea")
    pull = desk.open_pull(NewPull("Retry failed charges", head="retry", author="lea", body="Closes nothing yet."))
    database_url = f"sqlite:///{shutil.copyfile(migrated_file, tmp_path / 'paces.db')}"
    return Shop(sandbox, clone, app, installation, desk, pull, tmp_path, database_url)


@pytest.fixture
def hands(shop: Shop, sqlite_url: str) -> Hands:
    """A worker and its empty store."""
    return Hands(shop, sqlite_url)
