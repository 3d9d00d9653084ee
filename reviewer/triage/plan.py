"""The one door of the room: lanes, groups, ids and minutes put together into a plan."""

import re
from collections.abc import Iterator, Sequence

from reviewer.model.facts import Fact
from reviewer.model.ids import Fingerprint, UnitId
from reviewer.model.intent import Intent
from reviewer.model.plan import Group, Lane, Plan, PlannedUnit, Seen
from reviewer.model.risk import Band, RiskReport
from reviewer.model.units import ChangeUnit
from reviewer.triage.evidence import Evidence
from reviewer.triage.groups import Bundle, bundles
from reviewer.triage.lanes import lanes
from reviewer.triage.minutes import minutes
from reviewer.triage.standing import subject_of
from reviewer.triage.titles import titles_of

MOST_AT_ONCE = 5
"""Units that one button, or one bare command, validates: nobody looked at more than that together."""

_LANES = (Lane.READ, Lane.GLANCE, Lane.MECHANICAL, Lane.EXEMPT)


def plan_reading(
    units: Sequence[ChangeUnit], risks: RiskReport, facts: Sequence[Fact], intent: Intent, seen: Seen
) -> Plan:
    """Return the reading order of a pull: every unit once, in one lane and one group.

    Groups with something to read come first, riskiest first. `order` runs over the read lane group by group, then
    glance, mechanical, exempt. A fingerprint keeps the id it has; new ids follow in reading order from the next free
    number, which no unit of this pull ever had.
    """
    evidence = Evidence(tuple(units), risks, tuple(facts), intent, seen)
    lane_of = lanes(evidence)
    found = bundles(evidence, lane_of)
    ordered = _reading_order(found, lane_of)
    ids, next_number = _ids([unit for _, unit in ordered], seen)
    planned = tuple(
        _planned(unit, (ids[unit.fingerprint], group, order), lane_of[unit.fingerprint], evidence)
        for order, (group, unit) in enumerate(ordered)
    )
    titles = titles_of(found, evidence.intent.claims, lane_of)
    groups = tuple(
        Group(index, titles[index], bundle.claim, tuple(ids[unit.fingerprint] for unit in bundle.units))
        for index, bundle in enumerate(found)
    )
    eyes = sum(unit.needs_eyes for unit in planned)
    return Plan(groups, planned, minutes(evidence, lane_of, eyes), next_number, _is_small(evidence, planned))


def _is_small(evidence: Evidence, planned: Sequence[PlannedUnit]) -> bool:
    waiting = {unit.fingerprint for unit in planned if unit.needs_eyes}
    bands = {evidence.band(unit) for unit in evidence.units if unit.fingerprint in waiting}
    return 0 < len(waiting) <= MOST_AT_ONCE and not bands & {Band.HIGH, Band.CRITICAL}


def _reading_order(found: Sequence[Bundle], lane_of: dict[Fingerprint, Lane]) -> list[tuple[int, ChangeUnit]]:
    placed = [(index, unit) for index, bundle in enumerate(found) for unit in bundle.units]
    return sorted(placed, key=lambda pair: _LANES.index(lane_of[pair[1].fingerprint]))


def _planned(unit: ChangeUnit, place: tuple[UnitId, int, int], lane: Lane, evidence: Evidence) -> PlannedUnit:
    identifier, group, order = place
    standing = evidence.standings.get(unit.fingerprint)
    needs_eyes = lane is Lane.READ and standing is None
    since = evidence.changed_since.get(subject_of(unit)) if needs_eyes else None
    return PlannedUnit(identifier, unit.fingerprint, lane, group, order, needs_eyes, standing, since)


def _ids(units: Sequence[ChangeUnit], seen: Seen) -> tuple[dict[Fingerprint, UnitId], int]:
    """Return the id of every unit, and the next free number."""
    number = max((seen.next_number, *(given + 1 for given in _numbers(seen))))
    ids: dict[Fingerprint, UnitId] = {}
    for unit in units:
        if unit.fingerprint in seen.ids:
            ids[unit.fingerprint] = seen.ids[unit.fingerprint]
        elif unit.fingerprint not in ids:
            ids[unit.fingerprint] = UnitId(f"U{number}")
            number += 1
    return ids, number


def _numbers(seen: Seen) -> Iterator[int]:
    for given in seen.ids.values():
        digits = re.fullmatch(r"U(\d{1,9})", given)
        if digits:
            yield int(digits[1])
