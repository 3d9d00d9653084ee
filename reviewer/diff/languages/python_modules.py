"""Python's modules: what an import means in files of two paths, and which files are found by their names."""

import re
from itertools import takewhile
from pathlib import PurePosixPath

from reviewer.diff.languages.python_files import file_names
from reviewer.diff.languages.python_items import item_names
from reviewer.diff.languages.python_words import BUILTINS, STANDARD
from reviewer.diff.languages.scope import Import, Scope

FOUND_BY_NAME = re.compile(
    r"__\w*__|pytest_\w*|(setup|teardown)(_\w+)?|setUp\w*|tearDown\w*|test\w*|Test\w*"
    r"|main|upgrade|downgrade|(lambda_)?handler\w*"
)
FILES_BY_NAME = frozenset(
    {"__init__.py", "__main__.py", "conftest.py", "settings.py", "urls.py", "setup.py", "manage.py", "tasks.py"}
)
"""Files that are found by their names; a package's own file also gets the names of its submodules when these load."""


def is_movable(name: str, path: str) -> bool:
    """Return whether nothing is known to find an item by its name, or by the name of its file."""
    file = PurePosixPath(path)
    is_known = file.name in FILES_BY_NAME or "migrations" in file.parts or "settings" in file.parts
    return file.suffix == ".py" and not is_known and FOUND_BY_NAME.fullmatch(name) is None and name not in BUILTINS


def means_same(brought: Import, old_path: str, new_path: str) -> bool:
    """Return whether an import brings in the same in two files.

    Two directories may be the roots of two programs, each with a `config` of its own: an absolute import is trusted
    between them only when it is of the standard library, or names a package that holds both.
    """
    old, new = PurePosixPath(old_path).parent, PurePosixPath(new_path).parent
    if old == new:
        return True
    top = brought.module.partition(" ")[0].partition(".")[0]
    held_by_both = [part for part, _ in takewhile(are_equal, zip(old.parts, new.parts, strict=False))]
    return top in STANDARD or top in held_by_both


def are_equal(pair: tuple[str, str]) -> bool:
    """Return whether two parts of paths are one."""
    return pair[0] == pair[1]


def points_to(brought: Import, importer: str, target: str) -> bool:
    """Return whether an import of a name, in one file, reads another file, as far as paths can say."""
    if brought.name is None:
        return False
    file = PurePosixPath(target)
    held = file.parent.parts if file.stem == "__init__" else (*file.parent.parts, file.stem)
    dots = len(brought.module) - len(brought.module.lstrip("."))
    parts = tuple(part for part in brought.module.lstrip(".").split(".") if part)
    if dots == 0:
        return held[-len(parts) :] == parts
    around = PurePosixPath(importer).parent.parts
    return dots - 1 <= len(around) and held == (*around[: len(around) - dots + 1], *parts)


SCOPE = Scope(file_names, item_names, BUILTINS, is_movable, means_same, points_to)
