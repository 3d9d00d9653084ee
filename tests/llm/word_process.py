"""`reviewer word` as operators run it: a process of its own, with an environment of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0
KEY = "sk-model-key"


@dataclass(frozen=True)
class Word:
    """A running word process, its socket and its log."""

    socket: Path
    log: Path
    process: subprocess.Popen[bytes]


def settings(folder: Path, url: str, **more: str) -> dict[str, str]:
    """The whole environment of a word process."""
    return {
        "PATH": os.environ["PATH"],
        "REVIEWER_MODEL": "openai/scripted",
        "REVIEWER_MODEL_URL": url,
        "REVIEWER_MODEL_KEY": KEY,
        "REVIEWER_MODEL_SOCKET": str(folder / "word.sock"),
        **more,
    }


@contextmanager
def word_process(
    folder: Path,
    environment: Mapping[str, str],
    *,
    python: str = sys.executable,
    user: int | None = None,
    left_open: Sequence[int] = (),
) -> Generator[Word]:
    """Run `reviewer word` in a folder until the block ends, perhaps as another user, with descriptors left open."""
    log, path = folder / "word.log", Path(environment["REVIEWER_MODEL_SOCKET"])
    others = None if user is None else list[int]()
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [python, "-m", "reviewer", "word"],
            env=environment,
            cwd=folder,
            stdout=out,
            stderr=out,
            pass_fds=left_open,
            user=user,
            group=user,
            extra_groups=others,
        )
    try:
        wait_until_up(path, process, log)
        yield Word(path, log, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def wait_until_up(path: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once somebody listens on the socket."""
    end = time.monotonic() + PATIENCE
    while True:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        is_coming = process.poll() is None and time.monotonic() < end
        assert is_coming, f"it did not come up: {log.read_text()[-2000:]}"
        time.sleep(0.05)
