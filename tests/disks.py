"""A small disk of its own for a test; only root can have one."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_root = pytest.mark.skipif(os.geteuid() != 0 and not os.environ.get("CI"), reason="only root can mount a disk")


@contextmanager
def small_disk(place: Path, size: str) -> Generator[None]:
    """Have a folder be a disk of this size ("64k") until the block ends."""
    place.mkdir(parents=True, exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place))
    try:
        yield
    finally:
        run("umount", "--lazy", str(place))


def resize(place: Path, size: str) -> None:
    """Give a small disk another size."""
    run("mount", "-o", f"remount,size={size}", str(place))


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - fixed commands
