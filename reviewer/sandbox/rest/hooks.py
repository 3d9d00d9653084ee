"""Operations on the App's webhook: its address, its deliveries, and sending one again.

https://docs.github.com/en/rest/apps/webhooks
"""

import json
from datetime import timedelta

from reviewer.sandbox.hooks.announce import redeliver
from reviewer.sandbox.rest.body import Invalid
from reviewer.sandbox.rest.call import Call, Reply, not_found
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.state.clock import stamp
from reviewer.sandbox.state.hooks import Delivery

# "You can only redeliver webhooks that were delivered in the past 3 days."
# https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
KEPT = timedelta(days=3)

# Which status codes the filter takes for what, as the published description says.
_OUTCOMES = {"success": range(200, 400), "failure": range(400, 600)}


def get_config(call: Call) -> Reply:
    """GET /app/hook/config."""
    return Reply({"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": call.caller.hook_url})


def update_config(call: Call) -> Reply:
    """PATCH /app/hook/config."""
    app = call.caller
    app.hook_url = call.body.text("url") or app.hook_url
    app.webhook_secret = call.body.text("secret") or app.webhook_secret
    return get_config(call)


def list_deliveries(call: Call) -> Reply:
    """GET /app/hook/deliveries, newest first; pages by cursor, see `rest.paging`."""
    tried = [delivery for delivery in _kept(call) if delivery.status != "pending"]
    newest_first = sorted(tried, key=lambda delivery: -delivery.id)
    outcome = call.query.get("status")
    if outcome is not None and outcome not in _OUTCOMES:
        raise Invalid(f"{outcome} is not a member of {list(_OUTCOMES)}.")
    wanted = _OUTCOMES[outcome] if outcome else range(600)
    return Reply([_listed(delivery) for delivery in newest_first if delivery.status_code in wanted])


def _kept(call: Call) -> list[Delivery]:
    oldest = call.world.clock.now() - KEPT
    return [delivery for delivery in call.caller.deliveries if delivery.delivered_at >= oldest]


def _listed(delivery: Delivery) -> Json:
    return {
        "id": delivery.id,
        "guid": delivery.guid,
        "delivered_at": stamp(delivery.delivered_at),
        "redelivery": delivery.is_redelivery,
        "duration": delivery.duration,
        "status": delivery.status,
        "status_code": delivery.status_code,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": delivery.installation_id,
        "repository_id": delivery.repository_id,
        "throttled_at": None,
    }


def _delivery(call: Call) -> Delivery:
    number = call.number("delivery_id")
    for delivery in _kept(call):
        if delivery.id == number:
            return delivery
    raise not_found()


def get_delivery(call: Call) -> Reply:
    """GET /app/hook/deliveries/{delivery_id}, with what was sent and what came back."""
    delivery = _delivery(call)
    return Reply(
        {
            **_listed(delivery),
            "url": call.caller.hook_url,
            "request": {"headers": dict(delivery.request_headers), "payload": json.loads(delivery.body)},
            "response": {"headers": dict(delivery.response_headers), "payload": delivery.response_body},
        }
    )


def redeliver_one(call: Call) -> Reply:
    """POST /app/hook/deliveries/{delivery_id}/attempts."""
    redeliver(call.world, call.caller, _delivery(call))
    return Reply({}, 202)
