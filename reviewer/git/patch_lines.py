"""The lines of one file in a patch with context: cut into runs of changed lines, and put together as whole files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from unidiff.patch import Hunk as ParsedHunk
from unidiff.patch import Line

from reviewer.git.hunks import parse_hunks
from reviewer.model.files import Hunk
from reviewer.model.lines import LineRange


@dataclass(frozen=True, slots=True)
class PatchLines:
    """What a patch shows of a file: runs of changed lines with their text, and all lines that it removes and adds."""

    hunks: tuple[Hunk, ...]
    removed: bytes
    added: bytes


def read_lines(body: bytes) -> PatchLines:
    """Return the changed lines of a section's hunks; unidiff's UnidiffParseError for hunks that are cut off."""
    parsed = parse_hunks(body, with_lines=True)
    return PatchLines(
        hunks=tuple(run for hunk in parsed for run in _runs(hunk)),
        removed=_whole(parsed, "-"),
        added=_whole(parsed, "+"),
    )


def _runs(hunk: ParsedHunk) -> Iterator[Hunk]:
    changing = [line for line in hunk if line.line_type != "\\"]
    for is_change, group in groupby(changing, key=lambda line: line.line_type in "+-"):
        if is_change:
            lines = list(group)
            removed = [line for line in lines if line.line_type == "-"]
            added = [line for line in lines if line.line_type == "+"]
            yield Hunk(
                removed=_range([line.source_line_no for line in removed]),
                added=_range([line.target_line_no for line in added]),
                removed_text=_texts(removed),
                added_text=_texts(added),
            )


def _range(numbers: list[int | None]) -> LineRange | None:
    known = [number for number in numbers if number is not None]
    return LineRange(known[0], known[-1]) if known else None


def _texts(lines: Iterable[Line]) -> tuple[bytes, ...]:
    return tuple(_bytes(line).removesuffix(b"\n") for line in lines)


def _bytes(line: Line) -> bytes:
    return line.value.encode("latin-1")


def _whole(hunks: list[ParsedHunk], kind: str) -> bytes:
    """Return all lines of a kind; the last ends without LF where the patch says so in the line after it."""
    lines = [line for hunk in hunks for line in hunk]
    text = bytearray()
    for at, line in enumerate(lines):
        if line.line_type == kind:
            is_open = at + 1 < len(lines) and lines[at + 1].line_type == "\\"
            text += _bytes(line).removesuffix(b"\n") if is_open else _bytes(line)
    return bytes(text)
