"""Commits out of folders, through `git fast-import`: the same folders give the same shas on every machine.

https://git-scm.com/docs/git-fast-import
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NewCommit:
    """A commit to be made: the branch it goes on and the one it starts from, and what it changes.

    `login` is who wrote it, `written_at` in seconds since 1970. Files of `folder` are laid over those of the parent,
    then `deleted` paths are taken away.
    """

    branch: str
    message: str
    login: str
    written_at: int
    folder: Path
    parent: str | None = None
    deleted: tuple[str, ...] = ()


def import_stream(commits: list[NewCommit]) -> bytes:
    """Return the stream that makes these commits in an empty repository."""
    return b"".join(piece for commit in commits for piece in _pieces(commit))


def _pieces(commit: NewCommit) -> Iterator[bytes]:
    who = f"{commit.login} <{commit.login}@example.com> {commit.written_at} +0000"
    yield f"commit refs/heads/{commit.branch}\nauthor {who}\ncommitter {who}\n".encode()
    yield _data(commit.message.encode())
    if commit.parent:
        yield f"from refs/heads/{commit.parent}\n".encode()
    for path in sorted(one for one in commit.folder.rglob("*") if one.is_symlink() or one.is_file()):
        yield f"M {_mode(path)} inline {_quoted(path.relative_to(commit.folder).as_posix())}\n".encode()
        yield _data(str(path.readlink()).encode() if path.is_symlink() else path.read_bytes())
    for name in commit.deleted:
        yield f"D {_quoted(name)}\n".encode()
    yield b"\n"


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _mode(path: Path) -> str:
    if path.is_symlink():
        return "120000"
    return "100755" if path.stat().st_mode & stat.S_IXUSR else "100644"


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
