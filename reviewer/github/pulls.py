"""Pulls and repositories as GitHub tells of them: how a pull stands, what is open, what an installation reaches."""

from reviewer.errors import Gone
from reviewer.github.failures import Request
from reviewer.github.replies import PULLS, REPOSITORIES, PullReply
from reviewer.github.session import PAGE, Session
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha
from reviewer.model.pulls import Listing, PullRef, PullState, RepositoryRef

GHOST = "ghost"
"""The login GitHub shows where an account was deleted."""


def read_pull(session: Session, ref: PullRef) -> PullReply:
    """Return a pull; raises Gone also when its repository's name now belongs to another repository."""
    owner, name = owner_and_name(ref.repository)
    request = Request(f"read {ref.repository.full_name}#{ref.number}", "pull_requests")
    reply = session.read(PullReply, request, lambda rest: rest.pulls.get(owner, name, ref.number))
    if reply.base.repo.id != ref.repository.repository:
        raise Gone(
            f"Read {ref.repository.full_name}#{ref.number}, but that is another repository now "
            f"(id {reply.base.repo.id}, not {ref.repository.repository})."
        )
    return reply


def state_of(reply: PullReply) -> PullState:
    """Return how a pull stands. A head without a repository is a fork that was deleted."""
    head_repository = reply.head.repo
    is_fork = head_repository is None or head_repository.id != reply.base.repo.id
    return PullState(
        head=Sha(reply.head.sha),
        base=Sha(reply.base.sha),
        is_open=reply.state == "open",
        is_draft=reply.draft,
        is_fork=is_fork,
        author=reply.user.login if reply.user else GHOST,
        is_bot=reply.user is not None and reply.user.type == "Bot",
        base_branch=reply.base.ref,
        listing=_listing(reply, is_fork=is_fork),
    )


def _listing(reply: PullReply, *, is_fork: bool) -> Listing:
    # Everything goes to the default branch, also where that is some pull's head: nothing is stacked on it.
    is_trunk = reply.head.ref == reply.base.repo.default_branch
    return Listing(
        title=reply.title,
        labels=tuple(sorted(label.name for label in reply.labels)),
        head_branch="" if is_fork or is_trunk else reply.head.ref,
        opened_at=reply.created_at.timestamp(),
        asked=tuple(each.login for each in reply.requested_reviewers),
    )


def list_open(session: Session, repository: RepositoryRef) -> tuple[PullRef, ...]:
    """Return the open pulls of a repository, oldest first."""
    owner, name = owner_and_name(repository)
    pages = session.read_pages(
        PULLS,
        Request(f"list the open pulls of {repository.full_name}", "pull_requests"),
        lambda rest, page: rest.pulls.list(
            owner, name, state="open", sort="created", direction="asc", per_page=PAGE, page=page
        ),
    )
    # The name may belong to another repository by now; its pulls are not ours.
    ours = (pull for pull in pages if pull.base.repo.id == repository.repository)
    return tuple(PullRef(repository, PullNumber(pull.number)) for pull in ours)


def list_repositories(session: Session, installation: InstallationId) -> tuple[RepositoryRef, ...]:
    """Return the repositories that an installation can reach and that take writes, by id."""
    found = session.read_pages(
        REPOSITORIES,
        Request(f"list the repositories of installation {installation}"),
        lambda rest, page: rest.apps.list_repos_accessible_to_installation(per_page=PAGE, page=page),
    )
    refs = (RepositoryRef(installation, RepositoryId(each.id), each.full_name) for each in found if each.takes_writes)
    return tuple(sorted(refs, key=lambda ref: ref.repository))


def owner_and_name(repository: RepositoryRef) -> tuple[str, str]:
    """Return the two parts of a repository's full name."""
    owner, _, name = repository.full_name.partition("/")
    return owner, name
