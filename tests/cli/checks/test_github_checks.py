"""What the doctor says of the App at GitHub: key, clock, permissions, events, installations, webhooks."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from checking import look, settings_of

from reviewer.cli.checks.finding import Finding, Mark
from reviewer.github.credentials import AppCredentials, save_credentials
from reviewer.github.manifest import Addresses, build_manifest, manifest_text
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.faults import Fault
from reviewer.sandbox.state.accounts import App
from reviewer.settings import Settings

OURS = "http://127.0.0.1:1"
HOOK = f"{OURS}/webhook"


@dataclass
class Clinic:
    """An App on a GitHub, and the settings of the server that claims to be it."""

    sandbox: Sandbox
    app: App
    folder: Path

    def settings(self, **given: Any) -> Settings:
        known = {
            "github_url": self.sandbox.url,
            "public_url": OURS,
            "app_id": self.app.id,
            "private_key": self.app.private_key,
            "webhook_secret": self.app.webhook_secret,
        }
        return settings_of(self.folder, **(known | given))

    def look(self, name: str, **given: Any) -> Finding:
        return look(name, self.settings(**given), lambda: self.sandbox.clock.now().timestamp())

    @property
    def page(self) -> str:
        return f"{self.sandbox.url}/organizations/acme/settings/apps/{self.app.slug}"

    def keep(self, **changes: Any) -> Settings:
        """Keep the credentials in the file, as /setup does."""
        settings = self.settings(app_id=None, private_key=None, webhook_secret=None)
        own = AppCredentials(self.app.id, self.app.private_key, self.app.webhook_secret, slug=self.app.slug)
        save_credentials(settings.credentials_file, replace(own, **changes))
        return settings


@pytest.fixture
def clinic(sandbox: Sandbox, tmp_path: Path) -> Clinic:
    """Our own App, made by an organisation and installed there."""
    sandbox.create_organisation("acme", members=["lea"])
    addresses = Addresses(OURS, HOOK, f"{OURS}/created", f"{OURS}/installed", OURS)
    app = sandbox.create_app("acme", json.dumps(build_manifest(manifest_text(), addresses)))
    sandbox.install_app(app, "acme")
    sandbox.wait_for_deliveries()
    return Clinic(sandbox, app, tmp_path)


@pytest.mark.parametrize(
    "name", ["credentials", "reach", "clock", "App", "permissions", "events", "installations", "webhook"]
)
def test_an_app_as_it_should_be_is_well(clinic: Clinic, name: str) -> None:
    assert clinic.look(name).mark is Mark.OK


def test_an_app_that_is_not_set_up_is_told_where_to_do_so(clinic: Clinic) -> None:
    finding = clinic.look("credentials", app_id=None, private_key=None, webhook_secret=None)
    assert finding.mark is Mark.FAIL
    assert f"{OURS}/setup" in finding.advice[0]


@pytest.mark.parametrize("name", ["App", "permissions", "events", "installations", "webhook", "deliveries"])
def test_before_the_app_is_set_up_github_is_not_asked_about_it(clinic: Clinic, name: str) -> None:
    finding = clinic.look(name, app_id=None, private_key=None, webhook_secret=None)
    assert finding == Finding(Mark.SKIP, "not looked at: the App is not set up")


@pytest.mark.parametrize("key", ["not a key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"])
def test_a_key_that_cannot_be_used_is_a_failure_that_does_not_show_it(clinic: Clinic, key: str) -> None:
    settings = clinic.keep(private_key=key)
    finding = look("credentials", settings)
    assert finding.mark is Mark.FAIL
    assert "no whole PEM file" in finding.found
    assert key not in finding.found
    assert look("App", settings).mark is Mark.SKIP


def test_credentials_that_others_can_read_are_a_failure(clinic: Clinic) -> None:
    settings = clinic.keep()
    settings.credentials_file.chmod(0o644)
    finding = look("credentials", settings)
    assert finding.mark is Mark.FAIL
    assert "chmod 600" in finding.found


def test_a_key_file_that_others_can_read_is_noted(clinic: Clinic, tmp_path: Path) -> None:
    pem = tmp_path / "key.pem"
    pem.write_text(clinic.app.private_key)
    pem.chmod(0o640)
    finding = clinic.look("credentials", private_key=str(pem))
    assert (finding.mark, finding.advice) == (Mark.WARN, (f"Run `chmod 600 {pem}`.",))


def test_credentials_without_a_webhook_secret_are_a_failure(clinic: Clinic) -> None:
    assert look("credentials", clinic.keep(webhook_secret="")).mark is Mark.FAIL


@pytest.mark.parametrize(("skew", "mark"), [(10, Mark.OK), (45, Mark.WARN), (-45, Mark.WARN), (90, Mark.FAIL)])
def test_a_clock_that_is_off_is_told_by_how_much(clinic: Clinic, skew: int, mark: Mark) -> None:
    settings = clinic.settings()
    finding = look("clock", settings, lambda: clinic.sandbox.clock.now().timestamp() + skew)
    assert (finding.mark, finding.found.split()[2]) == (mark, "ahead" if skew > 0 else "behind")
    assert abs(float(finding.found.split()[0]) - abs(skew)) <= 2


def test_a_github_that_does_not_answer_fails_once(clinic: Clinic) -> None:
    names = ["reach", "clock", "App", "permissions", "installations", "webhook", "deliveries"]
    marks = [clinic.look(name, github_url="http://127.0.0.1:1").mark for name in names]
    assert marks == [Mark.FAIL, Mark.SKIP, Mark.FAIL, Mark.SKIP, Mark.SKIP, Mark.SKIP, Mark.SKIP]


def test_a_key_that_github_does_not_know_is_a_failure(clinic: Clinic) -> None:
    other = clinic.sandbox.create_app(
        "acme", json.dumps(build_manifest(manifest_text(), Addresses(OURS, HOOK, OURS, OURS, OURS), name="Other"))
    )
    finding = clinic.look("App", private_key=other.private_key)
    assert finding.mark is Mark.FAIL
    assert "Check that the App id and the private key belong together" in finding.found


def test_a_renamed_app_is_noted(clinic: Clinic) -> None:
    assert look("App", clinic.keep(slug="before")).mark is Mark.WARN


def test_a_permission_that_the_app_does_not_ask_for_is_named_with_the_page_to_set_it(clinic: Clinic) -> None:
    clinic.app.permissions = {**clinic.app.permissions, "checks": "read"}
    finding = clinic.look("permissions")
    assert (finding.mark, finding.found) == (Mark.FAIL, "the App does not ask for checks: write")
    assert f"{clinic.page}/permissions" in finding.advice[0]


def test_a_permission_beyond_what_is_needed_is_mentioned(clinic: Clinic) -> None:
    clinic.app.permissions = {**clinic.app.permissions, "members": "read"}
    assert clinic.look("permissions") == Finding(Mark.OK, "all 7 that app.yml asks for; beyond that members")


def test_an_event_that_the_app_is_not_told_of_is_named_with_the_page_to_tick_it(clinic: Clinic) -> None:
    clinic.app.events = tuple(event for event in clinic.app.events if event != "merge_group")
    finding = clinic.look("events")
    assert (finding.mark, finding.found) == (Mark.FAIL, "the App is not told of merge_group")
    assert f"{clinic.page}/permissions" in finding.advice[0]


def test_an_app_that_is_installed_nowhere_is_told_where_to_install_it(clinic: Clinic) -> None:
    clinic.sandbox.world.installations.clear()
    finding = clinic.look("installations")
    assert (finding.mark, finding.advice) == (
        Mark.WARN,
        (f"Install it: {clinic.sandbox.url}/apps/{clinic.app.slug}/installations/new",),
    )


def test_what_each_owner_has_not_accepted_is_named_with_the_page_to_accept_it(clinic: Clinic) -> None:
    [behind] = clinic.sandbox.world.installations.values()
    behind.permissions = {name: level for name, level in behind.permissions.items() if name != "issues"}
    behind.events = tuple(event for event in behind.events if event != "issue_comment")
    page = f"{clinic.sandbox.url}/organizations/acme/settings/installations/{behind.id}"
    assert clinic.look("installations") == Finding(
        Mark.FAIL,
        "in 1 place: 1 still to accept what the App asks for",
        (f"acme must accept issues: read, issue_comment: {page}",),
    )


def test_what_the_app_does_not_ask_for_is_not_asked_of_the_owners(clinic: Clinic) -> None:
    [installation] = clinic.sandbox.world.installations.values()
    fewer = {name: level for name, level in clinic.app.permissions.items() if name != "issues"}
    clinic.app.permissions = installation.permissions = fewer
    assert clinic.look("installations").mark is Mark.OK


def test_a_suspended_installation_is_noted(clinic: Clinic) -> None:
    [installation] = clinic.sandbox.world.installations.values()
    clinic.sandbox.suspend(installation)
    finding = clinic.look("installations")
    assert (finding.mark, finding.found) == (Mark.WARN, "in 1 place: 1 suspended")


def test_installations_are_read_on_all_pages(clinic: Clinic) -> None:
    for number in range(105):
        clinic.sandbox.create_organisation(f"org{number}", members=["lea"])
        clinic.sandbox.install_app(clinic.app, f"org{number}")
    clinic.sandbox.wait_for_deliveries(60)
    assert clinic.look("installations").found.startswith("in 106 places, granting all")


def test_a_webhook_that_goes_elsewhere_is_a_failure(clinic: Clinic) -> None:
    clinic.app.hook_url = "https://old.example.org/webhook"
    finding = clinic.look("webhook")
    assert finding.mark is Mark.FAIL
    assert finding.found == f"GitHub sends to https://old.example.org/webhook, and this server is {HOOK}"
    assert clinic.page in finding.advice[0]


def test_an_app_without_a_webhook_is_a_failure(clinic: Clinic) -> None:
    clinic.sandbox.faults.add(Fault("GET", "/app/hook/config$", 9, 404, message="Not Found"))
    assert clinic.look("webhook").found == "GitHub sends webhooks nowhere"


def test_webhooks_that_did_not_arrive_are_told_with_the_newest_of_them(clinic: Clinic) -> None:
    finding = clinic.look("deliveries")
    assert finding.mark is Mark.FAIL
    assert finding.found.startswith("1 of the newest 1 did not arrive; the newest of them: installation, ")
    assert "GitHub could not reach this server" in finding.advice[0]
    assert f"{clinic.page}/advanced" in finding.advice[1]


def test_a_webhook_that_arrived_at_the_second_attempt_has_arrived(clinic: Clinic) -> None:
    first = clinic.app.deliveries[-1]
    clinic.app.deliveries.append(replace(first, id=first.id + 1, is_redelivery=True, status="OK", status_code=202))
    assert clinic.look("deliveries") == Finding(Mark.OK, "the newest 1 arrived")


def test_a_webhook_that_this_server_refused_for_its_signature_says_that_the_secrets_differ(clinic: Clinic) -> None:
    delivery = clinic.app.deliveries[-1]
    delivery.status, delivery.status_code = "Invalid HTTP Response: 401", 401
    assert "WEBHOOK_SECRET" in clinic.look("deliveries").advice[0]


def test_an_old_failure_among_webhooks_that_arrived_is_only_noted(clinic: Clinic) -> None:
    first = clinic.app.deliveries[-1]
    clinic.app.deliveries.append(replace(first, id=first.id + 1, guid="other", status="OK", status_code=202))
    assert clinic.look("deliveries").mark is Mark.WARN


def test_no_webhook_at_all_is_noted(clinic: Clinic) -> None:
    clinic.app.deliveries.clear()
    assert clinic.look("deliveries").mark is Mark.WARN
