"""Merge pull requests, and queue them for merging."""

from reviewer.sandbox.acts.pulls import announce_pull, tip
from reviewer.sandbox.acts.pushes import notice_pushes
from reviewer.sandbox.git.bare import read_commit, set_ref
from reviewer.sandbox.git.run import git
from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.commit import plain_commit_json
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.repositories import Pull, Repository
from reviewer.sandbox.state.world import World


def _merge_commit(repository: Repository, pull: Pull, base_sha: str) -> str:
    """Make the commit that merges a pull into its base, on no branch yet; raises GitFailed on a conflict."""
    tree = git(repository.git_dir, "merge-tree", "--write-tree", base_sha, pull.head_sha).splitlines()[0]
    who = ("-c", "user.name=GitHub", "-c", "user.email=noreply@example.com")
    message = f"Merge pull request #{pull.number} from {pull.head_owner.login}/{pull.head_ref}\n\n{pull.title}"
    parents = ("-p", base_sha, "-p", pull.head_sha)
    return git(repository.git_dir, *who, "commit-tree", tree, *parents, "-m", message)


def merge_pull(world: World, repository: Repository, pull: Pull, sender: Account) -> str:
    """Merge a pull with a merge commit, announce it, and return that commit."""
    with world.lock:
        merged = _merge_commit(repository, pull, tip(repository, pull.base_ref))
        set_ref(repository.git_dir, f"refs/heads/{pull.base_ref}", merged)
        now = world.clock.now()
        pull.state, pull.closed_at, pull.merged_at, pull.merged_by = "closed", now, now, sender
        pull.merge_sha = merged
        announce_pull(world, repository, pull, "closed", sender)
        notice_pushes(world, repository, sender)
        return merged


def queue_for_merge(world: World, repository: Repository, pull: Pull, sender: Account) -> str:
    """Put a pull into the merge queue: announce `merge_group.checks_requested`, and return the group's head sha.

    https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
    """
    with world.lock:
        base_sha = tip(repository, pull.base_ref)
        head_sha = _merge_commit(repository, pull, base_sha)
        branch = f"gh-readonly-queue/{pull.base_ref}/pr-{pull.number}-{base_sha}"
        set_ref(repository.git_dir, f"refs/heads/{branch}", head_sha)
        fields: Json = {
            "merge_group": {
                "head_sha": head_sha,
                "head_ref": f"refs/heads/{branch}",
                "base_sha": base_sha,
                "base_ref": f"refs/heads/{pull.base_ref}",
                "head_commit": plain_commit_json(read_commit(repository.git_dir, head_sha)),
            }
        }
        announce(world, Event("merge_group", "checks_requested", repository, sender, fields))
        notice_pushes(world, repository, sender)
        return head_sha
