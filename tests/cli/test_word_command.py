"""`reviewer word`, run as an operator runs it: what it reads, what it refuses, and the socket it makes."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from llm.word_process import Word, settings, word_process

from reviewer.errors import TellOperator
from reviewer.settings import APP_SECRETS, Settings, load_settings, load_word_settings

pytestmark = pytest.mark.timeout(120)
NOWHERE = "http://127.0.0.1:9/v1"


def refused(folder: Path, environment: dict[str, str]) -> str:
    """Run the command to its end; return what it said."""
    words = [sys.executable, "-m", "reviewer", "word"]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_refuses_to_start_beside_a_secret_of_the_apps_and_does_not_say_it(tmp_path: Path) -> None:
    said = refused(tmp_path, settings(tmp_path, NOWHERE, PRIVATE_KEY="hush-hush"))
    assert "must not be able to read PRIVATE_KEY" in said
    assert "hush-hush" not in said


@pytest.mark.parametrize("name", APP_SECRETS)
def test_each_secret_of_the_apps_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for other in APP_SECRETS:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "hush-hush")
    with pytest.raises(TellOperator, match=f"must not be able to read {name}:"):
        load_word_settings()


def test_every_secret_that_the_app_knows_is_one_it_refuses() -> None:
    names: set[str] = set()
    for name, field in Settings.model_fields.items():
        if "Secret" in str(field.annotation) or (name.endswith("_url") and "URL" in (field.description or "")):
            aliases = getattr(field.validation_alias, "choices", [])
            names |= {f"REVIEWER_{name.upper()}", *map(str, aliases)}
    assert {"PRIVATE_KEY", "WEBHOOK_SECRET", "REVIEWER_SETUP_TOKEN", "REVIEWER_DATABASE_URL"} <= names <= {*APP_SECRETS}


def test_a_secret_that_is_empty_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in APP_SECRETS:
        monkeypatch.setenv(name, "")
    for name, value in settings(tmp_path, NOWHERE).items():
        monkeypatch.setenv(name, value)
    assert load_word_settings().model == "openai/scripted"


def test_the_apps_env_file_in_its_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("REVIEWER_MODEL=openai/other\n")
    environment = settings(tmp_path, NOWHERE)
    del environment["REVIEWER_MODEL"]
    assert "REVIEWER_MODEL: Field required" in refused(tmp_path, environment)


def test_an_empty_socket_asks_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_MODEL_SOCKET", "")
    assert load_settings().model_socket is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"REVIEWER_MODEL": ""}, "REVIEWER_MODEL: String should have at least 1 character"),
        ({"REVIEWER_MODLE": "x"}, "there is no REVIEWER_MODLE; did you mean REVIEWER_MODEL?"),
        ({"REVIEWER_MODEL_LIMIT": "soon"}, "REVIEWER_MODEL_LIMIT"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, change: dict[str, str], words: str) -> None:
    assert words in refused(tmp_path, settings(tmp_path, NOWHERE) | change)


def test_the_model_key_is_refused_where_the_apps_is(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "REVIEWER_MODEL_KEY": "hush-hush"}
    words = [sys.executable, "-m", "reviewer", "worker"]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own
    assert done.returncode == 1
    assert "REVIEWER_MODEL_KEY is for `reviewer word` alone" in done.stderr


def test_the_socket_is_for_its_owner_and_group_and_goes_with_the_process(tmp_path: Path) -> None:
    with word_process(tmp_path, settings(tmp_path, NOWHERE)) as running:
        assert stat.S_IMODE(running.socket.stat().st_mode) == 0o660
    assert not running.socket.exists()
    assert running.process.returncode == 0


def test_the_socket_of_a_process_that_died_is_taken_over(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(tmp_path / "word.sock"))
    with word_process(tmp_path, settings(tmp_path, NOWHERE)) as running:
        assert running.process.poll() is None


def test_the_socket_of_a_living_process_is_left_alone(running_word: Word, tmp_path: Path) -> None:
    place = settings(tmp_path, NOWHERE, REVIEWER_MODEL_SOCKET=str(running_word.socket))
    assert "Another word process listens" in refused(tmp_path, place)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(str(running_word.socket))


@pytest.mark.parametrize(
    ("path", "words"),
    [("file", "something else at"), ("missing/word.sock", "No such file"), ("x" * 120, "at most 100 bytes")],
)
def test_a_place_where_no_socket_can_be_is_the_operators_to_mend(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "file").write_text("mine")
    assert words in refused(tmp_path, settings(tmp_path, NOWHERE, REVIEWER_MODEL_SOCKET=str(tmp_path / path)))
    assert (tmp_path / "file").read_text() == "mine"
