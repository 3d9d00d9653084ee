"""Keeping a folder of clones within its limit: the least recently used go first, those in use stay."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer.git.lock import opened_lock

SUFFIX = ".git"
"""What the name of a clone ends with; its lock stands beside it."""

_USED = "last-used"


@dataclass(frozen=True, slots=True)
class _Clone:
    folder: Path
    used_at: int
    size: int


def mark_used(folder: Path) -> None:
    """Make a clone the most recently used."""
    (folder / _USED).touch()


def evict(root: Path, max_bytes: int) -> None:
    """Remove clones, least recently used first, until the rest fits. A clone that somebody holds is passed over."""
    clones = sorted(_clones(root), key=lambda clone: (clone.used_at, clone.folder.name))
    total = sum(clone.size for clone in clones)
    for clone in clones:
        if total <= max_bytes:
            return
        if _remove_if_free(clone.folder):
            total -= clone.size


def lock_path(folder: Path) -> Path:
    """Return the lock file of a clone; it outlives the clone, or two workers could hold two locks of one name."""
    return folder.with_suffix(".lock")


def _remove_if_free(folder: Path) -> bool:
    with opened_lock(lock_path(folder)) as lock:
        if not lock.try_alone():
            return False
        shutil.rmtree(folder, ignore_errors=True)
        return True


def _clones(root: Path) -> Iterator[_Clone]:
    for folder in root.glob(f"[!.]*{SUFFIX}"):
        try:
            used_at = (folder / _USED).stat().st_mtime_ns
        except FileNotFoundError:
            used_at = 0
        yield _Clone(folder, used_at, _size(folder))


def _size(folder: Path) -> int:
    """Return the bytes of a folder's files; files that vanish meanwhile count nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).stat().st_size
            except FileNotFoundError:
                continue
    return total
