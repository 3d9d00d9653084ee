"""What a worker does with each kind of order: one function each, listed in one dict at the end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import structlog

from reviewer.github.names import external_id_of
from reviewer.model.ids import CheckRunId, Sha
from reviewer.model.orders import head_of, head_order, installation_of, pull_of, pull_order, repository_of
from reviewer.model.policy import Mode
from reviewer.model.ports import Forge, Store, WrittenCheck, WrittenComment
from reviewer.model.published import CheckReport
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.review import Review
from reviewer.model.work import Job, JobKind, Order
from reviewer.pipeline import review_snapshot
from reviewer.report.check import render_check
from reviewer.report.comment import render_comment
from reviewer.report.states import Waiting, render_given_up, render_waiting

log = structlog.get_logger()

UNKNOWN_RUN = CheckRunId(0)
"""Stands for a check run that may have been made: we were about to when we were last heard of."""

LONGEST_WHY = 2_000
"""Characters of a failure's reason that an order carries; its first line is what people see."""


@dataclass(frozen=True, slots=True)
class Worker:
    """The ports that the job bodies act through."""

    forge: Forge
    store: Store

    def perform(self, job: Job) -> None:
        """Do what the order says; raises TryAgain, Gone, TellAuthor or TellOperator, and anything else is a bug."""
        BODIES[job.order.kind](self, job.order)

    def give_up(self, job: Job, why: str) -> None:
        """Have the check run of a head whose order failed for good say that it was not reviewed."""
        log.error("order given up", key=job.order.key, kind=job.order.kind.value, error_id=error_id_of(why), why=why)
        if job.order.kind is JobKind.CHECK:
            repository, head = repository_of(job.order), head_of(job.order)
            announce(self, repository, head)
            complete(self, repository, head, render_failure(self, repository, why))
        elif job.order.kind in (JobKind.ANALYSE, JobKind.PUBLISH):
            ref = pull_of(job.order)
            state = self.forge.read_state(ref)
            self.store.set_pull(ref, state)
            if state.is_open:
                self.store.order([head_order(JobKind.CHECK, ref.repository, state.head, why=why[:LONGEST_WHY])])


def analyse(worker: Worker, order: Order) -> None:
    """Review a pull at its newest head and keep the review; publishing it is an order of its own.

    The head's check run is started meanwhile by the order that `set_pull` makes.
    """
    ref = pull_of(order)
    if not worker.store.is_active(ref.repository):
        return
    snapshot = worker.forge.fetch_pull(ref)
    state = snapshot.state
    if state is None:
        raise AssertionError("a snapshot from the forge carries the pull's state")
    worker.store.set_pull(ref, state)
    if not state.is_open:
        return
    if order.details.get("rerun"):
        worker.store.order([head_order(JobKind.CHECK, ref.repository, state.head, rerun=True)])
    if order.details.get("touched") and (known := worker.store.comment(ref)) is not None:
        # Somebody edited it: whatever it reads now, it is written anew.
        worker.store.set_comment(ref, WrittenComment(known.id, ""))
    worker.store.save_review(ref, review_snapshot(snapshot, worker.store.seen(ref)))
    worker.store.order([pull_order(JobKind.PUBLISH, ref)])


def publish(worker: Worker, order: Order) -> None:
    """Write the newest review of a pull to it, unless the pull has moved on; an unchanged text is not written again."""
    ref = pull_of(order)
    review = worker.store.load_review(ref)
    if review is None or review.head is None or not worker.store.is_active(ref.repository):
        return
    state = worker.forge.read_state(ref)
    worker.store.set_pull(ref, state)
    if not state.is_open:
        return
    if state.head != review.head:
        worker.store.order([pull_order(JobKind.ANALYSE, ref)])
        return
    if is_shown(review):
        write_comment(worker, ref, render_comment(review, worker.forge.links(ref, review.head)))
    worker.store.order([head_order(JobKind.CHECK, ref.repository, review.head)])


def check(worker: Worker, order: Order) -> None:
    """Make the check run of a head say what is known of it: in progress, completed with all reviews, or why not.

    Only orders about a head write its check run, one at a time: two pulls that share a head never make two of them.
    """
    repository, head = repository_of(order), head_of(order)
    if not worker.store.is_active(repository):
        return
    refs = open_pulls_at(worker, repository, head)
    if refs:
        announce(worker, repository, head, refs, rerun=bool(order.details.get("rerun")))
    failures = [order.details.get("why"), *(worker.store.why_given_up(ref) for ref in refs)]
    why = next((str(each) for each in failures if each), None)
    if refs and why:
        complete(worker, repository, head, render_failure(worker, repository, why))
    elif all(is_reviewed(worker, ref, head) for ref in refs):
        complete_reviewed(worker, repository, head, refs)


def close(worker: Worker, order: Order) -> None:
    """Record that a pull is closed; pulls that share its head no longer share its verdict."""
    ref = pull_of(order)
    if worker.store.is_active(ref.repository):
        worker.store.set_pull(ref, worker.forge.read_state(ref))


def rerun(worker: Worker, order: Order) -> None:
    """Review every open pull of a head again; the first of them makes the new check run, the others share it."""
    refs = worker.store.open_pulls_at(repository_of(order), head_of(order))
    worker.store.order(pull_order(JobKind.ANALYSE, ref, rerun=ref == refs[0]) for ref in refs)


def backfill(worker: Worker, order: Order) -> None:
    """Order a review of every open pull, of one repository or of all that the installation reaches."""
    if "repository" in order.details:
        repositories = [repository_of(order)]
    else:
        repositories = worker.forge.repositories(installation_of(order))
        worker.store.set_repositories(repositories, is_active=True)
    for repository in repositories:
        if worker.store.is_active(repository):
            pulls = worker.forge.open_pulls(repository)
            worker.store.order(pull_order(JobKind.ANALYSE, ref) for ref in pulls)


def membership(worker: Worker, order: Order) -> None:
    """Record that an installation, or one repository of it, is served or is not.

    One that is served is caught up with; of one that is not, no code is kept.
    """
    is_active = bool(order.details["active"])
    if "repository" in order.details:
        repositories = [repository_of(order)]
        worker.store.set_repositories(repositories, is_active=is_active)
    else:
        repositories = worker.store.repositories(installation_of(order))
        worker.store.set_installation(installation_of(order), is_active=is_active)
    if is_active:
        # Ordered only now: a backfill that came before would find the installation still inactive.
        worker.store.order([replace(order, kind=JobKind.BACKFILL)])
        return
    for repository in repositories:
        worker.forge.forget(repository)


def merge_group(worker: Worker, order: Order) -> None:
    """Answer a merge queue on its own sha, so that it never waits for us: the review was made on the pull."""
    repository, head = repository_of(order), head_of(order)
    if worker.store.is_active(repository):
        run = worker.forge.start_check(repository, head, external_id_of(()))
        worker.forge.complete_check(repository, run, render_waiting(Waiting.MERGE_GROUP, Mode.ADVISORY))


BODIES: Mapping[JobKind, Callable[[Worker, Order], None]] = {
    JobKind.ANALYSE: analyse,
    JobKind.PUBLISH: publish,
    JobKind.CHECK: check,
    JobKind.CLOSE: close,
    JobKind.RERUN: rerun,
    JobKind.BACKFILL: backfill,
    JobKind.INSTALLATION: membership,
    JobKind.MERGE_GROUP: merge_group,
}


def open_pulls_at(worker: Worker, repository: RepositoryRef, head: Sha) -> Sequence[PullRef]:
    """Return the open pulls of a head; where several share it, none keeps it waiting that has moved on unheard."""
    refs = worker.store.open_pulls_at(repository, head)
    if len(refs) > 1:
        for ref in refs:
            if not is_reviewed(worker, ref, head):
                worker.store.set_pull(ref, worker.forge.read_state(ref))
        refs = worker.store.open_pulls_at(repository, head)
    return refs


def announce(
    worker: Worker, repository: RepositoryRef, head: Sha, refs: Sequence[PullRef] = (), *, rerun: bool = False
) -> None:
    """See to it that the head has a check run that is known to us; a re-run replaces one that was completed."""
    known = worker.store.check(repository, head)
    if known is None or known.id == UNKNOWN_RUN or (rerun and known.digest):
        # Noted before it is made: a run that we died over is looked for again, also when the pull has moved on.
        worker.store.set_check(repository, head, WrittenCheck(UNKNOWN_RUN, ""))
        numbers = external_id_of(ref.number for ref in refs)
        run = worker.forge.start_check(repository, head, numbers, fresh=rerun)
        worker.store.set_check(repository, head, WrittenCheck(run, ""))


def complete(worker: Worker, repository: RepositoryRef, head: Sha, report: CheckReport) -> None:
    """Complete the head's known check run, unless it says all this already."""
    known, digest = worker.store.check(repository, head), digest_of(repr(report))
    if known is not None and known.digest != digest:
        worker.forge.complete_check(repository, known.id, report)
        worker.store.set_check(repository, head, WrittenCheck(known.id, digest))


def complete_reviewed(worker: Worker, repository: RepositoryRef, head: Sha, refs: Sequence[PullRef]) -> None:
    """Complete a check run for which no review is awaited; without one that is shown, only what is unfinished ends."""
    found = [(ref, worker.store.load_review(ref)) for ref in refs]
    shown = [(worker.forge.links(ref, head), review) for ref, review in found if review and is_shown(review)]
    known = worker.store.check(repository, head)
    if shown:
        complete(worker, repository, head, render_check(shown))
    elif known is not None and not known.digest:
        is_muted = any(review and review.policy.is_muted for _, review in found)
        waiting = Waiting.MUTED if is_muted else Waiting.DRAFT
        if not refs:
            announce(worker, repository, head)
            is_closed = worker.store.is_closed_at(repository, head)
            waiting = Waiting.CLOSED if is_closed else Waiting.SUPERSEDED
        complete(worker, repository, head, render_waiting(waiting, worker.store.mode(repository)))


def render_failure(worker: Worker, repository: RepositoryRef, why: str) -> CheckReport:
    """Return the check run of a head whose review failed for good."""
    return render_given_up(why, mode=worker.store.mode(repository), error_id=error_id_of(why))


def write_comment(worker: Worker, ref: PullRef, body: str) -> None:
    """Make the sticky comment read this, unless it does."""
    known, digest = worker.store.comment(ref), digest_of(body)
    if known is None or known.digest != digest:
        written = worker.forge.write_comment(ref, body, known.id if known else None)
        worker.store.set_comment(ref, WrittenComment(written, digest))


def is_reviewed(worker: Worker, ref: PullRef, head: Sha) -> bool:
    """Return whether the pull's newest review speaks of this head."""
    review = worker.store.load_review(ref)
    return review is not None and review.head == head


def is_shown(review: Review) -> bool:
    """Return whether the policy wants a review shown, the pull being a draft or not."""
    is_waiting = review.state is not None and review.state.is_draft and not review.policy.review_drafts
    return not is_waiting and not review.policy.is_muted


def error_id_of(why: str) -> str:
    """Return what a failure is known by on the check run and in the log."""
    return digest_of(why[:LONGEST_WHY])[:8]


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
