"""A range of a local repository as a pull: BASE..HEAD, BASE...HEAD, or one revision against the default branch."""

from dataclasses import replace
from pathlib import Path

from reviewer.errors import TellOperator
from reviewer.git.command import Git, find_git
from reviewer.git.history import with_history
from reviewer.git.repository import Repository, open_repository
from reviewer.git.snapshot import read_snapshot
from reviewer.model.pulls import Commit, Prose, PullSnapshot

_REMOTES = ("upstream", "origin")
_BRANCHES = ("main", "master", "trunk", "develop")


def read_range(path: Path, spec: str | None = None, *, git: Git | None = None) -> PullSnapshot:
    """Return a local range as the pull it would make on GitHub: from the merge base of its two ends.

    `spec` is `BASE..HEAD` or `BASE...HEAD` (here the same; a missing end is HEAD), or one revision, HEAD when None,
    which is compared with the default branch. The title is the subject of a single commit, else the branch's name.
    Raises TellOperator when there is no repository, revision or default branch.
    """
    repository = open_repository(path, git or find_git())
    base_name, head_name = _ends(repository, spec or "HEAD")
    base, head = repository.resolve(base_name), repository.resolve(head_name)
    # Nothing is kept: this repository is not ours to write in.
    snapshot = with_history(repository, read_snapshot(repository, base, head), base, None)
    title, body = _title_and_body(snapshot.prose.commits, _branch(repository, head_name))
    notes = snapshot.notes if snapshot.files else (*snapshot.notes, _empty_note(base_name, head_name))
    prose = Prose(title=title, body=body, commits=snapshot.prose.commits)
    return replace(snapshot, prose=prose, notes=notes)


def _ends(repository: Repository, spec: str) -> tuple[str, str]:
    # Three dots hold two: they are looked for first.
    for dots in ("...", ".."):
        base, found, head = spec.partition(dots)
        if found:
            return base or "HEAD", head or "HEAD"
    return find_default_branch(repository), spec


def find_default_branch(repository: Repository) -> str:
    """Return the ref that pulls of this clone are most likely made against; TellOperator when none can be found.

    A remote called `upstream` comes before `origin` (the habit with forks), what a remote says of itself before names
    that are usual, and local branches last.
    """
    for remote in _REMOTES:
        said = repository.find_symbolic(f"refs/remotes/{remote}/HEAD")
        candidates = ([said] if said else []) + [f"refs/remotes/{remote}/{name}" for name in _BRANCHES]
        for candidate in candidates:
            if repository.find(candidate):
                return candidate
    for name in _BRANCHES:
        if repository.find(f"refs/heads/{name}"):
            return f"refs/heads/{name}"
    raise TellOperator(f"no default branch was found in {repository.directory}: say BASE..HEAD.")


def _branch(repository: Repository, revision: str) -> str:
    """Return the short name of the branch that a revision names, "" when it names none or a default branch."""
    name = repository.find_symbolic("HEAD") if revision == "HEAD" else f"refs/heads/{revision}"
    if not name or not name.startswith("refs/heads/") or not repository.find(name):
        return ""
    short = name.removeprefix("refs/heads/")
    return "" if short in _BRANCHES else short


def _title_and_body(commits: tuple[Commit, ...], branch: str) -> tuple[str, str]:
    if len(commits) != 1:
        return branch, ""
    subject, _, body = commits[0].message.partition("\n")
    return subject, body.strip("\n")


def _empty_note(base: str, head: str) -> str:
    short = base.removeprefix("refs/remotes/").removeprefix("refs/heads/")
    return (
        f"{head} changes nothing since it left {short}. To review other commits, say BASE..HEAD; "
        "what is not committed yet: `git diff HEAD | reviewer review -`."
    )
