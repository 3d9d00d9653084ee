"""POST /webhook: bytes, a signature, a typed event, a durable delivery, and only then the 202."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from reviewer.errors import TellOperator, TryAgain
from reviewer.github.credentials import AppCredentials
from reviewer.github.events import EVENTS, BadPayload, parse_event
from reviewer.github.orders import orders_of
from reviewer.github.signature import verify_signature
from reviewer.model.work import Delivery, Order
from reviewer.web.body import UnreadableBody, read_body
from reviewer.web.inbox import GroupedInbox
from reviewer.web.metrics import DeliveryCounter
from reviewer.web.parts import WebParts

log = structlog.get_logger()

PATH = "/webhook"

_LONGEST_NAME = 200
"""Characters of a header that we keep: GitHub's guids have 36, its event names at most 40."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is told; `outcome` is what is counted."""

    status: int
    outcome: str
    body: dict[str, object]
    event: str = "unknown"


def webhook_routes(parts: WebParts, counter: DeliveryCounter) -> APIRouter:
    """Return the route that takes webhooks."""
    routes = APIRouter()
    door = _Door(parts, GroupedInbox(parts.store))

    @routes.post(PATH)
    async def webhook(request: Request) -> JSONResponse:
        with counter.timing():
            answer = await door.receive(request)
        counter.count(answer.event, answer.outcome)
        return JSONResponse(answer.body, answer.status)

    return routes


@dataclass(frozen=True, slots=True)
class _Door:
    parts: WebParts
    inbox: GroupedInbox

    async def receive(self, request: Request) -> Answer:
        """Read one request, and let a thread see to it."""
        try:
            credentials = self.parts.credentials.current()
            if credentials is None:
                return _refused(503, "not set up", "This App is not set up yet: open /setup first")
            body = await read_body(request)
        except UnreadableBody as error:
            return _refused(error.status, "unreadable", str(error))
        except TellOperator as error:
            log.warning("webhook refused", why=str(error))
            return _refused(503, "not set up", "The App's credentials cannot be read: see the server's log")
        # In a thread: a large body takes a while to check and parse, and the database a while to write.
        return await run_in_threadpool(self._take, credentials, request.headers, body)

    def _take(self, credentials: AppCredentials, headers: Mapping[str, str], body: bytes) -> Answer:
        """Check one delivery and make it durable."""
        if not verify_signature(credentials.webhook_secret.encode(), body, headers.get("x-hub-signature-256")):
            return _refused(401, "unsigned", "The signature is missing or wrong: is the webhook secret the same?")
        if problem := _problem_of(headers):
            return _refused(400, "malformed", problem)
        name, guid = headers["x-github-event"], headers["x-github-delivery"]
        if name not in EVENTS:
            return Answer(202, "dropped", {"accepted": "dropped"}, "other")
        try:
            event = parse_event(name, body)
        except BadPayload as error:
            return Answer(400, "malformed", {"error": str(error)}, name)
        orders = () if event is None else orders_of(event, credentials.app_id)
        if event is None or not orders:
            return Answer(202, "nothing to do", {"accepted": True}, name)
        return self._accept(Delivery(guid, name, event.action, body, self.parts.clock()), orders)

    def _accept(self, delivery: Delivery, orders: Sequence[Order]) -> Answer:
        name = delivery.event
        known = {"delivery": delivery.guid, "github_event": name, "action": delivery.action}
        try:
            is_new = self.inbox.accept(delivery, orders)
        except TryAgain as error:
            log.warning("delivery not accepted", **known, why=str(error))
            return Answer(503, "not stored", {"error": "The database is away: send this again later"}, name)
        log.info("delivery accepted", **known, is_new=is_new, keys=[order.key for order in orders])
        if not is_new:
            return Answer(202, "duplicate", {"accepted": "duplicate"}, name)
        return Answer(202, "accepted", {"accepted": True}, name)


def _problem_of(headers: Mapping[str, str]) -> str | None:
    """Return why the headers do not say enough, None when they do."""
    lengths = [len(headers.get(name, "")) for name in ("x-github-event", "x-github-delivery")]
    if not all(0 < length <= _LONGEST_NAME for length in lengths):
        return "X-GitHub-Event and X-GitHub-Delivery must say what this is and which"
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return "The webhook's content type must be application/json: change it at GitHub"
    return None


def _refused(status: int, outcome: str, why: str) -> Answer:
    return Answer(status, outcome, {"error": why})
