"""A lock on a file, between processes: many readers, or one writer. It ends with the process that holds it."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from reviewer.errors import TryAgain

_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class FileLock:
    """A held lock; it can be made weaker or stronger without letting go of the file."""

    path: Path
    descriptor: int

    def share(self) -> None:
        """Let other readers in."""
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Become the only holder, or return False at once when somebody else holds it."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_alone(self, seconds: float) -> None:
        """Become the only holder; TryAgain when others hold it for longer than this."""
        end = monotonic() + seconds
        while not self.try_alone():
            if monotonic() > end:
                raise TryAgain(f"{self.path.name} was held by other workers for more than {seconds:g} seconds.")
            sleep(_PAUSE)


@contextmanager
def opened_lock(path: Path) -> Generator[FileLock]:
    """Open the file of a lock, made where it is absent; nothing is held yet, and nothing afterwards."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield FileLock(path, descriptor)
    finally:
        os.close(descriptor)
