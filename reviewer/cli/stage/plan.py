"""What is to be put on: one repository, and the pull requests that are opened in it."""

from dataclasses import dataclass
from pathlib import Path

BASE_BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Author:
    """Who opens a pull."""

    login: str
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPull:
    """A pull request to be opened: who by, from which branch, and the commit of the source that the branch ends in.

    Whoever comes from a fork is a stranger to the organisation.
    """

    title: str
    body: str
    author: Author
    branch: str
    commit: str
    labels: tuple[str, ...] = ()
    is_draft: bool = False
    is_from_fork: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A local git repository to take everything from, the repository to make of it, and the pulls in their order."""

    source: Path
    repository: str
    base_branch: str
    base_commit: str
    pulls: tuple[PlannedPull, ...]
