"""Processes and their children, as Linux tells of them."""

from pathlib import Path


def children_of(pid: int) -> list[int]:
    """Return the child processes of a process; each of its threads lists those that it started itself."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for listed in tasks for child in listed.read_text().split()]


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
