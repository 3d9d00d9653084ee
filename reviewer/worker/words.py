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

PAUSES = (5.0, 60.0, 600.0)
"""Seconds before a silent model is asked again, each time; then the next review asks it, and no earlier."""


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

    The card says at once that a model is silent. It is asked again after each of `PAUSES`: raises TryAgain.
    """
    ref = pull_of(order)
    review = ports.store.load_review(ref)
    known = wording_of(ports, ref, review) if review else None
    if review is None or known is None or ports.words is None or not ports.store.is_active(ref.repository):
        return
    found = known
    if known.silence is not None:
        found = replace(ports.words.word(review) or known, tries=known.tries + 1)
        ports.store.set_wording(ref, found)
    # Also with words that are known already: we may have died before they were ordered to be published.
    ports.store.order([pull_order(JobKind.PUBLISH, ref)])
    if found.silence is not None and known.tries < len(PAUSES):
        pause = PAUSES[known.tries]
        raise TryAgain(f"No words yet for {ref.repository.full_name}#{ref.number}", after=pause)


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
