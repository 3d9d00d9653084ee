"""Who owns a changed line (law 1): the innermost entity that holds it, on its side.

      class Cart:            <- Cart
          def total(self):   <- Cart.total
              return 1       <- Cart.total
                             <- blank: goes with the change beside it, when one owns both
          x = 1              <- Cart.x
      print(Cart())          <- nobody: the file's own lines (residue.py)

A piece the grammar could not read is an owner too: its lines become line units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.diff.entities import Entity
from reviewer.diff.reading import Source
from reviewer.diff.tokens import VERBATIM
from reviewer.model.lines import LineRange


@dataclass(frozen=True, slots=True)
class Broken:
    """Lines that the grammar could not read."""

    lines: LineRange


Owner = Entity | Broken | None


def owners_of(source: Source, ranges: Sequence[LineRange]) -> dict[int, Owner]:
    """Return the owner of each line of some ranges, which are in order."""
    owners = innermost(source, (number for lines in ranges for number in lines.numbers()))
    for lines in ranges:
        lend_blank_lines(source, lines, owners)
    return owners


def innermost(source: Source, numbers: Iterable[int]) -> dict[int, Owner]:
    """Return the innermost entity, or unreadable piece, around each of some ascending line numbers."""
    held: list[tuple[LineRange, Entity | Broken]] = [
        (entity.held, entity) for entity in source.entities if entity.held is not None
    ]
    held += [(lines, Broken(lines)) for lines in (source.lines.range_of(*span) for span in source.errors)]
    held.sort(key=lambda holder: (holder[0].start, -holder[0].end, isinstance(holder[1], Broken)))
    owners: dict[int, Owner] = {}
    open_holders: list[tuple[LineRange, Entity | Broken]] = []
    following = 0
    for number in numbers:
        while following < len(held) and held[following][0].start <= number:
            close(open_holders, held[following][0].start)
            open_holders.append(held[following])
            following += 1
        close(open_holders, number)
        owners[number] = open_holders[-1][1] if open_holders else None
    return owners


def close(holders: list[tuple[LineRange, Entity | Broken]], number: int) -> None:
    """Drop the holders that end before a line."""
    while holders and holders[-1][0].end < number:
        holders.pop()


def lend_blank_lines(source: Source, lines: LineRange, owners: dict[int, Owner]) -> None:
    """Give blank lines between changed entities to the one that follows, else to the one before them."""
    for numbers in (reversed(lines.numbers()), lines.numbers()):
        neighbour: Owner = None
        for number in numbers:
            owner = owners[number]
            if source.lines.text(number).strip():
                neighbour = owner
            elif isinstance(neighbour, Entity) and is_inside(neighbour, owner) and is_free(source, number):
                owners[number] = neighbour


def is_inside(entity: Entity, owner: Owner) -> bool:
    """Return whether an entity lies somewhere in an owner; everything lies in a file."""
    if isinstance(owner, Broken):
        return False
    parent = entity.parent
    while parent is not None and parent is not owner:
        parent = parent.parent
    return parent is owner


def is_free(source: Source, number: int) -> bool:
    """Return whether a blank line is layout, and not the inside of a string or of markup."""
    start, end = source.lines.span(number)
    node = source.root.descendant_for_byte_range(start, end) if source.root is not None else None
    verbatim = VERBATIM if source.language is None else VERBATIM | source.language.verbatim
    return node is None or (node.child_count > 0 and node.type not in verbatim and "string" not in node.type)
