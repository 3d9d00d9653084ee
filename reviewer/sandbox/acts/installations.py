"""Install Apps on accounts, change what they reach, and take them away."""

import secrets
from datetime import timedelta

from reviewer.sandbox.hooks.announce import announce_installation
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json
from reviewer.sandbox.shapes.repository import short_repository_json
from reviewer.sandbox.state.accounts import Account, App, Installation, InstallationToken
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World

# https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
TOKEN_LIFE = timedelta(hours=1)


def install(
    world: World, app: App, account: Account, sender: Account, repositories: list[Repository] | None
) -> Installation:
    """Install an App on all of an account's repositories (None), or on some, and announce it."""
    with world.lock:
        now = world.clock.now()
        installation = Installation(
            id=world.new_small_id() + 90_000_000,
            app=app,
            account=account,
            is_on_all=repositories is None,
            repository_ids={repository.id for repository in repositories or []},
            permissions=dict(app.permissions),
            events=app.events,
            created_at=now,
            updated_at=now,
        )
        world.installations[installation.id] = installation
        _announce(world, installation, "created", sender, world.reached(installation))
        return installation


def _announce(world: World, installation: Installation, action: str, sender: Account, listed: list[Repository]) -> None:
    fields: Json = {"action": action, "repositories": [short_repository_json(one) for one in listed]}
    if action == "created":
        fields["requester"] = None
    announce_installation(world, installation, sender, fields)


def uninstall(world: World, installation: Installation, sender: Account) -> None:
    """Take an App away; its tokens end at once."""
    with world.lock:
        listed = world.reached(installation)
        del world.installations[installation.id]
        world.tokens = {key: one for key, one in world.tokens.items() if one.installation is not installation}
        _announce(world, installation, "deleted", sender, listed)


def suspend(world: World, installation: Installation, sender: Account) -> None:
    """Suspend an App: its tokens are refused and it hears nothing more."""
    with world.lock:
        installation.suspended_at, installation.suspended_by = world.clock.now(), sender
        _announce(world, installation, "suspend", sender, world.reached(installation))


def unsuspend(world: World, installation: Installation, sender: Account) -> None:
    """Let a suspended App work again."""
    with world.lock:
        installation.suspended_at = installation.suspended_by = None
        _announce(world, installation, "unsuspend", sender, world.reached(installation))


def accept_permissions(world: World, installation: Installation, sender: Account) -> None:
    """Grant an App all that it asks for by now: its next tokens have it, and it hears of it."""
    with world.lock:
        installation.permissions, installation.events = dict(installation.app.permissions), installation.app.events
        installation.updated_at = world.clock.now()
        announce_installation(world, installation, sender, {"action": "new_permissions_accepted"})


def add_repository(world: World, installation: Installation, repository: Repository, sender: Account) -> None:
    """Let an App that is on selected repositories reach one more."""
    with world.lock:
        installation.repository_ids.add(repository.id)
        announce_reach(world, installation, sender, ([repository], []))


def remove_repository(world: World, installation: Installation, repository: Repository, sender: Account) -> None:
    """Take one repository from an App; one that was on all is on the others from now on."""
    with world.lock:
        installation.repository_ids = {one.id for one in world.reached(installation)} - {repository.id}
        installation.is_on_all = False
        announce_reach(world, installation, sender, ([], [repository]))


def announce_reach(
    world: World, installation: Installation, sender: Account, reach: tuple[list[Repository], list[Repository]]
) -> None:
    """Tell an App of repositories (gained, lost) that its installation reaches now, or no longer."""
    added, removed = reach
    fields: Json = {
        "action": "added" if added else "removed",
        "repository_selection": "all" if installation.is_on_all else "selected",
        "repositories_added": [short_repository_json(one) for one in added],
        "repositories_removed": [short_repository_json(one) for one in removed],
        "requester": None if added else account_json(world, sender),
    }
    announce_installation(world, installation, sender, fields)


def issue_token(
    world: World, installation: Installation, permissions: dict[str, str], repository_ids: frozenset[int] | None
) -> InstallationToken:
    """Give an installation a token of an hour.

    Tokens have had more than forty characters since GitHub made them stateless (2026); ours have over four hundred.
    """
    with world.lock:
        secret = f"ghs_{installation.app.id}_{secrets.token_urlsafe(300)}"
        token = InstallationToken(secret, installation, permissions, repository_ids, world.clock.now() + TOKEN_LIFE)
        world.tokens[secret] = token
        return token
