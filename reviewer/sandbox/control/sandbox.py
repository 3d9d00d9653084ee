"""The whole GitHub, as a test or the demo commands it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.sandbox.acts import accounts, installations, manifest
from reviewer.sandbox.control.repository import RepositoryDesk
from reviewer.sandbox.faults import DeliveryFaults, Faults
from reviewer.sandbox.hooks.announce import redeliver
from reviewer.sandbox.rest.limits import Limits
from reviewer.sandbox.state.accounts import Account, AccountKind, App, Installation
from reviewer.sandbox.state.clock import Clock
from reviewer.sandbox.state.hooks import Delivery
from reviewer.sandbox.state.world import World


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running GitHub. `faults` and `delivery_faults` order trouble, `limits` dials the rate limits."""

    world: World
    faults: Faults
    delivery_faults: DeliveryFaults
    limits: Limits

    @property
    def url(self) -> str:
        """Where it stands, without a slash at the end; the API is under `/api/v3`."""
        return self.world.url

    @property
    def api_url(self) -> str:
        """Where the REST API stands, without a slash at the end."""
        return self.world.api

    @property
    def clock(self) -> Clock:
        """The clock of this GitHub, which can be set."""
        return self.world.clock

    def create_user(self, login: str) -> Account:
        """Make a person; `password` is what they push with over HTTP."""
        return accounts.create_account(self.world, login, AccountKind.USER)

    def add_email(self, login: str, email: str) -> None:
        """Let commits with this address be known as a person's."""
        self.world.account(login).emails.add(email.lower())

    def create_organisation(self, login: str, members: Sequence[str] = ()) -> Account:
        """Make an organisation with people in it, who are made where they do not exist; members may write."""
        organisation = accounts.create_account(self.world, login, AccountKind.ORGANISATION)
        organisation.members.update(self.create_user(member).login for member in members)
        return organisation

    def create_repository(
        self,
        owner: str,
        name: str,
        *,
        source: Path | None = None,
        roles: Mapping[str, str] | None = None,
        default_branch: str = "main",
    ) -> RepositoryDesk:
        """Make a repository, empty or with all branches of a local git repository; `roles` maps logins to roles."""
        made = accounts.create_repository(self.world, self.world.account(owner), name, roles or {})
        accounts.set_default_branch(made, default_branch)
        if source is not None:
            accounts.copy_branches(self.world, made, source)
        return RepositoryDesk(self.world, made)

    def repository(self, full_name: str) -> RepositoryDesk:
        """Return a repository by its full name."""
        owner, name = full_name.split("/")
        return RepositoryDesk(self.world, self.world.repository(owner, name))

    def delete_repository(self, full_name: str, *, by: str) -> None:
        """Take a repository away."""
        gone = self.repository(full_name).repository
        accounts.delete_repository(self.world, gone, self.world.account(by))

    def create_app(self, owner: str, manifest_json: str) -> App:
        """Make an App from a manifest, without the pages."""
        wanted = manifest.read_manifest(manifest_json)
        return manifest.create_app(self.world, self.world.account(owner), wanted)

    def install_app(
        self, app: App, account: str, *, repositories: Sequence[str] | None = None, by: str | None = None
    ) -> Installation:
        """Install an App on all repositories of an account, or on some by name."""
        owner = self.world.account(account)
        chosen = None if repositories is None else [self.world.repository(account, name) for name in repositories]
        return installations.install(self.world, app, owner, self._person(by, owner), chosen)

    def uninstall(self, installation: Installation, *, by: str | None = None) -> None:
        """Take an App away from an account."""
        installations.uninstall(self.world, installation, self._person(by, installation.account))

    def suspend(self, installation: Installation, *, by: str | None = None) -> None:
        """Suspend an installation."""
        installations.suspend(self.world, installation, self._person(by, installation.account))

    def unsuspend(self, installation: Installation, *, by: str | None = None) -> None:
        """Let a suspended installation work again."""
        installations.unsuspend(self.world, installation, self._person(by, installation.account))

    def withhold(self, installation: Installation, *permissions: str, **lower: str) -> None:
        """Let an installation grant less than its App asks for: none of these, or these at a lower level.

        As when the App has come to ask for more since it was installed.
        """
        kept = {name: level for name, level in installation.permissions.items() if name not in permissions}
        installation.permissions = {**kept, **lower}

    def accept_permissions(self, installation: Installation, *, by: str | None = None) -> None:
        """Grant an App all that it asks for by now."""
        installations.accept_permissions(self.world, installation, self._person(by, installation.account))

    def add_repository(self, installation: Installation, name: str, *, by: str | None = None) -> None:
        """Let an App on selected repositories reach one more."""
        repository = self.world.repository(installation.account.login, name)
        installations.add_repository(self.world, installation, repository, self._person(by, installation.account))

    def remove_repository(self, installation: Installation, name: str, *, by: str | None = None) -> None:
        """Take one repository from an App."""
        repository = self.world.repository(installation.account.login, name)
        installations.remove_repository(self.world, installation, repository, self._person(by, installation.account))

    def deliveries(self, app: App) -> list[Delivery]:
        """Return every webhook sent to an App, oldest first."""
        with self.world.lock:
            return list(app.deliveries)

    def redeliver(self, app: App, delivery: Delivery) -> None:
        """Send a delivery once more, with the same guid."""
        redeliver(self.world, app, delivery)

    def wait_for_deliveries(self, timeout: float = 20.0) -> None:
        """Return when every webhook posted so far has been sent; raises TimeoutError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while self.world.outbox.waiting.unfinished_tasks:
            if time.monotonic() > end:
                message = f"webhooks were still waiting after {timeout} s: is the App's hook address answering?"
                raise TimeoutError(message)
            time.sleep(0.01)

    def _person(self, login: str | None, otherwise: Account) -> Account:
        return self.world.account(login) if login else otherwise
