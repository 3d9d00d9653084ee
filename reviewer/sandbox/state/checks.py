"""Check suites and check runs as they stand."""

from dataclasses import dataclass, field
from datetime import datetime

from reviewer.sandbox.state.accounts import Account, App
from reviewer.sandbox.state.repositories import Repository


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark of a check run at lines of the head; columns only where both lines are one."""

    path: str
    start_line: int
    end_line: int
    start_column: int | None
    end_column: int | None
    level: str
    title: str | None
    message: str
    raw_details: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """A button on a check run."""

    label: str
    description: str
    identifier: str


@dataclass(slots=True)
class CheckSuite:
    """All that one App says about one head sha of one repository."""

    id: int
    app: App
    repository: Repository
    head_sha: str
    head_branch: str | None
    before: str | None
    created_at: datetime
    updated_at: datetime
    status: str = "queued"
    conclusion: str | None = None


@dataclass(slots=True)
class CheckRun:
    """One named check at one head sha; `title` and `summary` are None until an output was given."""

    id: int
    suite: CheckSuite
    name: str
    status: str
    started_at: datetime
    conclusion: str | None = None
    completed_at: datetime | None = None
    details_url: str | None = None
    external_id: str = ""
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    annotations: list[Annotation] = field(default_factory=list[Annotation])
    actions: tuple[Action, ...] = ()

    @property
    def head_sha(self) -> str:
        """The commit it is about."""
        return self.suite.head_sha


@dataclass(frozen=True, slots=True)
class CommitStatus:
    """A status of a commit, the older way to report on one; the newest of each context stands.

    `state` is pending, success, failure or error.
    """

    id: int
    repository: Repository
    sha: str
    state: str
    context: str
    description: str | None
    creator: Account
    created_at: datetime
