"""Webhooks: where GitHub sends them, and whether they arrive."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from reviewer.cli.checks.finding import Finding, ago, fail, ok, warn
from reviewer.cli.checks.ground import Ground
from reviewer.errors import Gone, ReviewerError
from reviewer.github.own_app import HookReply
from reviewer.github.replies import AttemptReply
from reviewer.web.webhook import PATH

PING = "ping"
"""Sent when the App was made, mostly before this server was up."""

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def check_hook(ground: Ground) -> Finding:
    """Look at whether GitHub sends webhooks to this server, as JSON."""
    ours, page = f"{ground.settings.own_url}{PATH}", ground.settings_page
    try:
        hook = ground.own_app.hook()
    except Gone:
        return fail(
            "GitHub sends webhooks nowhere",
            f"Change it at {page}, under “Webhook”: the address is {ours}, the secret WEBHOOK_SECRET.",
        )
    except ReviewerError as error:
        return fail(str(error))
    return _judge(ground, hook, ours, page)


def _judge(ground: Ground, hook: HookReply, ours: str, page: str) -> Finding:
    if hook.url != ours:
        return fail(
            f"GitHub sends to {hook.url or 'nowhere'}, and this server is {ours}",
            f"Change it at {page}, under “Webhook”, or set REVIEWER_PUBLIC_URL to what GitHub reaches this server by.",
        )
    if hook.content_type != "json":
        return fail(
            f"{ours} gets {hook.content_type}",
            f"Change it at {page}, under “Webhook”: the content type must be application/json.",
        )
    if _is_unreachable(ground, ours):
        return warn(f"{ours} cannot be reached by GitHub", "Set REVIEWER_PUBLIC_URL, and the same address at GitHub.")
    if str(hook.insecure_ssl) not in {"0", "0.0"}:
        return warn(
            f"{ours}, but GitHub does not check its certificate",
            f"Change it at {page}, under “Webhook”: enable SSL verification.",
        )
    return ok(f"{ours}, as JSON")


def check_deliveries(ground: Ground) -> Finding:
    """Look at whether the newest webhooks arrived."""
    page = ground.settings_page
    try:
        attempts = [each for each in ground.own_app.attempts() if each.event != PING]
    except ReviewerError as error:
        return fail(str(error))
    if not attempts:
        return warn(
            "GitHub has sent none in the last days", "Open a pull request where the App is installed, and look again."
        )
    undelivered = _undelivered(attempts)
    count = len({each.guid for each in attempts})
    if not undelivered:
        return ok(f"the newest {count} arrived")
    newest = undelivered[0]
    age = ago(max(0.0, ground.clock() - newest.delivered_at.timestamp()))
    found = f"{len(undelivered)} of the newest {count} did not arrive; the newest of them: {newest.event}, {age} ago, "
    found += _words(newest)
    speak = fail if attempts[0].guid == newest.guid else warn
    return speak(found, _advice(newest), f"None is lost: send them again at {page}/advanced")


def _undelivered(attempts: Sequence[AttemptReply]) -> list[AttemptReply]:
    """Return the newest attempt at each webhook of which no attempt arrived, the newest first."""
    arrived = {each.guid for each in attempts if each.is_ok}
    newest = {each.guid: each for each in reversed(attempts)}
    return [each for each in attempts if each.guid not in arrived and newest[each.guid] is each]


def _words(attempt: AttemptReply) -> str:
    return f"{attempt.status_code} {attempt.status}".removeprefix("0 ")


def _advice(attempt: AttemptReply) -> str:
    if "connect" in attempt.status or "time" in attempt.status or not attempt.status_code:
        return "GitHub could not reach this server: is `reviewer serve` up? Check DNS, firewall, proxy, certificate."
    match attempt.status_code:
        case 401:
            return "The secrets differ: the one at GitHub must be WEBHOOK_SECRET (or that in credentials.json)."
        case 502 | 503 | 504:
            return "Its database was away, or the proxy before it found nobody: is `reviewer serve` up?"
        case _:
            return "This server refused it: its log says why."


def _is_unreachable(ground: Ground, ours: str) -> bool:
    github = urlsplit(ground.settings.github_url).hostname
    return urlsplit(ours).hostname in _LOCAL and github not in _LOCAL
