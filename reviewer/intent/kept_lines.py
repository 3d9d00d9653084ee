"""Lines that stay as they are but for one telling token: a number, a truth value, a comparison, an operator.

Such a line changes what the program does, however the change is called. Renamed names and reworded strings do not
count: a refactoring may change those.
"""

import re
from collections import Counter
from collections.abc import Iterator

from reviewer.intent.evidence import Evidence
from reviewer.model.files import Hunk
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.texts import Line
from reviewer.model.units import ChangeUnit

_TOKEN = re.compile(r"\d[\w.]*|\w+|\"[^\"]*\"?|'[^']*'?|[<>=!]==|[<>=!+\-*/%]=|&&|\|\||<<|>>|->|=>|\S")
_SWAPS = tuple(
    frozenset(words)
    for words in (
        ("<", "<=", ">", ">=", "==", "!=", "===", "!=="),
        ("+", "-", "*", "/", "%"),
        ("+=", "-=", "*=", "/="),
        ("&&", "||"),
        ("and", "or"),
        ("true", "false"),
        ("True", "False"),
    )
)
_SAME = tuple(
    frozenset(words) for words in (("==", "==="), ("!=", "!=="), ("==", "!="), ("===", "!=="), ("<", ">="), (">", "<="))
)
"""Pairs that a refactoring may exchange: strict equality, and the exact opposite when the branches swap places."""

_NUMBER = re.compile(r"^\d[\d_.]*$")
_MOST_LINES = 60
_FEWEST_TOKENS = 3


def telling_lines(evidence: Evidence, unit: ChangeUnit) -> Iterator[tuple[Anchor, str]]:
    """Yield the added lines of a unit that differ from a removed one of the same hunk by one telling token.

    With each comes what changed ("`>=` became `>`"). A line that only moved within the pull is not one.
    """
    removed = {line.anchor.lines.start: line for line in evidence.lines(unit, Side.BEFORE)}
    added = {line.anchor.lines.start: line for line in evidence.lines(unit, Side.AFTER)}
    for hunk in _hunks(evidence, unit):
        old, new = _lines(removed, hunk.removed, evidence), _lines(added, hunk.added, evidence)
        if old and new:
            yield from _pairs(old, new)


def _hunks(evidence: Evidence, unit: ChangeUnit) -> Iterator[Hunk]:
    for file in evidence.files:
        if unit.after and file.after and unit.before and file.before and file.after.path == unit.after.path:
            yield from file.hunks


def _lines(owned: dict[int, Line], where: LineRange | None, evidence: Evidence) -> list[Line]:
    if where is None or len(where) > _MOST_LINES:
        return []
    found = (owned[number] for number in where.numbers() if number in owned)
    return [line for line in found if line.code.strip() not in evidence.moved_lines]


def _pairs(old: list[Line], new: list[Line]) -> Iterator[tuple[Anchor, str]]:
    close = [(one, other, found) for other in new for one in old if (found := _telling(one.code, other.code))]
    partners = Counter(line.anchor for one, other, _ in close for line in (one, other))
    for one, other, (before, after) in close:
        if partners[one.anchor] == partners[other.anchor] == 1:
            yield other.anchor, f"`{before}` became `{after}`"


def _telling(before: str, after: str) -> tuple[str, str] | None:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) != len(new) or len(old) < _FEWEST_TOKENS:
        return None
    different = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return different[0] if len(different) == 1 and _acts(*different[0]) else None


def _acts(before: str, after: str) -> bool:
    if _NUMBER.match(before) and _NUMBER.match(after):
        return _value(before) != _value(after)
    pair = frozenset((before, after))
    return any(pair <= words for words in _SWAPS) and pair not in _SAME


def _value(number: str) -> str:
    return number.replace("_", "").rstrip("0").rstrip(".") if "." in number else number.replace("_", "")
