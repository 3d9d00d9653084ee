"""A file's patch as rows with the numbers and anchors that links to lines lead to."""

import hashlib
import re
from dataclasses import dataclass

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a diff: `kind` is hunk, added, removed, same or note; a side it is not on has no number."""

    kind: str
    text: str
    before: int | None = None
    after: int | None = None


def anchor(path: str) -> str:
    """Return the anchor of a file on the page of changed files: GitHub hashes its path with SHA-256."""
    return "diff-" + hashlib.sha256(path.encode()).hexdigest()


def rows(patch: str) -> list[Row]:
    """Return the rows of a patch as the API gives it: hunks without file headers."""
    found: list[Row] = []
    before = after = 0
    for line in patch.removesuffix("\n").split("\n"):
        if hunk := _HUNK.match(line):
            before, after = int(hunk[1]), int(hunk[2])
            found.append(Row("hunk", line))
            continue
        row = _row(line, before, after)
        found.append(row)
        before += row.before is not None
        after += row.after is not None
    return found


def _row(line: str, before: int, after: int) -> Row:
    sign, text = line[:1], line[1:]
    if sign == "+":
        return Row("added", text, after=after)
    if sign == "-":
        return Row("removed", text, before=before)
    if sign == "\\":
        return Row("note", text.strip())
    return Row("same", text, before, after)
