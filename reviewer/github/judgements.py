"""How checks and people judge a head: what decides whose turn a pull is."""

from collections.abc import Iterable, Sequence

from reviewer.github.failures import Request, grants
from reviewer.github.pulls import owner_and_name
from reviewer.github.replies import REVIEWS, SUITES, CombinedReply, SuiteReply
from reviewer.github.session import PAGE, Session
from reviewer.model.ids import Sha
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.queue import Ci, PersonReview

_RED = frozenset({"failure", "timed_out", "startup_failure"})
"""A cancelled run says nothing of the change, and one that is stale or asks for an action waits for a person."""

_HAVE_A_SAY = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
"""On a public repository anybody can submit a review; that of a stranger hands nothing over."""


def read_ci(session: Session, app_id: int, repository: RepositoryRef, head: Sha) -> Ci:
    """Return how the check suites of other Apps and the commit statuses of a head stand: the worst of both."""
    found = {_of_suites(_suites(session, repository, head), app_id), _of_statuses(session, repository, head)}
    return next((ci for ci in (Ci.RED, Ci.PENDING, Ci.GREEN) if ci in found), Ci.NONE)


def read_reviews(session: Session, ref: PullRef) -> Sequence[PersonReview]:
    """Return the reviews of a pull by people with a say in the repository, oldest first."""
    owner, name = owner_and_name(ref.repository)
    listed = session.read_pages(
        REVIEWS,
        Request(f"list the reviews of {ref.repository.full_name}#{ref.number}", "pull_requests"),
        lambda rest, page: rest.pulls.list_reviews(owner, name, ref.number, per_page=PAGE, page=page),
    )
    return [
        PersonReview(each.user.login, each.state, each.commit_id or "")
        for each in listed
        if each.user is not None and each.user.type != "Bot" and each.author_association in _HAVE_A_SAY
    ]


def _suites(session: Session, repository: RepositoryRef, head: Sha) -> Iterable[SuiteReply]:
    owner, name = owner_and_name(repository)
    return session.read_pages(
        SUITES,
        Request(f"list the check suites of {repository.full_name}@{head[:7]}", "checks"),
        lambda rest, page: rest.checks.list_suites_for_ref(owner, name, head, per_page=PAGE, page=page),
    )


def _of_suites(suites: Iterable[SuiteReply], app_id: int) -> Ci:
    others = [
        each for each in suites if each.latest_check_runs_count > 0 and (each.app is None or each.app.id != app_id)
    ]
    if any(each.conclusion in _RED for each in others):
        return Ci.RED
    if any(each.status != "completed" for each in others):
        return Ci.PENDING
    return Ci.GREEN if others else Ci.NONE


def _of_statuses(session: Session, repository: RepositoryRef, head: Sha) -> Ci:
    """Return how the statuses stand; none where the installation has not granted to read them."""
    if not grants(session.tokens.get(session.installation).permissions, "statuses", "read"):
        return Ci.NONE
    owner, name = owner_and_name(repository)
    reply = session.read(
        CombinedReply,
        Request(f"read the statuses of {repository.full_name}@{head[:7]}", "statuses"),
        lambda rest: rest.repos.get_combined_status_for_ref(owner, name, head, per_page=1),
    )
    states = {"success": Ci.GREEN, "pending": Ci.PENDING}
    return states.get(reply.state, Ci.RED) if reply.total_count else Ci.NONE
