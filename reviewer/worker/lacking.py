"""What is done while an installation grants less than a review takes: it is said once, to who can change it."""

from collections.abc import Callable, Mapping

import structlog

from reviewer.model.acts import Channel, Reaction
from reviewer.model.installations import Lack
from reviewer.model.orders import head_of, head_order, installation_of, pull_of, repository_of
from reviewer.model.ports import WrittenComment
from reviewer.model.pulls import PullRef
from reviewer.model.work import JobKind, Order
from reviewer.report.states import render_lack, render_lack_comment
from reviewer.worker.commanding import react
from reviewer.worker.heads import announce, check, complete, merge_group, open_pulls_at
from reviewer.worker.ports import Ports
from reviewer.worker.pulls import close, write_comment
from reviewer.worker.queueing import look
from reviewer.worker.reviewed import is_reviewed
from reviewer.worker.serving import backfill

log = structlog.get_logger()


def lack_for(ports: Ports, order: Order) -> Lack | None:
    """Return what an order's installation has not granted; None when nothing is missing, or nothing is to be done."""
    is_repository = "repository" in order.details
    if order.kind not in _BODIES or (is_repository and not ports.store.is_active(repository_of(order))):
        return None
    return ports.forge.lack(installation_of(order))


def perform_lacking(ports: Ports, order: Order, lack: Lack) -> None:
    """Do what may be done of an order; the order is done with it: once permissions are accepted, all is caught up with.

    https://docs.github.com/apps/using-github-apps/approving-updated-permissions-for-a-github-app
    """
    log.warning("permissions missing", key=order.key, kind=order.kind.value, missing=lack.missing, accept_at=lack.url)
    _BODIES[order.kind](ports, order, lack)


def _tell_pull(ports: Ports, order: Order, lack: Lack) -> None:
    """Say it in the sticky comment, where one may be written; a review of this head that is there already stays."""
    ref = pull_of(order)
    if not lack.can_read:
        return
    state = ports.forge.read_state(ref)
    ports.store.set_pull(ref, state)
    if not state.is_open or is_reviewed(ports, ref, state.head):
        return
    if lack.can_comment and not state.is_draft and not _is_muted(ports, ref):
        write_comment(ports, ref, render_lack_comment(lack))
    rerun = bool(order.details.get("rerun"))
    ports.store.order([head_order(JobKind.CHECK, ref.repository, state.head, rerun=rerun)])


def _tell_head(ports: Ports, order: Order, lack: Lack) -> None:
    """Say it in the check run, where one may be written; one that nobody waits for is ended as always."""
    if not lack.can_check:
        return
    repository, head = repository_of(order), head_of(order)
    refs = open_pulls_at(ports, repository, head) if lack.can_read else ports.store.open_pulls_at(repository, head)
    if all(is_reviewed(ports, ref, head) for ref in refs):
        check(ports, order)
        return
    announce(ports, repository, head, refs, rerun=bool(order.details.get("rerun")))
    complete(ports, repository, head, render_lack(lack, ports.store.mode(repository)))


def _close(ports: Ports, order: Order, lack: Lack) -> None:
    if lack.can_read:
        close(ports, order)


def _backfill(ports: Ports, order: Order, lack: Lack) -> None:
    if lack.can_read:
        backfill(ports, order)


def _merge_group(ports: Ports, order: Order, lack: Lack) -> None:
    if lack.can_check:
        merge_group(ports, order)


def _act(ports: Ports, order: Order, lack: Lack) -> None:
    """Record nothing: who acted cannot be asked for. A box that was ticked is cleared with the next review."""
    known = ports.store.comment(pull_of(order))
    if known is not None and order.details.get("channel") == Channel.CHECKBOX.value:
        ports.store.set_comment(pull_of(order), WrittenComment(known.id, ""))
    elif lack.can_comment and order.details.get("lines"):
        react(ports, order, Reaction.NOT_DONE)


def _look(ports: Ports, order: Order, lack: Lack) -> None:
    if lack.can_read and lack.can_check:
        look(ports, order)


def _is_muted(ports: Ports, ref: PullRef) -> bool:
    review = ports.store.load_review(ref)
    return review is not None and review.policy.is_muted


_BODIES: Mapping[JobKind, Callable[[Ports, Order, Lack], None]] = {
    JobKind.ANALYSE: _tell_pull,
    JobKind.ACT: _act,
    JobKind.PUBLISH: _tell_pull,
    JobKind.CHECK: _tell_head,
    JobKind.CLOSE: _close,
    JobKind.BACKFILL: _backfill,
    JobKind.MERGE_GROUP: _merge_group,
    JobKind.LOOK: _look,
}
