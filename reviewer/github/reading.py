"""A whole pull, read: how it stands from the API, everything else from git."""

from dataclasses import replace

from reviewer.errors import TryAgain
from reviewer.git.cache import RepositoryCache
from reviewer.git.clone import fetched_ref
from reviewer.git.environment import Remote
from reviewer.git.snapshot import read_snapshot
from reviewer.github.issues import read_issues
from reviewer.github.pulls import read_pull, state_of
from reviewer.github.replies import PullReply
from reviewer.github.session import Session
from reviewer.model.ids import Sha
from reviewer.model.pulls import Prose, PullRef, PullSnapshot


def fetch_snapshot(session: Session, cache: RepositoryCache, web_url: str, ref: PullRef) -> PullSnapshot:
    """Return everything a review reads of a pull, at the head that git has at this moment."""
    reply = read_pull(session, ref)
    issues, notes = read_issues(session, ref.repository, f"{reply.title}\n{reply.body or ''}")
    try:
        snapshot = _read_code(session, cache, f"{web_url}/{reply.base.repo.full_name}.git", reply)
    except TryAgain:
        # Git does not tell a token that ended from other trouble clearly enough: the next attempt takes a new one.
        session.tokens.forget(session.installation)
        raise
    labels = tuple(sorted(label.name for label in reply.labels))
    prose = Prose(reply.title, reply.body or "", snapshot.prose.commits, issues, labels)
    # A push may have come between the API's answer and git's: what was read is what counts.
    state = replace(
        state_of(reply), head=snapshot.head or Sha(reply.head.sha), base=snapshot.base or Sha(reply.base.sha)
    )
    return replace(snapshot, prose=prose, state=state, notes=(*snapshot.notes, *notes))


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
        return read_snapshot(
            repository,
            repository.resolve(fetched_ref(base)),
            repository.resolve(fetched_ref(head)),
            trusted=repository.resolve(fetched_ref(default)),
        )
