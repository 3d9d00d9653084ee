"""The container files. No container engine is needed: they are read, and their steps are run by an ordinary user."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from deploy.container_files import ROOT, ancestry, copied, read_compose, read_stages

from reviewer.cli.main import COMMANDS
from reviewer.settings import Settings
from reviewer.store.database import read_url

SHIPPED = ("app", "model")
NOBODY = 65534
AS_NOBODY: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
COMPILERS = ("gcc", "g++", "build-essential", "make", "cargo", "rustc", "python3-dev")


@pytest.mark.parametrize("image", SHIPPED)
def test_an_image_runs_as_an_ordinary_user(image: str) -> None:
    users = [user for stage in ancestry(read_stages(), image) for user in stage.words("USER")]
    assert users[-1] == "reviewer"


@pytest.mark.parametrize("image", SHIPPED)
def test_an_image_has_no_compiler_and_nothing_of_the_build_but_its_result(image: str) -> None:
    stages = ancestry(read_stages(), image)
    said = " ".join(words for stage in stages for _, words in stage.steps)
    assert not [name for name in COMPILERS if f" {name} " in said]
    assert "pip install" not in said
    copies = [words for stage in stages for words in stage.words("COPY")]
    assert all(words.startswith("--from=build") and words.endswith("/opt/reviewer /opt/reviewer") for words in copies)
    assert len(copies) == 1


def test_everything_that_is_installed_is_pinned_with_hashes() -> None:
    runs = [words for stage in read_stages().values() for words in stage.words("RUN") if "pip install" in words]
    assert len(runs) == 3
    assert all("--require-hashes" in words or words.endswith(" .") for words in runs)
    assert all("--no-deps" in words for words in runs)


def test_the_app_says_how_it_is() -> None:
    assert "/healthz" in read_stages()["app"].words("HEALTHCHECK")[0]


@pytest.mark.parametrize("service", ["web", "worker", "word", "redis"])
def test_our_containers_can_write_nothing_but_their_volumes(service: str) -> None:
    found = read_compose()["services"][service]
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]


def test_compose_runs_commands_and_sets_settings_that_exist() -> None:
    services = read_compose()["services"]
    known = {f"REVIEWER_{name.upper()}" for name in Settings.model_fields}
    known |= {"APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET", "REDIS_URL", "PGPASSWORD"}
    for name in ("web", "worker"):
        assert services[name]["command"][0] in COMMANDS
        assert set(services[name]["environment"]) <= known


@pytest.mark.parametrize("service", ["web", "worker"])
def test_a_database_password_may_hold_any_sign(service: str) -> None:
    settings = read_compose()["services"][service]["environment"]
    address = read_url(settings["REVIEWER_DATABASE_URL"])
    assert (str(address), address.password) == ("postgresql+psycopg://reviewer@postgres/reviewer", None)
    assert settings["PGPASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_model_is_on_no_network_with_anything_it_must_not_reach() -> None:
    services = read_compose()["services"]
    others = {network for name, each in services.items() if name != "word" for network in each["networks"]}
    assert not others & set(services["word"]["networks"])
    assert services["word"]["volumes"] == ["words:/run/words"]
    assert all(name.startswith("REVIEWER_MODEL") for name in services["word"]["environment"])


def test_the_stores_are_not_reachable_from_outside() -> None:
    compose = read_compose()
    assert compose["networks"]["data"] == {"internal": True}
    for name in ("postgres", "redis"):
        assert compose["services"][name]["networks"] == ["data"]
        assert "ports" not in compose["services"][name]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that another user can reach; pytest's own are closed to others."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.timeout(600)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_the_steps_of_the_app_s_image_work_for_an_ordinary_user_in_an_empty_folder(place: Path) -> None:
    """Everything but `apt-get` and `useradd`, which need an engine or root: build, install, start, health, stop."""
    build(place)
    data, port = folder(place / "data"), free_port()
    environment = {
        "PATH": f"{place}/opt/reviewer/bin:{os.environ['PATH']}",
        "REVIEWER_DATA_DIR": str(data),
        "REVIEWER_PORT": str(port),
        "REVIEWER_WORKERS": "0",
    }
    (words,) = read_stages()["app"].words("CMD")
    command = [f"{place}/opt/reviewer/bin/reviewer", *json.loads(words)]
    process = subprocess.Popen(command, cwd=data, env=environment, **AS_NOBODY)  # noqa: S603 - the image's own command
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/healthz")
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def build(place: Path) -> None:
    """Run the build stage's COPY and RUN steps, with the image's /opt/reviewer under `place`."""
    source = folder(place / "src")
    folder(place / "opt")
    environment = {"PATH": os.environ["PATH"], "HOME": str(source)}
    for instruction, words in read_stages()["build"].steps:
        if instruction == "COPY":
            copy(words, source)
        elif instruction == "RUN":
            line = words.replace("/opt/reviewer", f"{place}/opt/reviewer").replace("python -m", f"{python()} -m")
            subprocess.run(["/bin/sh", "-c", line], check=True, cwd=source, env=environment, **AS_NOBODY)  # noqa: S603 - the image's own steps


def python() -> str:
    """Return a Python that another user may run; this one may lie in a home folder that is closed to others."""
    for candidate in (str(Path(sys.executable).resolve()), "/usr/local/bin/python3", "/usr/bin/python3"):
        with suppress(OSError):
            if subprocess.run([candidate, "-c", "import ensurepip"], check=False, cwd="/", **AS_NOBODY).returncode == 0:  # noqa: S603 - a Python
                return candidate
    pytest.fail("no Python that another user may run: install python3-venv")


def copy(words: str, target: Path) -> None:
    names, _ = copied(words)
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target / name)
    subprocess.run(["chown", "-R", str(NOBODY), str(target)], check=True)  # noqa: S603, S607 - fixed words


def folder(place: Path) -> Path:
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    return place


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_until_healthy(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"{url} did not answer")
