"""A bare patch as a pull, as far as a patch allows: whole files that it adds or removes, and hunks of the others."""

from collections import Counter
from collections.abc import Sequence

from unidiff.errors import UnidiffParseError

from reviewer.errors import TellOperator
from reviewer.git.hunks import Section, split_sections
from reviewer.git.mail import prose_of, split_mails
from reviewer.git.patch_header import HeaderSide, PatchHeader, read_header
from reviewer.git.patch_lines import PatchLines, read_lines
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.pulls import PullSnapshot

UNREAD = "only a patch was given: the rest of the file is not in it"
"""Why a modified file has no text."""

_ADVICE = "Try `git diff BASE...HEAD | reviewer review -`."


def read_patch(data: bytes) -> PullSnapshot:
    """Return what the output of `git diff`, `git show` or `git format-patch` says of a pull.

    Added and removed files have their text; of modified ones only the changed lines are known, and stand in the hunks.
    Raises TellOperator for what is no patch, or cannot be read as one change.
    """
    mails = split_mails(data)
    sections = [section for mail in mails for section in split_sections(mail.patch)]
    if b"\ndiff --cc " in data or data.startswith(b"diff --cc "):
        raise TellOperator(f"this is the combined diff of a merge, which has no two sides. {_ADVICE}")
    if not sections and data.strip():
        raise TellOperator(f"no git patch was found in the {len(data):,} bytes given. {_ADVICE}")
    files = _joined([_file(section) for section in sections])
    _refuse_twice(files)
    return PullSnapshot(files, prose_of(mails), notes=_notes(files))


def _file(section: Section) -> FileChange:
    header = read_header(section.header)
    try:
        lines = read_lines(section.body)
    except UnidiffParseError as error:
        name = header.after or header.before
        raise TellOperator(f"the patch of {name.path if name else '?'} is cut off or damaged: {error}.") from error
    is_whole = (header.before is None or header.after is None) and not section.is_binary
    return _whole_file(header, lines) if is_whole else _part(header, lines, is_binary=section.is_binary)


def _whole_file(header: PatchHeader, lines: PatchLines) -> FileChange:
    hunks = tuple(Hunk(hunk.removed, hunk.added) for hunk in lines.hunks)
    return FileChange(_side(header.before, lines.removed), _side(header.after, lines.added), hunks)


def _part(header: PatchHeader, lines: PatchLines, *, is_binary: bool) -> FileChange:
    return FileChange(
        before=_side(header.before, None),
        after=_side(header.after, None),
        hunks=lines.hunks,
        is_binary=is_binary,
        is_copy=header.is_copy,
    )


def _joined(files: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """Put a type change (a file that becomes a link) together again: git writes it as a removal and an addition."""
    joined: list[FileChange] = []
    for file in files:
        last = joined[-1] if joined else None
        if last and last.after is None and file.before is None and last.path == file.path:
            hunks = tuple(Hunk(gone.removed, new.added) for gone, new in zip(last.hunks, file.hunks, strict=False))
            joined[-1] = FileChange(last.before, file.after, hunks, last.is_binary or file.is_binary)
        else:
            joined.append(file)
    return tuple(joined)


def _side(side: HeaderSide | None, content: bytes | None) -> FileSide | None:
    if side is None:
        return None
    return FileSide(side.path, side.mode, side.blob, content, UNREAD if content is None else None)


def _refuse_twice(files: tuple[FileChange, ...]) -> None:
    """Refuse a series that changes a file in several steps: line numbers of different moments do not add up."""
    times = Counter(file.path for file in files)
    twice = next((path for path, number in times.items() if number > 1), None)
    if twice is not None:
        raise TellOperator(f"{twice} is changed more than once: this is a series, not one change. {_ADVICE}")


def _notes(files: tuple[FileChange, ...]) -> tuple[str, ...]:
    if not files:
        return ("The patch is empty.",)
    partial = sum(1 for file in files if file.before is not None and file.after is not None)
    if not partial:
        return ()
    seen = f"Only a patch was given: of {partial} modified files the unchanged lines were not seen"
    return (f"{seen}, nor the rest of the repository, its history and its policy.",)
