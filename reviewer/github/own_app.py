"""What GitHub tells an App about itself: what it may do, where it is installed, and how its webhooks fare.

https://docs.github.com/rest/apps/apps and https://docs.github.com/rest/apps/webhooks
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

import yaml
from pydantic import Field, TypeAdapter

from reviewer.github.connection import Call
from reviewer.github.failures import Request
from reviewer.github.manifest import manifest_text
from reviewer.github.own import OwnCalls
from reviewer.github.payloads import Part
from reviewer.github.replies import ATTEMPTS, AttemptReply, read_reply
from reviewer.github.session import PAGE

NEWEST = 100
"""Deliveries that are looked at."""

_T = TypeVar("_T")


class OwnerReply(Part):
    """Who owns an App; an enterprise has no login."""

    login: str = ""
    type: str = ""


class AppReply(Part):
    """The App."""

    id: int
    slug: str = ""
    html_url: str
    owner: OwnerReply | None = None
    permissions: dict[str, str] = Field(default_factory=dict[str, str])
    events: tuple[str, ...] = ()


class AccountReply(Part):
    """Where an App is installed: an enterprise has a slug and no login."""

    login: str = ""
    slug: str = ""


class InstallationReply(Part):
    """An installation, with what its owner has granted."""

    id: int
    html_url: str
    account: AccountReply | None = None
    permissions: dict[str, str] = Field(default_factory=dict[str, str])
    events: tuple[str, ...] = ()
    suspended_at: datetime | None = None

    @property
    def name(self) -> str:
        """Return whose it is."""
        return (self.account and (self.account.login or self.account.slug)) or str(self.id)


class HookReply(Part):
    """Where GitHub sends webhooks, and in which form."""

    url: str = ""
    content_type: str = ""
    insecure_ssl: str | float = "0"


_APP, _HOOK = TypeAdapter(AppReply), TypeAdapter(HookReply)
_INSTALLATIONS = TypeAdapter(list[InstallationReply])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What app.yml asks for: permissions with their levels, and events."""

    permissions: Mapping[str, str]
    events: Sequence[str]


def wanted() -> Wanted:
    """Return what the app.yml of this version asks for."""
    manifest: dict[str, Any] = yaml.safe_load(manifest_text())
    return Wanted(manifest["default_permissions"], manifest["default_events"])


def lacking(granted: Mapping[str, str], asked: Mapping[str, str]) -> list[str]:
    """Return what is asked for and not granted, as "checks: write"."""
    return [
        f"{name}: {level}"
        for name, level in asked.items()
        if not Request("", permission=name, level=level, granted=granted).is_granted
    ]


@dataclass(frozen=True, slots=True)
class OwnApp:
    """GitHub, asked as the App itself. Every method raises TryAgain, Gone or TellOperator."""

    own: OwnCalls

    def read(self) -> AppReply:
        """Return the App as GitHub knows it."""
        return self._ask(_APP, "read the App's own entry", lambda rest: rest.apps.get_authenticated())

    def installations(self) -> list[InstallationReply]:
        """Return all installations."""
        found = list[InstallationReply]()
        for number in count(1):
            page = self._ask(
                _INSTALLATIONS,
                "list the installations",
                lambda rest, number=number: rest.apps.list_installations(per_page=PAGE, page=number),
            )
            found += page
            if len(page) < PAGE:
                break
        return found

    def hook(self) -> HookReply:
        """Return how the webhook is set up."""
        return self._ask(_HOOK, "read the webhook's settings", lambda rest: rest.apps.get_webhook_config_for_app())

    def attempts(self) -> list[AttemptReply]:
        """Return the newest attempts to deliver webhooks, the newest first."""
        return self._ask(
            ATTEMPTS, "list the deliveries", lambda rest: rest.apps.list_webhook_deliveries(per_page=NEWEST)
        )

    def _ask(self, shape: TypeAdapter[_T], doing: str, call: Call) -> _T:
        request = Request(doing)
        return read_reply(shape, self.own.send(request, call).content, request)
