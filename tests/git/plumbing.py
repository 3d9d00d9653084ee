"""Trees and commits that no work tree could hold, made by git's plumbing: any name, any mode, any bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from git_making import Work

FILE, LINK, SUBMODULE, FOLDER = "100644", "120000", "160000", "040000"
SIGNATURE = b"Ada <ada@example.com> 1700000000 +0000"


@dataclass(frozen=True)
class Entry:
    """What a name of a tree stands for: git's mode and an object's name."""

    mode: str
    object: str


Tree = Mapping[bytes, "bytes | Entry | Tree"]
"""The names of a tree: bytes are a file's content, a mapping is a folder."""


@dataclass(frozen=True)
class Written:
    """A commit of any bytes: `extra` are header lines of its own."""

    message: bytes = b"Change"
    author: bytes = SIGNATURE
    extra: bytes = b""


def blob(work: Work, content: bytes, mode: str = FILE) -> Entry:
    return Entry(mode, work.git("hash-object", "-w", "--stdin", stdin=content))


def link(work: Work, target: bytes) -> Entry:
    return blob(work, target, LINK)


def submodule(commit: str) -> Entry:
    return Entry(SUBMODULE, commit)


def tree(work: Work, names: Tree) -> str:
    """Return the tree of these names, in git's order: a folder sorts as if it ended in a slash."""
    entries = [(name, _entry(work, item)) for name, item in names.items()]
    return raw_tree(work, sorted(entries, key=lambda pair: pair[0] + b"/" * (pair[1].mode == FOLDER)))


def raw_tree(work: Work, entries: Sequence[tuple[bytes, Entry]]) -> str:
    """Return a tree of exactly these entries, in this order, however wrong."""
    raw = b"".join(
        entry.mode.lstrip("0").encode() + b" " + name + b"\0" + bytes.fromhex(entry.object) for name, entry in entries
    )
    return work.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=raw)


def commit(work: Work, names: Tree | str, *parents: str, written: Written | None = None) -> str:
    """Return a commit of a tree, or of these names."""
    written = written or Written()
    top = names if isinstance(names, str) else tree(work, names)
    lines = [f"tree {top}".encode(), *(f"parent {parent}".encode() for parent in parents)]
    lines += [b"author " + written.author, b"committer " + written.author]
    raw = b"\n".join(lines) + b"\n" + written.extra + b"\n" + written.message
    return work.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw)


def _entry(work: Work, item: "bytes | Entry | Tree") -> Entry:
    if isinstance(item, bytes):
        return blob(work, item)
    return item if isinstance(item, Entry) else Entry(FOLDER, tree(work, item))
