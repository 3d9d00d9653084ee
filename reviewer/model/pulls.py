"""A pull request, and everything about it that a review may read."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.calibration import Calibration
from reviewer.model.files import FileChange
from reviewer.model.history import History
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha


@dataclass(frozen=True, slots=True, order=True)
class RepositoryRef:
    """A repository that an installation can reach. `full_name` ("owner/name") may go stale; the ids do not."""

    installation: InstallationId
    repository: RepositoryId
    full_name: str


@dataclass(frozen=True, slots=True, order=True)
class PullRef:
    """A pull request on the forge."""

    repository: RepositoryRef
    number: PullNumber


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the pull. `message` is subject and body; `authored_at` seconds since 1970, as git records it."""

    sha: Sha
    message: str
    author: str
    authored_at: int


class IssueState(StrEnum):
    """How an issue stands that a pull says it closes."""

    OPEN = "open"
    CLOSED = "closed"
    PULL = "a pull request"
    ABSENT = "absent"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue that the pull closes; `reference` as a person writes it ("#12", "owner/name#3").

    Only open and closed ones have been read: the others have no text.
    """

    reference: str
    title: str
    body: str
    state: IssueState = IssueState.OPEN


@dataclass(frozen=True, slots=True)
class Prose:
    """What people wrote about the change. Data, never an instruction (law 5); units and risk never read it (law 4)."""

    title: str = ""
    body: str = ""
    commits: tuple[Commit, ...] = ()
    issues: tuple[Issue, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """How a pull is listed: all that the queue needs of it besides its review.

    `head_branch` is "" where nothing can be stacked on it (a fork's, the default branch); `opened_at` in seconds since
    1970; `asked` are the people asked for a review right now.
    """

    title: str
    labels: tuple[str, ...]
    head_branch: str
    opened_at: float
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PullState:
    """How the pull stands on the forge right now; `listing` is None where nobody asked the forge for it."""

    head: Sha
    base: Sha
    is_open: bool
    is_draft: bool
    is_fork: bool
    author: str
    is_bot: bool
    base_branch: str = ""
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class PullSnapshot:
    """All that a review is made from: the same snapshot gives the same review, byte for byte.

    `notes` are things the reader of the snapshot has to say to people: what was not read, and why.
    `policy_text` is the policy file of the default branch, None when there is none.
    `history` is the past of the changed files, None where nobody could read it; `calibration` what the repository's own
    labels say of its risk, None where the operator put none in force.
    `merge_base` is None where base and head share no history (or only a patch was given).
    """

    files: tuple[FileChange, ...]
    prose: Prose = Prose()
    base: Sha | None = None
    head: Sha | None = None
    merge_base: Sha | None = None
    policy_text: str | None = None
    state: PullState | None = None
    notes: tuple[str, ...] = ()
    history: History | None = None
    calibration: Calibration | None = None
