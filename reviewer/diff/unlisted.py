"""Whether lines that git does not list still are what they were: a listed line can change what they mean.

      check();            +  /*                     void f()
      /* Runs. */            check();               {
      run();                 /* Runs. */                g();
                             run();                 }
                                                 +  {
                                                 +      g();
                                                 +  }

Of two equal blocks git may list the first as new, all of whose lines are held by `f`, which is what it was: the second
one has no unit.
"""

from reviewer.diff.drafts import Ownership
from reviewer.diff.entities import Entity
from reviewer.diff.pairs import Pairing
from reviewer.diff.surroundings import Stream
from reviewer.model.lines import Side


class Unlisted:
    """Answers for one pull, and remembers. `stream` returns the own tokens of an entity, or of a file (None)."""

    def __init__(self, pairing: Pairing, ownership: Ownership, stream: Stream) -> None:
        self.pairing, self.ownership, self.stream = pairing, ownership, stream
        self.known: dict[tuple[Entity | None, int], bool] = {}

    def is_told(self, entity: Entity) -> bool:
        """Return whether each holder of an entity after has the same tokens as before, or a unit that tells why not."""
        key = entity.parent, entity.file
        if key not in self.known:
            self.known[key] = self.is_same(*key) and (entity.parent is None or self.is_told(entity.parent))
        return self.known[key]

    def is_same(self, holder: Entity | None, file: int) -> bool:
        """Return whether one holder has the same tokens as before, or lines, and so a unit, of its own."""
        if holder is None:
            has_unit = self.ownership.leftovers[file].has_lines
            return has_unit or self.stream(None, file, Side.BEFORE) == self.stream(None, file, Side.AFTER)
        before = self.pairing.before_of.get(holder)
        if before is None or holder in self.ownership.drafts:
            return True
        return self.stream(before, before.file, Side.BEFORE) == self.stream(holder, file, Side.AFTER)
