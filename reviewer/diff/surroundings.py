"""Whether what stands before an entity, or what stands behind it, is the same on both sides.

Used where line numbers cannot tell, as when a whole file was indented anew. The stream of a parent's own tokens holds a
mark for each entity inside it:

    x = 1   <f>   call()   <g>        prefix of <g>: x = 1 call()        suffix of <g>: nothing

An entity that passed a statement has another prefix and another suffix; one edit elsewhere changes only one of them.
"""

import hashlib
from collections.abc import Callable, Iterable

from reviewer.diff.entities import Entity
from reviewer.diff.proofs import MARK
from reviewer.model.lines import Side

Stream = Callable[[Entity | None, int, Side], list[bytes]]
Around = dict[bytes, bytes]


class Surroundings:
    """Answers for one pull, and remembers. `stream` returns the own tokens of an entity, or of a file (None)."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.known: dict[tuple[Entity | None, int, Side], tuple[Around, Around]] = {}

    def are_same(self, before: Entity, after: Entity) -> bool:
        """Return whether the statements before a paired entity, or those behind it, are the same on both sides."""
        mark = mark_of(before)
        old, new = self.around(before, Side.BEFORE), self.around(after, Side.AFTER)
        return any(mark in left and left[mark] == right.get(mark) for left, right in zip(old, new, strict=True))

    def around(self, entity: Entity, side: Side) -> tuple[Around, Around]:
        """Return the digests of what stands before, and behind, each mark in the parent of an entity."""
        key = entity.parent, entity.file, side
        if key not in self.known:
            texts = self.stream(*key)
            self.known[key] = digests_at_marks(texts), digests_at_marks(reversed(texts))
        return self.known[key]


def mark_of(before: Entity) -> bytes:
    """Return the token that stands for a paired entity, on both sides, where it is cut out."""
    return MARK + b"%d" % before.start


def digests_at_marks(texts: Iterable[bytes]) -> Around:
    """Return for each mark the digest of the tokens that were passed before it."""
    passed, found = hashlib.blake2b(digest_size=16), Around()
    for text in texts:
        if text.startswith(MARK):
            found[text] = passed.copy().digest()
        else:
            passed.update(b"%d:" % len(text) + text)
    return found
