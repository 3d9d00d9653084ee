"""The reading order inside one pull."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reviewer.model.ids import Fingerprint, UnitId


class Lane(StrEnum):
    """How much of a person's attention a unit asks for (DESIGN §6, "Lanes")."""

    READ = "read"
    GLANCE = "glance"
    MECHANICAL = "mechanical"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Seen:
    """What earlier reviews of this pull left behind: the ids given, the next free number, what a person validated."""

    ids: Mapping[Fingerprint, UnitId] = field(default_factory=dict[Fingerprint, UnitId])
    next_number: int = 1
    validated: frozenset[Fingerprint] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit's place in the plan: its id, lane, group, and position in the whole reading order (0 is read first)."""

    id: UnitId
    fingerprint: Fingerprint
    lane: Lane
    group: int
    order: int
    needs_eyes: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Related units under the claim they serve: `claim` indexes the intent's claims, None means not stated."""

    index: int
    title: str
    claim: int | None
    units: tuple[UnitId, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Groups, riskiest first; units by reading order; the estimate of a reviewer's minutes."""

    groups: tuple[Group, ...]
    units: tuple[PlannedUnit, ...]
    minutes: int
    next_number: int

    @property
    def needs_eyes(self) -> int:
        """Return the N of "N of M units need you"."""
        return sum(unit.needs_eyes for unit in self.units)
