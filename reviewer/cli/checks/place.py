"""Settings, data folder, disk: where this App lives."""

import os
import shutil
import stat
from collections import Counter
from pathlib import Path
from tempfile import TemporaryFile

from reviewer.cli.checks.finding import Finding, Skip, fail, ok, some, warn
from reviewer.cli.checks.ground import Ground
from reviewer.errors import ReviewerError
from reviewer.settings import given_settings, load_settings, strange_settings

MIB = 1024**2
GIB = 1024**3

LEAST_FREE = 200 * MIB
"""Bytes below which reviews begin to fail."""


def check_settings(_ground: Ground) -> Finding:
    """Look at whether the settings can be read, and where they come from; never at their values."""
    try:
        load_settings()
    except ReviewerError as error:
        return fail(str(error), "Mend the variable, here or in .env; `reviewer/settings.py` lists them all.")
    given = given_settings()
    counts = Counter(given.values())
    found = " · ".join(
        f"{count} from the {place}: {some(sorted(name for name, at in given.items() if at == place), 6)}"
        for place, count in sorted(counts.items(), reverse=True)
    ).replace("the .env", ".env")
    if strange := strange_settings():
        return warn(f".env sets what does not exist: {some(strange)}", "Correct the name, or take the line out.")
    return ok(found or "all by default")


def check_data_folder(ground: Ground) -> Finding:
    """Look at whether the data folder is there, ours alone, and can be written."""
    folder = ground.settings.data_dir.absolute()
    if not folder.exists():
        return warn(f"{folder} does not exist yet", "`reviewer serve` makes it. Is REVIEWER_DATA_DIR what you meant?")
    if not folder.is_dir():
        return fail(f"{folder} is no folder", "Move it away, or set REVIEWER_DATA_DIR.")
    mode = stat.S_IMODE(folder.stat().st_mode)
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"written by reviewer doctor")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return fail(f"{folder} cannot be written: {error.strerror}", "Check the disk, and the folder's owner.")
    if mode & 0o077:
        return warn(f"{folder} is open to others (mode {mode:04o})", f"Run `chmod 700 {folder}`.")
    return ok(f"{folder}, private, can be written")


def check_disk(ground: Ground) -> Finding:
    """Look at whether the git cache has the room it may take."""
    settings = ground.settings
    folder = next((each for each in (settings.data_dir, *settings.data_dir.absolute().parents) if each.exists()), None)
    if folder is None:
        raise Skip("needs the data folder")
    free, used = shutil.disk_usage(folder).free, _size(settings.cache_dir)
    room = max(0, settings.cache_bytes - used)
    found = f"{_words(free)} free · git cache {_words(used)} of {_words(settings.cache_bytes)}"
    if free < LEAST_FREE:
        return fail(found, "Free some space: reviews fail without it.", f"The git cache may go: {settings.cache_dir}")
    if free < room:
        fitting = (used + free // 2) // MIB * MIB
        return warn(found, f"The cache may outgrow the disk: set REVIEWER_CACHE_BYTES={fitting}, or give it more.")
    return ok(found)


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).stat().st_size
            except FileNotFoundError:
                continue
    return total


def _words(size: float) -> str:
    return f"{size / GIB:.1f} GiB" if size >= GIB else f"{size / MIB:.0f} MiB"
