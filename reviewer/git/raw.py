"""The list of changed files as git's raw format has it: names as bytes between NULs, so that no name can mislead."""

from dataclasses import dataclass

from reviewer.errors import TellAuthor
from reviewer.git.repository import decode_path
from reviewer.model.ids import Sha

NO_MODE = "000000"
SUBMODULE = "160000"

FILES_LIMIT = 50_000
"""Changed files of one pull. GitHub itself lists 3,000 (REST API, "List pull requests files")."""


@dataclass(frozen=True, slots=True)
class RawSide:
    """One side of an entry: path, git's mode, and the object (a blob, or a submodule's commit)."""

    path: str
    mode: str
    object: Sha


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One changed file. `status` is git's letter: A, C (copied), D, M, R (renamed), T (type changed)."""

    status: str
    before: RawSide | None
    after: RawSide | None

    @property
    def sections(self) -> int:
        """Return how many sections git's patch has for it: a type change is shown as a removal and an addition."""
        return 2 if self.status == "T" else 1


def parse_raw(output: bytes) -> tuple[tuple[RawEntry, ...], bytes]:
    """Return the entries of `git diff-tree -r -z --raw`, and what follows them (the patch, when one was asked for).

    An entry is `:mode mode object object status NUL path NUL`, with a second path where it was renamed or copied
    (git-diff-tree(1), "RAW OUTPUT FORMAT"); another NUL parts the list from the patch. Raises TellAuthor when they are
    more than `FILES_LIMIT`.
    """
    entries: list[RawEntry] = []
    at = 0
    while output[at : at + 1] == b":":
        end = output.index(b"\0", at)
        fields = output[at + 1 : end].decode("ascii").split(" ")
        paths: list[str] = []
        for _ in range(2 if fields[4][0] in "RC" else 1):
            start, end = end + 1, output.index(b"\0", end + 1)
            paths.append(decode_path(output[start:end]))
        entries.append(_entry(fields, paths))
        if len(entries) > FILES_LIMIT:
            raise TellAuthor(f"more than {FILES_LIMIT:,} files changed: too many to be read as one pull; split it.")
        at = end + 1
    return tuple(entries), output[at + 1 :]


def _entry(fields: list[str], paths: list[str]) -> RawEntry:
    before_mode, after_mode, before, after, status = fields
    return RawEntry(
        status=status[0],
        before=None if before_mode == NO_MODE else RawSide(paths[0], before_mode, Sha(before)),
        after=None if after_mode == NO_MODE else RawSide(paths[-1], after_mode, Sha(after)),
    )
