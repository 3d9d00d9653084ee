"""The worker: one function for each kind of order, listed in one dict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from reviewer.model.orders import head_of, head_order, pull_of, repository_of
from reviewer.model.work import Job, JobKind, Order
from reviewer.worker.acting import act, forgo
from reviewer.worker.failures import LONGEST_WHY, error_id_of
from reviewer.worker.heads import check, complete_failed, merge_group, rerun
from reviewer.worker.lacking import lack_for, perform_lacking
from reviewer.worker.ports import Ports
from reviewer.worker.pulls import analyse, close, publish
from reviewer.worker.queueing import look, refresh
from reviewer.worker.serving import backfill, membership
from reviewer.worker.sweeping import sweep
from reviewer.worker.telling import tell
from reviewer.worker.words import go_without, word

log = structlog.get_logger()

BODIES: Mapping[JobKind, Callable[[Ports, Order], None]] = {
    JobKind.ANALYSE: analyse,
    JobKind.ACT: act,
    JobKind.WORD: word,
    JobKind.PUBLISH: publish,
    JobKind.CHECK: check,
    JobKind.CLOSE: close,
    JobKind.RERUN: rerun,
    JobKind.BACKFILL: backfill,
    JobKind.INSTALLATION: membership,
    JobKind.MERGE_GROUP: merge_group,
    JobKind.SWEEP: sweep,
    JobKind.LOOK: look,
    JobKind.QUEUE: refresh,
}


@dataclass(frozen=True, slots=True)
class Worker:
    """Performs orders through its ports."""

    ports: Ports

    def perform(self, job: Job) -> None:
        """Do what the order says; raises TryAgain, Gone, TellAuthor or TellOperator, and anything else is a bug."""
        ports = self.ports.on_behalf_of(job.order.delivery)
        lack = lack_for(ports, job.order)
        if lack is not None:
            perform_lacking(ports, job.order, lack)
            return
        BODIES[job.order.kind](ports, job.order)

    def give_up(self, job: Job, why: str) -> None:
        """Have the check run of a head whose order failed for good say that it was not reviewed.

        Words that cannot be had are missed on the card alone.
        """
        log.error("order given up", error_id=error_id_of(why), why=why)
        ports = self.ports.on_behalf_of(job.order.delivery)
        if job.order.kind is JobKind.CHECK:
            complete_failed(ports, repository_of(job.order), head_of(job.order), why)
        elif job.order.kind is JobKind.WORD:
            go_without(ports, job.order)
        elif job.order.kind is JobKind.ACT:
            forgo(ports, job.order)
        elif job.order.kind in (JobKind.ANALYSE, JobKind.PUBLISH):
            ref = pull_of(job.order)
            state = ports.forge.read_state(ref)
            tell(ports, [ref], state.head)
            ports.store.set_pull(ref, state)
            if state.is_open:
                ports.store.order([head_order(JobKind.CHECK, ref.repository, state.head, why=why[:LONGEST_WHY])])
