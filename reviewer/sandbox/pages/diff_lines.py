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
        sign, text = line[:1], line[1:]
        if hunk := _HUNK.match(line):
            before, after = int(hunk[1]), int(hunk[2])
            found.append(Row("hunk", line))
        elif sign == "+":
            found.append(Row("added", text, after=after))
            after += 1
        elif sign == "-":
            found.append(Row("removed", text, before=before))
            before += 1
        elif sign == "\\":
            found.append(Row("note", text.strip()))
        else:
            found.append(Row("same", text, before, after))
            before, after = before + 1, after + 1
    return found
