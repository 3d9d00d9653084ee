"""The manifest flow: one stranger-proof way from a token in the log to an App on disk."""

import html
import json
import re
import stat
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from serving import CREDENTIALS, SECRET, TOKEN, Browser, GitHub, headers, parts

from reviewer.github.credentials import AppCredentials, load_credentials
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.web.app import create_app
from reviewer.web.gate import STATE_LIFETIME, SetupGate


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database, lambda: 0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "credentials.json"


@pytest.fixture
def github() -> GitHub:
    return GitHub()


@pytest.fixture
def client(store: SqlStore, path: Path, github: GitHub) -> Browser:
    return Browser(create_app(parts(store, path, given=None, github=github)))


def form(client: Browser, organisation: str = "acme") -> tuple[str, dict[str, object]]:
    """The address and the manifest of the form that GitHub would get."""
    text = client.get("/setup", token=TOKEN, organisation=organisation).text
    action = re.search(r'<form method="post" action="([^"]+)">', text)
    manifest = re.search(r'name="manifest" value="([^"]+)"', text)
    assert action is not None
    assert manifest is not None
    return html.unescape(action[1]), json.loads(html.unescape(manifest[1]))


def state_of(action: str) -> str:
    return parse_qs(urlsplit(action).query)["state"][0]


@pytest.mark.parametrize("token", ["", "guess", TOKEN + "x", "é"])
def test_a_stranger_gets_no_form(client: Browser, token: str) -> None:
    answer = client.get("/setup", token=token, organisation="acme")
    assert answer.status_code == 403
    assert "<form" not in answer.text
    assert "/setup?token=" in answer.text


def test_the_form_goes_to_the_organisation_with_our_addresses(client: Browser) -> None:
    action, manifest = form(client)
    assert action.startswith("https://github.com/organizations/acme/settings/apps/new?state=")
    assert manifest["hook_attributes"] == {"url": "https://reviewer.example/webhook", "active": True}
    assert manifest["redirect_url"] == "https://reviewer.example/setup/callback"
    assert manifest["setup_url"] == "https://reviewer.example/setup/installed"


def test_without_an_organisation_the_form_goes_to_ones_own_account(client: Browser) -> None:
    assert form(client, organisation="")[0].startswith("https://github.com/settings/apps/new?state=")


@pytest.mark.parametrize("organisation", ["a/b", "-a", "a?x", "a b", '"><script>', "..", "é"])
def test_what_cannot_be_an_organisation_is_asked_again_and_escaped(client: Browser, organisation: str) -> None:
    answer = client.get("/setup", token=TOKEN, organisation=organisation)
    assert answer.status_code == 400
    assert f'value="{html.escape(organisation).replace("&quot;", "&#34;")}"' in answer.text
    assert 'method="post"' not in answer.text


def test_githubs_answer_makes_the_app_and_links_to_its_installation(client: Browser, path: Path) -> None:
    answer = client.get("/setup/callback", code="good", state=state_of(form(client)[0]))
    assert answer.status_code == 200
    assert 'href="https://github.com/apps/acme-reviewer/installations/new"' in answer.text
    assert "Acme &lt;Reviewer&gt;" in answer.text
    assert load_credentials(path) == CREDENTIALS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_after_setup_webhooks_are_taken_at_once(client: Browser) -> None:
    client.get("/setup/callback", code="good", state=state_of(form(client)[0]))
    assert client.post("/webhook", b"{}", headers(b"{}", event="ping")).status_code == 202


def test_after_setup_nobody_makes_a_second_app(client: Browser, github: GitHub) -> None:
    states = [state_of(form(client)[0]) for _ in range(2)]
    for state in states:
        client.get("/setup/callback", code="good", state=state)
    again = client.get("/setup", token=TOKEN, organisation="acme")
    assert github.codes == ["good"]
    assert "<form" not in again.text
    assert "cannot be created a second time" in again.text


@pytest.mark.parametrize("state", ["", "made-up"])
def test_an_answer_nobody_asked_for_is_refused(client: Browser, github: GitHub, state: str) -> None:
    assert client.get("/setup/callback", code="good", state=state).status_code == 403
    assert github.codes == []


def test_a_code_that_github_refuses_is_told_and_keeps_nothing(client: Browser, path: Path) -> None:
    answer = client.get("/setup/callback", code="bad", state=state_of(form(client)[0]))
    assert answer.status_code == 502
    assert "GitHub does not know this setup code." in answer.text
    assert not path.exists()


def test_an_app_without_a_webhook_secret_is_not_kept(client: Browser, github: GitHub, path: Path) -> None:
    github.app = AppCredentials(app_id=1, private_key="k", webhook_secret="")
    answer = client.get("/setup/callback", code="good", state=state_of(form(client)[0]))
    assert "without a webhook secret" in answer.text
    assert not path.exists()


def test_a_credentials_file_that_others_can_read_stops_the_server_not_its_answers(client: Browser, path: Path) -> None:
    path.write_text("{}")
    path.chmod(0o644)
    answers = [client.get("/setup"), client.post("/webhook", b"{}", headers(b"{}"))]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert all(str(path) not in answer.text for answer in answers)
    assert str(path) in client.get("/readyz").json()["reasons"][0]


def test_every_page_forbids_scripts_frames_and_referrers(client: Browser) -> None:
    answer = client.get("/setup/installed")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' https://reviewer.example https://github.com" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_pages_bring_nothing_from_elsewhere(client: Browser) -> None:
    pages = [client.get("/setup", token=TOKEN), client.get("/setup"), client.get("/setup/installed")]
    for answer in pages:
        assert re.findall(r'(?:src|href)="([^"]+)"', answer.text) == ["/style.css"]
    assert client.get("/style.css").headers["content-type"].startswith("text/css")


def test_who_asked_an_owner_to_install_is_told_to_wait(client: Browser) -> None:
    answer = client.get("/setup/installed", setup_action="request")
    assert "Installation requested" in answer.text


def test_the_status_of_a_set_up_app_tells_no_secret(store: SqlStore, path: Path) -> None:
    answer = Browser(create_app(parts(store, path))).get("/setup")
    assert "This App is set up" in answer.text
    assert SECRET not in answer.text


def test_a_state_is_good_for_one_answer_within_the_hour() -> None:
    now = [0.0]
    gate = SetupGate(TOKEN, lambda: now[0])
    first, late = gate.new_state(), gate.new_state()
    assert gate.redeem(first)
    assert not gate.redeem(first)
    now[0] = STATE_LIFETIME
    assert not gate.redeem(late)


def test_without_a_token_nobody_is_admitted() -> None:
    assert not SetupGate("", lambda: 0.0).admits("")
