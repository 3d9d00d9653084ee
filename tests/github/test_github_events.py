"""Webhooks are read tolerantly where GitHub adds and drops, and refused in words where they are not what they say."""

import json
from pathlib import Path

import pytest
from github_scene import Python, Webhook

from reviewer.github.events import EVENTS, BadPayload, CheckRunEvent, PullRequestEvent, PushEvent, parse_event

RECORDED = sorted((Path(__file__).resolve().parents[2] / "fixtures" / "webhooks").glob("*.json"))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_every_recorded_webhook_is_read(path: Path) -> None:
    event = parse_event(path.name.split(".")[0], path.read_bytes())
    assert event is not None
    assert event.action == json.loads(path.read_bytes()).get("action")


def test_there_is_a_recorded_webhook_of_every_event_we_read() -> None:
    assert {path.name.split(".")[0] for path in RECORDED} == EVENTS.keys()


def test_an_event_that_is_not_ours_is_none() -> None:
    assert parse_event("star", b"not even JSON") is None


def test_a_pull_whose_fork_was_deleted_is_read(webhook: Webhook) -> None:
    body = webhook("pull_request.closed.fork_deleted")
    assert json.loads(body)["pull_request"]["head"]["repo"] is None
    event = parse_event("pull_request", body)
    assert isinstance(event, PullRequestEvent)
    assert event.pull_request.number == 13


def test_a_payload_with_nothing_but_what_we_need_is_read() -> None:
    body = {"action": "opened", "repository": {"id": 7, "full_name": "acme/shop"}, "pull_request": {"number": 12}}
    event = parse_event("pull_request", json.dumps(body).encode())
    assert isinstance(event, PullRequestEvent)
    assert event.installation is None


def test_half_a_surrogate_pair_in_a_text_does_not_lose_the_event(webhook: Webhook) -> None:
    body = webhook("pull_request.opened").replace(b'"title": "', b'"title": "\\ud83d ', 1)
    assert b"\\ud83d" in body
    assert isinstance(parse_event("pull_request", body), PullRequestEvent)


def test_a_check_run_of_a_deleted_app_is_read() -> None:
    body = {"repository": {"id": 7, "full_name": "a/b"}, "check_run": {"name": "x", "head_sha": "0" * 40, "app": None}}
    assert isinstance(parse_event("check_run", json.dumps(body).encode()), CheckRunEvent)


def test_a_push_that_deletes_a_branch_is_read() -> None:
    repository = {"id": 7, "full_name": "a/b"}
    body = {"ref": "refs/heads/x", "deleted": True, "commits": (), "head_commit": None, "repository": repository}
    event = parse_event("push", json.dumps(body).encode())
    assert isinstance(event, PushEvent)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "body: Invalid JSON"),
        (b"{", "body: Invalid JSON"),
        (b"\xff", "body: Invalid JSON"),
        (b"[" * 100_000, "body: Invalid JSON"),
        (b"[]", "body: Input should be an object"),
        (b'{"pull_request": {"number": 1}}', "repository: Field required"),
        (b'{"pull_request": {"number": "twelve"}}', "pull_request.number: Input should be a valid integer"),
    ],
)
def test_a_body_that_is_no_pull_request_is_refused_with_the_reason(body: bytes, said: str) -> None:
    with pytest.raises(BadPayload, match="Read a `pull_request` webhook, but its body is not one") as refused:
        parse_event("pull_request", body)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 1000


def test_reading_an_event_does_not_load_githubkits_webhook_models(python: Python) -> None:
    code = (
        "import sys; from reviewer.github.events import parse_event; from reviewer.github.orders import orders_of;"
        "parse_event('ping', b'{}'); print([name for name in sys.modules if name.startswith('githubkit')])"
    )
    assert python(code) == "[]"
