"""What a worker does with each kind of order: one function each, listed in one dict at the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

import structlog

from reviewer.github.names import external_id_of
from reviewer.model.ids import Sha
from reviewer.model.orders import head_of, head_order, installation_of, pull_of, pull_order, repository_of
from reviewer.model.policy import Mode
from reviewer.model.ports import Forge, Store, WrittenCheck, WrittenComment
from reviewer.model.published import CheckReport, PullLinks
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.review import Review
from reviewer.model.work import Job, JobKind, Order
from reviewer.pipeline import review_snapshot
from reviewer.report.check import render_check
from reviewer.report.comment import render_comment
from reviewer.report.states import Waiting, render_given_up, render_waiting

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Worker:
    """The ports that the job bodies act through."""

    forge: Forge
    store: Store

    def perform(self, job: Job) -> None:
        """Do what the order says; raises TryAgain, Gone, TellAuthor or TellOperator, and anything else is a bug."""
        BODIES[job.order.kind](self, job.order)

    def give_up(self, job: Job, why: str) -> None:
        """End the check run of a pull whose order failed for good, saying that it was not reviewed."""
        error_id = digest_of(job.lease)[:8]
        log.error("order given up", key=job.order.key, kind=job.order.kind.value, error_id=error_id, why=why)
        if job.order.kind not in (JobKind.ANALYSE, JobKind.PUBLISH):
            return
        ref = pull_of(job.order)
        head = self.forge.read_state(ref).head
        announce(self, ref.repository, head)
        report = render_given_up(why, mode=mode_of(self.store.load_review(ref)), error_id=error_id)
        complete(self, ref.repository, head, report)


def analyse(worker: Worker, order: Order) -> None:
    """Review a pull at its newest head and keep the review; publishing it is an order of its own."""
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
    older = worker.store.load_review(ref)
    if older is not None and older.head is not None and older.head != state.head:
        end_unfinished(worker, ref, older.head, Waiting.SUPERSEDED)
    announce(worker, ref.repository, state.head, rerun=bool(order.details.get("rerun")))
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
        end_unfinished(worker, ref, review.head, Waiting.CLOSED)
    elif state.head != review.head:
        end_unfinished(worker, ref, review.head, Waiting.SUPERSEDED)
        worker.store.order([pull_order(JobKind.ANALYSE, ref)])
    elif not is_shown(review, state.head):
        end_unfinished(worker, ref, review.head, Waiting.MUTED if review.policy.is_muted else Waiting.DRAFT)
    else:
        write_comment(worker, ref, render_comment(review, worker.forge.links(ref, review.head)))
        worker.store.order([head_order(JobKind.CHECK, ref.repository, review.head)])


def check(worker: Worker, order: Order) -> None:
    """Complete the check run of a head with the reviews of all open pulls that have it.

    An order of its own, by the head: two pulls that share one never write to their check run at the same time.
    """
    repository, head = repository_of(order), head_of(order)
    reviews = reviews_at(worker, repository, head)
    if reviews and worker.store.is_active(repository):
        announce(worker, repository, head)
        complete(worker, repository, head, render_check(reviews))


def close(worker: Worker, order: Order) -> None:
    """Record that a pull is closed; pulls that share its head no longer share its verdict."""
    ref = pull_of(order)
    if not worker.store.is_active(ref.repository):
        return
    state = worker.forge.read_state(ref)
    worker.store.set_pull(ref, state)
    end_unfinished(worker, ref, state.head, Waiting.CLOSED)
    worker.store.order([head_order(JobKind.CHECK, ref.repository, state.head)])


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
    """Record that an installation, or one repository of it, is served or is not; a served one is caught up with."""
    is_active = bool(order.details["active"])
    if "repository" in order.details:
        worker.store.set_repositories([repository_of(order)], is_active=is_active)
    else:
        worker.store.set_installation(installation_of(order), is_active=is_active)
    if is_active:
        # Ordered only now: a backfill that came before would find the installation still inactive.
        worker.store.order([replace(order, kind=JobKind.BACKFILL)])


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


def announce(worker: Worker, repository: RepositoryRef, head: Sha, *, rerun: bool = False) -> None:
    """See to it that the head has a check run that is known to us; a re-run replaces one that was completed."""
    known = worker.store.check(repository, head)
    if known is None or (rerun and known.digest):
        numbers = [ref.number for ref in worker.store.open_pulls_at(repository, head)]
        run = worker.forge.start_check(repository, head, external_id_of(numbers), fresh=rerun)
        worker.store.set_check(repository, head, WrittenCheck(run, ""))


def complete(worker: Worker, repository: RepositoryRef, head: Sha, report: CheckReport) -> None:
    """Complete the head's known check run, unless it says all this already."""
    known, digest = worker.store.check(repository, head), digest_of(repr(report))
    if known is not None and known.digest != digest:
        worker.forge.complete_check(repository, known.id, report)
        worker.store.set_check(repository, head, WrittenCheck(known.id, digest))


def end_unfinished(worker: Worker, ref: PullRef, head: Sha, waiting: Waiting) -> None:
    """Complete a check run that was left in progress, unless another open pull still needs it."""
    known = worker.store.check(ref.repository, head)
    is_shared = any(other != ref for other in worker.store.open_pulls_at(ref.repository, head))
    if known is not None and not known.digest and not is_shared:
        complete(worker, ref.repository, head, render_waiting(waiting, mode_of(worker.store.load_review(ref))))


def write_comment(worker: Worker, ref: PullRef, body: str) -> None:
    """Make the sticky comment read this, unless it does."""
    known, digest = worker.store.comment(ref), digest_of(body)
    if known is None or known.digest != digest:
        written = worker.forge.write_comment(ref, body, known.id if known else None)
        worker.store.set_comment(ref, WrittenComment(written, digest))


def reviews_at(worker: Worker, repository: RepositoryRef, head: Sha) -> list[tuple[PullLinks, Review]]:
    """Return the newest reviews of all open pulls with this head; the conclusion is the worst of them (law 8)."""
    found = [(ref, worker.store.load_review(ref)) for ref in worker.store.open_pulls_at(repository, head)]
    return [(worker.forge.links(ref, head), review) for ref, review in found if review and is_shown(review, head)]


def is_shown(review: Review, head: Sha) -> bool:
    """Return whether a review speaks of this head, and its policy wants it shown."""
    is_waiting = review.state is not None and review.state.is_draft and not review.policy.review_drafts
    return review.head == head and not is_waiting and not review.policy.is_muted


def mode_of(review: Review | None) -> Mode:
    """Return the mode that the repository's policy asked for when the pull was last reviewed."""
    return review.policy.mode if review else Mode.ADVISORY


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
