"""What a path and a name tell: whether it is code, and which sensitive territory it stands in.

The words are in words.json beside this module; a mistake in those places costs more.
"""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from reviewer.model.units import ChangeUnit

_SPLIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def is_code(unit: ChangeUnit) -> bool:
    """Return whether a unit stands in a program by the ending of its path, and in no test, example or benchmark."""
    return not unit.is_test and is_code_path(unit.place.path)


def is_code_path(path: str) -> bool:
    """Return whether a path is that of a program by its ending, and of no example or benchmark; tests are not told."""
    return _suffix(path) in _words()["code"] and not _is_support(path)


def _is_support(path: str) -> bool:
    return not {part.lower() for part in PurePosixPath(path).parent.parts}.isdisjoint(_words()["support"])


def is_prose(unit: ChangeUnit) -> bool:
    """Return whether a unit stands in a text for people, by the ending of its path."""
    return _suffix(unit.place.path) in _words()["prose"]


def territories(unit: ChangeUnit) -> tuple[str, ...]:
    """Return the sensitive territories that a unit stands in, by its path and qualified name; most have none."""
    place = unit.place
    parts = {part.lower() for part in PurePosixPath(place.path).parts} | {_suffix(place.path)}
    found = parts | _parts(place.path) | _parts(place.qualified_name)
    return tuple(name for name, telling in _words()["territories"].items() if not found.isdisjoint(telling))


@cache
def _words() -> dict[str, Any]:
    return json.loads(files("reviewer.risk").joinpath("words.json").read_text("utf-8"))


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _parts(text: str) -> set[str]:
    return {word.lower() for word in _SPLIT.findall(text)}
