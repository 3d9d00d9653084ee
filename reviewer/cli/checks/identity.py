"""The App's key, and whether GitHub knows it; the clock that its signatures depend on."""

import stat
from pathlib import Path

from reviewer.cli.beginning import given_credentials
from reviewer.cli.checks.finding import Finding, fail, ok, warn
from reviewer.cli.checks.ground import PATIENCE, Ground
from reviewer.errors import ReviewerError
from reviewer.github.clock import clock_skew
from reviewer.github.credentials import load_credentials, why_unreadable

SKEW_NOTED = 30.0
SKEW_FATAL = 60.0
"""Seconds by which a clock may differ before GitHub refuses what we sign: it is dated a minute back, for ten."""


def check_credentials(ground: Ground) -> Finding:
    """Look at whether the credentials are there, whole, and nobody else's to read."""
    settings = ground.settings
    try:
        given = given_credentials(settings)
        found = given or load_credentials(settings.credentials_file)
    except ReviewerError as error:
        return fail(str(error))
    if found is None:
        return fail(
            "the App is not set up",
            f"Start `reviewer serve` and open the /setup address that it prints ({settings.own_url}/setup?token=…),",
            "or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET.",
        )
    place = "the environment" if given else str(settings.credentials_file)
    if why := why_unreadable(found.private_key):
        return fail(f"App {found.app_id} from {place}, but its private key cannot be used: {why}")
    if not found.webhook_secret:
        return fail(f"App {found.app_id} from {place}, without a webhook secret: anybody could send it events")
    if (file := _open_key_file(ground)) is not None:
        return warn(f"App {found.app_id} from {place}; others can read its key", f"Run `chmod 600 {file}`.")
    return ok(f"App {found.app_id} from {place}; the key is whole and private")


def check_reach(ground: Ground) -> Finding:
    """Look at whether GitHub answers from here."""
    address = ground.settings.rest_url
    try:
        clock_skew(address, ground.clock, timeout=PATIENCE)
    except ReviewerError as error:
        return fail(str(error), "Check the network, the proxy and REVIEWER_GITHUB_URL.")
    return ok(f"{address} answers")


def check_clock(ground: Ground) -> Finding:
    """Look at how far this machine's clock is from GitHub's."""
    skew = ground.skew
    found = f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} GitHub's"
    if abs(skew) > SKEW_FATAL:
        return fail(found, "GitHub refuses the signatures of a clock that is off: set it, by NTP.")
    if abs(skew) > SKEW_NOTED:
        return warn(found, "Set it, by NTP: from a minute on, GitHub refuses what we sign.")
    return ok("as GitHub's, to the second" if abs(skew) < 2 else found)


def check_app(ground: Ground) -> Finding:
    """Look at whether GitHub takes the key, and knows the App under the id and the name that we do."""
    credentials = ground.credentials
    try:
        app = ground.own_app.read()
    except ReviewerError as error:
        return fail(str(error))
    found = f"{app.slug or app.id}, App {app.id}, at {app.html_url}"
    if app.id != credentials.app_id:
        return fail(found, f"The key is that of another App: APP_ID is {credentials.app_id}, and should be {app.id}.")
    if credentials.slug and app.slug != credentials.slug:
        return warn(
            found,
            f"It was renamed from {credentials.slug}: comments it wrote before are found by its id, and all is well; "
            f"correct the slug in {ground.settings.credentials_file} to be rid of this line.",
        )
    return ok(found)


def _open_key_file(ground: Ground) -> Path | None:
    """Return the file that PRIVATE_KEY names, where others can read it."""
    given = ground.settings.private_key
    if given is None or given.get_secret_value().lstrip().startswith("-----BEGIN"):
        return None
    path = Path(given.get_secret_value())
    return path if stat.S_IMODE(path.stat().st_mode) & 0o077 else None
