"""The webhook, over real HTTP: nothing is acknowledged that is not signed, read and durable."""

import json
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from serving import CREDENTIALS, OPENED, SECRET, headers, parts, serving

from reviewer.errors import TellOperator, TryAgain
from reviewer.github.credentials import AppCredentials
from reviewer.model.work import Delivery, JobKind, Order
from reviewer.store import deliveries
from reviewer.store.database import Database, open_database
from reviewer.store.sql import SqlStore
from reviewer.web.app import create_app
from reviewer.web.body import BODY_LIMIT


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, lambda: 0.0)


@pytest.fixture
def github(store: SqlStore, tmp_path: Path) -> Iterator[httpx.Client]:
    """The side that sends webhooks."""
    with serving(create_app(parts(store, tmp_path / "c.json"))) as url, httpx.Client(base_url=url) as client:
        yield client


class FailingOnce(SqlStore):
    """A store whose database goes away while the first delivery is written, and is back for the next."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store._database, store._clock)
        self.is_away = True

    def accept_all(self, batch: Sequence[tuple[Delivery, Sequence[Order]]]) -> list[bool]:
        if not self.is_away:
            return super().accept_all(batch)
        self.is_away = False
        with self._database.writing() as connection:
            deliveries.accept(connection, batch, 0.0)
            raise TryAgain("The connection was cut before the commit")


def waiting(store: SqlStore) -> dict[JobKind, int]:
    return {depth.kind: depth.waiting for depth in store.queue_depth() if depth.waiting}


def counted(github: httpx.Client, event: str, outcome: str) -> bool:
    line = f'reviewer_deliveries_total{{event="{event}",outcome="{outcome}"}} 1.0'
    return line in github.get("/metrics").text


def test_a_signed_delivery_is_durable_before_its_202(github: httpx.Client, database_url: str) -> None:
    answer = github.post("/webhook", content=OPENED, headers=headers(OPENED))
    assert (answer.status_code, answer.json()) == (202, {"accepted": True})
    assert waiting(SqlStore(open_database(database_url, is_pooled=False), lambda: 0.0)) == {JobKind.ANALYSE: 1}
    assert counted(github, "pull_request", "accepted")


def test_the_same_delivery_twice_is_one(github: httpx.Client, store: SqlStore) -> None:
    github.post("/webhook", content=OPENED, headers=headers(OPENED))
    answer = github.post("/webhook", content=OPENED, headers=headers(OPENED))
    assert (answer.status_code, answer.json()) == (202, {"accepted": "duplicate"})
    assert waiting(store) == {JobKind.ANALYSE: 1}


@pytest.mark.parametrize("signed", [headers(OPENED, secret="other"), headers(b"another body"), {}])
def test_what_is_not_signed_with_our_secret_is_refused(
    github: httpx.Client, store: SqlStore, signed: dict[str, str]
) -> None:
    answer = github.post("/webhook", content=OPENED, headers={**headers(OPENED), "x-hub-signature-256": "", **signed})
    assert answer.status_code == 401
    assert waiting(store) == {}


def test_the_signature_is_looked_at_before_anything_else(github: httpx.Client) -> None:
    assert github.post("/webhook", content=b"not json").status_code == 401


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"x-github-event": ""}, "X-GitHub-Event and X-GitHub-Delivery must say"),
        ({"x-github-delivery": ""}, "X-GitHub-Event and X-GitHub-Delivery must say"),
        ({"x-github-delivery": "g" * 201}, "X-GitHub-Event and X-GitHub-Delivery must say"),
        ({"content-type": "application/x-www-form-urlencoded"}, "content type must be application/json"),
    ],
)
def test_headers_that_do_not_say_enough_are_refused_with_a_reason(
    github: httpx.Client, change: dict[str, str], reason: str
) -> None:
    answer = github.post("/webhook", content=OPENED, headers={**headers(OPENED), **change})
    assert answer.status_code == 400
    assert reason in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"not json", b"\xff\xfe", b"[]", b'{"action":"opened"}'])
def test_a_body_that_is_not_its_event_is_refused_with_a_reason(github: httpx.Client, body: bytes) -> None:
    answer = github.post("/webhook", content=body, headers=headers(body))
    assert answer.status_code == 400
    assert "Read a `pull_request` webhook" in answer.json()["error"]
    assert counted(github, "pull_request", "malformed")


@pytest.mark.parametrize(
    "number", [b"-1", b"9223372036854775808", b"9" * 5000, b"1e400", b"1.5", b"NaN", b"null", b"[]"]
)
@pytest.mark.parametrize("known", [b'"installation":{"id":3}', b'"id":7,', b'"number":12'])
def test_a_number_that_no_database_takes_is_refused_with_a_reason(
    github: httpx.Client, store: SqlStore, known: bytes, number: bytes
) -> None:
    body = OPENED.replace(known, known.replace(b"3", number).replace(b"7", number).replace(b"12", number))
    answer = github.post("/webhook", content=body, headers=headers(body))
    assert answer.status_code == 400
    assert "Read a `pull_request` webhook" in answer.json()["error"]
    assert waiting(store) == {}


@pytest.mark.parametrize(
    "deep", [b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000]
)
def test_a_body_without_a_bottom_is_refused_with_a_reason(github: httpx.Client, deep: bytes) -> None:
    for body in (deep, OPENED[:-1] + b',"more":' + deep + b"}"):
        answer = github.post("/webhook", content=body, headers=headers(body))
        assert answer.status_code == 400
        assert "Read a `pull_request` webhook" in answer.json()["error"]


@pytest.mark.parametrize(
    "name", ["acme/sh\0op", "acme/sh\ud800op", "../../etc/passwd", "a/b\r\nX: y", "@a/b", "n" * 100_000]
)
def test_a_repository_of_any_name_is_no_trouble(github: httpx.Client, store: SqlStore, name: str) -> None:
    body = OPENED.replace(b'"acme/shop"', json.dumps(name).encode())
    assert github.post("/webhook", content=body, headers=headers(body)).status_code == 202
    assert waiting(store) == {JobKind.ANALYSE: 1}


def test_an_event_we_do_not_know_is_acknowledged_counted_and_dropped(github: httpx.Client, store: SqlStore) -> None:
    answer = github.post("/webhook", content=b"{}", headers=headers(b"{}", event="star"))
    assert (answer.status_code, answer.json()) == (202, {"accepted": "dropped"})
    assert counted(github, "other", "dropped")
    assert waiting(store) == {}


def test_an_event_that_changes_nothing_is_acknowledged(github: httpx.Client, store: SqlStore) -> None:
    body = b'{"zen":"Keep it logically awesome."}'
    assert github.post("/webhook", content=body, headers=headers(body, event="ping")).status_code == 202
    assert counted(github, "ping", "nothing to do")


def test_a_body_said_to_be_too_large_is_refused_unread(github: httpx.Client) -> None:
    connection = HTTPConnection(github.base_url.host, github.base_url.port or 0)
    connection.putrequest("POST", "/webhook")
    connection.putheader("Content-Length", str(BODY_LIMIT + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_body_that_grows_too_large_is_refused_though_nothing_was_said(github: httpx.Client) -> None:
    chunk = b"x" * (1024 * 1024)

    def chunks() -> Iterator[bytes]:
        for _ in range(26):
            yield chunk

    assert github.post("/webhook", content=chunks(), timeout=30).status_code == 413


def test_a_large_body_within_the_limit_is_read(github: httpx.Client) -> None:
    body = OPENED[:-1] + b',"padding":"' + b"x" * (BODY_LIMIT - len(OPENED) - 14) + b'"}'
    assert github.post("/webhook", content=body, headers=headers(body), timeout=30).status_code == 202


def test_a_database_that_is_away_is_never_a_202(tmp_path: Path) -> None:
    away = SqlStore(open_database(f"sqlite:///{tmp_path}/no/such.db", is_pooled=False), lambda: 0.0)
    with serving(create_app(parts(away, tmp_path / "c.json"))) as url:
        answer = httpx.post(f"{url}/webhook", content=OPENED, headers=headers(OPENED))
        assert (answer.status_code, answer.json()) == (503, {"error": "The database is away: send this again later"})
        assert "reviewer_database_up 0.0" in httpx.get(f"{url}/metrics").text


def test_a_delivery_that_could_not_be_kept_is_taken_with_all_its_orders_when_it_is_sent_again(
    store: SqlStore, tmp_path: Path
) -> None:
    failing = FailingOnce(store)
    with serving(create_app(parts(failing, tmp_path / "c.json"))) as url:
        answers = [httpx.post(f"{url}/webhook", content=OPENED, headers=headers(OPENED)) for _ in range(2)]
    assert [(answer.status_code, answer.json().get("accepted")) for answer in answers] == [(503, None), (202, True)]
    assert waiting(store) == {JobKind.ANALYSE: 1}


def test_before_setup_deliveries_are_refused_with_the_reason(store: SqlStore, tmp_path: Path) -> None:
    with serving(create_app(parts(store, tmp_path / "c.json", given=None))) as url:
        answer = httpx.post(f"{url}/webhook", content=OPENED, headers=headers(OPENED))
    assert answer.status_code == 503
    assert "open /setup" in answer.json()["error"]


def test_a_server_without_a_webhook_secret_refuses_to_start(store: SqlStore, tmp_path: Path) -> None:
    unsafe = AppCredentials(app_id=1, private_key="k", webhook_secret="")
    with pytest.raises(TellOperator, match="no webhook secret"):
        create_app(parts(store, tmp_path / "c.json", given=unsafe))


def test_no_answer_tells_the_secret(github: httpx.Client) -> None:
    answers = [github.post("/webhook", content=OPENED, headers=headers(OPENED, secret="x")), github.get("/setup")]
    assert all(SECRET not in answer.text and CREDENTIALS.private_key not in answer.text for answer in answers)
