"""Whether an entity kept its place, though git lists its lines: among its siblings, and among the lines around it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from reviewer.diff.alignment import Alignment
from reviewer.diff.entities import Entity
from reviewer.diff.pairs import Pairing
from reviewer.diff.reading import ReadFile
from reviewer.model.lines import Side


class Places:
    """Answers for one pull."""

    def __init__(self, files: Sequence[ReadFile], pairing: Pairing) -> None:
        self.pairing = pairing
        self.alignment = Alignment(files)
        self.in_order = frozenset(
            entity for family in siblings(pairing) for entity in longest_in_order(self.uncrossed(family), pairing)
        )

    def are_kept(self, before: Entity, after: Entity) -> bool:
        """Return whether a paired entity stands in the same order, with as many unchanged lines above it."""
        if before.file != after.file or not self.pairing.have_same_parent(before, after) or before not in self.in_order:
            return False
        old, new = (
            self.alignment.rank(entity.file, side, entity.lines.start)
            for entity, side in ((before, Side.BEFORE), (after, Side.AFTER))
        )
        return old == new

    def uncrossed(self, family: Sequence[Entity]) -> list[Entity]:
        """Return the siblings that crossed none that git left a line of: of two that cross, it lists what moved."""
        after_of = self.pairing.after_of
        left = [before for before in family if self.alignment.are_aligned(before, after_of[before])]
        olds, news = [before.start for before in left], [after_of[before].start for before in left]
        return [
            before for before in family if bisect_left(olds, before.start) == bisect_left(news, after_of[before].start)
        ]


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
