"""A whole pull, read: how it stands from the API, everything else from git."""

from dataclasses import replace

from reviewer.errors import Gone, TryAgain
from reviewer.git.cache import RepositoryCache
from reviewer.git.clone import fetched_ref
from reviewer.git.environment import Remote
from reviewer.git.history import KEPT, with_history
from reviewer.git.snapshot import read_snapshot
from reviewer.git.trouble import Forbidden
from reviewer.github.failures import LIMIT_PAUSE
from reviewer.github.issues import read_issues
from reviewer.github.pulls import read_pull, state_of
from reviewer.github.replies import PullReply
from reviewer.github.session import Session
from reviewer.model.ids import Sha
from reviewer.model.pulls import Prose, PullRef, PullSnapshot


def fetch_snapshot(session: Session, cache: RepositoryCache, web_url: str, ref: PullRef) -> PullSnapshot:
    """Return everything a review reads of a pull, at the head that the API and git agree on.

    Raises TryAgain while they do not: either may lag behind a push for some seconds.
    """
    reply = read_pull(session, ref)
    try:
        snapshot = _read_code(session, cache, f"{web_url}/{reply.base.repo.full_name}.git", reply)
    except TryAgain:
        # Git does not tell a token that ended from other trouble clearly enough: the next attempt takes a new one.
        session.tokens.forget(session.installation)
        raise
    except Forbidden as error:
        # To read contents is granted, or we were not here: git's 403 for a rate limit does not say for how long.
        raise TryAgain(f"Read {ref.repository.full_name}#{ref.number}, but {error}", after=LIMIT_PAUSE) from error
    except Gone as error:
        # The API has just told of it: git will have it in a moment, or the API will not have it any longer.
        raise TryAgain(
            f"Read {ref.repository.full_name}#{ref.number}, but git does not have all of it: {error}"
        ) from error
    if snapshot.head != reply.head.sha:
        # A push came between the two answers, or one of them lags: what is reviewed must be what is published on.
        reply = _read_again(session, ref, snapshot)
    messages = (commit.message for commit in snapshot.prose.commits)
    issues, notes = read_issues(session, ref.repository, "\n".join((reply.title, reply.body or "", *messages)))
    labels = tuple(sorted(label.name for label in reply.labels))
    prose = Prose(reply.title, reply.body or "", snapshot.prose.commits, issues, labels)
    state = replace(state_of(reply), base=snapshot.base or Sha(reply.base.sha))
    return replace(snapshot, prose=prose, state=state, notes=(*snapshot.notes, *notes))


def _read_again(session: Session, ref: PullRef, snapshot: PullSnapshot) -> PullReply:
    reply = read_pull(session, ref)
    if snapshot.head != reply.head.sha:
        raise TryAgain(
            f"Read {ref.repository.full_name}#{ref.number}, but its head is {reply.head.sha[:7]} to the API and "
            f"{(snapshot.head or 'nothing')[:7]} to git."
        )
    return reply


def _read_code(session: Session, cache: RepositoryCache, url: str, reply: PullReply) -> PullSnapshot:
    """Fetch and read head, base and default branch.

    The head is the base repository's own `refs/pull/N/head`: it works for forks, and stays when a branch or a fork is
    deleted. Policy and attributes come from the default branch only (DESIGN, law 6).
    """
    token = session.tokens.get(session.installation).secret
    head = f"refs/pull/{reply.number}/head"
    # A closed pull's base branch may be gone; the base it was compared with is not.
    base = f"refs/heads/{reply.base.ref}" if reply.state == "open" else reply.base.sha
    default = f"refs/heads/{reply.base.repo.default_branch}"
    wanted = list(dict.fromkeys((head, base, default)))
    with cache.fetched(str(reply.base.repo.id), Remote(url, token), wanted) as repository:
        trusted = repository.resolve(fetched_ref(default))
        ends = (repository.resolve(fetched_ref(name)) for name in (base, head))
        snapshot = read_snapshot(repository, *ends, trusted=trusted)
        return with_history(repository, snapshot, trusted, repository.directory / KEPT)
