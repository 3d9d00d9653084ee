"""Who acts: people, organisations and bots; Apps, where they are installed, and the tokens they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reviewer.sandbox.state.hooks import Delivery


class AccountKind(StrEnum):
    """What sort of account it is; the words are GitHub's."""

    USER = "User"
    ORGANISATION = "Organization"
    BOT = "Bot"


@dataclass(slots=True)
class Account:
    """Somebody with a login. `password` is what this person pushes with over HTTP; organisations and bots have none.

    `emails` are those by which commits are known to be this person's.
    """

    id: int
    login: str
    kind: AccountKind
    password: str = ""
    members: set[str] = field(default_factory=set[str])
    emails: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class App:
    """A GitHub App: its key pair, its webhook, and what its manifest asked for.

    `permissions` maps a permission to "read" or "write". `deliveries` is every webhook sent, oldest first.
    """

    id: int
    slug: str
    name: str
    owner: Account
    bot: Account
    private_key: str
    public_key: str
    client_id: str
    client_secret: str
    webhook_secret: str
    hook_id: int
    hook_url: str
    homepage: str
    description: str
    setup_url: str
    permissions: Mapping[str, str]
    events: tuple[str, ...]
    created_at: datetime
    is_hook_active: bool = True
    deliveries: list[Delivery] = field(default_factory=list[Delivery])


@dataclass(slots=True)
class Installation:
    """An App on an account. `repository_ids` counts only while `is_on_all` is false."""

    id: int
    app: App
    account: Account
    is_on_all: bool
    repository_ids: set[int]
    permissions: Mapping[str, str]
    events: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    suspended_at: datetime | None = None
    suspended_by: Account | None = None


@dataclass(frozen=True, slots=True)
class InstallationToken:
    """What an installation shows for a while: `repository_ids` None means all that the installation reaches."""

    token: str
    installation: Installation
    permissions: Mapping[str, str]
    repository_ids: frozenset[int] | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PendingManifest:
    """An App that was just created from a manifest; its credentials wait behind a code, once."""

    app: App
    expires_at: datetime
