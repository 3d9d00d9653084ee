"""Processes and their children, as Linux tells of them."""

import os
import signal
from contextlib import suppress
from pathlib import Path


def children_of(pid: int) -> list[int]:
    """Return the child processes of a process; each of its threads lists those that it started itself."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for listed in tasks for child in listed.read_text().split()]


def kill_tree(pid: int) -> None:
    """Kill a worker with its hands and their turns at once. Nobody kills the attempts: they must end by themselves."""
    doomed = [pid]
    for each in doomed:
        doomed += [child for child in children_of(each) if not _is_attempt(child)]
    for each in doomed:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _is_attempt(pid: int) -> bool:
    """An attempt leads a session of its own."""
    with suppress(ProcessLookupError):
        return os.getsid(pid) == pid
    return False
