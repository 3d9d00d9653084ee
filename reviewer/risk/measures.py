"""What is counted on the lines that a unit changes: code only, comments and the inside of strings left out.

Lines that stand on both sides (moved, indented anew) are no change of their own and cancel each other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.model.files import FileChange
from reviewer.model.ids import Fingerprint
from reviewer.model.lines import Side
from reviewer.model.texts import gather
from reviewer.model.units import ChangeUnit

_CODE = re.compile(r"\w")
_SPACE = re.compile(r"\s+")
_LEFT_OUT = re.compile(
    r"\s*(?:import\b|from\s+\S+\s+import\b|use\s|using\s|#\s*include\b|require\b|package\s|else\b\W*$|end\b\W*$|@\w+\s*$)"
)
_COMMENT = re.compile(r"\s*(?:#(?!\s*(?:if|else|define|include))|//|/\*|\*(?:\s|/|$)|\"\"\"|'''|--\s)")
_CONDITION = re.compile(
    r"\b(?:if|elif|elsif|unless|while|for|foreach|case|when|match|switch|until|and|or|not)\b|&&|\|\||[=!]==?|[<>]=?(?=\s)|\?(?=\s)|!(?=\w)"
)
_GUARD = re.compile(
    r"\b(?:assert\w*|require|check\w*|valid\w*|verify\w*|ensure\w*|guard|raise|throw|panic|bail|abort|reject|deny|forbid)\b"
    r"|\b(?:if|unless)\b.*\b(?:return|null|nil|None|undefined|err|error)\b"
)
_ERROR = re.compile(
    r"\b(?:try|catch|except|rescue|finally|raise|throw|throws|panic|recover|err|error|Err|Result|unwrap|expect|reject|Error|Exception)\b"
)
_JUMP = re.compile(r"\b(?:return|break|continue|goto|yield|await|async|go|defer)\b")
_WORD = re.compile(r"[A-Za-z_]\w*|\d+")
_CALL = re.compile(r"(?!(?:if|for|while|switch|match|catch|return|and|or|not|in)\b)\b[A-Za-z_]\w*!?\(")


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts of one unit's lines of code that the other side does not have.

    `new` and `gone` are all of the after and of the before side; `words` are identifiers and numbers on the new ones,
    `calls` the calls on them; `conditions`, `errors` and `jumps` those of the new ones that have one; `gone_guards` is
    how many fewer guards there are.
    """

    new: int = 0
    gone: int = 0
    words: int = 0
    conditions: int = 0
    gone_guards: int = 0
    errors: int = 0
    jumps: int = 0
    calls: int = 0


def measure(units: Sequence[ChangeUnit], files: Sequence[FileChange]) -> Mapping[Fingerprint, Measures]:
    """Return the measures of every unit whose lines are known."""
    change = gather(units, files)
    lines: dict[Fingerprint, dict[Side, list[str]]] = {}
    for side in (Side.BEFORE, Side.AFTER):
        for line in change.changed(side):
            if _CODE.search(line.bare) and not _LEFT_OUT.match(line.bare):
                sides = lines.setdefault(line.unit.fingerprint, {Side.BEFORE: [], Side.AFTER: []})
                sides[side].append(_SPACE.sub(" ", line.code).strip() + "\0" + line.bare)
    return {unit: _measures(sides[Side.BEFORE], sides[Side.AFTER]) for unit, sides in lines.items()}


def is_telling(line: str) -> bool:
    """Return whether a line holds code, judged by itself: no comment, import or bracket alone."""
    return _CODE.search(line) is not None and not _LEFT_OUT.match(line) and not _COMMENT.match(line)


def _measures(before: Sequence[str], after: Sequence[str]) -> Measures:
    old, new = _parts(before), _parts(after)
    added = _less(new, Counter(text for text, _ in old))
    removed = _less(old, Counter(text for text, _ in new))
    return Measures(
        new=len(added),
        gone=len(removed),
        words=sum(len(_WORD.findall(line)) for line in added),
        conditions=_lines_with(_CONDITION, added),
        gone_guards=max(0, _lines_with(_GUARD, removed) - _lines_with(_GUARD, added)),
        errors=_lines_with(_ERROR, added),
        jumps=_lines_with(_JUMP, added),
        calls=sum(len(_CALL.findall(line)) for line in added),
    )


def _parts(lines: Iterable[str]) -> list[tuple[str, str]]:
    return [(text, bare) for text, _, bare in (line.partition("\0") for line in lines)]


def _less(lines: Sequence[tuple[str, str]], other: Counter[str]) -> list[str]:
    """Return the lines that the other side has not, each taken once a time it stands there."""
    kept: list[str] = []
    for text, bare in lines:
        if other[text] > 0:
            other[text] -= 1
        else:
            kept.append(bare)
    return kept


def _lines_with(pattern: re.Pattern[str], lines: Sequence[str]) -> int:
    return sum(pattern.search(line) is not None for line in lines)
