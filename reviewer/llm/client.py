"""The worker's end of the socket: one connection, one question, one answer."""

import socket
import time
from pathlib import Path

from pydantic import ValidationError

from reviewer.errors import TryAgain
from reviewer.llm.messages import ANSWER_LIMIT, Answer, Answered, Refused, WordRequest, line_of

GRACE = 5.0
"""Seconds beyond the request's own limit for which its answer is waited for."""


def ask(path: Path, request: WordRequest) -> Answered | Refused:
    """Return what the word process at a socket answers; it is checked against the schema, and nothing else is believed.

    Raises TryAgain when the process is away, slow, or speaks another language.
    """
    deadline = time.monotonic() + request.limit + GRACE
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(GRACE)
            connection.connect(str(path))
            connection.sendall(line_of(request))
            line = _read_line(connection, deadline)
    except OSError as error:
        raise TryAgain(f"Asked the word process at {path}, but it is away: {error}. Start `reviewer word`") from error
    try:
        return Answer.validate_json(line)
    except ValidationError as error:
        found = f"{error.error_count()} mistakes in {len(line)} bytes"
        raise TryAgain(f"The word process at {path} answered something else ({found}): run the same version") from error


def _read_line(connection: socket.socket, deadline: float) -> bytes:
    line = b""
    while not line.endswith(b"\n") and len(line) <= ANSWER_LIMIT:
        # Each wait is short of the whole by what the waits before took: a slow sender gains nothing by single bytes.
        connection.settimeout(max(0.001, deadline - time.monotonic()))
        piece = connection.recv(65_536)
        if not piece:
            break
        line += piece
    return line
