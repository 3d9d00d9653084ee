"""Hunks out of git's own patch text, through unidiff.

Only the hunks of a section are given to unidiff, under a name of ours: names in patches are quoted, ambiguous ("a b/c")
and chosen by others, and the raw list already has them exactly. Text is decoded as Latin-1, one character a byte, so
that lines end at LF and nowhere else, and any bytes survive.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from unidiff.patch import Hunk as ParsedHunk
from unidiff.patch import PatchSet

from reviewer.model.files import Hunk
from reviewer.model.lines import LineRange

_SECTION = re.compile(rb"^diff --git ", re.MULTILINE)
_BINARY = re.compile(rb"^(Binary files .* differ|GIT binary patch)$", re.MULTILINE)
_NEUTRAL_HEADER = "--- a/file\n+++ b/file\n"


@dataclass(frozen=True, slots=True)
class Section:
    """What a patch says of one file: `header` are the lines from `diff --git` to the first hunk, `body` the hunks."""

    header: bytes
    body: bytes

    @property
    def is_binary(self) -> bool:
        """Return whether git took it for binary and shows no lines."""
        return not self.body and _BINARY.search(self.header) is not None


def split_sections(patch: bytes) -> list[Section]:
    """Return the sections of a git patch in order. A line of content never starts with "diff", so the cut is exact."""
    starts = [found.start() for found in _SECTION.finditer(patch)]
    return [_section(patch[start:end]) for start, end in pairwise([*starts, len(patch)])]


def parse_hunks(body: bytes, *, with_lines: bool = False) -> list[ParsedHunk]:
    """Return the hunks of a section's body; without `with_lines` only their headers are kept, which is faster.

    Raises unidiff's UnidiffParseError when a hunk is not as long as its header says.
    """
    if not body:
        return []
    parsed = PatchSet(_NEUTRAL_HEADER + body.decode("latin-1"), metadata_only=not with_lines)
    return [hunk for file in parsed for hunk in file]


def read_hunks(body: bytes) -> tuple[Hunk, ...]:
    """Return the hunks of a section made with `-U0`, where a header's ranges are the changed lines themselves."""
    return tuple(
        Hunk(
            removed=lines_from(hunk.source_start, hunk.source_length),
            added=lines_from(hunk.target_start, hunk.target_length),
        )
        for hunk in parse_hunks(body)
    )


def lines_from(start: int, length: int) -> LineRange | None:
    """Return the lines that a hunk header's start and length stand for, None for no lines."""
    return LineRange(start, start + length - 1) if length else None


def _section(text: bytes) -> Section:
    header, mark, body = text.partition(b"\n@@ ")
    return Section(header, b"@@ " + body if mark else b"")
