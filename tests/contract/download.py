"""Bring GitHub's published OpenAPI description into a cache, with npm; nothing of it is committed."""

import fcntl
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "@octokit/openapi@23.0.2"
_MEMBER = "package/generated/api.github.com.json"


class Unavailable(Exception):
    """The description could not be had; the message says why."""


def description(cache: Path) -> dict[str, object]:
    """Return the description of api.github.com, fetched once; safe when several processes ask at once."""
    target = cache / f"api.github.com-{PACKAGE.rsplit('@', 1)[1]}.json"
    if not target.exists():
        with _lock(cache):
            if not target.exists():
                _fetch(cache, target)
    return json.loads(target.read_bytes())


@contextmanager
def _lock(cache: Path) -> Generator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "openapi.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _fetch(cache: Path, target: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed, and GitHub's OpenAPI description is fetched with it")
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", folder]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
        packed = list(Path(folder).glob("*.tgz"))
        if done.returncode != 0 or not packed:
            message = f"npm pack {PACKAGE} failed: {done.stderr.strip()[-300:]}"
            raise Unavailable(message)
        _extract(packed[0], target)


def _extract(packed: Path, target: Path) -> None:
    """Unpack the one document needed of 385 MB, and put it in place whole."""
    with tarfile.open(packed) as archive:
        member = archive.extractfile(_MEMBER)
        if member is None:
            message = f"{packed.name} holds no {_MEMBER}"
            raise Unavailable(message)
        part = target.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            shutil.copyfileobj(member, out)
    part.replace(target)
