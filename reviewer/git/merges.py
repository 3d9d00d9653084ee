"""Merges that say nothing of their own: what git makes of their parents, and nothing else."""

from reviewer.errors import ReviewerError
from reviewer.git.repository import Repository
from reviewer.model.ids import Sha


def is_plain_merge(repository: Repository, commit: Sha, base: Sha) -> bool:
    """Return whether a commit merges the base, or what the base already has, exactly as git would.

    A merge that was edited, that resolves a conflict, or that brings something else in, is somebody's work; so is
    one that cannot be looked at.
    """
    try:
        _, *parents = repository.run("rev-list", "--parents", "--max-count=1", commit).stdout.decode().split()
        if len(parents) != 2 or not _is_ancestor(repository, parents[1], base):
            return False
        merged = repository.run_online("merge-tree", "--write-tree", "--no-messages", *parents)
        return merged.stdout.split() == repository.run("rev-parse", f"{commit}^{{tree}}").stdout.split()
    except ReviewerError:
        return False


def _is_ancestor(repository: Repository, commit: str, base: Sha) -> bool:
    return repository.run("merge-base", "--is-ancestor", commit, base, expected=frozenset({1})).code == 0
