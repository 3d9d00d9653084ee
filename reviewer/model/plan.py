"""The reading order inside one pull."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reviewer.model.acts import Act, Standing
from reviewer.model.ids import Fingerprint, UnitId


class Lane(StrEnum):
    """How much of a person's attention a unit asks for (DESIGN §6, "Lanes")."""

    READ = "read"
    GLANCE = "glance"
    MECHANICAL = "mechanical"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Seen:
    """What earlier reviews of this pull left behind: the ids given, the next free number, what people did, in order."""

    ids: Mapping[Fingerprint, UnitId] = field(default_factory=dict[Fingerprint, UnitId])
    next_number: int = 1
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit's place in the plan: its id, lane, group, and position in the whole reading order (0 is read first).

    `standing` is what people said of it, None as long as nobody did. `since` is the standing that it had before it was
    changed: something of its name was validated then.
    """

    id: UnitId
    fingerprint: Fingerprint
    lane: Lane
    group: int
    order: int
    needs_eyes: bool
    standing: Standing | None = None
    since: Standing | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Related units under the claim they serve: `claim` indexes the intent's claims, None means not stated."""

    index: int
    title: str
    claim: int | None
    units: tuple[UnitId, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Groups, riskiest first; units by reading order; the estimate of a reviewer's minutes.

    `is_small`: all that waits may be validated at once, being little, and none of it of the high band.
    """

    groups: tuple[Group, ...]
    units: tuple[PlannedUnit, ...]
    minutes: int
    next_number: int
    is_small: bool = False

    @property
    def needs_eyes(self) -> int:
        """Return the N of "N of M units need you"."""
        return sum(unit.needs_eyes for unit in self.units)

    @property
    def waits_on_author(self) -> int:
        """Return how many units a person questioned or rejected."""
        return sum(unit.standing is not None and unit.standing.waits_on_author for unit in self.units)
