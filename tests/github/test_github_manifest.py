"""app.yml becomes an App that GitHub takes, and asks for no more than it needs."""

import json
from pathlib import Path

import pytest
from github_scene import Python

from reviewer.errors import TellOperator, TryAgain
from reviewer.github.connection import Connection
from reviewer.github.conversion import convert_manifest
from reviewer.github.events import EVENTS
from reviewer.github.manifest import Addresses, build_manifest, manifest_text
from reviewer.sandbox.acts.manifest import offer_code
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.faults import Fault, Moment

ADDRESSES = Addresses(
    "https://r.example",
    "https://r.example/webhook",
    "https://r.example/a",
    "https://r.example/b",
    "https://r.example/c",
)


def test_the_manifest_has_this_servers_addresses() -> None:
    manifest = build_manifest(manifest_text(), ADDRESSES, name="Reviewer of acme")
    assert {key: manifest[key] for key in ("name", "url", "hook_attributes", "redirect_url", "setup_url")} == {
        "name": "Reviewer of acme",
        "url": "https://r.example",
        "hook_attributes": {"url": "https://r.example/webhook", "active": True},
        "redirect_url": "https://r.example/a",
        "setup_url": "https://r.example/b",
    }


def test_the_app_asks_for_the_least_it_needs() -> None:
    assert build_manifest(manifest_text(), ADDRESSES)["default_permissions"] == {
        "checks": "write",
        "contents": "read",
        "issues": "read",
        "merge_queues": "read",
        "metadata": "read",
        "pull_requests": "write",
        "statuses": "read",
    }


def test_the_app_subscribes_to_what_it_reads() -> None:
    unasked = {"installation", "installation_repositories", "ping"}
    assert set(build_manifest(manifest_text(), ADDRESSES)["default_events"]) == EVENTS.keys() - unasked


def test_the_shipped_manifest_is_the_projects_own() -> None:
    assert manifest_text() == (Path(__file__).resolve().parents[2] / "app.yml").read_text()


@pytest.mark.parametrize("text", ["", "[]", "name: Reviewer"])
def test_a_file_that_is_no_manifest_is_told(text: str) -> None:
    with pytest.raises(TellOperator, match="holds no App manifest"):
        build_manifest(text, ADDRESSES)


@pytest.fixture
def connection(sandbox: Sandbox) -> Connection:
    return Connection(sandbox.api_url, timeout=10, pause=0.01)


@pytest.fixture
def code(sandbox: Sandbox) -> str:
    """The code that GitHub sends back once a person has made the App."""
    sandbox.create_organisation("acme", members=["lea"])
    app = sandbox.create_app("acme", json.dumps(build_manifest(manifest_text(), ADDRESSES)))
    return offer_code(sandbox.world, app)


def test_the_code_becomes_the_apps_credentials(sandbox: Sandbox, connection: Connection, code: str) -> None:
    made = convert_manifest(connection, code)
    app = sandbox.world.apps[made.app_id]
    assert (made.slug, made.private_key, made.webhook_secret) == (app.slug, app.private_key, app.webhook_secret)


def test_a_code_works_once(connection: Connection, code: str) -> None:
    convert_manifest(connection, code)
    with pytest.raises(TellOperator, match="Open /setup and start again"):
        convert_manifest(connection, code)


def test_the_conversion_is_never_repeated_by_itself(sandbox: Sandbox, connection: Connection, code: str) -> None:
    fault = sandbox.faults.add(Fault("POST", "/conversions", 9, 502, Moment.AFTER))
    with pytest.raises(TryAgain, match="GitHub answered 502"):
        convert_manifest(connection, code)
    assert fault.times == 8


def test_the_web_side_waits_for_githubs_client_only_when_an_app_is_made(python: Python) -> None:
    loaded = "[name for name in sys.modules if name.startswith('githubkit')]"
    assert python(f"import sys, reviewer.cli.serve; print({loaded})") == "[]"
