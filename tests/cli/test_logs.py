"""The form of the log: one JSON object a line, whoever writes it, and never a value out of an error."""

import json
import subprocess
import sys

import pytest

VALUE = "hunter2"
BEGIN = "from reviewer.cli.logs import configure_logs, log; configure_logs()\n"
LOGGED = f"""
try:
    {{}}["{VALUE}"[:]]
except KeyError:
    log.error("it", exc_info=True)
"""
GIVEN = f"""
value = "{VALUE}"[:]
try:
    raise ValueError(value)
except ValueError as error:
    log.error("it", exc_info=error)
"""
LIBRARY = f"""
import logging
value = "{VALUE}"[:]
try:
    raise ValueError(value)
except ValueError:
    logging.getLogger("uvicorn.error").exception("it")
"""
THREAD = f"""
import threading
def fail(value):
    raise ValueError(value)
thread = threading.Thread(target=fail, args=["{VALUE}"[:]])
thread.start()
thread.join()
"""
UNCAUGHT = f"""
value = "{VALUE}"[:]
raise ValueError(value)
"""


def lines(code: str) -> list[dict[str, str]]:
    command = [sys.executable, "-c", BEGIN + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own lines
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize("code", [LOGGED, GIVEN, LIBRARY, THREAD, UNCAUGHT])
def test_an_error_is_one_line_that_tells_its_place_and_name_and_no_value(code: str) -> None:
    [line] = lines(code)
    assert line["level"] in {"error", "critical"}
    assert line["exception"].splitlines()[-1] in {"KeyError", "ValueError"}
    assert "File " in line["exception"]
    assert VALUE not in json.dumps(line)


def test_a_library_that_only_chats_is_not_heard() -> None:
    assert lines("import logging; logging.getLogger('httpx').info('GET https://…')") == []


def test_a_persons_terminal_shows_no_variables_either() -> None:
    watched = "import sys\nsys.stderr.isatty = lambda: True\n" + BEGIN + GIVEN
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, check=False)  # noqa: S603 - our own lines
    assert "ValueError" in done.stderr
    assert VALUE not in done.stderr
