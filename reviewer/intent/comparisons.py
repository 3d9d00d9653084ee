"""Comparisons that stand between the same two things as before, and say something else: `a >= b` became `a > b`.

They are looked for in the whole change, for a refactoring likes to carry a condition into a function of its own. A
comparison turned into its exact opposite is none: that is what swapping the branches of an `if` looks like.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.intent.evidence import Evidence
from reviewer.model.lines import Anchor, Side
from reviewer.model.units import ChangeUnit

_OPERAND = r"[A-Za-z_$][\w$.]*(?:\(\))?|\d[\w.]*"
_COMPARISON = re.compile(rf"(?<![\w.$)\]])({_OPERAND}) *(<=|>=|<|>) *({_OPERAND})(?![\w.$(\[])")
_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_LONGEST = 500
"""Characters of a line that are searched; longer lines are nobody's handwriting."""

_Between = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """A comparison on an added line."""

    operator: str
    unit: ChangeUnit
    anchor: Anchor


def turned_comparisons(evidence: Evidence) -> Iterator[tuple[ChangeUnit, Anchor, str]]:
    """Yield each added comparison whose operands were compared otherwise on removed lines, and no longer are.

    With each comes what changed ("`a >= b` became `a > b`").
    """
    gone = _operators(evidence, Side.BEFORE)
    come = _operators(evidence, Side.AFTER)
    for between in sorted(gone.keys() & come.keys()):
        before = {found.operator for found in gone[between]}
        after = {found.operator for found in come[between]}
        if len(before) == len(after) == 1 and before != after:
            old, new = before.pop(), after.pop()
            if _OPPOSITE[old] != new:
                first = come[between][0]
                left, right = between
                yield first.unit, first.anchor, f"`{left} {old} {right}` became `{left} {new} {right}`"


def _operators(evidence: Evidence, side: Side) -> dict[_Between, list[_Found]]:
    """Return the comparisons on a side's changed lines by their operands, in a fixed order of the two."""
    found: dict[_Between, list[_Found]] = {}
    for unit in evidence.code:
        for line in evidence.lines(unit, side):
            for left, operator, right in _COMPARISON.findall(line.code[:_LONGEST]):
                is_mirrored = left > right
                between = (right, left) if is_mirrored else (left, right)
                turned = _MIRRORED[operator] if is_mirrored else operator
                found.setdefault(between, []).append(_Found(turned, unit, line.anchor))
    return found
