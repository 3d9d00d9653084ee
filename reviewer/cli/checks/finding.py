"""What a check found, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: what was found, and what to do about it, a step each."""

    mark: Mark
    found: str
    advice: tuple[str, ...] = ()


class Skip(Exception):
    """A check has nothing to look at, because of what another check tells."""


def ok(found: str) -> Finding:
    """Return that all is well."""
    return Finding(Mark.OK, found)


def warn(found: str, *advice: str) -> Finding:
    """Return that it works, but should be looked at."""
    return Finding(Mark.WARN, _line(found), advice)


def fail(found: str, *advice: str) -> Finding:
    """Return that something does not work."""
    return Finding(Mark.FAIL, _line(found), advice)


def some(names: list[str], most: int = 4) -> str:
    """Return the first few names, and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def ago(seconds: float) -> str:
    """Return an age in words: "40 seconds", "3 hours"."""
    for unit, length in (("day", 86_400.0), ("hour", 3600.0), ("minute", 60.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}s"
    return f"{seconds:.0f} seconds"


def _line(text: str) -> str:
    """Return what a library said over several lines as one."""
    return " ".join(text.split())
