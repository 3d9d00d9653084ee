"""Repositories, their pull requests, and what is said on them."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reviewer.sandbox.state.accounts import Account, App


@dataclass(frozen=True, slots=True)
class Reaction:
    """A small picture that somebody put under a comment."""

    id: int
    author: Account
    content: str
    created_at: datetime


@dataclass(slots=True)
class Comment:
    """A comment in the conversation of a pull request or issue; `app` is the App that wrote it, if one did."""

    id: int
    number: int
    author: Account
    body: str
    created_at: datetime
    updated_at: datetime
    app: App | None = None
    reactions: list[Reaction] = field(default_factory=list[Reaction])


@dataclass(slots=True)
class Review:
    """A review of a pull request; `state` is commented, approved, changes_requested or dismissed."""

    id: int
    author: Account
    body: str
    state: str
    commit_id: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a repository."""

    id: int
    name: str


@dataclass(slots=True)
class Issue:
    """An issue; issues and pull requests of a repository share their numbers."""

    id: int
    number: int
    title: str
    body: str | None
    author: Account
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    closed_at: datetime | None = None
    is_locked: bool = False
    labels: list[Label] = field(default_factory=list[Label])


@dataclass(slots=True)
class Pull:
    """A pull request. `head_repository` is None after the fork it came from was deleted."""

    id: int
    number: int
    title: str
    body: str | None
    author: Account
    head_repository: "Repository | None"
    head_owner: Account
    head_ref: str
    head_sha: str
    base_ref: str
    base_sha: str
    created_at: datetime
    updated_at: datetime
    is_draft: bool = False
    is_locked: bool = False
    state: str = "open"
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    merged_by: Account | None = None
    merge_sha: str | None = None
    labels: list[Label] = field(default_factory=list[Label])
    reviewers: list[Account] = field(default_factory=list[Account])
    assignees: list[Account] = field(default_factory=list[Account])
    reviews: list[Review] = field(default_factory=list[Review])


@dataclass(slots=True)
class Repository:
    """A repository backed by a bare git repository on disk.

    `branches` is what was last told about: branch to sha. `roles` maps a login to one of `acts.accounts.ROLES`.
    `former_names` are full names that lead here still, as long as nobody else takes them.
    """

    id: int
    owner: Account
    name: str
    git_dir: Path
    default_branch: str
    created_at: datetime
    pushed_at: datetime
    is_private: bool = True
    is_archived: bool = False
    has_issues: bool = True
    former_names: list[str] = field(default_factory=list[str])
    parent: "Repository | None" = None
    roles: dict[str, str] = field(default_factory=dict[str, str])
    branches: dict[str, str] = field(default_factory=dict[str, str])
    pulls: dict[int, Pull] = field(default_factory=dict[int, Pull])
    issues: dict[int, Issue] = field(default_factory=dict[int, Issue])
    comments: dict[int, Comment] = field(default_factory=dict[int, Comment])
    labels: dict[str, Label] = field(default_factory=dict[str, Label])

    @property
    def full_name(self) -> str:
        """Owner and name: "acme/shop"."""
        return f"{self.owner.login}/{self.name}"

    def next_number(self) -> int:
        """Return the number of the next issue or pull request."""
        return 1 + max([*self.pulls, *self.issues], default=0)

    def item(self, number: int) -> Pull | Issue | None:
        """Return the pull request or issue of this number."""
        return self.pulls.get(number) or self.issues.get(number)
