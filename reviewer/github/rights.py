"""What a person is to a pull, as GitHub says at this moment."""

from reviewer.errors import Gone
from reviewer.github.failures import Request
from reviewer.github.payloads import Account
from reviewer.github.pulls import owner_and_name, read_pull
from reviewer.github.replies import COMMITS, CommitReply, PermissionReply, PullReply
from reviewer.github.session import PAGE, Session
from reviewer.model.acts import Person, Rights
from reviewer.model.pulls import PullRef

MOST_COMMITS = 250
"""As many commits of a pull as GitHub lists: https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request"""


def read_rights(session: Session, ref: PullRef, person: Person) -> Rights:
    """Return what a person is to a pull.

    GitHub is asked by login, and a login changes hands: what it answers counts only for the account that acted. Merges
    make nobody an author: their content is that of their parents.
    """
    role, is_bot = _role(session, ref, person)
    pull = read_pull(session, ref)
    commits = list(_commits(session, ref))
    own = [each for each in commits if len(each.parents) < 2]
    return Rights(
        role=role,
        is_bot=is_bot,
        is_author=_is(pull.user, person),
        wrote_commits=any(_is(who, person) for each in own for who in (each.author, each.committer)),
        is_known=pull.commits <= MOST_COMMITS,
        asked_for_it=_asked_for_it(pull, person),
    )


def _role(session: Session, ref: PullRef, person: Person) -> tuple[str, bool]:
    owner, name = owner_and_name(ref.repository)
    request = Request(f"read what {person.login} may do in {ref.repository.full_name}", "metadata")
    try:
        reply = session.read(
            PermissionReply,
            request,
            lambda rest: rest.repos.get_collaborator_permission_level(owner, name, person.login),
        )
    except Gone:
        return "none", False
    if not _is(reply.user, person):
        return "none", False
    return reply.permission, reply.user is not None and reply.user.type != "User"


def _commits(session: Session, ref: PullRef) -> list[CommitReply]:
    owner, name = owner_and_name(ref.repository)
    pages = session.read_pages(
        COMMITS,
        Request(f"list the commits of {ref.repository.full_name}#{ref.number}", "pull_requests"),
        lambda rest, page: rest.pulls.list_commits(owner, name, ref.number, per_page=PAGE, page=page),
    )
    return list(pages)


def _asked_for_it(pull: PullReply, person: Person) -> bool:
    """Return whether a bot works on the pull for this person: then both are assigned to it."""
    is_bots = pull.user is not None and pull.user.type == "Bot"
    return is_bots and any(_is(each, person) for each in pull.assignees)


def _is(account: Account | None, person: Person) -> bool:
    return account is not None and account.id == person.id
