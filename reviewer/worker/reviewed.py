"""What may be said of a review, and whether there is one."""

from reviewer.model.ids import Sha
from reviewer.model.pulls import PullRef
from reviewer.model.review import Review
from reviewer.triage.replan import replan
from reviewer.worker.ports import Ports


def current_review(ports: Ports, ref: PullRef) -> Review | None:
    """Return the pull's newest review, as what people did since it was made leaves it."""
    review = ports.store.load_review(ref)
    return None if review is None else replan(review, ports.store.seen(ref))


def is_reviewed(ports: Ports, ref: PullRef, head: Sha) -> bool:
    """Return whether the pull's newest review speaks of this head."""
    review = ports.store.load_review(ref)
    return review is not None and review.head == head


def is_shown(review: Review) -> bool:
    """Return whether the policy wants a review shown, the pull being a draft or not."""
    is_waiting = review.state is not None and review.state.is_draft and not review.policy.review_drafts
    return not is_waiting and not review.policy.is_muted
