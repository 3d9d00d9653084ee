"""Pulls made of two folders or two texts, with the hunks of the real git."""

import re
import subprocess
import tempfile
from pathlib import Path

from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.lines import LineRange
from reviewer.model.units import ChangeUnit, Place, PullDiff

HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
GIT = ("git", "-c", "core.quotepath=off", "-c", "core.autocrlf=false", "diff", "--no-index", "-U0", "-M", "--no-color")


def git_diff(folder: Path, *options: str) -> str:
    command = [*GIT, *options, "before", "after"]
    found = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - git, on our own files
    return found.stdout.decode("utf-8", "replace")


def pull_of_folders(case: Path) -> list[FileChange]:
    """Return what changed between the folders `before` and `after` of a case."""
    parts = re.split(r"^diff --git ", git_diff(case), flags=re.MULTILINE)[1:]
    return [change_of_part(case, part) for part in parts]


def change_of_part(case: Path, part: str) -> FileChange:
    named = re.match(r"a/(before|after)/(\S+) b/(before|after)/(\S+)\n", part)
    assert named is not None
    before_path, after_path = named[2], named[4]
    is_added, is_removed = "\nnew file mode " in part, "\ndeleted file mode " in part
    return FileChange(
        None if is_added else side_of(case / "before" / before_path, before_path),
        None if is_removed else side_of(case / "after" / after_path, after_path),
        hunks_of(part),
        is_binary="\nBinary files " in part,
    )


def side_of(file: Path, path: str) -> FileSide:
    return FileSide(path, "100755" if file.stat().st_mode & 0o100 else "100644", content=file.read_bytes())


def hunks_of(patch: str) -> tuple[Hunk, ...]:
    ranges = ([int(number) if number else 1 for number in match.groups()] for match in HUNK.finditer(patch))
    return tuple(Hunk(line_range(a, b), line_range(c, d)) for a, b, c, d in ranges)


def line_range(start: int, count: int) -> LineRange | None:
    return LineRange(start, start + count - 1) if count else None


def change_of_texts(path: str, before: bytes | None, after: bytes | None) -> FileChange:
    """Return the change of one file between two texts; None where it does not exist."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("before", before), ("after", after)):
            (Path(folder) / name).write_bytes(text or b"")
        patch = git_diff(Path(folder), "--text")
    return FileChange(
        FileSide(path, content=before) if before is not None else None,
        FileSide(path, content=after) if after is not None else None,
        hunks_of(patch),
    )


def holder(diff: PullDiff, number: int) -> ChangeUnit:
    """Return the unit that has a line of the only changed file, as it is after."""
    return next(unit for unit in diff.units if any(number in lines for lines in unit.added_lines))


def as_text(diff: PullDiff) -> str:
    """Return a pull's units as lines that a person reads, and what they cover."""
    rows = [row_of(unit) for unit in diff.units]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), *row[3:]]) for row in rows
    ]
    coverage = diff.coverage
    files = f"{coverage.parsed_files} of {coverage.files} files"
    lines.append(f"parsed: {files}, {coverage.parsed_lines} of {coverage.changed_lines} lines")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def row_of(unit: ChangeUnit) -> list[str]:
    remarks = [
        f"proof: {unit.proof.kind}" if unit.proof is not None else "",
        f"exempt: {unit.exempt}" if unit.exempt is not None else "",
        f"fallback: {unit.fallback}" if unit.fallback is not None else "",
    ]
    named = f"{unit.entity_kind or '-'} {names_of(unit)}".strip()
    churn = f"-{sum(map(len, unit.removed_lines))} +{sum(map(len, unit.added_lines))}"
    return [", ".join(unit.actions), named, places_of(unit), churn, *(f"[{remark}]" for remark in remarks if remark)]


def names_of(unit: ChangeUnit) -> str:
    names = [place.qualified_name for place in (unit.before, unit.after) if place is not None]
    return " -> ".join(dict.fromkeys(names))


def places_of(unit: ChangeUnit) -> str:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return f"{extent(before, None)} -> {extent(after, None)}"
    return f"{extent(before, None)} -> {extent(after, before)}"


def extent(place: Place | None, other: Place | None) -> str:
    if place is None:
        return "nothing"
    path = "" if other is not None and other.path == place.path else f"{place.path} "
    return f"{path}{place.start_line}-{place.end_line}"
