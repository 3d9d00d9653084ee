from pathlib import Path

import pytest
from facts.change_folders import change_folders, compare, read_change

from reviewer.model.plan import Group, PlannedUnit
from reviewer.model.review import Review
from reviewer.pipeline import review_snapshot

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "triage"


def tell_unit(planned: PlannedUnit, review: Review) -> str:
    unit = next(unit for unit in review.units if unit.fingerprint == planned.fingerprint)
    name = unit.place.qualified_name or unit.place.path
    band = review.risk.units[unit.fingerprint].band
    actions = ", ".join(unit.actions)
    return f"    {planned.order}  {planned.id}  {planned.lane}  {band}  {name}  ({actions})"


def tell_group(group: Group, review: Review) -> list[str]:
    members = [unit for unit in review.plan.units if unit.group == group.index]
    claim = "" if group.claim is None else f"  (claim {group.claim})"
    return [f"{group.index}  {group.title}{claim}", *(tell_unit(unit, review) for unit in members)]


@pytest.mark.parametrize("folder", change_folders(FOLDER), ids=lambda folder: folder.name)
def test_golden_plan_of_a_change(folder: Path, *, accept: bool) -> None:
    review = review_snapshot(read_change(folder))
    plan = review.plan
    head = f"{plan.needs_eyes} of {len(plan.units)} need you, {plan.minutes} minutes, pull {review.risk.pull.band}"
    groups = [line for group in plan.groups for line in tell_group(group, review)]
    compare(folder, [head, *groups], accept=accept)
