"""Line numbers of a file: 1-based, inclusive, ending at LF only, as git counts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """A text of a file: as it was, or as it is proposed."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, order=True)
class LineRange:
    """Lines start..end, both included; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is not a range."""
        if not 1 <= self.start <= self.end:
            raise ValueError(f"not a line range: {self.start}-{self.end}")

    def __len__(self) -> int:
        """Return how many lines it spans."""
        return self.end - self.start + 1

    def __contains__(self, line: int) -> bool:
        """Return whether a line number lies inside."""
        return self.start <= line <= self.end

    def numbers(self) -> range:
        """Return the line numbers in order."""
        return range(self.start, self.end + 1)


def ranges_of(numbers: Iterable[int]) -> tuple[LineRange, ...]:
    """Return the fewest ranges that hold exactly these line numbers, in order."""
    ranges: list[LineRange] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1].end == number - 1:
            ranges[-1] = LineRange(ranges[-1].start, number)
        else:
            ranges.append(LineRange(number, number))
    return tuple(ranges)


def count_lines(ranges: Iterable[LineRange]) -> int:
    """Return how many lines disjoint ranges hold."""
    return sum(len(lines) for lines in ranges)


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A place that a sentence points at: a path and lines of one side."""

    path: str
    side: Side
    lines: LineRange
