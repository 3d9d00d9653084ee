"""A changed file as git hands it over: two sides, and the hunks between them."""

from dataclasses import dataclass

from reviewer.model.ids import Sha
from reviewer.model.lines import LineRange


@dataclass(frozen=True, slots=True)
class FileSide:
    """One side of a changed file.

    `path` is the path in the repository, bytes that are not UTF-8 as surrogate escapes. `mode` is git's ("100644",
    "100755" executable, "120000" symbolic link, "160000" submodule). `content` is None when it could not be read or
    was not asked for; `unread` then says why, in words for people.
    """

    path: str
    mode: str = "100644"
    blob: Sha | None = None
    content: bytes | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Hunk:
    """A maximal run of changed lines, from `git diff -U0`: at least one of the two ranges is there.

    `removed_text` and `added_text` hold the lines without their LF; they are filled only where a side's content is not
    known (a bare patch).
    """

    removed: LineRange | None
    added: LineRange | None
    removed_text: tuple[bytes, ...] = ()
    added_text: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class FileChange:
    """One changed file of a pull: added when `before` is None, removed when `after` is None.

    `is_copy` says that git found the before side still in place. `generated` holds the reason when the repository's
    attributes on the default branch, a marker or the path says that nobody wrote this file.
    """

    before: FileSide | None
    after: FileSide | None
    hunks: tuple[Hunk, ...] = ()
    is_binary: bool = False
    is_copy: bool = False
    generated: str | None = None

    def __post_init__(self) -> None:
        """Refuse a change without any side."""
        if self.before is None and self.after is None:
            raise ValueError("a changed file has at least one side")

    @property
    def path(self) -> str:
        """Return the path that people know it by: the new one, else the old one."""
        side = self.after or self.before
        assert side is not None  # noqa: S101 - held by __post_init__, told to the type checker
        return side.path
