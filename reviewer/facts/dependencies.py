"""Dependencies that a manifest gains, loses or moves to another version."""

from collections.abc import Iterator
from itertools import chain

from reviewer.facts.change import Change, ChangedFile
from reviewer.facts.manifests import Pin, pins_of
from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Side

ADDED = "added"
"""How the detail of a fact about a new dependency begins."""

ARROW = " → "
"""What stands between the old and the new version in the detail of a changed one."""


def read_dependencies(change: Change) -> Iterator[Fact]:
    """Yield a fact for each dependency whose entry in a manifest differs between the sides."""
    for file in change.files:
        after = pins_of(file.after.path, file.after.code)
        before = pins_of(file.before.path, file.before.code)
        facts = chain(_came_or_moved(file, before, after), _went(file, before, after))
        yield from (fact for fact in facts if fact)


def _came_or_moved(file: ChangedFile, before: dict[str, Pin], after: dict[str, Pin]) -> Iterator[Fact | None]:
    for name, pin in after.items():
        old = before.get(name)
        at = (Side.AFTER, pin.line)
        if old is None:
            detail = f"{ADDED}, {pin.version}" if pin.version else f"{ADDED}, no version stated"
            yield file.fact(FactKind.DEPENDENCY, name, detail, at)
        elif old.version != pin.version:
            detail = f"{old.version or 'any'}{ARROW}{pin.version or 'any'}"
            yield file.fact(FactKind.DEPENDENCY, name, detail, at)


def _went(file: ChangedFile, before: dict[str, Pin], after: dict[str, Pin]) -> Iterator[Fact | None]:
    for name, pin in before.items():
        if name not in after:
            yield file.fact(FactKind.DEPENDENCY, name, f"removed, was {pin.version or 'any'}", (Side.BEFORE, pin.line))
