"""Which line before is which line after, as git sees it: those it does not list, by their order.

      a          0        a          0
    - b                 + x
      c          1        c          1

The number is a line's rank: how many unlisted lines are above it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reviewer.diff.entities import Entity
from reviewer.diff.reading import ReadFile
from reviewer.model.lines import LineRange, Side

Ranked = tuple[list[int], list[int], list[LineRange]]


class Alignment:
    """Answers for the files of one pull."""

    def __init__(self, files: Iterable[ReadFile]) -> None:
        self.listed = {
            (file.index, side): ranked(
                [hunk.removed if side is Side.BEFORE else hunk.added for hunk in file.change.hunks]
            )
            for file in files
            for side in Side
        }

    def rank(self, file: int, side: Side, line: int) -> int:
        """Return a line's rank, and that of the next unlisted line when it is listed itself."""
        starts, totals, ranges = self.listed[file, side]
        index = bisect_right(starts, line - 1)
        if index == 0:
            return line - 1
        return line - 1 - totals[index - 1] - min(line, ranges[index - 1].end + 1) + ranges[index - 1].start

    def kept(self, entity: Entity, side: Side) -> range:
        """Return the ranks of the lines of an entity, and of nothing else, that git does not list."""
        held = entity.held or entity.lines
        return range(self.rank(entity.file, side, held.start), self.rank(entity.file, side, held.end + 1))

    def are_aligned(self, before: Entity, after: Entity) -> bool:
        """Return whether a line of one entity is a line of the other; such pairs never cross each other."""
        old, new = self.kept(before, Side.BEFORE), self.kept(after, Side.AFTER)
        return before.file == after.file and max(old.start, new.start) < min(old.stop, new.stop)


def ranked(ranges: Sequence[LineRange | None]) -> Ranked:
    """Return where changed ranges start, how many changed lines are above each, and the ranges."""
    there = sorted(lines for lines in ranges if lines is not None)
    totals, total = list[int](), 0
    for lines in there:
        totals.append(total)
        total += len(lines)
    return [lines.start for lines in there], totals, there
