"""The words of a statement that can point at code: names in backticks or written as code, paths, significant words."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Final

from reviewer.model.units import ChangeUnit, Place

_TICKED = re.compile(r"`([^`\n]{1,120})`")
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*")
_PATH = re.compile(
    r"(?<![\w/.])(?:[\w.@-]{1,60}/){0,12}[\w@-]{0,60}\.[A-Za-z][A-Za-z0-9]{0,9}\b|(?:[\w.@-]{1,60}/){1,12}"
)
_CODE_LIKE = re.compile(
    r"^(?:\w*[a-z][A-Z]\w*|[A-Za-z]\w*_\w+|_\w+|[A-Z][A-Z0-9]*_[A-Z0-9_]+|[\w$]+(?:(?:\.|::|#)[\w$]+)+)$"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "y")

COMMON: Final = frozenset(files("reviewer.intent").joinpath("stop_words.txt").read_text("utf-8").split())
"""Words that point at no code in particular."""


@dataclass(frozen=True)
class Terms:
    """What a statement names: `names` as code, `paths`, and `words`, stemmed, without the common ones."""

    text: str
    names: frozenset[str] = field(default=frozenset())
    paths: frozenset[str] = field(default=frozenset())
    words: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class UnitTerms:
    """What a unit is called: its names and those of what encloses it, its paths, and the words of both, stemmed."""

    unit: ChangeUnit

    @cached_property
    def names(self) -> frozenset[str]:
        """Return its simple and qualified names on both sides, and the names of the entities around it."""
        names = {name for place in _places(self.unit) for name in (place.name, place.qualified_name)}
        return frozenset(names | set(self.containers)) - {""}

    @cached_property
    def containers(self) -> frozenset[str]:
        """Return the names of the entities that enclose it."""
        return frozenset(part for place in _places(self.unit) for part in place.qualified_name.split(".")[:-1] if part)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Return its paths on both sides."""
        return frozenset(place.path for place in _places(self.unit))

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the significant words of its names and of its file's own name."""
        stems = (path.rpartition("/")[2].partition(".")[0] for path in self.paths)
        return frozenset(word for text in (*self.names, *stems) for word in words_of(text))

    def is_at(self, path: str) -> bool:
        """Return whether a path that a person wrote ("pay/client.py", "client.py", "pay/") leads here."""
        if path.endswith("/"):
            return any(own.startswith(path) or f"/{path}" in own for own in self.paths)
        return any(own == path or own.endswith(f"/{path}") for own in self.paths)


def terms_of(text: str) -> Terms:
    """Return what a statement names."""
    ticked = [found[1].strip().removesuffix("()") for found in _TICKED.finditer(text)]
    paths = {found[0] for found in _PATH.finditer(text)}
    plain = [found[0] for found in _NAME.finditer(text)]
    called = [found[1] for found in re.finditer(r"([A-Za-z_]\w{1,80})\(\)", text)]
    names = {_simple(name) for name in (*ticked, *called, *(name for name in plain if _CODE_LIKE.match(name)))}
    return Terms(text, frozenset(names) - {""}, frozenset(paths), words_of(text))


def words_of(text: str) -> frozenset[str]:
    """Return the significant words of a text, camelCase and snake_case taken apart, stemmed."""
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in words if len(word) >= 3 and word not in COMMON and not word.isdigit())


def _simple(name: str) -> str:
    """Return a name as units write it: dots between its parts, no brackets, no arguments."""
    bare = re.split(r"[\s(<\[{=]", name.strip(), maxsplit=1)[0]
    return bare.replace("::", ".").replace("#", ".").strip(".,;:$")


def _stem(word: str) -> str:
    """Return the word without its usual endings; crude, and the same on both sides, which is all that is asked."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _places(unit: ChangeUnit) -> tuple[Place, ...]:
    return tuple(place for place in (unit.before, unit.after) if place is not None)
