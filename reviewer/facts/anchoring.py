"""Facts that stand at a line of a file, and which units may carry any."""

from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.texts import ChangedFile
from reviewer.model.units import Action, ChangeUnit

_SILENT = frozenset((Action.COMMENT_ONLY, Action.FORMATTING_ONLY))


def speaks(unit: ChangeUnit) -> bool:
    """Return whether a unit may carry facts: it changes something, and somebody wrote it."""
    return unit.exempt is None and not _SILENT.intersection(unit.actions)


def fact_at(file: ChangedFile, kind: FactKind, told: tuple[str, str], at: tuple[Side, int]) -> tuple[Fact, ...]:
    """Return a fact, told as (subject, detail), at a changed line; none when nobody owns the line."""
    unit = file.owners.get(at)
    if unit is None:
        return ()
    side, number = at
    anchor = Anchor(file.text(side).path, side, LineRange(number, number))
    return (Fact(kind, *told, anchor, unit.fingerprint),)


def fact_about(file: ChangedFile, kind: FactKind, told: tuple[str, str]) -> tuple[Fact, ...]:
    """Return a fact about the file as a whole, at its first owned line; none when nobody owns any."""
    at = min(file.owners, key=lambda place: (place[0] is Side.BEFORE, place[1]), default=None)
    return () if at is None else fact_at(file, kind, told, at)
