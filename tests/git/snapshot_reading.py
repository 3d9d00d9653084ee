"""Short words for what the tests of the git room ask of a snapshot."""

from pathlib import Path

from reviewer.git.range import read_range
from reviewer.model.files import FileChange
from reviewer.model.lines import LineRange
from reviewer.model.pulls import PullSnapshot


def read_files(path: Path, spec: str = "HEAD~1..HEAD") -> dict[str, FileChange]:
    return {file.path: file for file in read_range(path, spec).files}


def only_file(path: Path, spec: str = "HEAD~1..HEAD") -> FileChange:
    (file,) = read_range(path, spec).files
    return file


def contents(file: FileChange) -> tuple[bytes | None, bytes | None]:
    return (file.before.content if file.before else None, file.after.content if file.after else None)


def shown_hunks(file: FileChange) -> list[str]:
    """Hunks as a person writes them: "2-3 → 2", "-" for no lines."""
    return [f"{_shown(hunk.removed)} → {_shown(hunk.added)}" for hunk in file.hunks]


def _shown(lines: LineRange | None) -> str:
    if lines is None:
        return "-"
    return str(lines.start) if lines.start == lines.end else f"{lines.start}-{lines.end}"


def unexplained_lines(snapshot: PullSnapshot) -> list[str]:
    """Law 1 for files: without its hunks' lines each side of a file is the other. Returns the paths that break it."""
    return [file.path for file in snapshot.files if not file.is_binary and not _holds(file)]


def _holds(file: FileChange) -> bool:
    before, after = (_lines(text or b"") for text in contents(file))
    for hunk in reversed(file.hunks):
        if hunk.removed:
            del before[hunk.removed.start - 1 : hunk.removed.end]
        if hunk.added:
            del after[hunk.added.start - 1 : hunk.added.end]
    return before == after


def _lines(text: bytes) -> list[bytes]:
    """Lines with their LF, so that a missing last LF is a difference."""
    return [line + b"\n" for line in text.split(b"\n")[:-1]] + [rest for rest in text.split(b"\n")[-1:] if rest]
