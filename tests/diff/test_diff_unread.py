"""What was not read is known by what it is: its blob, its size, its kind; and nothing spares it."""

import time
from dataclasses import replace

import pytest
from folder_pulls import change_of_texts

from reviewer.diff import diff_pull
from reviewer.diff.unread import MOST_LINES
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.ids import Sha
from reviewer.model.lines import LineRange
from reviewer.model.units import Action, ChangeUnit

LARGE = "larger than 5 MB (6 MB)"


def only_unit(change: FileChange) -> ChangeUnit:
    (unit,) = diff_pull([change]).units
    return unit


def unread(after: str, lines: int = 1) -> FileChange:
    sides = [FileSide("a.bin", blob=Sha(name * 40), unread=LARGE) for name in ("1", after)]
    return FileChange(sides[0], sides[1], (Hunk(LineRange(1, lines), LineRange(1, lines)),))


@pytest.mark.parametrize("lines", [1, MOST_LINES])
def test_another_content_that_was_not_read_is_another_unit(lines: int) -> None:
    assert only_unit(unread("2", lines)).fingerprint == only_unit(unread("2", lines)).fingerprint
    assert only_unit(unread("2", lines)).fingerprint != only_unit(unread("3", lines)).fingerprint


def test_a_hundred_million_lines_cost_what_one_does() -> None:
    started = time.process_time()
    unit = only_unit(unread("2", 100_000_000))
    assert (unit.churn, unit.fallback, unit.actions) == (200_000_000, LARGE, (Action.LINES,))
    assert time.process_time() - started < 5


def test_a_hundred_million_generated_lines_cost_what_one_does() -> None:
    started = time.process_time()
    unit = only_unit(replace(unread("2", 100_000_000), generated="vendored"))
    assert (unit.churn, unit.exempt, unit.actions) == (200_000_000, "vendored", (Action.GENERATED,))
    assert time.process_time() - started < 5


def test_what_a_patch_shows_of_a_huge_change_tells_it_from_another() -> None:
    lines = LineRange(1, MOST_LINES + 1)
    side = FileSide("a.py", unread="only a patch was given")
    changes = [FileChange(None, side, (Hunk(None, lines, (), (text,) * len(lines)),)) for text in (b"x", b"y")]
    assert len({only_unit(change).fingerprint for change in changes}) == 2


def test_a_side_that_was_not_read_says_more_than_a_missing_grammar() -> None:
    before, after = FileSide("a.sh", content=b"x\n"), FileSide("a.sh", blob=Sha("1" * 40), unread=LARGE)
    assert only_unit(FileChange(before, after, (Hunk(LineRange(1, 1), LineRange(1, 1)),))).fallback == LARGE


def test_a_binary_side_that_is_too_large_says_so() -> None:
    after = FileSide("a.bin", blob=Sha("1" * 40), unread=LARGE)
    assert only_unit(FileChange(None, after, is_binary=True)).fallback == LARGE


@pytest.mark.parametrize("path", ["vendor/x", "yarn.lock", "a.min.js"])
@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_no_name_spares_a_link_or_a_submodule(path: str, mode: str) -> None:
    change = FileChange(None, FileSide(path, mode, content=b"/etc/passwd"), (Hunk(None, LineRange(1, 1)),))
    assert only_unit(change).exempt is None
    assert only_unit(replace(change, generated="vendored")).exempt == "vendored"


@pytest.mark.parametrize("comment", [b"# caf\xe9", b"# \xff", b"# coding: utf-7", b"# vim: set fileencoding=rot13 :"])
def test_a_comment_that_can_break_or_turn_the_whole_file_is_never_mechanical(comment: bytes) -> None:
    assert only_unit(change_of_texts("a.py", b"x = 1\n", comment + b"\nx = 1\n")).proof is None


def test_a_file_that_is_not_utf_8_can_still_be_formatted() -> None:
    unit = only_unit(change_of_texts("a.c", b"/* caf\xe9 */\nint x=1;\n", b"/* caf\xe9 */\nint  x = 1;\n"))
    assert unit.proof is not None
