"""What is scored together, and what of the whole change bears on it; the words that every feature shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reviewer.model.facts import Fact
from reviewer.model.history import History
from reviewer.model.ids import Fingerprint
from reviewer.model.lines import count_lines
from reviewer.model.units import Action, ChangeUnit
from reviewer.risk.measures import Measures
from reviewer.risk.territory import is_code

USUAL_WORDS = 5
"""Words of a line of code whose text is not known: about the middle over the training projects."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A feature's value, and what to say about it."""

    name: str
    value: float
    text: str


@dataclass(frozen=True)
class Surroundings:
    """What of the whole change bears on each of its units; `history` is None where nobody could read it."""

    change: tuple[ChangeUnit, ...]
    measured: Mapping[Fingerprint, Measures] = field(default_factory=dict[Fingerprint, Measures])
    history: History | None = None

    def measures(self, unit: ChangeUnit) -> Measures:
        """Return what was counted on a unit's lines; lines whose text is not known count as usual ones."""
        if is_moved_text(unit):
            return Measures()
        found = self.measured.get(unit.fingerprint)
        new = count_lines(unit.added_lines)
        return found or Measures(new=new, gone=count_lines(unit.removed_lines), words=USUAL_WORDS * new)

    @cached_property
    def old_paths(self) -> frozenset[str]:
        """Return the paths of files that there were before, under the names that they have now."""
        kept = frozenset(unit.before.path for unit in self.change if unit.before is not None)
        return kept | {unit.place.path for unit in self.change if Action.FILE_RENAMED in unit.actions}

    def users(self, name: str) -> int:
        """Return how many units of code mention a name on their changed lines, not counting who bears it."""
        return self._mentioned.get(name, 0)

    def share_of(self, path: str) -> float:
        """Return which share of the change's new lines of code a file has, 0 where there are none."""
        total = sum(self._new_lines.values())
        return self._new_lines.get(path, 0) / total if total else 0.0

    @cached_property
    def _mentioned(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for unit in filter(is_code, self.change):
            for name in set(unit.mentions) - {unit.place.name}:
                found[name] = found.get(name, 0) + 1
        return found

    @cached_property
    def _new_lines(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for unit in filter(is_code, self.change):
            found[unit.place.path] = found.get(unit.place.path, 0) + self.measures(unit).new
        return found

    @cached_property
    def has_tests(self) -> bool:
        """Return whether a test is among the units."""
        return any(unit.is_test for unit in self.change)

    @cached_property
    def named_by_tests(self) -> frozenset[str]:
        """Return the identifiers on the changed lines of tests."""
        return frozenset(name for unit in self.change if unit.is_test for name in unit.mentions)


@dataclass(frozen=True)
class Scope:
    """The units that are scored together (one, or all that count), their facts, and the change they belong to."""

    units: tuple[ChangeUnit, ...]
    facts: tuple[Fact, ...]
    around: Surroundings

    @cached_property
    def code(self) -> tuple[ChangeUnit, ...]:
        """Return the units of code that runs where the product runs."""
        return tuple(unit for unit in self.units if is_code(unit))

    def measures(self, unit: ChangeUnit) -> Measures:
        """Return what was counted on a unit's lines."""
        return self.around.measures(unit)


def counts(unit: ChangeUnit) -> bool:
    """Return whether a unit is scored at all: not proved mechanical, and not exempt by policy."""
    return unit.proof is None and unit.exempt is None


def is_moved_text(unit: ChangeUnit) -> bool:
    """Return whether a unit only stands elsewhere now, its text as it was: its lines are neither new nor gone."""
    return Action.MOVED in unit.actions and set(unit.actions) <= {Action.MOVED, Action.REORDERED}


def names_of(units: Sequence[ChangeUnit]) -> str:
    """Return the names of units as code, at most three of them."""
    names = [f"`{unit.place.qualified_name or unit.place.path}`" for unit in units]
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def many(count: int, noun: str) -> str:
    """Return "1 line", "2 directories"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"
