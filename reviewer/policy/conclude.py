"""How the check run ends, from the plan and the mode. DESIGN law 8: "clean" and "not reviewed" never look alike."""

from reviewer.model.acts import Standing
from reviewer.model.plan import Plan
from reviewer.model.policy import Mode, Policy
from reviewer.model.review import Conclusion
from reviewer.model.units import Coverage


def conclude(policy: Policy, plan: Plan, coverage: Coverage, override: Standing | None = None) -> Conclusion:
    """Return success only where a review was made and nothing waits for a person, or one with rights overrode that.

    Advisory mode ends neutral otherwise and never blocks; gate mode ends action required, which does.
    """
    is_done = is_reviewed(plan, coverage) and plan.needs_eyes == 0 and plan.waits_on_author == 0
    if is_done or override is not None:
        return Conclusion.SUCCESS
    return Conclusion.ACTION_REQUIRED if policy.mode is Mode.GATE else Conclusion.NEUTRAL


def is_reviewed(plan: Plan, coverage: Coverage) -> bool:
    """Return whether the plan speaks of the change: files changed, so there must be units."""
    return bool(plan.units) or (coverage.files == 0 and coverage.changed_lines == 0)
