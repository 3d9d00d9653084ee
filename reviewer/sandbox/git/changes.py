"""What a pull request changes, file by file, as git's own diff says it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reviewer.sandbox.git.run import git

_STATUS = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "C": "copied", "T": "changed"}


@dataclass(frozen=True, slots=True)
class FileChange:
    """A changed file: `sha` is its blob (that of the base when removed); `patch` None for a binary or pure rename."""

    path: str
    previous_path: str | None
    status: str
    sha: str
    additions: int
    deletions: int
    patch: str | None


@lru_cache(maxsize=256)
def changed_files(git_dir: Path, base: str, head: str) -> tuple[FileChange, ...]:
    """Return the files that differ from `base` to `head`, both full shas, in git's order."""
    sides = ("-M", "--no-color", "--no-ext-diff", base, head, "--")
    raw = git(git_dir, "diff", "--raw", "-z", "--no-abbrev", *sides).split("\0")
    counts = _counts(git(git_dir, "diff", "--numstat", "-z", *sides).split("\0"))
    patches = _patches(git(git_dir, "diff", "--patch", *sides))
    entries = _entries(raw)
    rows = zip(entries, counts, patches, strict=True)
    return tuple(_change(entry, count, patch) for entry, count, patch in rows)


def _entries(fields: list[str]) -> list[tuple[str, str, list[str]]]:
    """Return (letter, blob, paths) of each raw record; a rename has two paths."""
    entries: list[tuple[str, str, list[str]]] = []
    rest = iter(field for field in fields if field)
    for head in rest:
        _, _, before, after, letter = head.split(" ")
        paths = [next(rest) for _ in range(2 if letter[0] in "RC" else 1)]
        entries.append((letter[0], before if letter[0] == "D" else after, paths))
    return entries


def _counts(fields: list[str]) -> list[tuple[int, int]]:
    """Return (additions, deletions) of each file; git writes "-" for a binary one."""
    counts: list[tuple[int, int]] = []
    rest = iter(fields)
    for record in rest:
        if not record:
            continue
        added, removed, path = record.split("\t", 2)
        if not path:  # a rename: its two paths follow as fields of their own
            next(rest)
            next(rest)
        counts.append((int(added) if added != "-" else 0, int(removed) if removed != "-" else 0))
    return counts


def _patches(text: str) -> list[str | None]:
    """Return the hunks of each file, without the header, as the API shows them; None where there are none.

    A change of type (a file becomes a link) is one file in two parts with the same first line: the later part wins.
    """
    patches: dict[str, str | None] = {}
    for part in ("\n" + text).split("\ndiff --git ")[1:]:
        at = part.find("\n@@ ")
        patches[part.split("\n", 1)[0]] = part[at + 1 :] if at >= 0 else None
    return list(patches.values())


def _change(entry: tuple[str, str, list[str]], count: tuple[int, int], patch: str | None) -> FileChange:
    letter, blob, paths = entry
    return FileChange(
        path=paths[-1],
        previous_path=paths[0] if len(paths) == 2 else None,
        status=_STATUS.get(letter, "changed"),
        sha=blob,
        additions=count[0],
        deletions=count[1],
        patch=patch,
    )
