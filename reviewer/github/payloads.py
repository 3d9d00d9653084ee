"""The parts of GitHub's webhook payloads that we read, and no more.

githubkit's own webhook models take seconds of CPU on first use and refuse a payload that lacks any key of the
schema; these read what they need, ignore the rest and stay tolerant of what GitHub adds or drops.
https://docs.github.com/webhooks/webhook-events-and-payloads
"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[int, Field(ge=0, lt=2**63)]
"""An id or a number of GitHub's, as any database takes it."""


class Part(BaseModel):
    """A piece of a payload: unknown keys are ignored, known ones are typed."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Account(Part):
    """A user, an organisation or a bot; `type` is "User", "Organization" or "Bot"."""

    id: Number
    login: str
    type: str = "User"


class App(Part):
    """The App that made a check run or a comment."""

    id: Number
    slug: str | None = None


class Installation(Part):
    """Where the App is installed."""

    id: Number


class Repository(Part):
    """A repository; the short form in installation events has no default branch."""

    id: Number
    full_name: str
    default_branch: str = ""


class PullRequest(Part):
    """A pull, as far as an order needs it; everything else is read again from GitHub."""

    number: Number


class CheckRun(Part):
    """A check run. `pull_requests` is not read: it is empty for forks."""

    name: str
    head_sha: str
    external_id: str | None = None
    app: App | None = None


class CheckSuite(Part):
    """All check runs of one App at one head."""

    head_sha: str
    app: App | None = None


class RequestedAction(Part):
    """The button somebody pressed on a check run."""

    identifier: str


class Issue(Part):
    """An issue, or a pull seen as one: then `pull_request` is there. `user` is null where the account was deleted."""

    number: Number
    user: Account | None = None
    pull_request: dict[str, object] | None = None


class Comment(Part):
    """A comment; `performed_via_github_app` says which App wrote it."""

    id: Number
    body: str | None = None
    created_at: datetime | None = None
    updated_at: str = ""
    user: Account | None = None
    performed_via_github_app: App | None = None


class Was(Part):
    """What something read before it was changed; GitHub spells it `from`."""

    text: str = Field("", alias="from")


class Changes(Part):
    """What an edit changed."""

    body: Was | None = None


class MergeGroup(Part):
    """A merge queue's candidate: required checks must report on its own sha, or the queue hangs.

    `head_ref` is its branch: "refs/heads/gh-readonly-queue/main/pr-12-" and a sha.
    """

    head_sha: str
    head_ref: str = ""


class PushedCommit(Part):
    """A pushed commit's paths."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
