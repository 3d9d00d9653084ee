"""One attempt in a process of its own, that can be killed with everything it started."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NoReturn

from reviewer.jobs.outcomes import Ending, Outcome, dump_outcome, outcome_of, parse_outcome
from reviewer.model.notes import Notes
from reviewer.model.traces import trace_of


class Lifeline:
    """A pipe of which only the supervisor holds the writing end: it closes when the supervisor is no more."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        self._is_held = False

    def hold_on(self) -> None:
        """Make this process, and all of its group, end with the supervisor. Called in the child, and in its children
        that are to live no longer either.
        """
        if not self._is_held:
            os.close(self._writing)
            self._is_held = True
        threading.Thread(target=self._die_with_supervisor, daemon=True).start()

    def close(self) -> None:
        """Let go: children that still run end. Called in the supervisor."""
        os.close(self._writing)
        os.close(self._reading)

    def _die_with_supervisor(self) -> None:
        os.read(self._reading, 1)
        os.killpg(0, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Child:
    """A running attempt. `pipe` becomes readable with its outcome, or at its end when it died without one."""

    pid: int
    pipe: int

    def ask_to_stop(self) -> None:
        """Ask its process group to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End its process group at once."""
        self._signal(signal.SIGKILL)

    def reap(self) -> Outcome:
        """Return how it ended. Call it when the pipe is readable; what is left of its process group is killed."""
        text = _read_all(self.pipe)
        outcome = parse_outcome(text)
        # The group's leader is not waited for yet: its number cannot belong to anybody else when we kill.
        self.kill()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.pipe)
        return outcome or _death(status)

    def _signal(self, number: int) -> None:
        # The child makes its group first thing; until then there is nobody to tell but itself.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


def start_child(body: Callable[[], None], lifeline: Lifeline, notes: Notes) -> Child:
    """Run `body` in a fork of this process, which must have one thread only and no open connections.

    What the body writes into `notes`, in its own process, comes back with the outcome.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _live(body, lifeline, notes, writing)
    os.close(writing)
    return Child(pid, reading)


def _live(body: Callable[[], None], lifeline: Lifeline, notes: Notes, pipe: int) -> NoReturn:
    """Be the child: run the body, tell how it ended, and end without the parent's clean-up."""
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        lifeline.hold_on()
        outcome = replace(_attempt(body), notes=notes)
        sys.stdout.flush()
        sys.stderr.flush()
        # Last: once the supervisor has read it, it ends this process.
        _write_all(pipe, dump_outcome(outcome))
    finally:
        os._exit(0)


def _attempt(body: Callable[[], None]) -> Outcome:
    try:
        body()
    except Exception as error:  # noqa: BLE001 - the worker's door: whatever escapes is told to the supervisor
        return outcome_of(error, trace_of(error))
    return Outcome(Ending.DONE)


def _read_all(pipe: int) -> bytes:
    """Read until the child and all it started closed the pipe, or what is a whole outcome has come."""
    text = b""
    while chunk := os.read(pipe, 65_536):
        text += chunk
        if parse_outcome(text) is not None:
            break
    return text


def _write_all(pipe: int, text: bytes) -> None:
    while text:
        text = text[os.write(pipe, text) :]


def _death(status: int) -> Outcome:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return Outcome(Ending.DIED, f"its process left with {code}", reason="exit")
    name = signal.Signals(-code).name
    return Outcome(Ending.DIED, f"its process was ended by {name}", reason=name)
