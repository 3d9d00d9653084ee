"""Whether an entity kept its place, though git lists its lines: among its siblings, and among the lines around it."""

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from reviewer.diff.entities import Entity
from reviewer.diff.pairing import Pairing
from reviewer.diff.reading import ReadFile
from reviewer.model.lines import LineRange, Side


class Places:
    """Answers for one pull."""

    def __init__(self, files: Sequence[ReadFile], pairing: Pairing) -> None:
        self.pairing = pairing
        self.listed = {
            (file.index, side): ranked(
                [hunk.removed if side is Side.BEFORE else hunk.added for hunk in file.change.hunks]
            )
            for file in files
            for side in Side
        }
        self.in_order = frozenset(
            entity
            for family in siblings(pairing)
            for entity in longest_in_order(self.beside_the_unlisted(family), pairing)
        )

    def are_kept(self, before: Entity, after: Entity) -> bool:
        """Return whether a paired entity stands in the same order, with as many unchanged lines above it."""
        if before.file != after.file or not self.pairing.have_same_parent(before, after) or before not in self.in_order:
            return False
        return self.unlisted_above(before, Side.BEFORE) == self.unlisted_above(after, Side.AFTER)

    def beside_the_unlisted(self, family: Sequence[Entity]) -> list[Entity]:
        """Return the siblings that passed none of those whose first line git does not list.

        Of two that changed places git lists one. That one was reordered: the other has no unit to say so.
        """
        starts = [self.pairing.after_of[entity].start for entity in family]
        fixed = [start if self.is_unlisted(entity) else None for entity, start in zip(family, starts, strict=True)]
        least = accumulate((0 if start is None else start for start in fixed), max)
        most = list(accumulate((sys.maxsize if start is None else start for start in reversed(fixed)), min))
        bounds = zip(family, starts, least, reversed(most), strict=True)
        return [entity for entity, start, low, high in bounds if low <= start <= high]

    def is_unlisted(self, before: Entity) -> bool:
        """Return whether git takes the first line of a paired entity for the same on both sides."""
        after = self.pairing.after_of[before]
        is_listed = any(
            self.listed_above(entity.file, side, entity.lines.start + 1)
            != self.listed_above(entity.file, side, entity.lines.start)
            for entity, side in ((before, Side.BEFORE), (after, Side.AFTER))
        )
        return not is_listed and self.unlisted_above(before, Side.BEFORE) == self.unlisted_above(after, Side.AFTER)

    def unlisted_above(self, entity: Entity, side: Side) -> int:
        """Return the number of an entity's first line, counted without the lines that git lists as changed."""
        return entity.lines.start - self.listed_above(entity.file, side, entity.lines.start)

    def listed_above(self, file: int, side: Side, line: int) -> int:
        """Return how many lines above a line git lists as changed."""
        starts, totals, ranges = self.listed[file, side]
        index = bisect_right(starts, line - 1)
        if index == 0:
            return 0
        return totals[index - 1] + min(line, ranges[index - 1].end + 1) - ranges[index - 1].start


def ranked(ranges: Sequence[LineRange | None]) -> tuple[list[int], list[int], list[LineRange]]:
    """Return where changed ranges start, how many changed lines are above each, and the ranges."""
    there = sorted(lines for lines in ranges if lines is not None)
    totals, total = list[int](), 0
    for lines in there:
        totals.append(total)
        total += len(lines)
    return [lines.start for lines in there], totals, there


def siblings(pairing: Pairing) -> list[list[Entity]]:
    """Return the entities before that kept their parent, by parent, in the order of the text."""
    families: dict[tuple[int, Entity | None], list[Entity]] = defaultdict(list)
    for before, after in pairing.after_of.items():
        if pairing.have_same_parent(before, after):
            families[before.file, before.parent].append(before)
    return [sorted(family, key=lambda entity: entity.start) for family in families.values()]


def longest_in_order(family: Sequence[Entity], pairing: Pairing) -> list[Entity]:
    """Return the longest run of siblings that also follow each other after; the others were reordered.

    Patience sorting: `last[n]` is the sibling that ends the best run of n + 1 found so far.
    """
    ends, last = list[int](), list[Entity]()
    before_it: dict[Entity, Entity | None] = {}
    for entity in family:
        start = pairing.after_of[entity].start
        length = bisect_left(ends, start)
        before_it[entity] = last[length - 1] if length else None
        ends[length : length + 1] = [start]
        last[length : length + 1] = [entity]
    run, entity = list[Entity](), last[-1] if last else None
    while entity is not None:
        run.append(entity)
        entity = before_it[entity]
    return run
