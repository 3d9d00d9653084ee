"""Orders about one pull: review it, publish the review, note that it was closed."""

from reviewer.jobs.guarded import guarded
from reviewer.model.orders import head_order, pull_of, pull_order
from reviewer.model.plan import Seen
from reviewer.model.ports import WrittenComment
from reviewer.model.pulls import PullRef, PullSnapshot
from reviewer.model.review import Review
from reviewer.model.serial import dump_review, parse_review
from reviewer.model.work import JobKind, Order
from reviewer.pipeline import review_snapshot
from reviewer.report.comment import render_comment
from reviewer.worker.digests import digest_of
from reviewer.worker.ports import Ports
from reviewer.worker.reviewed import is_shown


def analyse(ports: Ports, order: Order) -> None:
    """Review a pull at its newest head and keep the review; publishing it is an order of its own.

    The head's check run is started meanwhile by the order that `set_pull` makes.
    """
    ref = pull_of(order)
    if not ports.store.is_active(ref.repository):
        return
    snapshot = ports.forge.fetch_pull(ref)
    state = snapshot.state
    if state is None:
        raise AssertionError("a snapshot from the forge carries the pull's state")
    ports.store.set_pull(ref, state)
    if not state.is_open:
        return
    if order.details.get("rerun"):
        ports.store.order([head_order(JobKind.CHECK, ref.repository, state.head, rerun=True)])
    if order.details.get("touched") and (known := ports.store.comment(ref)) is not None:
        # Somebody edited it: whatever it reads now, it is written anew.
        ports.store.set_comment(ref, WrittenComment(known.id, ""))
    ports.store.save_review(ref, review_guarded(ports, snapshot, ports.store.seen(ref)))
    ports.store.order([pull_order(JobKind.PUBLISH, ref)])


def review_guarded(ports: Ports, snapshot: PullSnapshot, seen: Seen) -> Review:
    """Return the review of a snapshot, made where a grammar can be stopped and takes nothing but itself down."""
    text = guarded(lambda parsing: dump_review(review_snapshot(snapshot, seen, parsing)), ports.parse_limits)
    return parse_review(text)


def publish(ports: Ports, order: Order) -> None:
    """Write the newest review of a pull to it, unless the pull has moved on; an unchanged text is not written again."""
    ref = pull_of(order)
    review = ports.store.load_review(ref)
    if review is None or review.head is None or not ports.store.is_active(ref.repository):
        return
    state = ports.forge.read_state(ref)
    ports.store.set_pull(ref, state)
    if not state.is_open:
        return
    if state.head != review.head:
        ports.store.order([pull_order(JobKind.ANALYSE, ref)])
        return
    if is_shown(review):
        write_comment(ports, ref, render_comment(review, ports.forge.links(ref, review.head)))
    ports.store.order([head_order(JobKind.CHECK, ref.repository, review.head)])


def close(ports: Ports, order: Order) -> None:
    """Record that a pull is closed; pulls that share its head no longer share its verdict."""
    ref = pull_of(order)
    if ports.store.is_active(ref.repository):
        ports.store.set_pull(ref, ports.forge.read_state(ref))


def write_comment(ports: Ports, ref: PullRef, body: str) -> None:
    """Make the sticky comment read this, unless it does."""
    known, digest = ports.store.comment(ref), digest_of(body)
    if known is None or known.digest != digest:
        written = ports.forge.write_comment(ref, body, known.id if known else None)
        ports.store.set_comment(ref, WrittenComment(written, digest))
