"""`reviewer serve`, run as an operator runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

PATIENCE = 60.0


def wait_until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.05)


def serve(folder: Path, **settings: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "REVIEWER_DATA_DIR": str(folder / "data"), **settings}
    words = [sys.executable, "-m", "reviewer", "serve"]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True)  # noqa: S603 - our own program


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def children_of(process: int) -> list[str]:
    # Each thread lists those that it started itself.
    return [child for found in Path(f"/proc/{process}/task").glob("*/children") for child in found.read_text().split()]


def is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.timeout(120)
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc to see child processes")
def test_an_app_that_is_stopped_takes_its_worker_along(tmp_path: Path) -> None:
    port = free_port()
    process = serve(tmp_path, REVIEWER_PORT=str(port), REVIEWER_SETUP_TOKEN="sesame")
    wait_until(lambda: is_up(f"http://127.0.0.1:{port}"), "the App is up")
    wait_until(lambda: children_of(process.pid), "it has a worker")
    (worker,) = children_of(process.pid)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert not Path(f"/proc/{worker}").exists()
    assert f"http://127.0.0.1:{port}/setup?token=sesame" in said


@pytest.mark.timeout(120)
def test_half_of_the_credentials_is_refused_with_the_names_of_all(tmp_path: Path) -> None:
    process = serve(tmp_path, APP_ID="7")
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET belong together" in said
    assert "Traceback" not in said


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("REVIEWER_PROT", "1", "there is no REVIEWER_PROT; did you mean REVIEWER_PORT?"),
        ("REVIEWER_PUBLIC_URL", "foo", "'foo' is no address"),
        ("REVIEWER_PORT", "many", "REVIEWER_PORT"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str, words: str) -> None:
    process = serve(tmp_path, **{name: value})
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert words in said
    assert "Traceback" not in said


@pytest.mark.timeout(120)
def test_without_a_webhook_secret_it_refuses_to_start(tmp_path: Path) -> None:
    process = serve(tmp_path, APP_ID="7", PRIVATE_KEY="-----BEGIN KEY-----", WEBHOOK_SECRET="")
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET belong together" in said
