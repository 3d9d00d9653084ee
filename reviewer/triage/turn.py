"""What keeps a pull from its reviewers, if anything: a draft, red checks, what people have said, nothing to read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.model.policy import Mode
from reviewer.model.queue import Ci, Hold, PersonReview, Say

PATIENCE = 1800.0
"""Seconds for which running checks are waited for: then reading may well begin, and no stuck check hides a pull."""

_DECIDE = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that decides whose turn it is. `ci_since` is when the checks were first seen as they stand.

    `needs_eyes` is None until we have read it: people need not wait for that. `has_questions`: somebody asked the
    author, and waits.
    """

    is_draft: bool = False
    needs_eyes: int | None = None
    ci: Ci = Ci.NONE
    ci_since: float = 0.0
    said: Say = Say.NOTHING
    mode: Mode = Mode.ADVISORY
    has_questions: bool = False


def hold_of(found: Circumstances, now: float) -> Hold | None:
    """Return what keeps a pull from its reviewers, None when it waits on them.

    An approval ends the wait in advisory mode; in gate mode only validation does.
    """
    checks = (
        (found.is_draft, Hold.DRAFT),
        (found.ci is Ci.RED, Hold.RED),
        (found.has_questions, Hold.QUESTION),
        (found.said is Say.CHANGES, Hold.CHANGES),
        (found.needs_eyes == 0, Hold.AT_REST),
        (found.said is Say.APPROVED and found.mode is Mode.ADVISORY, Hold.APPROVED),
        (found.ci is Ci.PENDING and now - found.ci_since < PATIENCE, Hold.RUNNING),
    )
    return next((hold for holds, hold in checks if holds), None)


def said_of(reviews: Iterable[PersonReview], head: str, asked: Sequence[str]) -> Say:
    """Return what people say of a head; `reviews` come oldest first, `asked` are asked for a review right now.

    The last decision of each person counts. A push answers who requested changes, and so does asking them again:
    then it is their turn. An approval of an older head approves nothing, and with somebody still asked it is not the
    last word.
    """
    last = {review.login.lower(): review for review in reviews if review.state in _DECIDE}
    wanting = [review for review in last.values() if review.state == "CHANGES_REQUESTED"]
    again = {login.lower() for login in asked}
    if any(review.head == head and review.login.lower() not in again for review in wanting):
        return Say.CHANGES
    is_approved = any(review.state == "APPROVED" and review.head == head for review in last.values())
    return Say.APPROVED if is_approved and not wanting and not asked else Say.NOTHING
