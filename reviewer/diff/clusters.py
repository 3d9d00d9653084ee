"""Changed lines that stand near each other, as one piece."""

from collections.abc import Sequence

from reviewer.model.files import Hunk
from reviewer.model.lines import Side

Numbers = dict[Side, list[int]]

NEAR = 3
"""Hunks with at most so many unchanged lines between them are read together."""

MOST = 100
"""A file has at most so many pieces; what is left is one."""


def clusters(hunks: Sequence[Hunk], numbers: Numbers) -> list[Numbers]:
    """Return some changed lines of a file, in pieces of neighbouring hunks; each line is in one."""
    wanted = {side: frozenset(numbers.get(side, ())) for side in Side}
    pieces: list[Numbers] = []
    last_end = -NEAR - 1
    for hunk in hunks:
        found = {
            Side.BEFORE: [number for number in hunk.removed.numbers() if number in wanted[Side.BEFORE]]
            if hunk.removed
            else [],
            Side.AFTER: [number for number in hunk.added.numbers() if number in wanted[Side.AFTER]]
            if hunk.added
            else [],
        }
        if not any(found.values()):
            continue
        at = hunk.added or hunk.removed
        is_near = at is not None and at.start - last_end - 1 <= NEAR
        if pieces and (is_near or len(pieces) == MOST):
            for side in Side:
                pieces[-1][side] += found[side]
        else:
            pieces.append(found)
        last_end = at.end if at is not None else last_end
    return pieces
