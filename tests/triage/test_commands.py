"""Commands in comments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.ids import UnitId
from reviewer.triage.commands import MOST_COMMANDS, Command, Unknown, Word, command_lines, read_command


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/validate", Command(Word.VALIDATE)),
        ("/validate U3 U7", Command(Word.VALIDATE, (UnitId("U3"), UnitId("U7")))),
        ("/Validate u3, U7,U3", Command(Word.VALIDATE, (UnitId("U3"), UnitId("U7")))),
        ("/question U2 why not U3?", Command(Word.QUESTION, (UnitId("U2"),), "why not U3?")),
        ("/reject U4   not\twanted ", Command(Word.REJECT, (UnitId("U4"),), "not\twanted")),
        ("/override the shop is down", Command(Word.OVERRIDE, (), "the shop is down")),
        ("/validate U0", Command(Word.VALIDATE, (), "U0")),
        ("/validate U12x", Command(Word.VALIDATE, (), "U12x")),
        ("/valdiate U1", Unknown("valdiate", Word.VALIDATE)),
        ("/validate U3 and U7", Command(Word.VALIDATE, (UnitId("U3"),), "and U7")),
        ("/validate everything except U2", Command(Word.VALIDATE, (), "everything except U2")),
        ("/validate-schema", None),
        ("/validate/x", None),
        ("/rerun-failed", None),
        ("/merge", None),
        ("/usr/bin/env python", None),
        ("validate U1", None),
        (" /validate U1", None),
        ("/", None),
    ],
)
def test_a_line_reads_as(line: str, command: Command | Unknown | None) -> None:
    assert read_command(line) == command


def test_what_is_quoted_indented_or_fenced_is_no_command() -> None:
    body = (
        "> /validate U1\n    /validate U2\n```\n/validate U3\n```\n~~~~\n/validate U4\n~~~\n/undo\n~~~~\n/validate U5"
    )
    assert command_lines(body) == ("/validate U5",)


def test_a_fence_that_is_never_closed_runs_to_the_end() -> None:
    assert command_lines("/validate U1\n```sh\n/validate U2") == ("/validate U1",)


def test_a_comment_holds_so_many_commands_and_no_more() -> None:
    assert len(command_lines("/validate U1\n" * 50)) == MOST_COMMANDS


@given(st.text())
def test_any_text_can_be_read(body: str) -> None:
    for line in command_lines(body):
        assert read_command(line) is not None
