"""A real range of any local git repository, as one pull request."""

import re
from pathlib import Path

from reviewer.cli.stage.plan import BASE_BRANCH, Author, Plan, PlannedPull
from reviewer.errors import TellOperator
from reviewer.git.command import Git
from reviewer.git.commits import read_commits
from reviewer.git.range import find_default_branch
from reviewer.git.repository import Repository, open_repository
from reviewer.model.pulls import Commit

AUTHOR = Author("you")
HEAD_BRANCH = "change"
MOST_SUBJECTS = 20


def plan_range(path: Path, spec: str | None, git: Git) -> Plan:
    """Return the pull that a range would make; title and body come from its commits.

    `spec` is BASE..HEAD; without it HEAD goes to the default branch. Raises TellOperator when there is no such
    repository or commit, or nothing between the two.
    """
    repository = open_repository(path, git)
    base_name, head_name = _ends(repository, spec)
    base, head = repository.resolve(base_name), repository.resolve(head_name)
    if repository.is_shallow():
        raise TellOperator(f"{path} is a shallow clone, which cannot be pushed on: run `git fetch --unshallow` in it.")
    commits, total = read_commits(repository, base, head)
    if not commits:
        raise TellOperator(f"{head_name} has no commit that {base_name} lacks: give another range, as BASE..HEAD.")
    title, body = _words(commits, total)
    return Plan(
        source=repository.directory,
        repository=repository_name(path),
        base_branch=BASE_BRANCH,
        base_commit=base,
        pulls=(PlannedPull(title, body, AUTHOR, HEAD_BRANCH, head),),
    )


def _ends(repository: Repository, spec: str | None) -> tuple[str, str]:
    if spec is None:
        return find_default_branch(repository), "HEAD"
    base, dots, head = spec.replace("...", "..").partition("..")
    if not dots or not base:
        raise TellOperator(f"Read the range {spec!r}, but it has no two ends: write BASE..HEAD.")
    return base, head or "HEAD"


def repository_name(path: Path) -> str:
    """Return a name that GitHub would take for a repository in this folder."""
    name = path.resolve().name.removesuffix(".git")
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "repository"


def _words(commits: tuple[Commit, ...], total: int) -> tuple[str, str]:
    """Return title and body: of the only commit; of several, the newest subject and a list of all."""
    subject, _, rest = commits[-1].message.partition("\n")
    if len(commits) == 1:
        return subject or "(no message)", rest.strip("\n")
    subjects = [f"- {commit.message.partition(chr(10))[0]}" for commit in commits[-MOST_SUBJECTS:]]
    more = [f"- … and {total - MOST_SUBJECTS} more"] if total > MOST_SUBJECTS else []
    return subject or "(no message)", "\n".join(["Commits:", "", *subjects, *more])
