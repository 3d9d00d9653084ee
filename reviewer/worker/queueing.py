"""Orders about the queue: whose turn each pull is, and the check runs whose place has changed."""

from collections.abc import Sequence

from reviewer.model.ids import PullNumber
from reviewer.model.orders import head_of, head_order, pause_of, repository_of
from reviewer.model.pulls import PullRef, PullSnapshot, RepositoryRef
from reviewer.model.queue import PullQueue
from reviewer.model.review import Review
from reviewer.model.waits import ShownBand
from reviewer.model.work import JobKind, Order
from reviewer.report.place import band_words
from reviewer.triage.queue import rank
from reviewer.triage.turn import said_of
from reviewer.worker.ports import Ports
from reviewer.worker.telling import tell

MOST_WRITTEN = 20
"""Check runs written for the order alone at once, those nearest to the top first: GitHub allows 500 writes an hour, and
reviews need most of them."""


def queue_of(ports: Ports, repository: RepositoryRef) -> PullQueue:
    """Return the queue of a repository as it stands now."""
    waits = ports.store.waits
    return rank(waits.waiting(repository), waits.rules(repository), ports.store.now())


def look(ports: Ports, order: Order) -> None:
    """Read how checks and people judge a head that open pulls have, and record whose turn that makes them."""
    repository, head = repository_of(order), head_of(order)
    refs = ports.store.open_pulls_at(repository, head)
    if not refs or not ports.store.is_active(repository):
        return
    tell(ports, refs, head)
    waits = ports.store.waits
    waits.set_ci(repository, head, ports.forge.ci_of(repository, head))
    asked = {waiting.number: waiting.asked for waiting in waits.waiting(repository)}
    for ref in refs:
        waits.set_said(ref, head, said_of(ports.forge.reviews_of(ref), head, asked.get(ref.number, ())))
        waits.hand_over(ref)


def begin_to_wait(ports: Ports, ref: PullRef, snapshot: PullSnapshot) -> None:
    """Record whose turn a pull is, once it was reviewed.

    One that we see for the first time has waited since it was opened, or since its newest commit: nobody told us of
    what happened in between.
    """
    listing = snapshot.state.listing if snapshot.state else None
    newest = max((commit.authored_at for commit in snapshot.prose.commits), default=0)
    ports.store.waits.hand_over(ref, max(listing.opened_at, newest) if listing else None)


def take_account(ports: Ports, ref: PullRef, review: Review) -> None:
    """Have the queue count what people did to a review since it was saved."""
    ports.store.waits.set_gist(ref, review)
    ports.store.waits.hand_over(ref)


def refresh(ports: Ports, order: Order) -> None:
    """Order the check runs anew whose band has changed, some at a time, and not more often than was asked for."""
    repository, waits, now = repository_of(order), ports.store.waits, ports.store.now()
    last = waits.refreshed_at(repository)
    # Half of the pause: several servers may place the order, each by a clock of its own, and a clock may be put back.
    if not ports.store.is_active(repository) or (last is not None and 0 <= now - last < pause_of(order) / 2):
        return
    queue = queue_of(ports, repository)
    _hand_over_late(ports, repository, queue)
    heads = list(dict.fromkeys(shown.head for shown in _changed(queue, waits.shown(repository))))
    ports.store.order(head_order(JobKind.CHECK, repository, head) for head in heads[:MOST_WRITTEN])
    waits.set_refreshed_at(repository, now)


def _changed(queue: PullQueue, shown: Sequence[ShownBand]) -> list[ShownBand]:
    """Return what shows another place than it has, the first places first."""
    at_head: dict[str, list[PullNumber]] = {}
    for each in shown:
        at_head.setdefault(each.head, []).append(each.number)
    stale = [each for each in shown if band_words(queue, at_head[each.head]) not in {each.band, None}]
    places = {placed.pull.number: placed.place for placed in queue.placed}
    return sorted(stale, key=lambda each: places.get(each.number, len(places) + 1))


def _hand_over_late(ports: Ports, repository: RepositoryRef, queue: PullQueue) -> None:
    """Record the turns that passed by time alone: checks that run for too long are not waited for."""
    for pull in (*(placed.pull for placed in queue.placed), *queue.others):
        if pull.handovers and pull.handovers[-1].turn is not pull.turn:
            ports.store.waits.hand_over(PullRef(repository, pull.number))
