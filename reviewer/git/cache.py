"""Partial clones on disk, one a repository: bounded, shared by workers, and of no value that cannot be fetched again.

A clone has all commits and trees of the refs that were asked for, and no blobs but those that a review needed. Readers
hold its lock shared, whoever fetches or removes it holds it alone: nothing vanishes under a reader.
"""

import re
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reviewer.errors import TryAgain
from reviewer.git.clone import fetch, is_damaged, make_clone, mark_damaged, remove_leftovers
from reviewer.git.command import Git
from reviewer.git.environment import Remote
from reviewer.git.eviction import SUFFIX, evict, lock_path, mark_used
from reviewer.git.lock import opened_lock
from reviewer.git.repository import Repository
from reviewer.git.trouble import Damaged, DiskFull, disk_watched

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class RepositoryCache:
    """A folder of clones, of `max_bytes` together. `patience` is how long to wait for other workers, in seconds."""

    root: Path
    max_bytes: int
    git: Git
    patience: float = 600

    @contextmanager
    def fetched(self, key: str, remote: Remote, wanted: Sequence[str]) -> Generator[Repository]:
        """Hold a clone that has all these refs ("refs/heads/main", "refs/pull/7/head") and full shas, as of now.

        `key` names the repository for good (its numeric id). Refs are found again with `fetched_ref`. Raises TryAgain,
        Gone and TellOperator as git's fetch does. On a full disk the clones that nobody uses make room, once; then it
        raises DiskFull. A clone whose damage shows while it is fetched is removed and fetched anew, once; one whose
        damage shows to its reader raises TryAgain and is fetched anew the next time.
        """
        folder = self._folder(key)
        with disk_watched(self.root):
            yield from self._fetched(Repository(self.git, folder, remote), wanted)

    def _fetched(self, repository: Repository, wanted: Sequence[str]) -> Generator[Repository]:
        folder = repository.directory
        with opened_lock(lock_path(folder)) as lock:
            is_there = False
            # Making a lock weaker is two steps, and the clone may be evicted between them.
            while not is_there:
                lock.wait_alone(self.patience)
                self._bring(repository, wanted)
                lock.share()
                is_there = folder.exists()
            evict(self.root, self.max_bytes)
            try:
                yield repository
            except Damaged as error:
                mark_damaged(folder)
                raise TryAgain(f"{error} It is fetched again.") from error

    def _bring(self, repository: Repository, wanted: Sequence[str]) -> None:
        try:
            with disk_watched(self.root):
                _bring(repository, wanted)
        except DiskFull:
            evict(self.root, 0)
            _bring(repository, wanted)

    @contextmanager
    def held(self, key: str, remote: Remote) -> Generator[Repository | None]:
        """Hold a clone as it is, None where there is none any more; nothing is brought up to date."""
        folder = self._folder(key)
        with opened_lock(lock_path(folder)) as lock:
            lock.share()
            try:
                is_there = folder.exists() and not is_damaged(folder)
                yield Repository(self.git, folder, remote) if is_there else None
            except Damaged as error:
                mark_damaged(folder)
                raise TryAgain(f"{error} It is fetched again.") from error

    def remove(self, key: str) -> None:
        """Remove a repository's clone once nobody reads it, as when the App is uninstalled there."""
        folder = self._folder(key)
        with opened_lock(lock_path(folder)) as lock:
            lock.wait_alone(self.patience)
            remove_leftovers(folder)
            shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a key of the repository cache: {key!r}")
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.root / f"{key}{SUFFIX}"


def _bring(repository: Repository, wanted: Sequence[str]) -> None:
    """Make the clone whole and current, whatever is there now."""
    folder = repository.directory
    remove_leftovers(folder)
    if is_damaged(folder):
        shutil.rmtree(folder)
    try:
        if folder.exists():
            fetch(repository, wanted)
    except Damaged:
        shutil.rmtree(folder)
    if not folder.exists():
        make_clone(repository, wanted)
    mark_used(folder)
