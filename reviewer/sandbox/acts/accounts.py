"""Make accounts, repositories and forks."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from reviewer.sandbox.git.bare import branches, bring, make_bare
from reviewer.sandbox.git.run import git
from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.state.accounts import Account, AccountKind
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World

# https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories
ROLES = ("read", "triage", "write", "maintain", "admin")


def create_account(world: World, login: str, kind: AccountKind) -> Account:
    """Make an account, or return the one that already has this login."""
    with world.lock:
        known = world.accounts.get(login.lower())
        if known is not None:
            return known
        password = f"ghp_{secrets.token_hex(18)}" if kind is AccountKind.USER else ""
        account = Account(world.new_small_id(), login, kind, password)
        world.accounts[login.lower()] = account
        return account


def create_repository(world: World, owner: Account, name: str, roles: Mapping[str, str]) -> Repository:
    """Make an empty repository with the branch "main" as its default, and announce it."""
    repository = _make(world, owner, name, "main")
    repository.roles.update(roles)
    announce(world, Event("repository", "created", repository, owner, {}))
    return repository


def copy_branches(world: World, repository: Repository, source: Path, *, default_branch: str | None = None) -> None:
    """Fill a repository with the branches of a local git repository, without a push being seen."""
    with world.lock:
        bring(repository.git_dir, source, "+refs/heads/*:refs/heads/*")
        repository.branches = branches(repository.git_dir)
        if default_branch is not None:
            set_default_branch(repository, default_branch)


def set_default_branch(repository: Repository, branch: str) -> None:
    """Make a branch the default one."""
    repository.default_branch = branch
    git(repository.git_dir, "symbolic-ref", "HEAD", f"refs/heads/{branch}")


def fork(world: World, parent: Repository, owner: Account) -> Repository:
    """Make a person's copy of a repository, or return the one there is."""
    with world.lock:
        known = [one for one in world.repositories.values() if one.parent is parent and one.owner is owner]
        if known:
            return known[0]
        copied = _make(world, owner, parent.name, parent.default_branch)
        copied.parent, copied.is_private = parent, parent.is_private
        copy_branches(world, copied, parent.git_dir)
        return copied


def _make(world: World, owner: Account, name: str, default_branch: str) -> Repository:
    with world.lock:
        now = world.clock.now()
        git_dir = world.root / "git" / owner.login / f"{name}.git"
        make_bare(git_dir, default_branch)
        repository = Repository(world.new_id(), owner, name, git_dir, default_branch, now, now)
        world.repositories[repository.id] = repository
        return repository


def delete_repository(world: World, repository: Repository, sender: Account) -> None:
    """Take a repository away; pulls that came from it lose their head repository."""
    with world.lock:
        announce(world, Event("repository", "deleted", repository, sender, {}))
        del world.repositories[repository.id]
        pulls = [pull for other in world.repositories.values() for pull in other.pulls.values()]
        for pull in pulls:
            if pull.head_repository is repository:
                pull.head_repository = None


def role_of(repository: Repository, account: Account) -> str:
    """Return what somebody may do in a repository: one of ROLES, or "none".

    An owner of the account is an admin; a member of the organisation has write unless a role says otherwise.
    """
    if account is repository.owner:
        return "admin"
    if account.login in repository.roles:
        return repository.roles[account.login]
    if account.login in repository.owner.members:
        return "write"
    return "none" if repository.is_private else "read"


def may_write(repository: Repository, account: Account) -> bool:
    """Return whether somebody can push, and edit what others said."""
    return role_of(repository, account) in ("write", "maintain", "admin")
