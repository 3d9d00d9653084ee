"""Moves inside a package that is a directory, as in Go: there only imports tell one file from another."""

from pathlib import PurePosixPath

from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES
from reviewer.diff.languages.scope import Package
from reviewer.diff.reading import Source
from reviewer.model.units import EntityKind


def known_in_package(package: Package, old: tuple[Source, Entity], new: tuple[Source, Entity]) -> dict[str, str] | None:
    """Return why all names of a function mean the same in another file of its package, None when they may not.

    Both files import the same, but for packages of certain names that the function does not speak of.
    """
    before, after = old[1], new[1]
    is_sort = before.kind is after.kind and after.kind in CALLABLES - {EntityKind.TEST}
    is_same = before.qualified_name == after.qualified_name and after.name not in package.ordered
    if not is_sort or not is_same or before.parent is not None or after.parent is not None:
        return None
    if PurePosixPath(old[0].path).parent != PurePosixPath(new[0].path).parent:
        return None
    return same_but_for(package, old[0], new[0], package.words(after.nodes[-1]))


def same_but_for(package: Package, old: Source, new: Source, words: frozenset[str] | None) -> dict[str, str] | None:
    """Return that two files are of one package, and import the same but for what is in none of some words."""
    if words is None or old.root is None or new.root is None:
        return None
    files = package.file(old.root, old.path), package.file(new.root, new.path)
    if files[0].package != files[1].package or any(file.refusal is not None for file in files):
        return None
    if any(name is None or name in words for name, _ in files[0].imports ^ files[1].imports):
        return None
    shared = sorted(path for name, path in files[0].imports & files[1].imports if name is None or name in words)
    return {"package": files[1].package} | {f"import {path}": "in both files" for path in shared}
