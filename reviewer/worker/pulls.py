"""Orders about one pull: review it, publish the review, note that it was closed."""

from dataclasses import replace

import structlog

from reviewer.errors import TellAuthor
from reviewer.github.ticks import card_digest
from reviewer.model.acts import Shown
from reviewer.model.notes import Stage
from reviewer.model.orders import head_order, look_order, pull_of, pull_order
from reviewer.model.plan import Seen
from reviewer.model.ports import WrittenComment
from reviewer.model.pulls import PullRef, PullSnapshot
from reviewer.model.review import Review
from reviewer.model.search import Question, Search
from reviewer.model.serial import dump_review, parse_review
from reviewer.model.work import JobKind, Order
from reviewer.pipeline import review_searched
from reviewer.report.comment import render_comment
from reviewer.worker.digests import digest_of
from reviewer.worker.ports import Ports
from reviewer.worker.queueing import begin_to_wait, take_account
from reviewer.worker.reviewed import current_review, is_shown, shown_of
from reviewer.worker.telling import tell
from reviewer.worker.words import orders_for_words, wording_of

log = structlog.get_logger()


def analyse(ports: Ports, order: Order) -> None:
    """Review a pull at its newest head and keep the review; publishing it is an order of its own.

    The head's check run is started meanwhile by the order that `set_pull` makes.
    """
    ref = pull_of(order)
    if not ports.store.is_active(ref.repository):
        return
    with ports.notes.timing(Stage.FETCH):
        fetched = ports.forge.fetch_pull(ref)
    snapshot = replace(fetched, calibration=ports.calibrations.get(ref.repository.full_name.lower()))
    state = snapshot.state
    if state is None:
        raise AssertionError("a snapshot from the forge carries the pull's state")
    tell(ports, [ref], state.head)
    ports.store.set_pull(ref, state)
    if not state.is_open:
        return
    if order.details.get("rerun"):
        ports.store.order([head_order(JobKind.CHECK, ref.repository, state.head, rerun=True)])
    seen = ports.store.seen(ref)
    with ports.notes.timing(Stage.REVIEW):
        review = review_guarded(ports, ref, snapshot, seen)
    with ports.notes.timing(Stage.SAVE):
        ports.store.save_review(ref, review)
    begin_to_wait(ports, ref, snapshot)
    # Published at once: no model is waited for. What it says comes later, by an order of its own.
    following = (look_order(ref.repository, state.head), *orders_for_words(ports, ref, review))
    ports.store.order([pull_order(JobKind.PUBLISH, ref), *following])


def review_guarded(ports: Ports, ref: PullRef, snapshot: PullSnapshot, seen: Seen) -> Review:
    """Return the review of a snapshot, made where a grammar can be stopped and takes nothing but itself down."""

    def look(question: Question) -> Search | None:
        with ports.notes.timing(Stage.SEARCH):
            return ports.forge.search(ref.repository, snapshot.head, question) if snapshot.head is not None else None

    return parse_review(review_searched(snapshot, look, dump_review, ports.parse_limits, seen))


def publish(ports: Ports, order: Order) -> None:
    """Write the newest review of a pull to it, unless the pull has moved on; an unchanged text is not written again."""
    ref = pull_of(order)
    review = current_review(ports, ref)
    if review is None or review.head is None or not ports.store.is_active(ref.repository):
        return
    state = ports.forge.read_state(ref)
    tell(ports, [ref], state.head)
    ports.store.set_pull(ref, state)
    if not state.is_open:
        return
    if state.head != review.head:
        ports.store.order([pull_order(JobKind.ANALYSE, ref)])
        return
    take_account(ports, ref, review)
    if is_shown(review):
        comment = render_comment(review, ports.forge.links(ref, review.head), wording_of(ports, ref, review))
        try:
            write_comment(ports, ref, comment, shown_of(review))
        except TellAuthor as error:
            # A locked conversation: the check run has the whole review, and unlocking orders it again.
            log.warning("comment not written", pull=order.key, why=str(error))
    ports.store.order([head_order(JobKind.CHECK, ref.repository, review.head)])


def close(ports: Ports, order: Order) -> None:
    """Record that a pull is closed; pulls that share its head no longer share its verdict."""
    ref = pull_of(order)
    if ports.store.is_active(ref.repository):
        state = ports.forge.read_state(ref)
        tell(ports, [ref], state.head)
        ports.store.set_pull(ref, state)
        ports.store.waits.hand_over(ref)


def write_comment(ports: Ports, ref: PullRef, body: str, shown: Shown | None = None) -> None:
    """Make the sticky comment read this, unless it does; `shown` is what of it people can act on."""
    known, digest = ports.store.comment(ref), digest_of(body)
    if known is None or known.digest != digest:
        if shown is not None:
            ports.store.note_card(ref, card_digest(body), shown)
        with ports.notes.timing(Stage.COMMENT):
            written = ports.forge.write_comment(ref, body, known.id if known else None)
        ports.store.set_comment(ref, WrittenComment(written, digest))
