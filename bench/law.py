"""The law of lines over real commits: every changed line is in exactly one change unit, in the units' own files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from bench.mutants.history import Mirror, find_mirrors
from bench.mutants.parallel import in_parallel
from reviewer.diff import diff_pull
from reviewer.diff.languages import language_of
from reviewer.errors import ReviewerError
from reviewer.git.command import find_git
from reviewer.git.repository import open_repository
from reviewer.git.snapshot import read_snapshot
from reviewer.model.files import FileChange, FileSide
from reviewer.model.ids import Sha
from reviewer.model.lines import LineRange, Side
from reviewer.model.units import ChangeUnit

_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit with one parent, and the clone that holds it."""

    mirror: Mirror
    parent: Sha
    sha: Sha


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found in one commit: its languages, its changed files and lines, and the files that break the law.

    Some files cannot be checked (`is_unchecked`).
    """

    languages: frozenset[str]
    files: int = 0
    unchecked: int = 0
    lines: int = 0
    broken: tuple[str, ...] = field(default=())
    unread: str | None = None


def bench_law(mirrors: Path, most: int) -> None:
    """Check `most` of the newest commits, as many of each clone, and print what holds; broken files in full."""
    found = find_mirrors(mirrors, find_git())
    each = -(-most // max(1, len(found)))
    commits = list(chain.from_iterable(newest(mirror, each) for mirror in found))[:most]
    results = list(in_parallel(check_all, commits, at_once=_AT_ONCE))
    checked = [result for result in results if result.unread is None]
    broken = [line for result in checked for line in result.broken]
    languages = Counter(chain.from_iterable(result.languages for result in checked))
    files, unchecked = sum(result.files for result in checked), sum(result.unchecked for result in checked)
    lines = sum(result.lines for result in checked)
    print(f"{len(checked)} commits of {len(found)} repositories: {files} files, {lines} changed lines")
    kept = files - unchecked - len(broken)
    print(f"Every changed line in exactly one unit: {kept} files; broken: {len(broken)}")
    print(f"Not checked (no text, or lines shared with a copy): {unchecked}")
    print("Commits by language: " + ", ".join(f"{name} {count}" for name, count in languages.most_common()))
    unread = [result.unread for result in results if result.unread is not None]
    print(f"Not read: {len(unread)}", *sorted(set(unread)), *broken, sep="\n    ")


def newest(mirror: Mirror, most: int) -> list[Commit]:
    """Return the newest commits of a clone that have one parent."""
    lines = mirror.output("log", f"-{most}", "--no-merges", "--min-parents=1", "--format=%P %H", "HEAD").decode()
    return [Commit(mirror, *map(Sha, line.split())) for line in lines.splitlines()]


def check_all(commits: Sequence[Commit]) -> list[Kept]:
    """Return what holds in each commit."""
    return [check(commit) for commit in commits]


def check(commit: Commit) -> Kept:
    """Return what holds in a commit, read and cut into units as a pull of its own."""
    try:
        snapshot = read_snapshot(open_repository(commit.mirror.directory, commit.mirror.git), commit.parent, commit.sha)
    except ReviewerError as error:
        return Kept(frozenset(), unread=f"{commit.mirror.name} {commit.sha[:10]}: {error}")
    units = diff_pull(snapshot.files).units
    sides = [side for change in snapshot.files for side in (change.before, change.after) if side is not None]
    languages = frozenset(found.name for side in sides if (found := language_of(side.path)) is not None)
    named = partial("{} {} {}".format, commit.mirror.name, commit.sha[:10])
    broken = tuple(named(path) for path in broken_files(snapshot.files, units))
    copied = copied_paths(snapshot.files)
    unchecked = sum(is_unchecked(change, copied) for change in snapshot.files)
    return Kept(languages, len(snapshot.files), unchecked, sum(unit.churn for unit in units), broken)


def broken_files(files: Sequence[FileChange], units: Sequence[ChangeUnit]) -> Iterator[str]:
    """Yield the files of which a line is in two units, or which differ in more than the lines of the units."""
    copied = copied_paths(files)
    removed, added = listed(units, Side.BEFORE), listed(units, Side.AFTER)
    for change in files:
        if is_unchecked(change, copied):
            continue
        before = left(change.before, removed)
        after = left(change.after, added)
        if before is None or before != after:
            yield change.path


def copied_paths(files: Iterable[FileChange]) -> frozenset[str]:
    """Return the paths that git says were copied."""
    return frozenset(change.before.path for change in files if change.is_copy and change.before is not None)


def is_unchecked(change: FileChange, copied: frozenset[str]) -> bool:
    """Return whether a side cannot be read, or its lines before are those of a file and of git's copy of it at once."""
    sides = [side for side in (change.before, change.after) if side is not None]
    is_shared = change.before is not None and change.before.path in copied
    return is_shared or change.is_binary or any(side.content is None for side in sides)


def listed(units: Iterable[ChangeUnit], side: Side) -> dict[str, Counter[int]]:
    """Return how often the units list each line of each file of a side."""
    found: dict[str, Counter[int]] = {}
    for unit in units:
        place, ranges = (unit.before, unit.removed_lines) if side is Side.BEFORE else (unit.after, unit.added_lines)
        if place is not None:
            found.setdefault(place.path, Counter()).update(chain.from_iterable(map(numbers, ranges)))
    return found


def numbers(lines: LineRange) -> range:
    """Return the numbers of some lines."""
    return range(lines.start, lines.end + 1)


def left(side: FileSide | None, owned: dict[str, Counter[int]]) -> list[bytes] | None:
    """Return the lines of a side that no unit lists, without their ends; None when two list the same one."""
    if side is None:
        return []
    counts = owned.get(side.path, Counter())
    if any(count > 1 for count in counts.values()):
        return None
    lines = (side.content or b"").split(b"\n")
    kept = lines if lines[-1] else lines[:-1]
    return [line.removesuffix(b"\r") for number, line in enumerate(kept, 1) if number not in counts]
