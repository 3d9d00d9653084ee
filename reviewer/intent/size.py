"""Checks of how large a change is said to be: "one line", "small", "trivial"."""

import re

from reviewer.intent.evidence import Evidence, Finding, anchors_of
from reviewer.intent.statements import Statement
from reviewer.model.intent import Verdict
from reviewer.model.lines import count_lines

_ONE_LINE = re.compile(
    r"^(?:this is )?(?:a |just a |simple )*(?:one|single)[ -]line(?:r)?(?: change| fix| patch| PR)?\b", re.IGNORECASE
)
_SMALL = re.compile(
    r"^(?:this is )?(?:a |just a |very )*(?:small|tiny|minor|trivial|minimal) (?:change|fix|patch|PR"
    r"|pull request|refactor\w*"
    r"|tweak|cleanup|clean-up|improvement|update|edit|adjustment)s?\b",
    re.IGNORECASE,
)
_SMALL_ENOUGH = 60
_LARGE = 250
_LINES_OF_ONE = 12


def check_size(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "one line" and "small" by the lines that people have to read: neither tests, nor proved, nor exempt.

    Contradicted only for "one line"; how large "small" may be is a matter of taste, so that much is unsupported.
    """
    is_one = bool(_ONE_LINE.search(statement.text))
    if statement.is_partial or not evidence.units or not (is_one or _SMALL.search(statement.text)):
        return None
    acting = [unit for unit in evidence.counted if not unit.is_test]
    lines = max(
        sum(count_lines(unit.added_lines) for unit in acting), sum(count_lines(unit.removed_lines) for unit in acting)
    )
    files = len({unit.place.path for unit in acting})
    told = f"{lines} {'line' if lines == 1 else 'lines'} in {files} {'file' if files == 1 else 'files'}, tests aside"
    anchors = anchors_of(acting or evidence.units)
    if is_one and lines > _LINES_OF_ONE:
        return Finding(Verdict.CONTRADICTED, told, anchors)
    if lines > _LARGE:
        return Finding(Verdict.UNSUPPORTED, told, anchors)
    return Finding(Verdict.VERIFIED, told, anchors) if lines <= _SMALL_ENOUGH else None
