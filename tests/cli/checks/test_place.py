"""What the doctor says of settings, data folder and disk."""

import traceback
from pathlib import Path

import pytest
from checking import look, settings_of
from pydantic import ValidationError

from reviewer.cli.checks.finding import Mark
from reviewer.errors import TellOperator
from reviewer.settings import load_settings


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own to stand in, where only a test's own variables are set."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_are_told_by_their_place_and_not_their_value(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_SETUP_TOKEN", "hunter2")
    (here / ".env").write_text("REDIS_URL=redis://:hunter2@x\n")
    finding = look("settings", settings_of(here))
    assert (finding.mark, finding.found) == (
        Mark.OK,
        "1 from the environment: REVIEWER_SETUP_TOKEN · 1 from .env: REDIS_URL",
    )


@pytest.mark.parametrize(
    "address",
    [
        "redis://:12/S3cret@redis:6379/0",
        "redis://:ab/S3cret@redis:6379/0",
        "redis://:1?S3cret@redis",
        "redis://:1#S3cret@redis",
        "redis://:[S3cret@redis",
        "S3cret@redis",
    ],
)
def test_a_redis_address_that_is_cut_by_its_password_is_refused_by_name_and_not_shown(
    here: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("REDIS_URL", address)
    with pytest.raises(TellOperator, match="REDIS_URL: ") as refused:
        load_settings()
    assert "S3cret" not in "".join(traceback.format_exception(refused.value))
    with pytest.raises(ValidationError) as invalid:
        settings_of(here, redis_url=address)
    assert "S3cret" not in str(invalid.value)


@pytest.mark.parametrize(
    "address", ["redis://:p@w@redis:6379/0", "redis://u:p%2Fw@redis", "unix://:pw@/run/r.sock?db=1", "rediss://[::1]/2"]
)
def test_a_redis_address_that_can_be_read_is_taken_as_it_is(here: Path, address: str) -> None:
    taken = settings_of(here, redis_url=address)
    assert taken.redis_url is not None
    assert taken.redis_url.get_secret_value() == address
    assert "pw" not in repr(taken)


def test_a_setting_that_does_not_exist_is_a_failure_in_the_environment(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWER_PRT", "1")
    finding = look("settings", settings_of(here))
    assert finding.mark is Mark.FAIL
    assert "there is no REVIEWER_PRT; did you mean REVIEWER_PORT?" in finding.found


def test_a_setting_that_does_not_exist_is_noted_in_the_file(here: Path) -> None:
    (here / ".env").write_text("REVIEWER_PRT=1\n")
    finding = look("settings", settings_of(here))
    assert (finding.mark, finding.found) == (Mark.WARN, ".env sets what does not exist: REVIEWER_PRT")


def test_a_private_folder_is_well(here: Path) -> None:
    assert look("data folder", settings_of(here)).mark is Mark.OK


def test_a_folder_that_others_can_read_is_told_with_the_command_that_closes_it(here: Path) -> None:
    settings = settings_of(here)
    settings.data_dir.chmod(0o755)
    finding = look("data folder", settings)
    assert (finding.mark, finding.advice) == (Mark.WARN, (f"Run `chmod 700 {settings.data_dir}`.",))


def test_a_folder_that_is_not_there_yet_is_no_failure(here: Path) -> None:
    settings = settings_of(here)
    settings.data_dir.rmdir()
    assert look("data folder", settings).mark is Mark.WARN
    assert not settings.data_dir.exists()


def test_a_folder_that_cannot_be_written_is_a_failure(here: Path) -> None:
    # Not by its mode, which means nothing to root: there is no writing to /proc.
    finding = look("data folder", settings_of(here, data_dir=Path("/proc")))
    assert finding.mark is Mark.FAIL
    assert "cannot be written" in finding.found


def test_a_file_in_its_place_is_a_failure(here: Path) -> None:
    (here / "file").touch()
    assert look("data folder", settings_of(here, data_dir=here / "file")).mark is Mark.FAIL


def test_the_cache_is_measured(here: Path) -> None:
    settings = settings_of(here, cache_bytes=5 * 1024**2)
    settings.cache_dir.mkdir()
    (settings.cache_dir / "pack").write_bytes(bytes(2 * 1024**2))
    finding = look("disk", settings)
    assert finding.mark is Mark.OK
    assert finding.found.endswith("git cache 2 MiB of 5 MiB")


def test_a_cache_that_may_outgrow_the_disk_is_told_with_a_size_that_fits(here: Path) -> None:
    finding = look("disk", settings_of(here, cache_bytes=2**60))
    assert finding.mark is Mark.WARN
    assert "REVIEWER_CACHE_BYTES=" in finding.advice[0]


@pytest.mark.parametrize("name", ["git", "grammars"])
def test_the_tools_of_the_tests_are_well(here: Path, name: str) -> None:
    assert look(name, settings_of(here)).mark is Mark.OK


def test_the_versions_of_all_grammars_are_told(here: Path) -> None:
    finding = look("grammars", settings_of(here))
    assert "26 languages parse · tree-sitter 0.26.1" in finding.found
    assert finding.found.count(",") == 24


def test_an_old_git_is_a_failure(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "git").write_text("#!/bin/sh\necho git version 2.33.9\n")
    (here / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(here))
    finding = look("git", settings_of(here))
    assert (finding.mark, finding.advice) == (Mark.FAIL, ("Install git 2.34 or newer.",))


def test_no_git_is_a_failure(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(here))
    finding = look("git", settings_of(here))
    assert finding.mark is Mark.FAIL
    assert "install git 2.34 or newer" in finding.found
