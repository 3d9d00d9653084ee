"""SIGTERM and SIGINT as a switch that a loop looks at, and that wakes it from its sleep."""

import os
import select
import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from types import FrameType

_STOPPING = (signal.SIGTERM, signal.SIGINT)


class StopSwitch:
    """Off until somebody asks the process to stop."""

    def __init__(self, pipe: int) -> None:
        self.is_on = False
        self._pipe = pipe

    def sleep(self, seconds: float, pipes: Sequence[int]) -> set[int]:
        """Sleep until one of the pipes is readable, a signal comes, or the time is over; return the readable ones."""
        readable, _, _ = select.select([self._pipe, *pipes], [], [], max(0.0, seconds))
        if self._pipe in readable:
            os.read(self._pipe, 1024)
        return set(readable) - {self._pipe}

    def turn_on(self, _number: int, _frame: FrameType | None) -> None:
        """Ask the process to stop; the shape of a signal handler."""
        self.is_on = True


@contextmanager
def stop_switch() -> Generator[StopSwitch]:
    """Give a switch that SIGTERM and SIGINT turn on; only in the main thread. Earlier handlers come back at the end."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    switch = StopSwitch(reading)
    earlier = {number: signal.signal(number, switch.turn_on) for number in _STOPPING}
    earlier_wakeup = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield switch
    finally:
        signal.set_wakeup_fd(earlier_wakeup)
        for number, handler in earlier.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
