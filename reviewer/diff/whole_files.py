"""Units that are about whole files, or about lines without entities: generated, binary, renamed, mode, plain lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.diff.clusters import Numbers, clusters
from reviewer.diff.fingerprints import Unnamed
from reviewer.diff.reading import ReadFile, Source
from reviewer.diff.testing import is_test_path
from reviewer.diff.tokens import digest_of
from reviewer.diff.unread import huge_unit, is_huge, mark_of, why_binary
from reviewer.diff.words import words_of
from reviewer.model.files import FileChange
from reviewer.model.ids import Fingerprint
from reviewer.model.lines import Side, ranges_of
from reviewer.model.units import Action, ChangeUnit, Place

BROKEN = "the grammar could not read these lines"


def changed_numbers(change: FileChange) -> Numbers:
    """Return all the changed line numbers of a file, by side."""
    removed = [number for hunk in change.hunks if hunk.removed for number in hunk.removed.numbers()]
    added = [number for hunk in change.hunks if hunk.added for number in hunk.added.numbers()]
    return {Side.BEFORE: removed, Side.AFTER: added}


def file_units(file: ReadFile, exempt: str | None = None) -> Iterator[Unnamed]:
    """Yield the units that speak of the file itself: its path, its mode, its bytes.

    A file that nobody wrote is spared for its bytes only: its path and its mode act, whoever wrote it.
    """
    change = file.change
    before, after = change.before, change.after
    if before is not None and after is not None:
        if before.path != after.path:
            yield plain(change, Action.FILE_RENAMED), before.blob or "", after.blob or ""
        if before.mode != after.mode:
            yield plain(change, Action.MODE_CHANGED), before.mode, after.mode
    if change.is_binary:
        unread = why_binary(change) if exempt is None else None
        yield replace(plain(change, Action.BINARY, exempt), fallback=unread), mark_of(before), mark_of(after)
    elif not change.hunks and (before is None or after is None):
        yield plain(change, Action.REMOVED if after is None else Action.ADDED, exempt), mark_of(before), mark_of(after)


def plain(change: FileChange, action: Action, exempt: str | None = None) -> ChangeUnit:
    """Return a unit without lines that stands for a file."""
    return ChangeUnit(
        fingerprint=Fingerprint(""),
        actions=(action,),
        entity_kind=None,
        before=Place(change.before.path, "", "", 1, 1) if change.before is not None else None,
        after=Place(change.after.path, "", "", 1, 1) if change.after is not None else None,
        exempt=exempt,
        is_test=is_test_path(change.path),
    )


def generated_units(file: ReadFile, reason: str) -> list[Unnamed]:
    """Return the one unit of the changed lines of a file that nobody wrote, none where no line was changed."""
    if is_huge(file.change):
        return [huge_unit(file.change, Action.GENERATED, exempt=reason)]
    numbers = changed_numbers(file.change)
    return [lines_unit(file, numbers, Action.GENERATED, exempt=reason)] if any(numbers.values()) else []


def unread_units(file: ReadFile, reason: str) -> list[Unnamed]:
    """Return the units of a file of which a grammar read nothing."""
    if is_huge(file.change):
        return [huge_unit(file.change, Action.LINES, fallback=reason)]
    return line_units(file, changed_numbers(file.change), reason)


def line_units(file: ReadFile, numbers: Numbers, reason: str) -> list[Unnamed]:
    """Return units for lines whose entities are not known, and say why."""
    pieces = clusters(file.change.hunks, numbers)
    return [lines_unit(file, piece, Action.LINES, fallback=reason) for piece in pieces]


def lines_unit(
    file: ReadFile, numbers: Numbers, action: Action, *, exempt: str | None = None, fallback: str | None = None
) -> Unnamed:
    """Return a unit of lines as they are, byte for byte: any layout may act."""
    texts = {side: texts_of(file, side, numbers[side]) for side in Side}
    unit = ChangeUnit(
        fingerprint=Fingerprint(""),
        actions=(action,),
        entity_kind=None,
        before=place_of(file.before, numbers[Side.BEFORE]),
        after=place_of(file.after, numbers[Side.AFTER]),
        removed_lines=ranges_of(numbers[Side.BEFORE]),
        added_lines=ranges_of(numbers[Side.AFTER]),
        mentions=words_of(text for side in Side for text in texts[side]) if exempt is None else (),
        exempt=exempt,
        fallback=fallback,
        is_test=is_test_path(file.change.path),
    )
    change = file.change
    marks = [
        digest_of(texts[side]) if texts[side] or not numbers[side] else mark_of(given)
        for side, given in ((Side.BEFORE, change.before), (Side.AFTER, change.after))
    ]
    return unit, marks[0], marks[1]


def place_of(source: Source | None, numbers: Sequence[int]) -> Place | None:
    """Return where lines stand; a side without any has no place."""
    if source is None or not numbers:
        return None
    return Place(source.path, "", "", min(numbers), max(numbers))


def texts_of(file: ReadFile, side: Side, numbers: Sequence[int]) -> list[bytes]:
    """Return the text of some changed lines, from the file or, in a bare patch, from its hunks."""
    source = file.before if side is Side.BEFORE else file.after
    if source is not None and len(source.lines):
        return [source.lines.text(number) for number in numbers if number <= len(source.lines)]
    wanted = frozenset(numbers)
    return [text for number, text in patch_lines(file.change, side) if number in wanted]


def patch_lines(change: FileChange, side: Side) -> Iterator[tuple[int, bytes]]:
    """Yield the numbered lines of one side that the hunks themselves carry."""
    for hunk in change.hunks:
        lines, texts = (hunk.removed, hunk.removed_text) if side is Side.BEFORE else (hunk.added, hunk.added_text)
        if lines is not None:
            yield from zip(lines.numbers(), texts, strict=False)
