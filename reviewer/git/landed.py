"""The changes that a branch took one after the other: a merge with all it brought, or a single commit.

What a pull is compared with are pulls; the branch's first parents are as near as git alone comes to them. Names and
times alone are read, as for all of the past.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.git.repository import Repository
from reviewer.model.ids import Sha

MOST_LANDED = 1_500
"""So many of the newest are read the first time: of some projects every third touches code outside tests."""

_NAMES = ("--first-parent", "-m", "--no-renames", "--name-only", "-z", "--format=%x00%H%x00 %P%x00%ct")


@dataclass(frozen=True, slots=True)
class Landing:
    """A change as the branch took it: against `before`, its first parent; `brought` are its commits, oldest last.

    `left` is the last second before any of them was made: what the past was, for this change.
    """

    sha: Sha
    before: Sha
    time: int
    left: int
    paths: tuple[bytes, ...]
    brought: tuple[Sha, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    parents: Sequence[Sha]
    time: int


def read_landings(
    repository: Repository, tip: Sha, *, known: Sha | None = None, most: int = MOST_LANDED
) -> list[Landing]:
    """Return the newest changes that a branch took, oldest first, without its very first; those after `known` only."""
    since = [f"^{known}"] if known is not None else []
    output = repository.run("log", *_NAMES, f"--max-count={most}", tip, *since).stdout
    heads = [found for found in _heads(output) if found[1]]
    if not heads:
        return []
    graph = _graph(repository, tip, heads[-1][1][0])
    taken: set[Sha] = set()
    return [_landing(head, graph, taken) for head in reversed(heads)]


def _heads(output: bytes) -> Iterator[tuple[Sha, list[Sha], int, tuple[bytes, ...]]]:
    parts = output.split(b"\0")
    starts = [index for index, part in enumerate(parts) if not part and index + 3 < len(parts)]
    for start, end in zip(starts, (*starts[1:], len(parts)), strict=True):
        sha, parents, time = parts[start + 1 : start + 4]
        names = [name for name in parts[start + 4 : end] if name]
        # The list of names begins on a line of its own.
        paths = (names[0].removeprefix(b"\n"), *names[1:]) if names else ()
        yield Sha(sha.decode()), [Sha(parent) for parent in parents.decode().split()], int(time), paths


def _graph(repository: Repository, tip: Sha, before: Sha) -> Mapping[Sha, _Node]:
    """Return every commit between two, with its parents and time."""
    lines = repository.run("log", "--format=%H %ct %P", tip, f"^{before}").stdout.decode().splitlines()
    nodes: dict[Sha, _Node] = {}
    for sha, time, *parents in (line.split() for line in lines):
        nodes[Sha(sha)] = _Node([Sha(parent) for parent in parents], int(time))
    return nodes


def _landing(
    head: tuple[Sha, list[Sha], int, tuple[bytes, ...]], graph: Mapping[Sha, _Node], taken: set[Sha]
) -> Landing:
    """Return a landing with the commits that no earlier one brought, which are marked as taken."""
    sha, parents, time, paths = head
    brought: list[Sha] = []
    waiting = [sha]
    while waiting:
        one = waiting.pop()
        if one in taken or one not in graph:
            continue
        taken.add(one)
        brought.append(one)
        waiting += graph[one].parents if one != sha else graph[one].parents[1:]
    left = min((graph[one].time for one in brought), default=time) - 1
    return Landing(sha, parents[0], time, left, paths, tuple(brought))
