"""Deliveries as GitHub keeps them for three days: listed, and sent once more.

GitHub never sends a webhook again by itself:
https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries
"""

from urllib.parse import parse_qs, urlsplit

from githubkit.utils import UNSET
from httpx import Response

from reviewer.github.failures import Request
from reviewer.github.own import OwnCalls
from reviewer.github.replies import ATTEMPTS, AttemptReply, read_reply
from reviewer.github.session import PAGE
from reviewer.model.work import Attempts, DeliveryAttempt

MOST_PAGES = 300
"""As many are read: some three days of an organisation with ten thousand deliveries a day."""


def list_attempts(own: OwnCalls, since: float, most_pages: int = MOST_PAGES) -> Attempts:
    """Return the attempts since a moment, as far as `most_pages` go.

    Not narrowed to failures: GitHub's filter goes by status codes, and a delivery is done once one attempt worked.
    """
    found: list[DeliveryAttempt] = []
    cursor: str | None = None
    for _ in range(most_pages):
        page, cursor = _read_page(own, cursor)
        found += [attempt for attempt in page if attempt.delivered_at >= since]
        if cursor is None or any(attempt.delivered_at < since for attempt in page):
            return Attempts(found)
    return Attempts(found, is_cut=True)


def redeliver(own: OwnCalls, attempt: DeliveryAttempt) -> None:
    """Have GitHub send a delivery once more; raises Gone when it will not: too old, or its hook is gone."""
    # The description names 400 and 422 as its refusals; to repeat the request would change nothing.
    request = Request(f"have delivery {attempt.guid} sent again", hopeless=frozenset({400, 422}))
    own.send(request, lambda rest: rest.apps.redeliver_webhook_delivery(attempt.id))


def _read_page(own: OwnCalls, cursor: str | None) -> tuple[list[DeliveryAttempt], str | None]:
    request = Request("list the App's deliveries")
    reply = own.send(
        request,
        lambda rest: rest.apps.list_webhook_deliveries(per_page=PAGE, cursor=UNSET if cursor is None else cursor),
    )
    page = read_reply(ATTEMPTS, reply.content, request)
    return [_attempt(each) for each in page], _next_cursor(reply.raw_response)


def _attempt(reply: AttemptReply) -> DeliveryAttempt:
    return DeliveryAttempt(
        id=reply.id,
        guid=reply.guid,
        event=reply.event,
        action=reply.action,
        delivered_at=reply.delivered_at.timestamp(),
        is_ok=reply.is_ok,
    )


def _next_cursor(response: Response) -> str | None:
    address = response.links.get("next", {}).get("url", "")
    return next(iter(parse_qs(urlsplit(address).query).get("cursor", ())), None)
