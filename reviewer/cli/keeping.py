"""What `reviewer serve` and `reviewer worker` keep going beside their errand: rounds in a thread, child processes."""

import signal
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Event, Thread

import structlog

from reviewer.errors import TryAgain
from reviewer.model.traces import trace_of

log = structlog.get_logger()

RESTART_PAUSE = 2.0
"""Seconds before a process that died is started again."""


@contextmanager
def repeated(pause: float, act: Callable[[], object]) -> Generator[None]:
    """Do something now and every `pause` seconds, in a thread, until the block ends.

    What the world is too busy for is tried again at the next turn, and told once.
    """
    stopping = Event()

    def go_round() -> None:
        was_well = True
        while not stopping.is_set():
            was_well = _is_done(act, was_well=was_well)
            stopping.wait(pause)

    thread = Thread(target=go_round, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


@contextmanager
def kept_running(words: list[str], count: int) -> Generator[None]:
    """Keep `count` child processes up until the block ends; then let them finish what they do."""
    stopping = Event()
    keepers = [Thread(target=_keep, args=(words, stopping), daemon=True) for _ in range(count)]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        stopping.set()
        for keeper in keepers:
            keeper.join()


def _is_done(act: Callable[[], object], *, was_well: bool) -> bool:
    try:
        act()
    except TryAgain as error:
        if was_well:
            log.warning("tried in vain, and goes on trying", why=str(error))
        return False
    except Exception as error:  # noqa: BLE001 - a door: what is done every so often is done again
        if was_well:
            # Not `exception`: a trace of our own making holds no values.
            log.error("a bug; goes on trying", error=type(error).__name__, trace=trace_of(error))  # noqa: TRY400
        return False
    return True


def _keep(words: list[str], stopping: Event) -> None:
    while not stopping.is_set():
        child = subprocess.Popen(words)  # noqa: S603 - our own program
        while child.poll() is None and not stopping.wait(0.2):
            pass
        if stopping.is_set():
            child.send_signal(signal.SIGTERM)
            child.wait()
        else:
            log.warning("process died", words=words[1:], code=child.returncode)
            stopping.wait(RESTART_PAUSE)
