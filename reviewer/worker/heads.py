"""Orders about one sha, the head that open pulls share: its check run, and who asks for it again."""

from collections.abc import Sequence

from reviewer.github.names import external_id_of
from reviewer.model.ids import CheckRunId, Sha
from reviewer.model.notes import Stage
from reviewer.model.orders import head_of, pull_of, pull_order, repository_of
from reviewer.model.ports import WrittenCheck
from reviewer.model.published import CheckReport
from reviewer.model.pulls import PullRef, PullState, RepositoryRef
from reviewer.model.review import Review
from reviewer.model.work import JobKind, Order
from reviewer.report.check import render_check
from reviewer.report.place import Standing, with_place
from reviewer.report.states import Waiting, render_merge_group, render_waiting
from reviewer.worker.digests import digest_of
from reviewer.worker.failures import render_failure
from reviewer.worker.ports import Ports
from reviewer.worker.queueing import queue_of
from reviewer.worker.reviewed import current_review, is_reviewed, is_shown
from reviewer.worker.telling import tell

UNKNOWN_RUN = CheckRunId(0)
"""Stands for a check run that may have been made: we were about to when we were last heard of."""


def check(ports: Ports, order: Order) -> None:
    """Make the check run of a head say what is known of it: in progress, completed with all reviews, or why not.

    Only orders about a head write its check run, one at a time: two pulls that share a head never make two of them.
    """
    repository, head = repository_of(order), head_of(order)
    if not ports.store.is_active(repository):
        return
    refs = open_pulls_at(ports, repository, head)
    tell(ports, refs, head)
    if refs:
        announce(ports, repository, head, refs, rerun=bool(order.details.get("rerun")))
    failures = [order.details.get("why"), *(ports.store.why_given_up(ref) for ref in refs)]
    why = next((str(each) for each in failures if each), None)
    if refs and why:
        complete(ports, repository, head, render_failure(ports, repository, why))
    elif all(is_reviewed(ports, ref, head) for ref in refs):
        complete_reviewed(ports, repository, head, refs)


def rerun(ports: Ports, order: Order) -> None:
    """Review every open pull of a head again; the first of them makes the new check run, the others share it."""
    refs = ports.store.open_pulls_at(repository_of(order), head_of(order))
    ports.store.order(pull_order(JobKind.ANALYSE, ref, rerun=ref == refs[0]) for ref in refs)


def merge_group(ports: Ports, order: Order) -> None:
    """Answer a merge queue on its own sha, so that it never waits for us, with what became of the pull behind it."""
    repository, head = repository_of(order), head_of(order)
    if ports.store.is_active(repository):
        run = ports.forge.start_check(repository, head, external_id_of(()))
        ports.forge.complete_check(repository, run, _report_on_group(ports, order))


def _report_on_group(ports: Ports, order: Order) -> CheckReport:
    """Return the pull's own conclusion where its newest head was reviewed; a gate lets nothing else through."""
    repository = repository_of(order)
    if "number" in order.details:
        ref = pull_of(order)
        review = current_review(ports, ref)
        if review is not None and review.policy.is_muted:
            return render_waiting(Waiting.MUTED, review.policy.mode)
        if review is not None and _is_of(review, ports.forge.read_state(ref)):
            return render_merge_group(review, ref.number)
    return render_waiting(Waiting.MERGE_GROUP, ports.store.mode(repository))


def _is_of(review: Review, state: PullState) -> bool:
    """Return whether a review speaks of how a pull stands: its head, and the branch that it goes to."""
    before = review.state
    return review.head == state.head and before is not None and before.base_branch == state.base_branch


def open_pulls_at(ports: Ports, repository: RepositoryRef, head: Sha) -> Sequence[PullRef]:
    """Return the open pulls of a head; where several share it, none keeps it waiting that has moved on unheard."""
    refs = ports.store.open_pulls_at(repository, head)
    if len(refs) > 1:
        for ref in refs:
            if not is_reviewed(ports, ref, head):
                ports.store.set_pull(ref, ports.forge.read_state(ref))
        refs = ports.store.open_pulls_at(repository, head)
    return refs


def announce(
    ports: Ports, repository: RepositoryRef, head: Sha, refs: Sequence[PullRef] = (), *, rerun: bool = False
) -> None:
    """See to it that the head has a check run that is known to us; a re-run replaces one that was completed."""
    known = ports.store.check(repository, head)
    if known is None or known.id == UNKNOWN_RUN or (rerun and known.digest):
        # Noted before it is made: a run that we died over is looked for again, also when the pull has moved on.
        ports.store.set_check(repository, head, WrittenCheck(UNKNOWN_RUN, ""))
        numbers = external_id_of(ref.number for ref in refs)
        with ports.notes.timing(Stage.CHECK):
            run = ports.forge.start_check(repository, head, numbers, fresh=rerun)
        ports.store.set_check(repository, head, WrittenCheck(run, ""))


def complete(
    ports: Ports, repository: RepositoryRef, head: Sha, report: CheckReport, standing: Standing | None = None
) -> None:
    """Complete the head's known check run, unless it says all this already.

    Of the place in the queue only the band is news: a table that time alone has changed is not written again.
    """
    band = standing.band if standing else ""
    known, digest = ports.store.check(repository, head), digest_of(repr(report) + band)
    if known is not None and known.digest != digest:
        told = with_place(report, standing) if standing else report
        with ports.notes.timing(Stage.CHECK):
            ports.forge.complete_check(repository, known.id, told)
        ports.store.set_check(repository, head, WrittenCheck(known.id, digest, band))


def complete_reviewed(ports: Ports, repository: RepositoryRef, head: Sha, refs: Sequence[PullRef]) -> None:
    """Complete a check run for which no review is awaited; without one that is shown, only what is unfinished ends."""
    found = [(ref, current_review(ports, ref)) for ref in refs]
    shown = [(ports.forge.links(ref, head), review) for ref, review in found if review and is_shown(review)]
    known = ports.store.check(repository, head)
    if shown:
        hours = ports.store.waits.rules(repository).hours
        standing = Standing(queue_of(ports, repository), [links for links, _ in shown], hours)
        complete(ports, repository, head, render_check(shown, ports.store.chain_head(repository)), standing)
    elif known is not None and not known.digest:
        is_muted = any(review and review.policy.is_muted for _, review in found)
        waiting = Waiting.MUTED if is_muted else Waiting.DRAFT
        if not refs:
            announce(ports, repository, head)
            is_closed = ports.store.is_closed_at(repository, head)
            waiting = Waiting.CLOSED if is_closed else Waiting.SUPERSEDED
        complete(ports, repository, head, render_waiting(waiting, ports.store.mode(repository)))


def complete_failed(ports: Ports, repository: RepositoryRef, head: Sha, why: str) -> None:
    """Have a head's check run say that its review failed for good, making the run where there is none."""
    announce(ports, repository, head)
    complete(ports, repository, head, render_failure(ports, repository, why))
