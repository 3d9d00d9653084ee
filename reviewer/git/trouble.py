"""What git complains of, as errors by who must act. Git runs with LC_ALL=C, so its words are stable enough to match."""

import errno
import re
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from reviewer.errors import Gone, ReviewerError, TellAuthor, TellOperator, TryAgain


class Damaged(TellOperator):
    """A repository on this disk is broken: a cache removes and fetches it again, anybody else must be told."""


LITTLE_ROOM = 1024 * 1024
"""Bytes: a disk with less room than this is full to git, which writes whole packs."""


class DiskFull(TryAgain):
    """There is no room left here: a cache makes some, anybody else waits until somebody does."""


class Forbidden(TellOperator):
    """The code host refuses us: for want of permission, or, on GitHub, because it limits us and says no more."""


def _damaged(said: str) -> ReviewerError:
    return Damaged(f"the repository on disk is damaged: {said}. Run `git fsck` in it, or clone it again.")


def _no_repository(said: str) -> ReviewerError:
    return TellOperator(f"there is no git repository here: {said}. Give the path of one.")


def _no_revision(said: str) -> ReviewerError:
    return TellOperator(f"git does not know this revision: {said}. Check the name, or fetch it first.")


def _foreign_owner(said: str) -> ReviewerError:
    return TellOperator(f"git refuses another user's repository: {said}. Run as its owner, or use git 2.38 or newer.")


def _partial(said: str) -> ReviewerError:
    return Damaged(
        f"this is a partial clone and an object is missing: {said}. Run `git fetch --refetch --no-filter` in it first."
    )


def _full_disk(said: str) -> ReviewerError:
    return DiskFull(f"the disk is full: {said}. Make room, or give the cache a smaller limit.")


def _too_large(said: str) -> ReviewerError:
    return TellAuthor(
        f"git needed too much memory ({said}): this change is too large to be read as one pull; split it."
    )


def _no_permission(said: str) -> ReviewerError:
    return TellOperator(f"git was not permitted: {said}. Check the owner of the files, or the App's permissions.")


def _forbidden(said: str) -> ReviewerError:
    return Forbidden(f"the code host refused: {said}. Check the App's permissions.")


def _gone(said: str) -> ReviewerError:
    return Gone(f"the code host no longer has it: {said}.")


def _busy(said: str) -> ReviewerError:
    return TryAgain(f"the code host could not be reached: {said}.")


# The first that matches decides, so the narrow ones stand before the wide ones.
_CAUSES: tuple[tuple[str, Callable[[str], ReviewerError]], ...] = (
    (r"No space left on device|Disk quota exceeded", _full_disk),
    (r"[Oo]ut of memory", _too_large),
    (r"inflate|object file .* is empty|does not match index|is corrupt", _damaged),
    (r"transport '[a-z]*' not allowed|could not fetch [0-9a-f]+ from promisor", _partial),
    (r"dubious ownership|unsafe repository", _foreign_owner),
    (r"couldn't find remote ref", _gone),
    # A token that ended a moment ago: the next attempt takes a new one.
    (r"Authentication failed|returned error: 401|could not read (Username|Password)", _busy),
    (r"returned error: 403", _forbidden),
    (r"repository '[^']*' not found|Repository not found|returned error: (404|410|451)", _gone),
    (
        r"returned error: (408|429|5\d\d)|Could not resolve|Failed to connect|Connection (refused|reset|timed out)",
        _busy,
    ),
    (r"early EOF|hung up|RPC failed|unexpected disconnect|Operation too slow|not our ref|Empty reply|SSL_", _busy),
    (r"unable to access", _busy),
    # An answer that is cut, or a proxy's own.
    (r"expected flush|bad line length|length header|protocol error|bad pack header|invalid index-pack output", _busy),
    (r"not a git repository|does not appear to be a git repository|cannot change to", _no_repository),
    (r"not a valid object name|bad object|corrupt |missing (blob|tree|commit)|invalid object", _damaged),
    (r"unable to read (tree|[0-9a-f]{40})|bad config|File exists|bad tree", _damaged),
    (r"unknown revision|bad revision|Needed a single revision|ambiguous argument|Not a valid", _no_revision),
    (r"Permission denied", _no_permission),
)


@contextmanager
def disk_watched(place: Path) -> Generator[None]:
    """Tell trouble that a full disk is behind as such, whatever was said of it.

    Git often names only the file that it could not write.
    """
    try:
        yield
    except DiskFull:
        raise
    except (OSError, ReviewerError) as error:
        if shutil.disk_usage(place).free >= LITTLE_ROOM and getattr(error, "errno", 0) != errno.ENOSPC:
            raise
        raise _full_disk(str(error)) from error


def explain(command: str, complaint: str) -> ReviewerError:
    """Return the error for what a failed git command wrote to its standard error."""
    said = _last_words(complaint)
    for pattern, make in _CAUSES:
        if re.search(pattern, complaint):
            return make(said)
    return TellOperator(f"`git {command}` failed: {said or 'it gave no reason'}.")


def _last_words(complaint: str) -> str:
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (fatal or lines or [""])[0][:300].removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
