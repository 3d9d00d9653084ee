"""Latency of POST /webhook: signed deliveries at a steady rate against `reviewer serve` with SQLite."""

import asyncio
import hmac
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

_SECRET = "bench"  # noqa: S105 - of a server that lives for a minute, on loopback
_PORT = 18765
_FILLER = "x" * 12_000
"""A pull_request payload of GitHub has some 25 KB, nearly all of it things we do not read."""


@dataclass(frozen=True, slots=True)
class Load:
    """Deliveries a second, and for how many seconds."""

    rate: int
    seconds: int

    @property
    def deliveries(self) -> int:
        """Return how many deliveries that is."""
        return self.rate * self.seconds


def bench_acks(load: Load) -> None:
    """Print the latency of acknowledgements, from the moment a delivery was due to the last byte of its answer."""
    with TemporaryDirectory(prefix="reviewer-bench-") as scratch, _serving(Path(scratch)):
        answers = asyncio.run(_run(load))
    _print(load, answers)


@contextmanager
def _serving(scratch: Path) -> Generator[None]:
    url = f"http://127.0.0.1:{_PORT}"
    environment = {
        "REVIEWER_DATA_DIR": str(scratch),
        "REVIEWER_PORT": str(_PORT),
        "REVIEWER_WORKERS": "0",
        "APP_ID": "1",
        "PRIVATE_KEY": "-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----",
        "WEBHOOK_SECRET": _SECRET,
    }
    command = [sys.executable, "-m", "reviewer", "serve"]
    with (scratch / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=scratch, stdout=log, stderr=log)  # noqa: S603 - our own
        try:
            _wait_until_ready(url, server, scratch / "log")
            yield
        finally:
            server.terminate()
            server.wait(30)


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"`reviewer serve` did not become ready:\n{log.read_text(errors='replace')[-2000:]}")


class _Sender:
    """Sends ready-made requests over kept-alive connections, at a fraction of what an HTTP client costs."""

    def __init__(self) -> None:
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send_all(self, load: Load) -> list[tuple[float, int]]:
        """Send deliveries when they are due, whether or not earlier ones were answered: a slow server gains no time.

        All are written and signed before the clock runs, for the sender's own work is not the server's latency.
        """
        requests = [_request(number) for number in range(load.deliveries)]
        began = time.perf_counter()
        sending: list[asyncio.Task[tuple[float, int]]] = []
        for number, request in enumerate(requests):
            due = began + number / load.rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sending.append(asyncio.create_task(self._send(request, due)))
        return list(await asyncio.gather(*sending))

    async def _send(self, request: bytes, due: float) -> tuple[float, int]:
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", _PORT)
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").lower()
        await reader.readexactly(int(head.partition("content-length:")[2].split("\r\n", 1)[0]))
        self._idle.append((reader, writer))
        return time.perf_counter() - due, int(head.split(" ", 2)[1])

    def close(self) -> None:
        """Close the connections."""
        for _, writer in self._idle:
            writer.close()


async def _run(load: Load) -> list[tuple[float, int]]:
    """Return the latency in seconds and the status of each delivery, after two seconds of warming up."""
    sender = _Sender()
    try:
        await sender.send_all(Load(load.rate, 2))
        return await sender.send_all(load)
    finally:
        sender.close()


def _request(number: int) -> bytes:
    body = _payload(number)
    signature = hmac.new(_SECRET.encode(), body, sha256).hexdigest()
    head = (
        f"POST /webhook HTTP/1.1\r\nHost: 127.0.0.1:{_PORT}\r\nContent-Type: application/json\r\n"
        f"X-GitHub-Event: pull_request\r\nX-GitHub-Delivery: {uuid4()}\r\n"
        f"X-Hub-Signature-256: sha256={signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _payload(number: int) -> bytes:
    """Return a push to one of five hundred open pulls."""
    return json.dumps(
        {
            "action": "synchronize",
            "number": number % 500 + 1,
            "pull_request": {"number": number % 500 + 1, "body": _FILLER, "head": {"sha": f"{number:040x}"}},
            "repository": {"id": 1, "full_name": "octo/shop", "default_branch": "main", "description": _FILLER},
            "installation": {"id": 1},
            "sender": {"id": 2, "login": "mira", "type": "User"},
        }
    ).encode()


def _print(load: Load, answers: Sequence[tuple[float, int]]) -> None:
    milliseconds = sorted(took * 1000 for took, _ in answers)
    hundredths = quantiles(milliseconds, n=100, method="inclusive")
    print(f"{len(answers):,} deliveries of {len(_payload(0)) / 1000:.0f} KB, {load.rate} a second for {load.seconds} s")
    print(f"answers: {dict(Counter(status for _, status in answers))}")
    print(
        f"milliseconds until acknowledged: median {median(milliseconds):.1f}, 90 % {hundredths[89]:.1f}, "
        f"99 % {hundredths[98]:.1f}, most {milliseconds[-1]:.1f}"
    )
