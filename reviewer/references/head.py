"""The searched head of a pull, read: all that names something, by name, and what the pull did to those lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.diff.trees import Shelf
from reviewer.model.files import FileChange
from reviewer.model.parsing import Parsing
from reviewer.model.search import Search
from reviewer.references.mentions import Mention, read_mentions


@dataclass(frozen=True, slots=True)
class Found:
    """A mention with the path of its text."""

    path: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Head:
    """What the head holds. `added` are the lines that the pull added, by path; `unread` says what was not read."""

    search: Search
    by_name: Mapping[str, Sequence[Found]]
    added: Mapping[str, frozenset[int]]
    unread: tuple[str, ...] = ()

    def named(self, name: str) -> Sequence[Found]:
        """Return all that mentions a name, by path and line."""
        return self.by_name.get(name, ())

    def is_touched(self, found: Found) -> bool:
        """Return whether the pull added a line of a mention, or of its call."""
        added = self.added.get(found.path)
        return added is not None and not added.isdisjoint(found.mention.lines.numbers())

    def why_not_all(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return what was not searched for some names, and why."""
        crowded = [f"`{name}`: {self.search.crowded[name]}" for name in names if name in self.search.crowded]
        return (*self.search.unsearched, *self.unread, *crowded)


def read_head(search: Search, names: Sequence[str], changes: Sequence[FileChange], parsing: Parsing) -> Head:
    """Return a searched head with its texts read by their grammars."""
    by_name: dict[str, list[Found]] = defaultdict(list)
    shelf = Shelf()
    unread: dict[str, int] = defaultdict(int)
    for side in search.files:
        mentions = read_mentions(side, names, parsing, shelf)
        if isinstance(mentions, str):
            unread[mentions] += 1
            continue
        for mention in mentions:
            by_name[mention.name].append(Found(side.path, mention))
    parsing.watch(None)
    told = tuple(f"{number:,} with a name in it: {reason}" for reason, number in sorted(unread.items()))
    return Head(search, by_name, added_lines(changes), told)


def added_lines(changes: Sequence[FileChange]) -> dict[str, frozenset[int]]:
    """Return the lines that a pull added, by path."""
    return {
        change.after.path: frozenset(
            number for hunk in change.hunks if hunk.added is not None for number in hunk.added.numbers()
        )
        for change in changes
        if change.after is not None
    }
