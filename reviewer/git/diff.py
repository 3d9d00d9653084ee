"""The changed files between two trees, with both texts and git's own hunks."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.git.attributes import attribute_files, read_generated
from reviewer.git.blobs import Blob, BlobLimits, read_blobs
from reviewer.git.command import TooSlow
from reviewer.git.hunks import Section, read_hunks, split_sections
from reviewer.git.raw import SUBMODULE, RawEntry, RawSide, parse_raw
from reviewer.git.repository import Repository
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.ids import Sha

RENAME_LIMIT = 1000
"""Files on each side that git compares for renames with a change in them; GitHub and git use the same number."""

# Every option that a repository's configuration could turn is given, so that one pull is one diff everywhere.
DIFF_OPTIONS = (
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--diff-algorithm=default",
    "--indent-heuristic",
    "--inter-hunk-context=0",
    "--submodule=short",
    "--ignore-submodules=none",
    "--no-relative",
)

_COMMAND = ("diff-tree", "-r", "-z", "--raw", "-p", "-U0", "--full-index", *DIFF_OPTIONS)


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed files in git's order (by path), and what people must be told of how they were found."""

    files: tuple[FileChange, ...]
    notes: tuple[str, ...] = ()


def read_changes(
    repository: Repository, before: Sha, after: Sha, *, trusted: Sha | None = None, limits: BlobLimits | None = None
) -> Changes:
    """Return what changed from one commit or tree to another; renames and copies are git's (-M -C).

    `trusted` is the commit whose attributes count; the before side when it is None. A content that was not read is
    None, with the reason.
    """
    output, notes = _diff(repository, before, after)
    entries, patch = parse_raw(output)
    sections = _sections_of(entries, split_sections(patch))
    blobs = read_blobs(repository, wanted_blobs(entries), limits or BlobLimits())
    generated = _generated(repository, trusted or before, entries)
    files = tuple(_file(entry, parts, blobs, generated) for entry, parts in zip(entries, sections, strict=True))
    return Changes(files, notes)


def _diff(repository: Repository, before: Sha, after: Sha) -> tuple[bytes, tuple[str, ...]]:
    """Return git's raw list and patch, and what was not looked for: a limit costs renames, never the review."""
    try:
        output = repository.run(*_COMMAND, "-M", "-C", f"-l{RENAME_LIMIT}", before, after)
    except TooSlow:
        output = repository.run(*_COMMAND, "--no-renames", before, after)
        return output.stdout, ("Looking for renamed files took too long: they are shown as removed and added.",)
    if "rename detection was skipped" not in output.stderr:
        return output.stdout, ()
    note = f"More than {RENAME_LIMIT} files on a side: only files renamed without a change were found as renamed."
    return output.stdout, (note,)


def wanted_blobs(entries: Sequence[RawEntry]) -> list[Sha]:
    """Return the blobs of both sides, without the commits of submodules."""
    sides = (side for entry in entries for side in (entry.before, entry.after))
    return [side.object for side in sides if side is not None and side.mode != SUBMODULE]


def _sections_of(entries: Sequence[RawEntry], sections: Sequence[Section]) -> list[Sequence[Section]]:
    """Give each entry its sections: git writes them in the order of the raw list, and writes one for each."""
    if sum(entry.sections for entry in entries) != len(sections):
        raise ValueError(f"git listed {len(entries)} changed files and wrote {len(sections)} sections")
    parts: list[Sequence[Section]] = []
    at = 0
    for entry in entries:
        parts.append(sections[at : at + entry.sections])
        at += entry.sections
    return parts


def _file(
    entry: RawEntry, sections: Sequence[Section], blobs: dict[Sha, Blob], generated: dict[str, str]
) -> FileChange:
    side = entry.after or entry.before
    return FileChange(
        before=_side(entry.before, blobs),
        after=_side(entry.after, blobs),
        hunks=_hunks(sections),
        is_binary=any(section.is_binary for section in sections),
        is_copy=entry.status == "C",
        generated=generated.get(side.path) if side else None,
    )


def _hunks(sections: Sequence[Section]) -> tuple[Hunk, ...]:
    """Return the hunks; of a type change the removal and the addition are one hunk, as for any other file."""
    hunks = tuple(hunk for section in sections for hunk in read_hunks(section.body))
    if len(sections) == 2 and len(hunks) == 2:
        return (Hunk(removed=hunks[0].removed, added=hunks[1].added),)
    return hunks


def _side(side: RawSide | None, blobs: dict[Sha, Blob]) -> FileSide | None:
    if side is None:
        return None
    if side.mode == SUBMODULE:
        # The one line that git itself shows for a submodule.
        return FileSide(side.path, side.mode, side.object, f"Subproject commit {side.object}\n".encode())
    blob = blobs[side.object]
    return FileSide(side.path, side.mode, side.object, blob.content, blob.unread)


def _generated(repository: Repository, trusted: Sha, entries: Sequence[RawEntry]) -> dict[str, str]:
    paths = [side.path for entry in entries if (side := entry.after or entry.before)]
    return read_generated(repository, repository.list_files(trusted, attribute_files(paths)), paths)
