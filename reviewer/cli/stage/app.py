"""The App as a process of its own on loopback, with a data folder of its own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import httpx

from reviewer.cli.stage.markdown import visible
from reviewer.errors import TellOperator
from reviewer.settings import search_path

HOST = "127.0.0.1"
START_LIMIT = 30.0
STOP_LIMIT = 15.0
TAIL = 15
"""Lines of the log that an error shows."""

WIDEST = 200
_TOLD = ("timestamp", "level", "event", "kind", "key", "ending", "delivery")


@dataclass(frozen=True, slots=True)
class AppPlace:
    """Where the App runs: its address, the log it writes, and the token that opens /setup."""

    url: str
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    setup_token: str = field(repr=False)

    @property
    def setup_url(self) -> str:
        """Return the link that sets the App up, once."""
        return f"{self.url}/setup?token={self.setup_token}"

    def is_running(self) -> bool:
        """Return whether the App's process is still there."""
        return self.process.poll() is None


def log_tail(log: Path) -> str:
    """Return the last lines of a log, each short enough to be read: what happened to what, and why."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"  {_short(line)[:WIDEST]}" for line in lines[-TAIL:]) or "  (nothing)"


def _short(line: str) -> str:
    """Return a JSON line of the log in a few words; of a traceback only its last line, which says what it was."""
    try:
        entry: object = json.loads(line)
    except ValueError:
        return visible(line)
    if not isinstance(entry, dict):
        return visible(line)
    said = cast("dict[str, object]", entry)
    words = [str(said[name]) for name in _TOLD if said.get(name)]
    why = str(said.get("why") or said.get("exception") or "").strip()
    return visible(" ".join(words) + (f": {why.splitlines()[-1]}" if why else ""))


@contextmanager
def running_app(data_dir: Path, log: Path, github_url: str) -> Generator[AppPlace]:
    """Run `reviewer serve` against a GitHub until the block ends; raises TellOperator when it does not come up."""
    port, token = _free_port(), secrets.token_urlsafe(24)
    # Nothing of the operator's own App or proxies gets in: this is the whole environment.
    environment = {
        "PATH": search_path(),
        "PYTHONUTF8": "1",
        "REVIEWER_DATA_DIR": str(data_dir),
        "REVIEWER_GITHUB_URL": github_url,
        "REVIEWER_HOST": HOST,
        "REVIEWER_PORT": str(port),
        "REVIEWER_SETUP_TOKEN": token,
    }
    data_dir.mkdir(parents=True)
    process = _start(environment, data_dir, log)
    try:
        place = AppPlace(f"http://{HOST}:{port}", log, process, token)
        _wait_until_up(place)
        yield place
    except TellOperator as error:
        raise TellOperator(f"{error}\nThe App's log, {log}, ends with:\n{log_tail(log)}") from error
    finally:
        _stop(process)


def _start(environment: dict[str, str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "reviewer", "serve"],
            env=environment,
            # A .env file in the folder where the demo was started is not this App's.
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the demo, which then stops the App in order.
            start_new_session=True,
        )


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_until_up(place: AppPlace) -> None:
    end = time.monotonic() + START_LIMIT
    with httpx.Client(trust_env=False, timeout=2) as client:
        while time.monotonic() < end and place.is_running():
            if _answers(client, place):
                return
            time.sleep(0.05)
    what = f"did not answer within {START_LIMIT:.0f} s" if place.is_running() else "ended at once"
    raise TellOperator(f"Started the App, but it {what}.")


def _answers(client: httpx.Client, place: AppPlace) -> bool:
    try:
        return client.get(f"{place.url}/healthz").is_success
    except httpx.HTTPError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the App to end; whatever of it is left after a while is killed, its workers too."""
    process.terminate()
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_LIMIT)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
