"""One partial clone: made whole or not at all, and brought up to date."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from reviewer.git.command import Call
from reviewer.git.promised import QUIET_FETCH
from reviewer.git.repository import Repository

_DAMAGED = "damaged"
_WANTED = re.compile(r"refs/[^\s:*?~^\[\\\x00-\x20\x7f]+|[0-9a-f]{40}")


def make_clone(repository: Repository, wanted: Sequence[str]) -> None:
    """Fetch what is wanted into a new clone beside its place, and move it there when it is whole."""
    folder = repository.directory
    fresh = Path(mkdtemp(prefix=_fresh_prefix(folder), dir=folder.parent))
    try:
        # That it is partial is told to fetches only (Remote.config): a reading command that knew would start a fetch
        # for each object that it lacks, and that fetch another.
        repository.git.run(Call(("init", "--quiet", "--bare", "--template=", str(fresh))))
        fetch(replace(repository, directory=fresh), wanted)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what a worker that was killed left: clones half made, packs half received. Needs the clone's lock."""
    for half_made in folder.parent.glob(f"{_fresh_prefix(folder)}*"):
        shutil.rmtree(half_made)
    for half_received in folder.glob("objects/pack/tmp_*"):
        half_received.unlink()


def mark_damaged(folder: Path) -> None:
    """Have a clone removed before it is used again: others may be reading what is whole of it."""
    (folder / _DAMAGED).touch()


def is_damaged(folder: Path) -> bool:
    """Return whether a reader found the clone damaged."""
    return (folder / _DAMAGED).exists()


def fetch(repository: Repository, wanted: Sequence[str]) -> None:
    """Bring refs and shas, with all their commits and trees and without blobs."""
    refspecs = [f"+{name}:{fetched_ref(name)}" for name in wanted]
    repository.run_online(*QUIET_FETCH, "--filter=blob:none", "origin", *refspecs)


def fetched_ref(wanted: str) -> str:
    """Return the name that a fetched ref has in a clone: a flat one, for `a` may become `a/b` on the remote."""
    if not _WANTED.fullmatch(wanted):
        raise ValueError(f"neither a full ref nor a full sha: {wanted!r}")
    return f"refs/fetched/{sha256(wanted.encode()).hexdigest()[:40]}"


def _fresh_prefix(folder: Path) -> str:
    return f".{folder.name}-"
