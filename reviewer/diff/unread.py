"""Units of whole files that are too large to be looked at line by line, and why git shows no lines of others."""

from collections.abc import Iterable

from reviewer.diff.fingerprints import Unnamed
from reviewer.diff.reading import UTF16_MARKS, why_unseen
from reviewer.diff.testing import is_test_path
from reviewer.diff.tokens import digest_of
from reviewer.model.files import FileChange, FileSide
from reviewer.model.ids import Fingerprint
from reviewer.model.lines import LineRange, count_lines
from reviewer.model.units import Action, ChangeUnit, Place

MOST_LINES = 50_000
"""Changed lines of a file that are looked at one by one. Above it they are one unit, known by the file's blobs."""


def why_binary(change: FileChange) -> str:
    """Return why git shows no lines of a file: its size, its encoding, or simply that it is no text."""
    texts = [side.content for side in (change.after, change.before) if side is not None and side.content is not None]
    is_utf16 = any(text.startswith(UTF16_MARKS) for text in texts)
    return why_unseen(change) or ("not text in UTF-8" if is_utf16 else "binary")


def is_huge(change: FileChange) -> bool:
    """Return whether too many lines were changed to look at each."""
    changed = (lines for hunk in change.hunks for lines in (hunk.removed, hunk.added) if lines is not None)
    return count_lines(changed) > MOST_LINES


def huge_unit(change: FileChange, action: Action, *, exempt: str | None = None, fallback: str | None = None) -> Unnamed:
    """Return the one unit of all changed lines of a file, in time and memory that do not grow with the lines."""
    removed = tuple(hunk.removed for hunk in change.hunks if hunk.removed)
    added = tuple(hunk.added for hunk in change.hunks if hunk.added)
    unit = ChangeUnit(
        fingerprint=Fingerprint(""),
        actions=(action,),
        entity_kind=None,
        before=_place(change.before, removed),
        after=_place(change.after, added),
        removed_lines=removed,
        added_lines=added,
        exempt=exempt,
        fallback=fallback,
        is_test=is_test_path(change.path),
    )
    removed_texts = (text for hunk in change.hunks for text in hunk.removed_text)
    added_texts = (text for hunk in change.hunks for text in hunk.added_text)
    return unit, mark_of(change.before, removed_texts), mark_of(change.after, added_texts)


def mark_of(side: FileSide | None, shown: Iterable[bytes] = ()) -> str:
    """Return what a side that is not looked at is known by: its blob, its text, or what a patch shows."""
    if side is None:
        return ""
    return side.blob or digest_of(shown if side.content is None else [side.content])


def _place(side: FileSide | None, lines: tuple[LineRange, ...]) -> Place | None:
    if side is None or not lines:
        return None
    return Place(side.path, "", "", lines[0].start, lines[-1].end)
