"""A webhook's bytes as a typed event."""

import json
from typing import Any

from pydantic import Field, ValidationError

from reviewer.errors import ReviewerError
from reviewer.github.payloads import (
    Account,
    Changes,
    CheckRun,
    CheckSuite,
    Comment,
    Installation,
    Issue,
    MergeGroup,
    Part,
    PullRequest,
    PushedCommit,
    Repository,
    RequestedAction,
)


class BadPayload(ReviewerError):
    """A delivery whose body is not what its event promises; the message names the fields."""


class Event(Part):
    """What every event has: what happened, for which installation, and who did it."""

    action: str | None = None
    installation: Installation | None = None
    sender: Account | None = None


class InRepository(Event):
    """An event of one repository."""

    repository: Repository


class Ping(Event):
    """GitHub tries out the webhook address."""


class PullRequestEvent(InRepository):
    """Something happened to a pull."""

    pull_request: PullRequest


class CheckRunEvent(InRepository):
    """Something happened to a check run; `requested_action` is there when a button was pressed."""

    check_run: CheckRun
    requested_action: RequestedAction | None = None


class CheckSuiteEvent(InRepository):
    """Something happened to an App's check suite."""

    check_suite: CheckSuite


class IssueCommentEvent(InRepository):
    """Somebody wrote, edited or deleted a comment on an issue or a pull."""

    issue: Issue
    comment: Comment
    changes: Changes | None = None


class PullRequestReviewEvent(InRepository):
    """A person's review was submitted, edited or dismissed."""

    pull_request: PullRequest


class MergeGroupEvent(InRepository):
    """A merge queue asks for checks, or no longer does."""

    merge_group: MergeGroup


class PushEvent(InRepository):
    """Commits were pushed to a branch, or a tag; `forced` when history was rewritten."""

    ref: str
    forced: bool = False
    commits: tuple[PushedCommit, ...] = ()


class StatusEvent(InRepository):
    """A tool reported on a commit by a status; `state` is pending, success, failure or error."""

    sha: str
    state: str


class InstallationEvent(Event):
    """The App was installed, suspended, removed, or its new permissions were accepted."""


class InstallationRepositoriesEvent(Event):
    """An installation gained or lost repositories."""

    repositories_added: tuple[Repository, ...] = ()
    repositories_removed: tuple[Repository, ...] = ()


class RepositoryEvent(InRepository):
    """A repository was renamed, transferred, archived, deleted or reconfigured; `changes` says what changed."""

    changes: dict[str, Any] = Field(default_factory=dict[str, Any])


EVENTS: dict[str, type[Event]] = {
    "check_run": CheckRunEvent,
    "check_suite": CheckSuiteEvent,
    "installation": InstallationEvent,
    "installation_repositories": InstallationRepositoriesEvent,
    "issue_comment": IssueCommentEvent,
    "merge_group": MergeGroupEvent,
    "ping": Ping,
    "pull_request": PullRequestEvent,
    "pull_request_review": PullRequestReviewEvent,
    "push": PushEvent,
    "repository": RepositoryEvent,
    "status": StatusEvent,
}
"""Event names (X-GitHub-Event) that we read; all others are acknowledged and dropped."""


def parse_event(name: str, body: bytes) -> Event | None:
    """Return the event, None when its name is not one of ours; a body that is not that event raises BadPayload."""
    model = EVENTS.get(name)
    if model is None:
        return None
    try:
        return _read(model, body)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc']) or 'body'}: {problem['msg']}"
            for problem in error.errors(include_url=False, include_input=False, include_context=False)[:5]
        )
        raise BadPayload(f"Read a `{name}` webhook, but its body is not one: {problems}") from None


def _read(model: type[Event], body: bytes) -> Event:
    try:
        return model.model_validate_json(body)
    except ValidationError as refused:
        if refused.errors()[0]["type"] != "json_invalid":
            raise
        # pydantic's reader refuses a whole body for half a surrogate pair in a text that somebody wrote.
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError):
            raise refused from None
        return model.model_validate(payload)
