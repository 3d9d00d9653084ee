"""The past of a repository, as far as it was read: of files, never of people."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileHistory:
    """What the commits before a change did to one path.

    `fixes` of the `changes` say in their subject that they mend something. Times are in seconds since 1970, as the
    committer's clock told them. `concentration` (0..1] is the share of the changes that came from one hand, whoever's.
    """

    changes: int
    fixes: int
    first: int
    last: int
    concentration: float


@dataclass(frozen=True, slots=True)
class History:
    """The past of the paths that a change touches; one that is missing had none.

    `at` is when the change left the past (the merge base's time); `commits` were read. `unknown` says, in words for
    people, what was not read and why; it is empty where all was. `landed` are the newest changes of code that the
    branch took before: of each, the features that names of files and dates alone tell.
    """

    at: int
    commits: int
    files: Mapping[str, FileHistory] = field(default_factory=dict[str, FileHistory])
    unknown: tuple[str, ...] = ()
    landed: tuple[Mapping[str, float], ...] = ()
