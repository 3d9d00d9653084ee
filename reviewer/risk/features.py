"""What is counted about a change, each as a value of zero or more with the words that tell it.

Lines enter as log1p, as defect predictors commonly do (Kamei et al., 2013). Mechanical and exempt units count nowhere.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p, log2
from pathlib import PurePosixPath

from reviewer.model.facts import Fact
from reviewer.model.lines import count_lines
from reviewer.model.units import Action, ChangeUnit
from reviewer.risk.territory import is_code, is_prose, territories

SIZES = frozenset({"added_code", "removed_code", "test_lines", "other_lines", "files", "directories"})
"""Names of the features that only say how much was changed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A feature's value, and what to say about it."""

    name: str
    value: float
    text: str


@dataclass(frozen=True)
class Surroundings:
    """What of the whole change bears on each of its units."""

    change: tuple[ChangeUnit, ...]

    @cached_property
    def old_paths(self) -> frozenset[str]:
        """Return the paths of files that there were before, under the names that they have now."""
        kept = frozenset(unit.before.path for unit in self.change if unit.before is not None)
        return kept | {unit.place.path for unit in self.change if Action.FILE_RENAMED in unit.actions}

    @cached_property
    def has_tests(self) -> bool:
        """Return whether a test is among the units."""
        return any(unit.is_test for unit in self.change)

    @cached_property
    def named_by_tests(self) -> frozenset[str]:
        """Return the identifiers on the changed lines of tests."""
        return frozenset(name for unit in self.change if unit.is_test for name in unit.mentions)


@dataclass(frozen=True, slots=True)
class Scope:
    """The units that are scored together (one, or all that count), their facts, and the change they belong to."""

    units: tuple[ChangeUnit, ...]
    facts: tuple[Fact, ...]
    around: Surroundings


def counts(unit: ChangeUnit) -> bool:
    """Return whether a unit is scored at all: not proved mechanical, and not exempt by policy."""
    return unit.proof is None and unit.exempt is None


def is_moved_text(unit: ChangeUnit) -> bool:
    """Return whether a unit only stands elsewhere now, its text as it was: its lines are neither new nor gone."""
    return Action.MOVED in unit.actions and set(unit.actions) <= {Action.MOVED, Action.REORDERED}


def features(scope: Scope) -> Iterator[Counted]:
    """Yield every feature that is above zero, the same ones for a unit and for a pull."""
    for feature in _FEATURES:
        yield from (counted for counted in feature(scope) if counted.value > 0)


def _added_code(scope: Scope) -> Iterator[Counted]:
    lines = sum(count_lines(unit.added_lines) for unit in scope.units if is_code(unit) and not is_moved_text(unit))
    yield Counted("added_code", log1p(lines), f"adds {_many(lines, 'line')} of code")


def _removed_code(scope: Scope) -> Iterator[Counted]:
    lines = sum(count_lines(unit.removed_lines) for unit in scope.units if is_code(unit) and not is_moved_text(unit))
    yield Counted("removed_code", log1p(lines), f"removes {_many(lines, 'line')} of code")


def _moved(scope: Scope) -> Iterator[Counted]:
    moved = [unit for unit in scope.units if is_code(unit) and is_moved_text(unit)]
    text = f"moves {_names(moved)}, whose names are not proved to mean the same there"
    yield Counted("moved", log1p(len(moved)), text)


def _test_lines(scope: Scope) -> Iterator[Counted]:
    lines = sum(unit.churn for unit in scope.units if unit.is_test)
    yield Counted("test_lines", log1p(lines), f"changes {_many(lines, 'line')} of tests")


def _other_lines(scope: Scope) -> Iterator[Counted]:
    other = [unit for unit in scope.units if not unit.is_test and not is_code(unit) and not is_prose(unit)]
    lines = sum(unit.churn for unit in other)
    yield Counted("other_lines", log1p(lines), f"changes {_many(lines, 'line')} outside code, such as configuration")


def _signature(scope: Scope) -> Iterator[Counted]:
    changed = [unit for unit in scope.units if is_code(unit) and Action.SIGNATURE_CHANGED in unit.actions]
    if changed:
        yield Counted("signature", log2(1 + len(changed)), f"changes the signature of {_names(changed)}")


def _new_file(scope: Scope) -> Iterator[Counted]:
    new = sorted({unit.place.path for unit in scope.units if is_code(unit)} - scope.around.old_paths)
    text = f"stands in a new file, {new[0]}" if len(new) == 1 else f"adds {len(new)} files of code"
    if new:
        yield Counted("new_file", log1p(len(new)), text)


def _files(scope: Scope) -> Iterator[Counted]:
    files = {unit.place.path for unit in scope.units if is_code(unit)}
    yield Counted("files", log1p(max(len(files) - 1, 0)), f"touches {_many(len(files), 'code file')}")


def _directories(scope: Scope) -> Iterator[Counted]:
    found = {str(PurePosixPath(unit.place.path).parent) for unit in scope.units if is_code(unit)}
    yield Counted("directories", log1p(max(len(found) - 1, 0)), f"spreads over {_many(len(found), 'directory')}")


def _territory(scope: Scope) -> Iterator[Counted]:
    touched: dict[str, ChangeUnit] = {}
    for unit in scope.units:
        for territory in () if unit.is_test or is_prose(unit) else territories(unit):
            touched.setdefault(territory, unit)
    for territory in sorted(touched):
        where = f" ({touched[territory].place.path})" if len(scope.units) > 1 else ""
        yield Counted("territory", 1.0, f"touches {territory}{where}")


def _facts(scope: Scope) -> Iterator[Counted]:
    kinds: dict[str, list[Fact]] = {}
    for fact in scope.facts:
        kinds.setdefault(fact.kind.value, []).append(fact)
    for kind, facts in sorted(kinds.items()):
        first = facts[0]
        more = f", and {len(facts) - 1} more" if len(facts) > 1 else ""
        yield Counted("facts", log1p(len(facts)), f"{kind}: `{first.subject}` {first.detail}{more}")


def _untested(scope: Scope) -> Iterator[Counted]:
    code = [unit for unit in scope.units if is_code(unit) and unit.entity_kind is not None]
    if not code:
        return
    if not scope.around.has_tests:
        yield Counted("untested", 1.0, "no test is touched by this change")
    elif len(scope.units) == 1 and code[0].place.name not in scope.around.named_by_tests:
        yield Counted("untested", 1.0, f"no changed test names `{code[0].place.name}`")


_FEATURES: tuple[Callable[[Scope], Iterator[Counted]], ...] = (
    _signature,
    _added_code,
    _removed_code,
    _moved,
    _test_lines,
    _other_lines,
    _new_file,
    _files,
    _directories,
    _territory,
    _facts,
    _untested,
)


def _names(units: Sequence[ChangeUnit]) -> str:
    names = [f"`{unit.place.qualified_name or unit.place.path}`" for unit in units]
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _many(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"
