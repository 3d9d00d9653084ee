"""Looking for names in a whole tree: what is asked, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reviewer.model.files import FileSide
from reviewer.model.ids import Sha


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for. `names` in the files with one of these `endings` (".py"), `old_names` in every other text too.

    `near` are paths: where not all can be searched or read, what stands near them comes first.
    """

    names: tuple[str, ...] = ()
    endings: frozenset[str] = frozenset()
    old_names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What came of a question: the texts that hold one of the names as words, by path, as far as they were read.

    `commit` is the commit whose tree was searched, `searched` how many of its files. `unsearched` says what was not,
    and why; `crowded` the same of single names; `elsewhere` the paths of other texts that hold an old name.
    `is_everywhere` says that every file of the tree that can hold text was searched for the old names.
    """

    commit: Sha
    searched: int = 0
    files: tuple[FileSide, ...] = ()
    unsearched: tuple[str, ...] = ()
    crowded: dict[str, str] = field(default_factory=dict[str, str])
    elsewhere: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    is_everywhere: bool = False


Look = Callable[[Question], Search | None]
"""Looks for names in the head of a pull; None where there is no head to search."""
