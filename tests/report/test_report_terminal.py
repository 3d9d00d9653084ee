"""The review in a terminal."""

import re
from dataclasses import replace

import pytest
from report.report_samples import STATES, feature, no_units, partly_read, too_big

from reviewer.report.terminal import render_text


def test_the_first_line_holds_the_numbers() -> None:
    first = render_text(feature(), width=100, colour=False).splitlines()[0]
    assert first == "4 of 41 units need you   risk high (uncalibrated)   about 9 min   100 % parsed   a1b2c3d"


def test_without_colour_there_is_no_escape() -> None:
    assert "\x1b" not in render_text(feature(), width=100, colour=False)


def test_colour_changes_nothing_but_colour() -> None:
    coloured = render_text(feature(), width=100, colour=True)
    assert "\x1b[" in coloured
    stripped = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()]
    assert stripped == render_text(feature(), width=100, colour=False).splitlines()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(state: str, width: int) -> None:
    assert max(map(len, render_text(STATES[state](), width=width, colour=False).splitlines())) <= width


def test_what_is_not_listed_is_counted() -> None:
    assert "… and 1,174 more in all" in render_text(too_big(), width=100, colour=False)


def test_notes_and_counts_share_one_line_without_a_stop_between() -> None:
    lone = partly_read()
    text = render_text(replace(lone, notes=("Only a patch was given.",)), width=200, colour=False)
    assert "Only a patch was given; " in text


def test_where_nothing_changed_no_risk_and_no_time_are_claimed() -> None:
    text = render_text(no_units(), width=100, colour=False)
    assert "risk" not in text
    assert "min" not in text
