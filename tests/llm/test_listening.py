"""Whose socket is taken over: a dead process's, never a living one's."""

import socket
from pathlib import Path

import pytest

from reviewer.errors import TellOperator
from reviewer.llm.listening import listen


def test_the_socket_of_a_process_that_is_slow_to_accept_is_left_alone(tmp_path: Path) -> None:
    path, clients = tmp_path / "word.sock", list[socket.socket]()
    with listen(path) as living:
        living.listen(1)
        while not clients or clients[-1].connect_ex(str(path)) == 0:
            clients.append(socket.socket(socket.AF_UNIX))
            clients[-1].settimeout(0)
        before = path.stat().st_ino
        with pytest.raises(TellOperator, match="Another word process"):
            listen(path)
        assert path.stat().st_ino == before
        for client in clients:
            client.close()


def test_the_socket_of_a_process_that_died_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "word.sock"
    listen(path).close()
    with listen(path), socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
