"""What claims are held against: the units, the facts, and the changed lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reviewer.intent.words import UnitTerms
from reviewer.model.code import is_code
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.ids import Fingerprint
from reviewer.model.intent import Verdict
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.texts import Change, Line, gather
from reviewer.model.units import ChangeUnit

_JOINTS = re.compile(r"[_\-./: ]")
_MOST_ANCHORS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found of a statement: the verdict, a few words on what decided, and where."""

    verdict: Verdict
    explanation: str
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class RawLine:
    """A changed line as it stands, remarks and all."""

    anchor: Anchor
    raw: str


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

    @cached_property
    def shown(self) -> str:
        """Return all that the diff shows, in small letters: paths, names, and changed lines with their remarks."""
        return "\n".join((*self.shown_on.values(), *(file.path.lower() for file in self.files)))

    @cached_property
    def shown_on(self) -> dict[Side, str]:
        """Return what the diff shows of one side, in small letters; names are those of the units that change there."""
        return {side: "\n".join((*self._names_on(side), *self.raw_lines[side])).lower() for side in Side}

    @cached_property
    def squeezed(self) -> str:
        """Return all that the diff shows without what joins the words of a name: "max_age" and "maxAge" alike."""
        return _JOINTS.sub("", self.shown)

    def shows(self, name: str) -> bool:
        """Return whether the diff shows a name anywhere, within a longer one, or with its words joined otherwise."""
        last = name.rpartition(".")[2].lower()
        return last in self.shown or _JOINTS.sub("", last) in self.squeezed

    @cached_property
    def path_words(self) -> frozenset[str]:
        """Return the words of the paths, in small letters."""
        paths = {place.path for unit in self.units for place in (unit.before, unit.after) if place is not None}
        return frozenset(word.lower() for path in paths for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", path))

    @cached_property
    def raw_lines(self) -> dict[Side, tuple[str, ...]]:
        """Return the changed lines of each side as they stand, those that were not read left out."""
        return {side: tuple(line.raw for line in self.lines_of(side)) for side in Side}

    @cached_property
    def is_all_read(self) -> bool:
        """Return whether the text of every changed file is known, so that what is not seen is not there."""
        sides = (side for file in self.files for side in (file.before, file.after) if side is not None)
        is_known = all(side.content is not None and b"\0" not in side.content[:8000] for side in sides)
        return bool(self.files) and is_known and not any(file.is_binary for file in self.files)

    def _names_on(self, side: Side) -> list[str]:
        places = ((unit.before if side is Side.BEFORE else unit.after) for unit in self.units)
        return sorted({text for place in places if place is not None for text in (place.path, place.qualified_name)})

    def lines_of(self, side: Side) -> Iterator[RawLine]:
        """Yield the changed lines of a side as they stand, with their place."""
        for file in self.change.files:
            text = file.text(side)
            for where, number in file.owners:
                if where is side and number in text.lines:
                    yield RawLine(Anchor(text.path, side, LineRange(number, number)), text.lines[number])

    @cached_property
    def spelling(self) -> tuple[ChangeUnit, ...]:
        """Return the counted units outside tests that differ in code, or in a string that is no docstring."""
        return tuple(unit for unit in self.counted if not unit.is_test and self._spells(unit))

    def _spells(self, unit: ChangeUnit) -> bool:
        lines = ([line for line in self.lines(unit, side) if re.search(r"\w", line.bare)] for side in Side)
        before, after = (" ".join(line.code for line in found).split() for found in lines)
        return is_code(unit.place.path) and before != after

    def _differs(self, unit: ChangeUnit) -> bool:
        before, after = (" ".join(line.bare for line in self.lines(unit, side)).split() for side in Side)
        return is_code(unit.place.path) and before != after


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
