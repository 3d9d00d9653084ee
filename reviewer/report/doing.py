"""What was done to a unit, in words with names in them."""

from dataclasses import dataclass

from reviewer.model.units import Action, ChangeUnit, Place

_SAID = {
    Action.LINES: "lines changed",
    Action.IMPORTS: "imports changed",
    Action.TOP_LEVEL: "top-level code changed",
    Action.BINARY: "binary file changed",
}
"""Action words that need a verb to be read aloud; the others are said as they are."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of ours, or a name out of the change; each form shows names in its own way."""

    text: str
    is_name: bool = False


def describe_actions(unit: ChangeUnit) -> tuple[Piece, ...]:
    """Return "signature and body changed", "renamed from `total`, body changed" … as pieces."""
    pieces: list[Piece] = []
    for action in _telling(unit.actions):
        if pieces:
            pieces.append(Piece(", "))
        pieces.extend(_action(action, unit))
    return tuple(pieces)


def display_name(unit: ChangeUnit) -> str:
    """Return the name people know the unit by; "" for lines without one."""
    place = unit.before if Action.INLINED in unit.actions and unit.before else unit.place
    return place.qualified_name


def _telling(actions: tuple[Action, ...]) -> list[Action | str]:
    changed = (Action.SIGNATURE_CHANGED, Action.BODY_CHANGED)
    if not set(changed) <= set(actions):
        return list(actions)
    rest: list[Action | str] = [action for action in actions if action not in changed]
    return [*rest, "signature and body changed"] if actions[0] not in changed else ["signature and body changed", *rest]


def _action(action: Action | str, unit: ChangeUnit) -> list[Piece]:
    if not isinstance(action, Action):
        return [Piece(action)]
    other = _other_name(action, unit.before, unit.after)
    if not other:
        return [Piece(_SAID.get(action, action.value))]
    joint = " into " if action is Action.INLINED else " from "
    return [Piece(action.value + joint), Piece(other, is_name=True)]


def _other_name(action: Action, before: Place | None, after: Place | None) -> str:
    """Return the name or path on the other end of the action, where that says more than the unit's own."""
    if before is None or after is None:
        return ""
    others = {
        Action.RENAMED: before.name if before.name != after.name else before.qualified_name,
        Action.MOVED: before.path if before.path != after.path else "",
        Action.EXTRACTED: before.qualified_name,
        Action.SPLIT: before.qualified_name,
        Action.MERGED: before.qualified_name,
        Action.INLINED: after.qualified_name,
        Action.FILE_RENAMED: before.path,
    }
    return others.get(action, "")
