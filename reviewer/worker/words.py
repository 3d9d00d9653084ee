"""Orders for words: ask a model about a review that is published already, and publish again with what it said."""

from collections.abc import Sequence
from dataclasses import replace

from reviewer.errors import TryAgain
from reviewer.model.orders import pull_of, pull_order, words_order
from reviewer.model.pulls import PullRef
from reviewer.model.review import Review
from reviewer.model.wording import Silence, Wording
from reviewer.model.work import JobKind, Order
from reviewer.worker.ports import Ports
from reviewer.worker.reviewed import is_shown

TRIES = 3
PAUSE = 5.0
"""Seconds before the second try; three times as many before each one after it."""


def orders_for_words(ports: Ports, ref: PullRef, review: Review) -> Sequence[Order]:
    """Return the order that follows a review where a model is configured, and there is something to ask it."""
    return [words_order(ref)] if _expected(ports, review) else []


def wording_of(ports: Ports, ref: PullRef, review: Review) -> Wording | None:
    """Return the wording of exactly this review, silent while it is awaited; None where no model is asked."""
    expected = _expected(ports, review)
    known = ports.store.wording(ref) if expected else None
    return known if known and expected and known.answers(expected) else expected


def word(ports: Ports, order: Order) -> None:
    """Ask the model about a pull's newest review, once for the same prompt; then publish the review with its words.

    A model that is silent is asked `TRIES` times, with TryAgain in between; then the card says that there is none.
    """
    ref = pull_of(order)
    review = ports.store.load_review(ref)
    known = wording_of(ports, ref, review) if review else None
    if review is None or known is None or ports.words is None or not ports.store.is_active(ref.repository):
        return
    if known.silence is not None:
        found = replace(ports.words.word(review) or known, tries=known.tries + 1)
        ports.store.set_wording(ref, found)
        if found.silence is not None and found.tries < TRIES:
            raise TryAgain(f"No words yet for {ref.repository.full_name}#{ref.number}", after=PAUSE * 3**known.tries)
    ports.store.order([pull_order(JobKind.PUBLISH, ref)])


def go_without(ports: Ports, order: Order) -> None:
    """Have the card of a pull whose words cannot be had say so."""
    ref = pull_of(order)
    review = ports.store.load_review(ref)
    known = wording_of(ports, ref, review) if review else None
    if known is not None and known.silence is not None:
        ports.store.set_wording(ref, replace(known, silence=Silence.FAILED, tries=known.tries + 1))
        ports.store.order([pull_order(JobKind.PUBLISH, ref)])


def _expected(ports: Ports, review: Review) -> Wording | None:
    return ports.words.expect(review) if ports.words and review.head and is_shown(review) else None
