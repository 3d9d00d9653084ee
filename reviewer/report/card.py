"""The card: what every form of a review shows, joined and counted once, still in the change's own raw text."""

from dataclasses import dataclass

from markupsafe import Markup

from reviewer.model.acts import Standing
from reviewer.model.facts import Fact
from reviewer.model.ids import UnitId
from reviewer.model.intent import Claim
from reviewer.model.lines import Anchor
from reviewer.model.plan import Lane
from reviewer.model.review import Review
from reviewer.model.risk import Risk
from reviewer.model.units import ChangeUnit
from reviewer.report.doing import Piece
from reviewer.report.neutral import ours

MOST_UNITS = 30
"""How many units that need eyes are listed before "… and 41 more"."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as one line. `name` is "" for lines outside entities; `why` says in short why it is worth reading.

    `standing` is what people said of it, `since` what was said before it was changed.
    """

    id: UnitId
    name: str
    anchor: Anchor
    span: str
    doing: tuple[Piece, ...]
    why: tuple[str, ...]
    risk: Risk
    unit: ChangeUnit
    standing: Standing | None = None
    since: Standing | None = None

    @property
    def mark(self) -> Markup:
        """Return the identity of its box once it is validated."""
        return ours(f"<!-- v:{self.id} -->")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with the units of it that need eyes and are listed; `left` are not. `claim` counts from 1."""

    title: str
    claim: int | None
    units: tuple[UnitLine, ...]
    left: int

    @property
    def mark(self) -> Markup:
        """Return the identity of its box: the units that are shown with it, ids being never given twice in a pull."""
        return ours(f"<!-- g:{','.join(unit.id for unit in self.units)} -->")


@dataclass(frozen=True, slots=True)
class NumberedClaim:
    """A claim with the number people know it by, counted from 1."""

    number: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a review. Units stand in reading order; `seen` are those that a person validated as they are.

    `open` are those that a person questioned or rejected: they wait on the author.
    """

    review: Review
    context: tuple[Piece, ...]
    groups: tuple[GroupLine, ...]
    waiting: tuple[UnitLine, ...]
    seen: tuple[UnitLine, ...]
    open: tuple[UnitLine, ...]
    folded: dict[Lane, tuple[UnitLine, ...]]
    unclaimed: tuple[UnitId, ...]
    claims: tuple[NumberedClaim, ...]

    @property
    def lines(self) -> tuple[UnitLine, ...]:
        """Return every unit as a line."""
        return (*self.waiting, *self.open, *self.seen, *(line for lines in self.folded.values() for line in lines))

    @property
    def needing(self) -> int:
        """Return the N of "N of M units need you"."""
        return len(self.waiting)

    @property
    def total(self) -> int:
        """Return the M of it."""
        return len(self.review.plan.units)

    @property
    def listed(self) -> int:
        """Return how many of the units that need eyes are listed."""
        return sum(len(group.units) for group in self.groups)

    @property
    def left(self) -> int:
        """Return how many of them are not."""
        return self.needing - self.listed

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the operational facts, each once."""
        return tuple(dict.fromkeys(self.review.facts))
