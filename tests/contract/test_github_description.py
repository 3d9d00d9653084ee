"""The judge itself: what breaks GitHub's description must be found."""

import json
from pathlib import Path
from typing import Any

import pytest
from contract.download import Unavailable, description
from contract.openapi import Contract

from reviewer.sandbox.observer import SeenReply, SeenRequest

HEADERS = {"accept": "application/vnd.github+json", "user-agent": "tests", "x-github-api-version": "2022-11-28"}
RUN: dict[str, Any] = {"name": "review-queue", "head_sha": "a" * 40, "status": "completed", "conclusion": "neutral"}
NOTE = {"path": "pay.py", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "Look"}
LOUD = {**NOTE, "annotation_level": "shout"}
BUTTON = {"label": "Validate", "description": "All units are as intended", "identifier": "validate"}


def create_run(**more: object) -> SeenRequest:
    body = json.dumps({**RUN, **more}).encode()
    return SeenRequest("POST", "/repos/acme/shop/check-runs", "", HEADERS, body)


def output(**more: object) -> dict[str, object]:
    return {"title": "3 of 41", "summary": "Read these", **more}


def test_a_right_request_passes(contract: Contract) -> None:
    right = create_run(output=output(annotations=[NOTE] * 50), actions=[BUTTON] * 3)
    assert contract.check_request(right) == []


@pytest.mark.parametrize(
    ("what", "request_"),
    [
        ("/details: unknown key", create_run(details="x")),
        ("/output/headline: unknown key", create_run(output=output(headline="x"))),
        ("/name", create_run(name=7)),
        ("/output/text", create_run(output=output(text="x" * 65_536))),
        ("/actions/0/label", create_run(actions=[{**BUTTON, "label": "x" * 21}])),
        ("/actions/0/description", create_run(actions=[{**BUTTON, "description": "x" * 41}])),
        ("/actions", create_run(actions=[BUTTON] * 4)),
        ("/output/annotations", create_run(output=output(annotations=[NOTE] * 51))),
        ("/output/annotations/0/annotation_level", create_run(output=output(annotations=[LOUD]))),
        ("/conclusion", create_run(conclusion="fine")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_wrong_body_is_found(contract: Contract, what: str, request_: SeenRequest) -> None:
    found = contract.check_request(request_)
    assert any(what in one for one in found), found


def test_a_missing_key_is_found(contract: Contract) -> None:
    assert contract.check_request(create_run(output={"title": "x"})) != []


@pytest.mark.parametrize("name", ["accept", "user-agent", "x-github-api-version"])
def test_a_missing_header_is_found(contract: Contract, name: str) -> None:
    headers = {key: value for key, value in HEADERS.items() if key != name}
    request = SeenRequest("GET", "/repos/acme/shop", "", headers, b"")
    assert contract.check_request(request) == [f"header {name} is missing"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/repos/acme/shop/pulls", "colour=red"),
        ("/repos/acme/shop/pulls", "state=ajar"),
        ("/repos/acme/shop/pulls", "page=two"),
        ("/repos/acme/shop/pulls/one", ""),
        ("/repos/acme/shop/pals", ""),
    ],
)
def test_a_wrong_address_is_found(contract: Contract, path: str, query: str) -> None:
    assert contract.check_request(SeenRequest("GET", path, query, HEADERS, b"")) != []


@pytest.mark.parametrize(
    "body",
    [
        {"token": "ghs_x", "expires_at": "2026-01-01T00:00:00Z", "colour": "red"},
        {"token": "ghs_x"},
        {"token": 7, "expires_at": "2026-01-01T00:00:00Z"},
    ],
    ids=["unknown", "missing", "type"],
)
def test_a_wrong_reply_is_found(judge: Contract | str, contract: Contract, body: dict[str, object]) -> None:
    request = SeenRequest("POST", "/app/installations/1/access_tokens", "", HEADERS, b"{}")
    contract.exchange(request, SeenReply(201, {}, json.dumps(body).encode()))
    assert len(contract.violations) == 1
    contract.begin()


@pytest.mark.parametrize(("forgives", "found"), [(False, 1), (True, 0)])
def test_a_wrong_request_counts_even_when_refused(contract: Contract, *, forgives: bool, found: int) -> None:
    contract.forgives_refused = forgives
    refusal = json.dumps({"message": "Invalid request.", "documentation_url": "https://docs.github.com/rest"}).encode()
    contract.exchange(create_run(output=output(annotations=[NOTE] * 51)), SeenReply(422, {}, refusal))
    assert len(contract.violations) == found
    contract.begin()


def test_a_reply_with_an_unheard_of_status_is_found(contract: Contract) -> None:
    contract.exchange(SeenRequest("GET", "/app", "", HEADERS, b""), SeenReply(206, {}, b"{}"))
    assert contract.violations == ["apps/get-authenticated: reply 206: not in the description"]
    contract.begin()


@pytest.mark.parametrize(
    "payload",
    [{"action": "opened", "number": 1}, {"action": "exploded"}],
    ids=["incomplete", "unheard of"],
)
def test_a_wrong_webhook_is_found(contract: Contract, payload: dict[str, object]) -> None:
    contract.webhook("pull_request", json.dumps(payload).encode())
    assert contract.violations != []
    contract.begin()


def test_without_npm_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="npm is not installed"):
        description(tmp_path)


def test_a_description_is_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "api.github.com-23.0.2.json").write_text('{"openapi": "3.0.3"}')
    assert description(tmp_path) == {"openapi": "3.0.3"}
