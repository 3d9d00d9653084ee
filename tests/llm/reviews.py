"""Reviews with as many units as a test wants."""

from report.report_samples import Story, Wanted, build

from reviewer.model.plan import Lane
from reviewer.model.review import Review
from reviewer.model.units import Action


def reviewed(needing: int, resting: int) -> Review:
    """Return a review: so many units that need eyes first, then so many at a glance."""
    lanes = [Lane.READ] * needing + [Lane.GLANCE] * resting
    return build(
        Story([Wanted((Action.BODY_CHANGED,), f"f{n}.py", f"f{n}", lane=lane) for n, lane in enumerate(lanes, 1)])
    )
