"""One function in a fork of this process that cannot outlive its limits, and that leaves word of where it was.

The limits are kept by the kernel, not by us: a grammar in an endless loop holds Python's lock, so that neither a thread
nor a signal handler of that process would ever run again. They hold even when nobody is left to end it. The pipe
carries a line a step (the path, as JSON, or null), then an empty line and the result, or what was raised
(JSON: name, trace).
"""

import gc
import json
import math
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import NoReturn

from reviewer.model.parsing import Parsing
from reviewer.model.traces import trace_of

Step = str | None

_LOOK_AROUND = 1000
"""Milliseconds after which who waits for a fork looks for signals of its own."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a confined process may use: `step` seconds for each step, until `deadline`, and `memory` bytes more than we.

    The deadline is a moment of `time.monotonic`.
    """

    step: float
    memory: int
    deadline: float = math.inf


@dataclass(frozen=True, slots=True)
class Done:
    """It returned `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """It was ended at `step`; `why` completes "its parser …"."""

    step: Step
    why: str


class RaisedApart(RuntimeError):
    """What was made in a process of its own raised: a bug. `name` is the error's, and the message its trace."""

    def __init__(self, name: str, trace: str) -> None:
        super().__init__(f"raised in a process of its own:\n{trace}")
        self.name = name


class _Code(IntEnum):
    DONE = 0
    RAISED = 70
    OUT_OF_MEMORY = 71


def run_confined(make: Callable[[Parsing], str], parsing: Parsing, limits: Confinement) -> Done | Stopped:
    """Return what `make` returns, made in a fork of this process, or why the fork was ended, and at which step.

    `make` gets `parsing` with a watch of ours. RaisedApart when it raises: a bug. The fork stays in our process
    group, ends with it, and keeps none of our open files but the standard ones.
    """
    before = _memory_of_this_process()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(make, parsing, limits, writing)
    try:
        os.close(writing)
        told = _read_all(reading)
    except BaseException:
        # Ctrl-C, or whoever limits this process: what we started ends with us.
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(reading)
        _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in (_Code.DONE, _Code.RAISED):
        return _result(told, is_done=code == _Code.DONE)
    return Stopped(_last_step(told), _death(code, usage.ru_maxrss * 1024 - before.resident, limits))


def _read_all(pipe: int) -> bytes:
    """Return what the fork told until it ended."""
    told, poll = bytearray(), select.poll()
    poll.register(pipe, select.POLLIN)
    while True:
        # A signal that comes just before a call that blocks is handled after it: so that none blocks for long.
        if not poll.poll(_LOOK_AROUND):
            continue
        chunk = os.read(pipe, 65_536)
        if not chunk:
            return bytes(told)
        told += chunk


def _live(make: Callable[[Parsing], str], parsing: Parsing, limits: Confinement, pipe: int) -> NoReturn:
    """Be the fork: make it, tell it, and end without our clean-up."""
    code = _Code.RAISED
    try:
        _confine(limits, pipe)
        watching = Parsing(parsing.unparsable, parsing.given_up, lambda step: _take_step(step, limits, pipe))
        watching.watch(None)
        text = make(watching)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _tell(pipe, "\n" + text)
        code = _Code.DONE
    except MemoryError:
        code = _Code.OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - the fork's door: whatever escapes is told to the process that waits for it
        _tell(pipe, "\n" + json.dumps([type(error).__name__, trace_of(error)]))
    finally:
        os._exit(code)


def _confine(limits: Confinement, pipe: int) -> None:
    """Give up what is not ours, and let the kernel hold us to the limits."""
    # What we left behind here is never taken down: a socket's number may be another file's by then.
    gc.freeze()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN or number is signal.SIGALRM:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    for descriptor in {int(entry.name) for entry in Path("/dev/fd").iterdir()} - {0, 1, 2, pipe}:
        with suppress(OSError):
            os.close(descriptor)
    # What crashes here holds the text of somebody's pull.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if now := _memory_of_this_process().reserved:
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        known = [number for number in (soft, now + limits.memory) if number != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))


def _take_step(step: Step, limits: Confinement, pipe: int) -> None:
    """Say where we are, and have the kernel end us when we stay there too long (SIGALRM)."""
    _tell(pipe, json.dumps(step) + "\n")
    seconds = min(limits.deadline - time.monotonic(), math.inf if step is None else limits.step)
    # To the timer 0 means never, and so does infinity to us.
    signal.setitimer(signal.ITIMER_REAL, 0 if math.isinf(seconds) else max(seconds, 1e-6))


def _tell(pipe: int, text: str) -> None:
    # Paths that are not UTF-8 are lone surrogates, and may stand in a result.
    left = text.encode("utf-8", "surrogatepass")
    while left:
        left = left[os.write(pipe, left) :]


def _result(told: bytes, *, is_done: bool) -> Done:
    _, result = _parts(told)
    if not is_done:
        raise RaisedApart(*json.loads(result))
    return Done(result.decode("utf-8", "surrogatepass"))


def _last_step(told: bytes) -> Step:
    steps, _ = _parts(told)
    return json.loads(steps[-1]) if steps else None


def _parts(told: bytes) -> tuple[list[bytes], bytes]:
    """Return the lines of the steps, and what of the result came. A line that was cut off does not count."""
    head, end, result = (b"\n" + told).partition(b"\n\n")
    return (head + end[:1]).split(b"\n")[1:-1], result


def _death(code: int, grown: int, limits: Confinement) -> str:
    """Return how it died, for people: too slow, too large, or a crash."""
    if code == -signal.SIGALRM:
        return f"was stopped after {limits.step:g} s"
    # A grammar that gets no memory does not say so: it crashes, mostly when it wanted to double what it had.
    if code == _Code.OUT_OF_MEMORY or (code != -signal.SIGKILL and grown > limits.memory / 2):
        return f"needed more than {_size(limits.memory)} of memory"
    return f"crashed ({signal.Signals(-code).name})" if code < 0 else f"ended its process ({code})"


def _size(number: int) -> str:
    return f"{number / 1024**3:.3g} GiB" if number >= 1024**3 else f"{number / 1024**2:.3g} MiB"


@dataclass(frozen=True, slots=True)
class _Memory:
    """Bytes of address space and of memory in use; 0 where the system does not say."""

    reserved: int = 0
    resident: int = 0


def _memory_of_this_process() -> _Memory:
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return _Memory()
    return _Memory(*(int(number) * resource.getpagesize() for number in pages[:2]))
