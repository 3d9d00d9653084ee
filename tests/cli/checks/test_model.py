"""What the doctor says of the process that talks to a model."""

import socket
from pathlib import Path

from checking import look, settings_of

from reviewer.cli.checks.finding import Mark


def test_without_a_model_all_is_well(tmp_path: Path) -> None:
    finding = look("model", settings_of(tmp_path))
    assert finding.mark is Mark.OK
    assert "no model is asked" in finding.found


def test_a_process_that_does_not_listen_is_missed_and_no_failure(tmp_path: Path) -> None:
    finding = look("model", settings_of(tmp_path, model_socket=tmp_path / "word.sock"))
    assert finding.mark is Mark.WARN
    assert "No such file" in finding.found
    assert "reviewer word" in finding.advice[0]


def test_a_process_that_listens_is_well(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "word.sock"))
        server.listen()
        assert look("model", settings_of(tmp_path, model_socket=tmp_path / "word.sock")).mark is Mark.OK
