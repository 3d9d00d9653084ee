"""A review that was made, as people's acts since then leave it: nothing is read or parsed anew."""

from dataclasses import replace

from reviewer.model.plan import Seen
from reviewer.model.review import Review
from reviewer.policy.conclude import conclude
from reviewer.triage.plan import plan_reading
from reviewer.triage.standing import overridden


def replan(review: Review, seen: Seen) -> Review:
    """Return the review with its plan and conclusion made again from what people did until now."""
    plan = plan_reading(review.units, review.risk, review.facts, review.intent, seen)
    override = overridden(seen.acts, review.head)
    conclusion = conclude(review.policy, plan, review.coverage, override)
    return replace(review, plan=plan, override=override, conclusion=conclusion)
