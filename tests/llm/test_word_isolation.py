"""The word process, started as another user: it can read neither the key, nor the database, nor Redis (law 7)."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from llm.asking import request
from llm.isolation import (
    NOBODY,
    Installation,
    Secrets,
    as_nobody,
    environment_of,
    kept_secrets,
    known_to,
    make_installation,
    open_files_of,
)
from llm.model_server import model_server, said
from llm.word_process import KEY, Word, settings, word_process

from reviewer.llm.client import ask
from reviewer.llm.messages import Answered

pytestmark = pytest.mark.timeout(180)
DENIED = {"PermissionError"}


@dataclass(frozen=True)
class House:
    """The App's secrets, a process of the App's that knows them, and the word process of another user beside it."""

    installed: Installation
    secrets: Secrets
    app: subprocess.Popen[bytes]
    word: Word


def require(holds: object, what: str) -> None:
    """Skip where the machine cannot run this; in CI, fail."""
    if not holds:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"isolation is not shown here: {what}")


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    require(sys.platform == "linux" and os.geteuid() == 0, "only root on Linux can start a process as another user")
    require(shutil.which("redis-server"), "redis-server is not installed")
    # Not pytest's own folder, which is closed to all other users: what protects the secrets must be their own modes.
    home = Path(tempfile.mkdtemp(prefix="reviewer-isolation-"))
    home.chmod(0o755)
    try:
        with ExitStack() as stack:
            yield build(home, stack)
    finally:
        shutil.rmtree(home)


def build(home: Path, stack: ExitStack) -> House:
    installed = make_installation(home)
    secrets = stack.enter_context(kept_secrets(home))
    # Where a library that reads such a file by itself would find it.
    (home / ".env").write_bytes(b"PRIVATE_KEY=" + secrets.said[0])
    server = stack.enter_context(model_server(said(("The method takes a factor.", ["U1"]))))
    app = subprocess.Popen(["/bin/sleep", "600"], env={"REDIS_URL": secrets.redis_password})
    stack.callback(app.wait)
    stack.callback(app.kill)
    own = home / "word"
    own.mkdir()
    os.chown(own, NOBODY, NOBODY)
    # Left open by whoever started it, as a careless parent does.
    left = [stack.enter_context(path.open("rb")).fileno() for path in secrets.files]
    environment = settings(own, server.url) | installed.environment
    python = str(installed.python)
    running = stack.enter_context(word_process(own, environment, python=python, user=NOBODY, left_open=left))
    return House(installed, secrets, app, running)


def steal(house: House, *, environment: dict[str, str], user: dict[str, Any]) -> dict[str, Any]:
    """Send the thief; return what it got."""
    paths = [str(path) for path in (*house.secrets.files, house.secrets.data)]
    thief = (Path(__file__).parent / "thief.py").read_text()
    words = [*paths, "--", str(house.secrets.redis_port), str(house.secrets.postgres_port or 0), str(house.app.pid)]
    command, environment = [house.installed.python, "-c", thief, *words], environment | house.installed.environment
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **user)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def loot(house: House) -> dict[str, Any]:
    """What somebody gets who took over the word process: its user, and its environment."""
    return steal(house, environment=environment_of(house.word.process.pid), user=as_nobody())


def test_as_another_user_it_serves(house: House) -> None:
    assert isinstance(ask(house.word.socket, request()), Answered)
    status = Path(f"/proc/{house.word.process.pid}/status").read_text()
    assert f"Uid:\t{NOBODY}\t{NOBODY}\t{NOBODY}\t{NOBODY}" in status


def test_its_environment_is_its_path_and_its_model_settings(house: House) -> None:
    names = set(environment_of(house.word.process.pid)) - {"PATH", *house.installed.environment}
    assert all(name.startswith("REVIEWER_MODEL") for name in names)


def test_its_user_can_read_neither_key_nor_credentials_nor_database(house: House, loot: dict[str, Any]) -> None:
    assert loot["user"] == NOBODY
    tried = {loot["tried"][str(path)] for path in (*house.secrets.files, house.secrets.data)}
    assert tried == DENIED


def test_its_user_cannot_look_into_the_apps_processes(house: House, loot: dict[str, Any]) -> None:
    assert {loot["tried"][f"/proc/{house.app.pid}/{name}"] for name in ("environ", "mem", "fd")} == DENIED


def test_nothing_in_its_environment_opens_redis(loot: dict[str, Any]) -> None:
    assert set(loot["redis"]) == {"denied"}


def test_nothing_in_its_environment_opens_postgresql(house: House, loot: dict[str, Any]) -> None:
    if house.secrets.postgres_port is None:
        pytest.skip("PostgreSQL is not installed")
    assert set(loot["postgres"]) == {"denied"}


def test_no_descriptor_of_it_leads_to_a_secret_though_they_were_left_open(house: House) -> None:
    kept = [each for each in open_files_of(house.word.process.pid) if each.startswith("/")]
    assert set(kept) <= {"/dev/null", str(house.word.log), "/dev/urandom"}


def test_no_secret_is_in_its_memory_but_its_own_key(house: House) -> None:
    assert known_to(house.word.process.pid, (KEY.encode(), *house.secrets.said)) == {KEY.encode()}


def test_the_thief_would_find_what_is_open_to_it(house: House) -> None:
    # The same errand as the App's own user, with the App's password: else the tests above could not fail.
    found = steal(house, environment={"REDIS_URL": house.secrets.redis_password}, user={})
    assert set(found["tried"].values()) <= {"read", "OSError"}
    assert found["tried"][str(house.secrets.key)] == "read"
    assert "served" in found["redis"]
    assert house.secrets.postgres_port is None or "served" in found["postgres"]
