"""The parts of GitHub's REST replies that we read: tolerant where GitHub adds or drops, typed where we rely on it."""

from datetime import datetime
from typing import Annotated, TypeVar, cast

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from reviewer.errors import TryAgain
from reviewer.github.failures import Request
from reviewer.github.payloads import Account, App, Part

_T = TypeVar("_T")


class NewApp(Part):
    """An App just made from a manifest. An enterprise that owns one has no login."""

    id: int
    pem: str
    client_id: str
    client_secret: str
    html_url: str
    webhook_secret: str | None = None
    slug: str = ""
    name: str = ""
    owner: "Owner | None" = None


class Owner(Part):
    """Who owns an App."""

    login: str = ""


class TokenReply(Part):
    """An installation token, of any form and length, with what it may do."""

    token: str
    expires_at: datetime
    permissions: dict[str, str] = Field(default_factory=dict[str, str])


class InstallationReply(Part):
    """An installation, and its page, where its owner sees what the App asks for."""

    html_url: str = ""
    suspended_at: datetime | None = None


class AttemptReply(Part):
    """An attempt to deliver a webhook; `guid` is the same for all at one, `status` says what went wrong in words."""

    id: int
    guid: str
    delivered_at: datetime
    status: str
    status_code: int
    event: str
    action: str | None = None

    @property
    def is_ok(self) -> bool:
        """Return whether we said that we have it."""
        return 200 <= self.status_code < 300


class RepositoryReply(Part):
    """A repository; archived ones are read-only, and GitHub's staff can disable one."""

    id: int
    full_name: str
    default_branch: str = ""
    archived: bool = False
    disabled: bool = False

    @property
    def takes_writes(self) -> bool:
        """Return whether anything can be written there."""
        return not (self.archived or self.disabled)


class LabelReply(Part):
    """A label."""

    name: str


class PermissionReply(Part):
    """What an account may do in a repository: `permission` is admin, write, read or none, whatever its role is called.

    https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    """

    permission: str
    user: Account | None = None


class CommitReply(Part):
    """A commit of a pull; the accounts are null where GitHub knows none by the commit's addresses."""

    sha: str
    author: Account | None = None
    committer: Account | None = None
    parents: tuple["ParentReply", ...] = ()


class ParentReply(Part):
    """A parent of a commit."""

    sha: str


class ReactionReply(Part):
    """A reaction."""

    id: int


class SideReply(Part):
    """The head or base of a pull; `repo` is null where a fork was deleted."""

    ref: str
    sha: str
    repo: RepositoryReply | None = None


class BaseReply(Part):
    """The base of a pull, whose repository is always there."""

    ref: str
    sha: str
    repo: RepositoryReply


class PullReply(Part):
    """A pull; `user` is null where the account was deleted."""

    number: int
    state: str
    title: str
    head: SideReply
    base: BaseReply
    created_at: datetime
    body: str | None = None
    user: Account | None = None
    draft: bool = False
    labels: tuple[LabelReply, ...] = ()
    assignees: tuple[Account, ...] = ()
    commits: int = 0
    requested_reviewers: tuple[Account, ...] = ()


class ReviewReply(Part):
    """A review that somebody submitted; GitHub's words for state and association are in capitals."""

    state: str
    author_association: str
    commit_id: str | None = None
    user: Account | None = None


class SuiteReply(Part):
    """A check suite; one is made of every App that may write checks, also of those that never run any."""

    status: str | None = None
    conclusion: str | None = None
    app: App | None = None
    latest_check_runs_count: int = 0


class CombinedReply(Part):
    """All statuses of a commit together; without any, GitHub calls it pending."""

    state: str
    total_count: int


class ListedPull(Part):
    """A pull in a list."""

    number: int
    base: BaseReply


class IssueReply(Part):
    """An issue; `pull_request` is there when the number is a pull's."""

    title: str
    state: str = "open"
    body: str | None = None
    pull_request: dict[str, object] | None = None


class CommentReply(Part):
    """A comment on a pull."""

    id: int
    body: str | None = None
    user: Account | None = None
    performed_via_github_app: App | None = None


class OutputReply(Part):
    """What a check run shows, as far as we read it back."""

    annotations_count: int = 0


class CheckRunReply(Part):
    """A check run."""

    id: int
    status: str
    external_id: str | None = None
    app: App | None = None
    output: OutputReply = OutputReply()


class AnnotationReply(Part):
    """An annotation that a check run already carries."""

    path: str
    start_line: int
    end_line: int
    title: str | None = None


def read_reply(shape: TypeAdapter[_T], content: bytes, request: Request) -> _T:
    """Return a reply's body in our own shape; one that is not what GitHub documents, or is cut, raises TryAgain."""
    try:
        return shape.validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise TryAgain(
            f"Could not {request.doing}: GitHub's answer is not what it documents "
            f"({'.'.join(map(str, first['loc'])) or 'the whole body'}: {first['msg']})."
        ) from None


def _inside(name: str) -> BeforeValidator:
    """Some listings come wrapped, with a total count beside them."""

    def unwrap(page: object) -> object:
        return cast("dict[str, object]", page).get(name) if isinstance(page, dict) else page

    return BeforeValidator(unwrap)


# Pages of listings.
ANNOTATIONS = TypeAdapter(list[AnnotationReply])
ATTEMPTS = TypeAdapter(list[AttemptReply])
CHECK_RUNS: TypeAdapter[list[CheckRunReply]] = TypeAdapter(Annotated[list[CheckRunReply], _inside("check_runs")])
COMMENTS = TypeAdapter(list[CommentReply])
COMMITS = TypeAdapter(list[CommitReply])
PULLS = TypeAdapter(list[ListedPull])
REVIEWS = TypeAdapter(list[ReviewReply])
SUITES: TypeAdapter[list[SuiteReply]] = TypeAdapter(Annotated[list[SuiteReply], _inside("check_suites")])
REPOSITORIES: TypeAdapter[list[RepositoryReply]] = TypeAdapter(
    Annotated[list[RepositoryReply], _inside("repositories")]
)
