"""`reviewer doctor`, run as an operator runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REVIEWER = [sys.executable, "-m", "reviewer", "doctor"]


def doctor(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "REVIEWER_DATA_DIR": str(folder / "data"), **settings}
    command = [*REVIEWER, *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own program


def test_in_an_empty_folder_it_says_what_to_do_and_makes_nothing(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--offline")
    assert done.returncode == 1
    assert done.stderr == ""
    assert "  fail  credentials    the App is not set up\n" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 failed · 2 to look at · 6 ok · 11 not looked at"
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_failed_is_exit_code_0(tmp_path: Path) -> None:
    key = subprocess.run(["/usr/bin/env", "openssl", "genrsa"], capture_output=True, text=True, check=True).stdout
    done = doctor(tmp_path, "--offline", APP_ID="1", PRIVATE_KEY=key, WEBHOOK_SECRET="sesame")
    assert (done.returncode, "  fail  " in done.stdout) == (0, False)


def test_as_json_it_is_one_value_for_programs(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--offline", "--json")
    told = json.loads(done.stdout)
    marks = {check["name"]: check["mark"] for check in told["checks"]}
    assert (done.returncode, told["healthy"]) == (1, False)
    assert (marks["git"], marks["credentials"], marks["clock"]) == ("ok", "fail", "skip")


def test_settings_that_cannot_be_read_are_a_line_and_no_traceback(tmp_path: Path) -> None:
    done = doctor(tmp_path, REVIEWER_PORT="many")
    assert (done.returncode, done.stderr) == (1, "")
    assert "  fail  settings       The settings could not be read: REVIEWER_PORT" in done.stdout


def test_a_terminal_of_ascii_gets_every_line(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--offline", PYTHONIOENCODING="ascii")
    assert "1 failed ? 2 to look at" in done.stdout


def test_the_help_has_examples(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--help")
    assert done.returncode == 0
    assert "reviewer doctor --offline" in done.stdout


@pytest.mark.parametrize("secret", ["hunter2"])
def test_no_secret_is_shown(tmp_path: Path, secret: str) -> None:
    given = {
        "REVIEWER_DATABASE_URL": f"postgresql+psycopg://u:{secret}@127.0.0.1:1/r",
        "REDIS_URL": f"redis://:{secret}@127.0.0.1:1/0",
        "REVIEWER_SETUP_TOKEN": secret,
        "APP_ID": "1",
        "PRIVATE_KEY": f"-----BEGIN {secret}",
        "WEBHOOK_SECRET": secret,
    }
    assert secret not in doctor(tmp_path, "--json", REVIEWER_GITHUB_URL="http://127.0.0.1:1", **given).stdout
