"""Notice what a push changed: tell of the push, begin check suites, and move the pulls that follow the branch."""

from dataclasses import dataclass

from reviewer.sandbox.acts.checks import begin_suites
from reviewer.sandbox.acts.pulls import announce_pull, close_pull, keep_head
from reviewer.sandbox.git.bare import branches, commit_sha, commits, is_ancestor, merge_base, read_commit
from reviewer.sandbox.git.changes import changed_files
from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.commit import pushed_commit_json
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.repositories import Pull, Repository
from reviewer.sandbox.state.world import World

NOWHERE = "0" * 40


@dataclass(frozen=True, slots=True)
class Move:
    """A branch that went from one sha to another; NOWHERE stands for not being there."""

    branch: str
    before: str
    after: str


def notice_pushes(world: World, repository: Repository, sender: Account) -> None:
    """Compare the branches on disk with those last told about, and announce every difference."""
    with world.lock:
        known, found = repository.branches, branches(repository.git_dir)
        names = [*found, *(name for name in known if name not in found)]
        moves = [Move(name, known.get(name, NOWHERE), found.get(name, NOWHERE)) for name in names]
        repository.branches = found
        for move in moves:
            if move.before != move.after:
                _announce_move(world, repository, move, sender)


def _announce_move(world: World, repository: Repository, move: Move, sender: Account) -> None:
    repository.pushed_at = world.clock.now()
    announce(world, Event("push", None, repository, sender, _push_fields(world, repository, move, sender)))
    if move.after != NOWHERE:
        begin_suites(world, repository, move.after, (move.branch, move.before), sender)
        for base, pull in _followers(world, repository, move.branch):
            _follow(world, base, pull, move.after, sender)
    else:
        _close_orphans(world, repository, move.branch, sender)


def _close_orphans(world: World, repository: Repository, branch: str, sender: Account) -> None:
    """Close the open pulls that came from a deleted branch, or went to it, as GitHub does."""
    into = [(repository, pull) for pull in repository.pulls.values() if pull.base_ref == branch]
    for base, pull in [*_followers(world, repository, branch), *into]:
        if pull.state == "open":
            close_pull(world, base, pull, sender)


def _followers(world: World, repository: Repository, branch: str) -> list[tuple[Repository, Pull]]:
    """Return the open pulls, in any repository, whose head is this branch."""
    return [
        (base, pull)
        for base in world.repositories.values()
        for pull in base.pulls.values()
        if pull.state == "open" and pull.head_repository is repository and pull.head_ref == branch
    ]


def _follow(world: World, base: Repository, pull: Pull, after: str, sender: Account) -> None:
    before, pull.head_sha = pull.head_sha, after
    # GitHub freshens what it says of the base when the head moves, not when the base does.
    pull.base_sha = commit_sha(base.git_dir, f"refs/heads/{pull.base_ref}") or pull.base_sha
    keep_head(base, pull)
    announce_pull(world, base, pull, "synchronize", sender, before=before, after=after)


def _push_fields(world: World, repository: Repository, move: Move, sender: Account) -> Json:
    git_dir = repository.git_dir
    created, deleted = move.before == NOWHERE, move.after == NOWHERE
    since = repository.branches.get(repository.default_branch, move.after) if created else move.before
    pushed: list[Json] = []
    if not deleted:
        for commit in commits(git_dir, since, move.after):
            parent = commit.parents[0] if commit.parents else merge_base(git_dir, since, commit.sha)
            pushed.append(pushed_commit_json(world, repository, commit, changed_files(git_dir, parent, commit.sha)))
    head = None if deleted else pushed_commit_json(world, repository, read_commit(git_dir, move.after), ())
    forced = not created and not deleted and not is_ancestor(git_dir, move.before, move.after)
    email = f"{sender.login}@users.noreply.example.com"
    return {
        "ref": f"refs/heads/{move.branch}",
        "before": move.before,
        "after": move.after,
        "base_ref": None,
        "compare": f"{world.url}/{repository.full_name}/compare/{move.before[:12]}...{move.after[:12]}",
        "created": created,
        "deleted": deleted,
        "forced": forced,
        "commits": pushed,
        "head_commit": pushed[-1] if pushed else head,
        "pusher": {"name": sender.login, "email": email},
    }
