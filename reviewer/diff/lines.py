"""Where the lines of a text begin; lines end at LF only, as git counts them."""

from bisect import bisect_right
from dataclasses import dataclass

from reviewer.model.lines import LineRange


@dataclass(frozen=True, slots=True)
class Lines:
    """A text, and the byte offset at which each of its lines starts (`starts[0]` is line 1)."""

    content: bytes
    starts: list[int]

    @classmethod
    def of(cls, content: bytes) -> "Lines":
        """Return the lines of a text; what follows the last LF is a line only when it is not empty."""
        starts, position = [0], content.find(b"\n")
        while position >= 0:
            starts.append(position + 1)
            position = content.find(b"\n", position + 1)
        if starts[-1] == len(content):
            starts.pop()
        return cls(content, starts)

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.starts)

    def number_at(self, offset: int) -> int:
        """Return the number of the line that holds a byte."""
        return max(1, bisect_right(self.starts, offset))

    def span(self, number: int) -> tuple[int, int]:
        """Return the bytes of a line, its LF excluded."""
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.content.removesuffix(b"\n"))
        return self.starts[number - 1], max(end, self.starts[number - 1])

    def text(self, number: int) -> bytes:
        """Return a line without its end (LF or CRLF)."""
        start, end = self.span(number)
        return self.content[start:end].removesuffix(b"\r")

    def range_of(self, start: int, end: int) -> LineRange:
        """Return the lines that bytes start..end touch; a final line end does not touch the next line."""
        first = self.number_at(start)
        return LineRange(first, max(first, self.number_at(max(start, end - 1))))
