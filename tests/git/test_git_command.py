"""One git command: bounded, alone, and its complaints sorted by who must act."""

import os
import sys
import time
from pathlib import Path

import pytest

from reviewer.errors import Gone, ReviewerError, TellAuthor, TellOperator, TryAgain
from reviewer.git.command import Call, Git, TooSlow
from reviewer.git.environment import Remote, build_environment
from reviewer.git.trouble import Damaged, DiskFull, explain


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A program that stands where git would, to be written by the test."""
    path = tmp_path / "git"
    path.touch(0o755)
    return path


@pytest.mark.parametrize("body", ["exec sleep 9", "sleep 9 &\nsleep 9", "exec sleep 9 >&-"])
def test_a_command_that_takes_too_long_is_stopped(script: Path, body: str) -> None:
    script.write_text(f"#!/bin/sh\n{body}\n")
    began = time.monotonic()
    with pytest.raises(TooSlow, match=r"longer than 0\.3 seconds"):
        Git(str(script), seconds=0.3).run(Call(("status",)))
    assert time.monotonic() - began < 5


def test_a_command_is_in_our_process_group_so_that_it_ends_with_us(script: Path) -> None:
    script.write_text(f"#!{sys.executable}\nimport os\nprint(os.getpgrp())\n")
    assert int(Git(str(script)).run(Call(("status",))).stdout) == os.getpgrp()


def test_a_command_that_writes_too_much_is_stopped(script: Path) -> None:
    script.write_text("#!/bin/sh\nyes\n")
    with pytest.raises(TellAuthor, match="wrote more than"):
        Git(str(script), output_limit=10_000).run(Call(("log",)))


def test_input_and_output_larger_than_a_pipe_do_not_wait_for_each_other(script: Path) -> None:
    script.write_text("#!/bin/sh\nexec cat\n")
    data = b"x" * 3_000_000
    assert Git(str(script)).run(Call(("hash-object",), stdin=data)).stdout == data


def test_the_environment_of_this_process_is_not_inherited(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "evil")
    script.write_text("#!/bin/sh\nexec env\n")
    assert b"GIT_SSH_COMMAND" not in Git(str(script)).run(Call(("x",))).stdout


def test_without_a_remote_no_protocol_is_allowed() -> None:
    assert build_environment("/bin", None)["GIT_ALLOW_PROTOCOL"] == ""


def test_with_a_remote_only_its_protocol_is_allowed() -> None:
    assert build_environment("/bin", None, Remote("https://example.com/x"))["GIT_ALLOW_PROTOCOL"] == "https"


def test_the_token_goes_to_its_own_address_only() -> None:
    environment = build_environment("/bin", None, Remote("https://example.com/x.git", "t"))
    keys = [value for name, value in environment.items() if name.startswith("GIT_CONFIG_KEY")]
    assert "http.https://example.com/x.git.extraHeader" in keys


@pytest.mark.parametrize(
    ("complaint", "error"),
    [
        ("fatal: write error: No space left on device\n", DiskFull),
        ("remote: Repository not found.\nfatal: repository 'https://x/y.git/' not found\n", Gone),
        ("fatal: couldn't find remote ref refs/pull/9/head\n", Gone),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 503\n", TryAgain),
        ("fatal: unable to access 'https://x/': Could not resolve host: x\n", TryAgain),
        ("error: RPC failed; curl 18 transfer closed\nfatal: early EOF\n", TryAgain),
        ("fatal: remote error: upload-pack: not our ref 123\n", TryAgain),
        ("error: object file objects/ab/cd is empty\nfatal: loose object abcd is corrupt\n", Damaged),
        ("fatal: Not a valid object name x\n", TellOperator),
        ("fatal: something never seen\n", TellOperator),
    ],
)
def test_a_complaint_is_told_to_who_must_act(complaint: str, error: type[ReviewerError]) -> None:
    assert type(explain("fetch", complaint)) is error


def test_an_unknown_complaint_is_quoted() -> None:
    assert str(explain("fetch", "warning: x\nfatal: something never seen\n")) == (
        "`git fetch` failed: something never seen."
    )
