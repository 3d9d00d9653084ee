"""Tell every App that listens what happened."""

import json
import uuid
from dataclasses import dataclass, replace

from reviewer.sandbox.hooks.needs import EVENT_NEEDS
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json, installation_json, node_id
from reviewer.sandbox.shapes.repository import organisation_of, repository_json
from reviewer.sandbox.state.accounts import Account, App, Installation
from reviewer.sandbox.state.hooks import Delivery
from reviewer.sandbox.state.outbox import Parcel
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World

# Sent to an App with checks:write without any subscription.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite and #check_run
_UNASKED = {
    ("check_suite", "requested"),
    ("check_suite", "rerequested"),
    ("check_run", "rerequested"),
    ("check_run", "requested_action"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a repository; `only` narrows it to one App (the owner of a check)."""

    name: str
    action: str | None
    repository: Repository
    sender: Account
    fields: Json
    only: App | None = None


def announce(world: World, event: Event) -> None:
    """Post an event to every App installed there that asked for it and is not suspended."""
    for installation in world.installations_at(event.repository):
        if event.only in (None, installation.app) and installation.suspended_at is None and _wants(installation, event):
            _post(world, installation, event, _payload(world, installation, event))


def _wants(installation: Installation, event: Event) -> bool:
    if (event.name, event.action) in _UNASKED:
        return installation.permissions.get("checks") == "write"
    # What an owner has not granted yet is not heard of either.
    return event.name in installation.events and EVENT_NEEDS[event.name] in installation.permissions


def _payload(world: World, installation: Installation, event: Event) -> Json:
    action: Json = {"action": event.action} if event.action else {}
    return {
        **action,
        "repository": repository_json(world, event.repository),
        **organisation_of(world, event.repository),
        "installation": {"id": installation.id, "node_id": node_id("I", installation.id)},
        "sender": account_json(world, event.sender),
        **event.fields,
    }


def _post(world: World, installation: Installation, event: Event, payload: Json) -> None:
    delivery = _delivery(world, event.name, payload)
    delivery.installation_id = installation.id
    delivery.repository_id = event.repository.id
    post(world, Parcel(installation.app, delivery, payload))


def _delivery(world: World, event: str, payload: Json) -> Delivery:
    action = payload.get("action")
    return Delivery(
        id=world.new_id(),
        guid=str(uuid.uuid4()),
        event=event,
        action=action if isinstance(action, str) else None,
        body=json.dumps(payload, separators=(",", ":")).encode(),
        delivered_at=world.clock.now(),
        installation_id=None,
        repository_id=None,
    )


def post(world: World, parcel: Parcel) -> None:
    """Put a parcel into the outbox and on the App's list of deliveries."""
    if not parcel.app.is_hook_active:
        return
    parcel.app.deliveries.append(parcel.delivery)
    world.outbox.waiting.put(parcel)


def announce_installation(world: World, installation: Installation, sender: Account, fields: Json) -> None:
    """Tell the App about its installation; `fields` holds the action and what belongs to it."""
    name = "installation_repositories" if "repositories_added" in fields else "installation"
    payload: Json = {
        "installation": installation_json(world, installation),
        "sender": account_json(world, sender),
        **fields,
    }
    delivery = _delivery(world, name, payload)
    delivery.installation_id = installation.id
    post(world, Parcel(installation.app, delivery, payload))


def announce_ping(world: World, app: App) -> None:
    """Send the `ping` that a new hook gets."""
    payload: Json = {
        "zen": "Keep it logically awesome.",
        "hook_id": app.hook_id,
        "hook": {
            "type": "App",
            "id": app.hook_id,
            "name": "web",
            "active": True,
            "events": list(app.events),
            "app_id": app.id,
            "config": {"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": app.hook_url},
            "created_at": app.created_at.isoformat(),
            "updated_at": app.created_at.isoformat(),
        },
    }
    post(world, Parcel(app, _delivery(world, "ping", payload), payload))


def redeliver(world: World, app: App, delivery: Delivery) -> None:
    """Send a delivery once more: the same body and guid, a new attempt."""
    again = replace(
        delivery,
        id=world.new_id(),
        delivered_at=world.clock.now(),
        is_redelivery=True,
        duration=0.0,
        status="pending",
        status_code=0,
        response_headers={},
        response_body="",
    )
    post(world, Parcel(app, again, json.loads(again.body)))
