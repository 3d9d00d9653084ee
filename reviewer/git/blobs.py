"""Blobs by the hundred through one `git cat-file --batch`, within limits that are told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.git.repository import Repository
from reviewer.model.ids import Sha

BLOB_LIMIT = 5 * 1000 * 1000
"""Bytes of one file: larger ones are seldom written by hand, and no parser should meet them."""

TOTAL_LIMIT = 200 * 1000 * 1000
"""Bytes of all files of one pull together, both sides."""

LINES_LIMIT = 2 * 1000 * 1000
"""Lines of all files of one pull together, both sides: each costs more memory than its bytes."""

# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer is smaller than 1,024 bytes, and nothing else.
_LFS_LONGEST = 1023
_LFS_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:[a-z0-9.-]+ [^\n]*\n)*oid sha256:[0-9a-f]{64}\nsize \d+\n?"
)


@dataclass(frozen=True, slots=True)
class BlobLimits:
    """How much is read: bytes of one blob, and bytes and lines of all of them."""

    each: int = BLOB_LIMIT
    total: int = TOTAL_LIMIT
    lines: int = LINES_LIMIT


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of a blob, or None and why they were not read, in words for people."""

    content: bytes | None
    unread: str | None = None


def read_blobs(repository: Repository, wanted: Iterable[Sha], limits: BlobLimits) -> dict[Sha, Blob]:
    """Return every wanted blob, read or with the reason why not. What is asked for first is read first."""
    names = tuple(dict.fromkeys(wanted))
    blobs: dict[Sha, Blob] = {}
    chosen: list[Sha] = []
    left = limits.total
    for name, size in zip(names, _sizes(repository, names), strict=True):
        reason = _reason_against(size, left, limits)
        if reason is None and size is not None:
            chosen.append(name)
            left -= size
        else:
            blobs[name] = Blob(None, reason)
    lines = limits.lines
    for name, content in _contents(repository, chosen):
        count = content.count(b"\n")
        is_kept = count <= lines
        blobs[name] = _as_blob(content) if is_kept else Blob(None, _too_many_lines(count, limits.lines))
        lines -= count if is_kept else 0
    return blobs


def _reason_against(size: int | None, left: int, limits: BlobLimits) -> str | None:
    if size is None:
        return "missing from this clone"
    if size > limits.each:
        return f"larger than {_megabytes(limits.each)} ({_megabytes(size)})"
    if size > left:
        return f"the files before it fill the {_megabytes(limits.total)} that one pull may have"
    return None


def _too_many_lines(count: int, limit: int) -> str:
    if count > limit:
        return f"more than {limit:,} lines"
    return f"the files before it fill the {limit:,} lines that one pull may have"


def _sizes(repository: Repository, names: Sequence[Sha]) -> list[int | None]:
    if not names:
        return []
    output = repository.run("cat-file", "--batch-check=%(objecttype) %(objectsize)", stdin=_lines(names))
    answers = [line.split(b" ") for line in output.stdout.splitlines()]
    return [int(size) if kind == b"blob" else None for kind, size in answers]


def _contents(repository: Repository, names: Sequence[Sha]) -> Iterable[tuple[Sha, bytes]]:
    if not names:
        return
    output = repository.run("cat-file", "--batch=%(objectsize)", "--buffer", stdin=_lines(names)).stdout
    at = 0
    for name in names:
        start = output.index(b"\n", at) + 1
        end = start + int(output[at : start - 1])
        yield name, output[start:end]
        at = end + 1


def _as_blob(content: bytes) -> Blob:
    if len(content) <= _LFS_LONGEST and _LFS_POINTER.fullmatch(content):
        return Blob(None, "kept in Git LFS: the repository only has a pointer to it")
    return Blob(content)


def _lines(names: Sequence[Sha]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".0 MB", " MB")
