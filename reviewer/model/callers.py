"""Callers: where the head of a pull names what the pull changed."""

from dataclasses import dataclass
from enum import StrEnum


class SiteKind(StrEnum):
    """How a place names an entity."""

    CALL = "call"
    IMPORT = "import"
    NAME = "name"


@dataclass(frozen=True, slots=True, order=True)
class Passed:
    """What a call passes, where its syntax shows all of it: how many by position, and which by name."""

    positional: int
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the head that names an entity: `name` on a line, inside `entity` ("" where that is the file itself).

    It is touched when this pull changed a line of it. `passed` is None where it is no call, or spreads what it passes.
    """

    path: str
    line: int
    name: str
    entity: str
    kind: SiteKind
    is_touched: bool
    passed: Passed | None = None


def is_left(site: Site) -> bool:
    """Return whether a place was left as it was, and is more than an import."""
    return not site.is_touched and site.kind is not SiteKind.IMPORT


@dataclass(frozen=True, slots=True)
class Callers:
    """Where the head names an entity, as far as it was searched: found by name, so that other things may share it.

    `sites` are the first of them, those that the pull did not touch first; `found` counts all, `untouched` those of
    them that the pull left as they were and that are no mere imports. `namesakes` counts other definitions of the name,
    `texts` the strings that hold it as a word. `searched` counts files; `unsearched` says what was not, and why.
    """

    sites: tuple[Site, ...] = ()
    found: int = 0
    untouched: int = 0
    namesakes: int = 0
    texts: int = 0
    searched: int = 0
    unsearched: tuple[str, ...] = ()

    @property
    def are_all_known(self) -> bool:
        """Return whether nothing else in the searched languages can name it: all was read, and the name is its own."""
        return not self.unsearched and not self.namesakes and not self.texts
