from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.lines import LineRange, count_lines, ranges_of


@given(st.sets(st.integers(1, 60)))
def test_ranges_hold_exactly_the_numbers_they_were_made_of(numbers: set[int]) -> None:
    ranges = ranges_of(numbers)
    assert [number for lines in ranges for number in lines.numbers()] == sorted(numbers)
    assert count_lines(ranges) == len(numbers)


@given(st.sets(st.integers(1, 60)))
def test_neighbouring_ranges_never_touch(numbers: set[int]) -> None:
    ranges = ranges_of(numbers)
    assert all(left.end + 1 < right.start for left, right in pairwise(ranges))


@pytest.mark.parametrize(("start", "end"), [(0, 1), (3, 2), (-1, -1)])
def test_an_empty_or_zero_based_range_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a line range"):
        LineRange(start, end)
