"""What names mean: who binds them in a file, and which ones an item reads from around it.

A language that can tell fills in a `Scope`; moves.py compares two files by it. When in doubt these readers say too much
is read, too little is bound, or that nothing can be told: then no proof is made, which is never wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Import:
    """What an import brings in: a module as written ("..shop.text"), and the name in it, None for the module itself."""

    module: str
    name: str | None = None

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"import {self.module}" if self.name is None else f"from {self.module} import {self.name}"


@dataclass(frozen=True, slots=True)
class Binding:
    """Something that gives a name its meaning in a whole file: an import, or (None) a definition of the file.

    `start` is the byte where its statement starts. A plain one is a statement of its own, under no condition.
    """

    start: int
    is_plain: bool
    brought: Import | None = None


@dataclass(frozen=True, slots=True)
class FileNames:
    """The names of a file: its bindings, all names it mentions, and those whose parts it writes (`name.part = 1`).

    `mode` is what changes the meaning of the whole file; `refusal` says why nothing can be told of it.
    """

    bindings: Mapping[str, tuple[Binding, ...]]
    mentioned: frozenset[str]
    tampered: frozenset[str]
    mode: frozenset[str]
    refusal: str | None = None

    def only(self, name: str) -> Binding | None:
        """Return the one plain binding of a name, None when it has another, a conditional one, or none."""
        found = self.bindings.get(name, ())
        return found[0] if len(found) == 1 and found[0].is_plain and name not in self.tampered else None


@dataclass(frozen=True, slots=True)
class ItemNames:
    """The names an item reads from its file; `early` are those read when the file is loaded.

    `imports` are what it imports by itself; `refusal` says why nothing can be told of it.
    """

    free: frozenset[str]
    early: frozenset[str]
    imports: tuple[Import, ...] = ()
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A language's rules of names.

    `file` reads the names of a whole tree, `item` those of one function or constant. `builtins` mean the same in every
    file that does not bind them. `is_movable` says, of a name and a path, that what is called so there is not found by
    its name or by its file. `means_same` says that an import brings in the same in files of two paths; `points_to`
    that an import, in a file of one path, brings in what a file of another path holds.
    """

    file: Callable[[Node], FileNames]
    item: Callable[[Node], ItemNames]
    builtins: frozenset[str]
    is_movable: Callable[[str, str], bool]
    means_same: Callable[[Import, str, str], bool]
    points_to: Callable[[Import, str, str], bool]


@dataclass(frozen=True, slots=True)
class FileOfPackage:
    """What a file says for itself in a language whose packages are directories: its package, and its imports.

    An import is the name it binds, None where that is not known, and its path. `refusal` says why nothing can be told.
    """

    package: str
    imports: frozenset[tuple[str | None, str]]
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """The rules of a language whose packages are directories: a name means the same in all files but for imports.

    `file` reads a whole tree of a path, `words` all the words of an item, None where nothing can be told of it.
    `ordered` are the names of items whose order of files acts.
    """

    file: Callable[[Node, str], FileOfPackage]
    words: Callable[[Node], frozenset[str] | None]
    ordered: frozenset[str]
