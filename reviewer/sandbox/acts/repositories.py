"""Change what a repository is: its name, its owner, whether it takes writes, whether it has issues."""

from reviewer.sandbox.acts.installations import announce_reach
from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json, organisation_json
from reviewer.sandbox.state.accounts import Account, AccountKind
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World


def set_archived(world: World, repository: Repository, sender: Account, *, is_archived: bool) -> None:
    """Make a repository read-only, or writable again."""
    with world.lock:
        repository.is_archived = is_archived
        action = "archived" if is_archived else "unarchived"
        announce(world, Event("repository", action, repository, sender, {}))


def rename(world: World, repository: Repository, sender: Account, name: str) -> None:
    """Give a repository another name; the old one leads to it."""
    with world.lock:
        before = repository.name
        _move(world, repository, repository.owner, name)
        changes: Json = {"repository": {"name": {"from": before}}}
        announce(world, Event("repository", "renamed", repository, sender, {"changes": changes}))


def transfer(world: World, repository: Repository, sender: Account, owner: Account) -> None:
    """Give a repository to another account: what was installed with the old owner loses it, and is told."""
    with world.lock:
        before, losing = repository.owner, world.installations_at(repository)
        _move(world, repository, owner, repository.name)
        for installation in losing:
            installation.repository_ids.discard(repository.id)
            announce_reach(world, installation, sender, ([], [repository]))
        for installation in world.installations_at(repository):
            announce_reach(world, installation, sender, ([repository], []))
        is_person = before.kind is AccountKind.USER
        former: Json = (
            {"user": account_json(world, before)} if is_person else {"organization": organisation_json(world, before)}
        )
        changes: Json = {"owner": {"from": former}}
        announce(world, Event("repository", "transferred", repository, sender, {"changes": changes}))


def _move(world: World, repository: Repository, owner: Account, name: str) -> None:
    repository.former_names.append(repository.full_name)
    repository.owner, repository.name = owner, name
    place = world.root / "git" / owner.login / f"{name}.git"
    place.parent.mkdir(parents=True, exist_ok=True)
    repository.git_dir = repository.git_dir.rename(place)
