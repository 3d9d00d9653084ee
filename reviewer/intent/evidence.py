"""What claims are held against: the units, the facts, and the changed lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from reviewer.intent.words import UnitTerms
from reviewer.model.code import is_code
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.ids import Fingerprint
from reviewer.model.intent import Verdict
from reviewer.model.lines import Anchor, Side
from reviewer.model.texts import Change, Line, gather
from reviewer.model.units import ChangeUnit

_DOCUMENT = re.compile(
    r"\.(?:md|rst|adoc|txt)$|^(?:README|CHANGELOG|LICENSE|NOTICE|AUTHORS|CONTRIBUTING)(?:\.\w+)?$", re.IGNORECASE
)
_NOT_A_DOCUMENT = re.compile(r"requirements|constraints|CMakeLists")
_MOST_ANCHORS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found of a statement: the verdict, a few words on what decided, and where."""

    verdict: Verdict
    explanation: str
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The change as code shows it."""

    units: tuple[ChangeUnit, ...]
    facts: tuple[Fact, ...]
    files: tuple[FileChange, ...]

    @cached_property
    def change(self) -> Change:
        """Return the texts of the change."""
        return gather(self.units, self.files)

    @cached_property
    def terms(self) -> tuple[UnitTerms, ...]:
        """Return what each unit is called, in the order of the units."""
        return tuple(UnitTerms(unit) for unit in self.units)

    @cached_property
    def counted(self) -> tuple[ChangeUnit, ...]:
        """Return the units that are neither proved mechanical nor exempt."""
        return tuple(unit for unit in self.units if unit.proof is None and unit.exempt is None)

    @cached_property
    def tests(self) -> tuple[ChangeUnit, ...]:
        """Return the counted units that are tests."""
        return tuple(unit for unit in self.counted if unit.is_test)

    @cached_property
    def code(self) -> tuple[ChangeUnit, ...]:
        """Return the counted units outside tests whose changed lines differ in code, comments and strings aside."""
        return tuple(unit for unit in self.counted if not unit.is_test and self._differs(unit))

    @cached_property
    def _lines(self) -> dict[tuple[Fingerprint, Side], tuple[Line, ...]]:
        lines: dict[tuple[Fingerprint, Side], list[Line]] = {}
        for side in Side:
            for line in self.change.changed(side):
                lines.setdefault((line.unit.fingerprint, side), []).append(line)
        return {key: tuple(found) for key, found in lines.items()}

    def lines(self, unit: ChangeUnit, side: Side) -> tuple[Line, ...]:
        """Return a unit's changed lines on one side, in order."""
        return self._lines.get((unit.fingerprint, side), ())

    @cached_property
    def moved_lines(self) -> frozenset[str]:
        """Return the texts of changed lines that stand on both sides of the pull."""
        before = {line.code.strip() for line in self.change.changed(Side.BEFORE)}
        return frozenset(before.intersection(line.code.strip() for line in self.change.changed(Side.AFTER)))

    def _differs(self, unit: ChangeUnit) -> bool:
        before, after = (" ".join(line.bare for line in self.lines(unit, side)).split() for side in Side)
        return is_code(unit.place.path) and before != after


def is_document(unit: ChangeUnit) -> bool:
    """Return whether a unit stands in a text for people."""
    name = PurePosixPath(unit.place.path).name
    return bool(_DOCUMENT.search(name)) and not _NOT_A_DOCUMENT.search(name)


def anchors_of(units: Sequence[ChangeUnit]) -> tuple[Anchor, ...]:
    """Return where to look at some units, at most five places."""
    return tuple(unit.anchor for unit in units[:_MOST_ANCHORS])


def named(units: Sequence[ChangeUnit]) -> str:
    """Return the names of some units for a sentence, at most three."""
    names = list(dict.fromkeys(f"`{unit.place.qualified_name or unit.place.path}`" for unit in units))
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def counted_text(units: Sequence[ChangeUnit], verb: str) -> str:
    """Return "1 unit changes code" or "2 units change code": `verb` is in the plural form ("change code …")."""
    first, _, rest = verb.partition(" ")
    return f"1 unit {first}s {rest}" if len(units) == 1 else f"{len(units)} units {verb}"


def of_kind(facts: Sequence[Fact], kind: str) -> Iterator[Fact]:
    """Yield the facts of one kind."""
    return (fact for fact in facts if fact.kind.value == kind)
