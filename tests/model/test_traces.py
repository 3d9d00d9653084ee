"""A trace says where an error came from, and nothing of what it was about."""

from collections.abc import Callable

import pytest
from pydantic import TypeAdapter

from reviewer.errors import TryAgain
from reviewer.github.failures import Unexpected
from reviewer.model.traces import trace_of

SECRET = "ghs_abcdef"


def _look_up() -> None:
    values = dict[str, str]()
    values[SECRET + "x"]


def _validate() -> None:
    TypeAdapter(int).validate_python(SECRET)


def _wrap() -> None:
    try:
        _look_up()
    except KeyError as error:
        raise ValueError(f"not {SECRET}") from error


def trace_after(act: Callable[[], None]) -> str:
    try:
        act()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test is about
        return trace_of(error)
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("act", [_look_up, _validate, _wrap])
def test_no_value_is_told(act: Callable[[], None]) -> None:
    assert SECRET not in trace_after(act).replace("{SECRET}", "")


def test_frames_and_names_of_all_that_led_to_it_are_told_in_order() -> None:
    lines = trace_after(_wrap).splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "Traceback (most recent call last):",
        "KeyError",
        "then:",
        "Traceback (most recent call last):",
        "ValueError",
    ]
    assert any("in _look_up" in line for line in lines)


@pytest.mark.parametrize("error", [TryAgain("GitHub said 502"), Unexpected("GitHub said 502")])
def test_our_own_words_are_told(error: Exception) -> None:
    assert trace_of(error).endswith(f"{type(error).__name__}: GitHub said 502")


def test_errors_that_refer_to_each_other_are_told_once() -> None:
    first, second = KeyError(), ValueError()
    first.__context__, second.__context__ = second, first
    assert trace_of(first).count("Traceback") == 2
