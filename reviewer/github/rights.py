"""What a person is to a pull, as GitHub says at this moment."""

from collections.abc import Sequence

from reviewer.errors import Gone
from reviewer.git.cache import RepositoryCache
from reviewer.git.environment import Remote
from reviewer.git.merges import is_plain_merge
from reviewer.github.failures import Request
from reviewer.github.payloads import Account
from reviewer.github.pulls import owner_and_name, read_pull
from reviewer.github.replies import COMMITS, CommitReply, PermissionReply, PullReply
from reviewer.github.session import PAGE, Session
from reviewer.model.acts import Person, Rights
from reviewer.model.ids import Sha
from reviewer.model.pulls import PullRef

Clones = tuple[RepositoryCache, str]
"""Where clones are kept, and the web address that they are fetched from."""

MOST_COMMITS = 250
"""As many commits of a pull as GitHub lists: https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request"""


def read_rights(session: Session, clones: Clones, ref: PullRef, person: Person) -> Rights:
    """Return what a person is to a pull.

    GitHub is asked by login, and a login changes hands: what it answers counts only for the account that acted. Merges
    of the base make nobody an author, as long as git would have merged so by itself.
    """
    role, is_bot = _role(session, ref, person)
    pull = read_pull(session, ref)
    own = [each for each in _commits(session, ref) if _is(each.author, person) or _is(each.committer, person)]
    wrote = any(len(each.parents) < 2 for each in own)
    return Rights(
        role=role,
        head=Sha(pull.head.sha),
        is_bot=is_bot,
        is_author=_is(pull.user, person),
        wrote_commits=wrote or bool(own and not _are_plain_merges(session, clones, pull, ref, own)),
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


def _are_plain_merges(
    session: Session, clones: Clones, pull: PullReply, ref: PullRef, merges: Sequence[CommitReply]
) -> bool:
    """Return whether merges were made of the base as git makes them; no clone, no proof."""
    cache, web_url = clones
    remote = Remote(f"{web_url}/{ref.repository.full_name}.git", session.tokens.get(session.installation).secret)
    with cache.held(str(ref.repository.repository), remote) as repository:
        if repository is None:
            return False
        return all(is_plain_merge(repository, Sha(each.sha), Sha(pull.base.sha)) for each in merges)


def _asked_for_it(pull: PullReply, person: Person) -> bool:
    """Return whether a bot works on the pull for this person: then both are assigned to it."""
    is_bots = pull.user is not None and pull.user.type == "Bot"
    return is_bots and any(_is(each, person) for each in pull.assignees)


def _is(account: Account | None, person: Person) -> bool:
    return account is not None and account.id == person.id
