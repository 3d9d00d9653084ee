"""Dependencies that a manifest gains, loses or moves to another version."""

from collections.abc import Iterator

from reviewer.facts.anchoring import fact_at
from reviewer.facts.manifests import Pin, pins_of
from reviewer.model.facts import ADDED, ARROW, Fact, FactKind
from reviewer.model.lines import Side
from reviewer.model.texts import Change, ChangedFile


def read_dependencies(change: Change) -> Iterator[Fact]:
    """Yield a fact for each dependency whose entry in a manifest differs between the sides."""
    for file in change.files:
        after = pins_of(file.after)
        before = pins_of(file.before)
        yield from _came_or_moved(file, before, after)
        yield from _went(file, before, after)


def _came_or_moved(file: ChangedFile, before: dict[str, Pin], after: dict[str, Pin]) -> Iterator[Fact]:
    for name, pin in after.items():
        old = before.get(name)
        at = (Side.AFTER, pin.line)
        if old is None:
            detail = f"{ADDED}, {pin.version}" if pin.version else f"{ADDED}, no version stated"
            yield from fact_at(file, FactKind.DEPENDENCY, (name, detail), at)
        elif old.version != pin.version:
            detail = f"{old.version or 'any'}{ARROW}{pin.version or 'any'}"
            yield from fact_at(file, FactKind.DEPENDENCY, (name, detail), at)


def _went(file: ChangedFile, before: dict[str, Pin], after: dict[str, Pin]) -> Iterator[Fact]:
    for name, pin in before.items():
        if name not in after:
            detail = f"removed, was {pin.version or 'any'}"
            yield from fact_at(file, FactKind.DEPENDENCY, (name, detail), (Side.BEFORE, pin.line))
