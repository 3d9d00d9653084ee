"""The unix socket of the word process: made once, reachable for its owner and its folder's group only."""

import errno
import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from reviewer.errors import TellOperator

BACKLOG = 64


def listen(path: Path) -> socket.socket:
    """Return a listening socket at a path; raises TellOperator where that cannot be.

    What a process that died left behind is replaced; a living one, or anything that is no socket, is left alone.
    """
    _clear(path)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Nobody may connect before the mode is right: the umask makes it so from the start.
    before = os.umask(0o117)
    try:
        listening.bind(str(path))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise TellOperator(
            f"Could not listen on the socket {path}: {error.strerror or error}. "
            "Set REVIEWER_MODEL_SOCKET to a path of at most 100 bytes in a folder that this user may write"
        ) from error
    finally:
        os.umask(before)
    return listening


def try_out(path: Path) -> None:
    """Raise TellOperator where `listen` would, and leave nothing behind."""
    listen(path).close()
    path.unlink()


def _clear(path: Path) -> None:
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise TellOperator(f"There is something else at {path}: set REVIEWER_MODEL_SOCKET to another path")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(1.0)
            # Only a refusal says that nobody listens: whoever is slow to accept answers EAGAIN.
            if probe.connect_ex(str(path)) not in (errno.ECONNREFUSED, errno.ENOENT):
                raise TellOperator(f"Another word process listens on {path}: stop it, or choose another socket")
        path.unlink()
