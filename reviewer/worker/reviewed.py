"""What may be said of a review, and whether there is one."""

from dataclasses import replace

from reviewer.model.acts import Shown, claim_key
from reviewer.model.ids import Sha
from reviewer.model.plan import Lane, Seen
from reviewer.model.pulls import PullRef
from reviewer.model.review import Review
from reviewer.policy.conclude import conclude
from reviewer.triage.plan import plan_reading
from reviewer.triage.standing import overridden
from reviewer.worker.ports import Ports


def current_review(ports: Ports, ref: PullRef) -> Review | None:
    """Return the pull's newest review, as what people did since it was made leaves it."""
    review = ports.store.load_review(ref)
    return None if review is None else replan(review, ports.store.seen(ref))


def replan(review: Review, seen: Seen) -> Review:
    """Return a review with its plan and conclusion made again from what people did until now; nothing is parsed."""
    plan = plan_reading(review.units, review.risk, review.facts, review.intent, seen)
    override = overridden(seen.acts, review.head)
    conclusion = conclude(review.policy, plan, review.coverage, override)
    return replace(review, plan=plan, override=override, conclusion=conclusion)


def shown_of(review: Review) -> Shown:
    """Return what a card of a review shows to whoever acts on it: what can be read, and how it is stated."""
    claims = review.claims
    open_units = [unit for unit in review.plan.units if unit.lane in (Lane.READ, Lane.GLANCE)]
    return Shown(
        head=review.head or Sha(""),
        claims={unit.id: claim_key(claims[unit.id]) for unit in open_units},
        waiting=tuple(unit.id for unit in open_units if unit.needs_eyes),
        is_small=review.plan.is_small,
    )


def is_reviewed(ports: Ports, ref: PullRef, head: Sha) -> bool:
    """Return whether the pull's newest review speaks of this head."""
    review = ports.store.load_review(ref)
    return review is not None and review.head == head


def is_shown(review: Review) -> bool:
    """Return whether the policy wants a review shown, the pull being a draft or not."""
    is_waiting = review.state is not None and review.state.is_draft and not review.policy.review_drafts
    return not is_waiting and not review.policy.is_muted
