"""Make an App from a manifest; its credentials wait behind a code that works once, for an hour.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import cast

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from reviewer.sandbox.acts.accounts import create_account
from reviewer.sandbox.hooks.announce import announce_ping
from reviewer.sandbox.hooks.needs import EVENT_NEEDS
from reviewer.sandbox.state.accounts import Account, AccountKind, App, PendingManifest
from reviewer.sandbox.state.world import World

# https://docs.github.com/en/apps/creating-github-apps/registering-a-github-app/registering-a-github-app
MOST_NAME = 34
CODE_LIFE = timedelta(hours=1)
_KNOWN = {
    "name", "url", "hook_attributes", "redirect_url", "callback_urls", "setup_url", "description", "public",
    "default_events", "default_permissions", "request_oauth_on_install", "setup_on_update",
}  # fmt: skip


class BadManifest(ValueError):
    """The manifest cannot become an App; the message says which key, and why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an App asks for, read strictly."""

    name: str
    url: str
    hook_url: str
    is_hook_active: bool
    redirect_url: str
    setup_url: str
    description: str
    permissions: Mapping[str, str]
    events: tuple[str, ...]


def read_manifest(text: str) -> Manifest:
    """Return the manifest in a form field; raises BadManifest."""
    try:
        loaded = json.loads(text)
    except ValueError as error:
        message = f"the manifest is not JSON: {error}"
        raise BadManifest(message) from error
    if not isinstance(loaded, dict):
        raise BadManifest("the manifest is not a JSON object")
    manifest = cast("dict[str, object]", loaded)
    if unknown := sorted(manifest.keys() - _KNOWN):
        message = f"the manifest has keys GitHub does not know: {', '.join(unknown)}"
        raise BadManifest(message)
    hook = _table(manifest, "hook_attributes")
    permissions = {str(key): str(value) for key, value in _table(manifest, "default_permissions").items()}
    if wrong := [key for key, value in permissions.items() if value not in ("read", "write", "admin")]:
        message = f"default_permissions: {', '.join(wrong)} must be read or write"
        raise BadManifest(message)
    granted = {"metadata": "read", **permissions}
    if len(name := _text(manifest, "name") or "Unnamed App") > MOST_NAME:
        message = f"name: {name!r} is too long (maximum is {MOST_NAME} characters)"
        raise BadManifest(message)
    return Manifest(
        name=name,
        url=_address(manifest, "url", is_required=True),
        hook_url=_address(hook, "url", is_required=bool(hook)),
        is_hook_active=hook.get("active") is not False,
        redirect_url=_address(manifest, "redirect_url", is_required=False),
        setup_url=_address(manifest, "setup_url", is_required=False),
        description=_text(manifest, "description"),
        permissions=granted,
        events=_events(manifest, granted),
    )


def _events(manifest: Mapping[str, object], granted: Mapping[str, str]) -> tuple[str, ...]:
    """Return the events; GitHub takes none that the permissions do not cover, and none it does not know."""
    events = [str(event) for event in cast("list[object]", manifest.get("default_events") or [])]
    if unknown := [event for event in events if event not in EVENT_NEEDS]:
        message = f"default_events: {', '.join(unknown)} cannot be subscribed to"
        raise BadManifest(message)
    if bare := [event for event in events if EVENT_NEEDS[event] not in granted]:
        needs = ", ".join(f"{event} takes {EVENT_NEEDS[event]}" for event in bare)
        message = f"default_events: {needs}, which default_permissions do not ask for"
        raise BadManifest(message)
    return tuple(events)


def _table(manifest: Mapping[str, object], key: str) -> dict[str, object]:
    value: object = manifest.get(key) or {}
    if not isinstance(value, dict):
        message = f"{key} is not an object"
        raise BadManifest(message)
    return cast("dict[str, object]", value)


def _text(manifest: Mapping[str, object], key: str) -> str:
    value = manifest.get(key) or ""
    if not isinstance(value, str):
        message = f"{key} is not a text"
        raise BadManifest(message)
    return value


def _address(manifest: Mapping[str, object], key: str, *, is_required: bool) -> str:
    value = _text(manifest, key)
    if (is_required or value) and not re.match(r"https?://[^\s/]+", value):
        message = f"{key} must be a full address, such as https://example.com/{key}"
        raise BadManifest(message)
    return value


def create_app(world: World, owner: Account, manifest: Manifest) -> App:
    """Make an App with a key pair of its own, and ping its hook."""
    slug = re.sub(r"[^a-z0-9]+", "-", manifest.name.lower()).strip("-")
    with world.lock:
        if any(app.slug == slug for app in world.apps.values()):
            message = f"name: an App named {manifest.name!r} exists already"
            raise BadManifest(message)
    with world.lock:
        number = world.new_small_id()
    private_key, public_key = _key_pair(number)
    with world.lock:
        app = App(
            id=number,
            slug=slug,
            name=manifest.name,
            owner=owner,
            bot=create_account(world, f"{slug}[bot]", AccountKind.BOT),
            private_key=private_key,
            public_key=public_key,
            client_id=f"Iv23{secrets.token_hex(8)}",
            client_secret=secrets.token_hex(20),
            webhook_secret=secrets.token_hex(20),
            hook_id=world.new_small_id(),
            hook_url=manifest.hook_url,
            homepage=manifest.url,
            description=manifest.description,
            setup_url=manifest.setup_url,
            permissions=manifest.permissions,
            events=manifest.events,
            created_at=world.clock.now(),
            is_hook_active=manifest.is_hook_active and bool(manifest.hook_url),
        )
        world.apps[app.id] = app
        announce_ping(world, app)
        return app


@cache
def _key_pair(_app: int) -> tuple[str, str]:
    """Return a key that no other App of this GitHub has; others of this process share it, for keys take time."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def offer_code(world: World, app: App) -> str:
    """Return the code behind which the App's credentials wait."""
    code = secrets.token_hex(20)
    with world.lock:
        world.manifests[code] = PendingManifest(app, world.clock.now() + CODE_LIFE)
    return code


def redeem_code(world: World, code: str) -> App | None:
    """Return the App behind a code and forget the code; None when it is unknown, used or over an hour old."""
    with world.lock:
        pending = world.manifests.pop(code, None)
        if pending is None or pending.expires_at < world.clock.now():
            return None
        return pending.app
