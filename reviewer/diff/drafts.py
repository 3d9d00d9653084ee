"""Drafts of change units: which entity, on which sides, and which changed lines it owns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reviewer.diff.entities import Entity
from reviewer.diff.folding import Folding
from reviewer.diff.ownership import Broken, owners_of
from reviewer.diff.pairs import Pairing, has_moved
from reviewer.diff.reading import ReadFile, Source
from reviewer.model.lines import LineRange, Side


@dataclass(slots=True, eq=False)
class Draft:
    """A unit in the making: an entity on one side or both, and its changed lines.

    `origin` is the entity before that an added one came out of, `target` the entity after that took a removed one in;
    `copied` is the moved entity, on the other side, that has the text of this one too (copies.py).
    """

    before: Entity | None
    after: Entity | None
    removed: list[int] = field(default_factory=list[int])
    added: list[int] = field(default_factory=list[int])
    origin: Entity | None = None
    target: Entity | None = None
    copied: Entity | None = None
    is_inherited: bool = False

    @property
    def entity(self) -> Entity:
        """Return the entity it is about: as it is after, else as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a draft has a side; told to the type checker
        return found


@dataclass(slots=True)
class Leftover:
    """Changed lines of one file that no entity owns: the file's own, and those the grammar could not read."""

    own: dict[Side, list[int]] = field(default_factory=lambda: {side: [] for side in Side})
    broken: dict[Side, list[int]] = field(default_factory=lambda: {side: [] for side in Side})

    @property
    def has_lines(self) -> bool:
        """Return whether there are any."""
        return any((*self.own.values(), *self.broken.values()))


@dataclass(slots=True)
class Ownership:
    """All the changed lines of the files with a grammar, given out."""

    drafts: dict[Entity, Draft] = field(default_factory=dict[Entity, Draft])
    leftovers: dict[int, Leftover] = field(default_factory=dict[int, Leftover])

    def draft(self, entity: Entity, side: Side, pairing: Pairing) -> Draft:
        """Return an entity's draft, the same one from both of its sides."""
        before = entity if side is Side.BEFORE else pairing.before_of.get(entity)
        after = entity if side is Side.AFTER else pairing.after_of.get(entity)
        key = after or entity
        if key not in self.drafts:
            self.drafts[key] = Draft(before, after)
        return self.drafts[key]


def own_lines(files: Sequence[ReadFile], pairing: Pairing, folding: Folding) -> Ownership:
    """Return every changed line of some parsed files with its owner."""
    ownership = Ownership()
    for file in files:
        leftover = ownership.leftovers[file.index] = Leftover()
        for side, source, ranges in changed_sides(file):
            for number, owner in owners_of(source, ranges).items():
                if owner is None:
                    leftover.own[side].append(number)
                elif isinstance(owner, Broken):
                    leftover.broken[side].append(number)
                else:
                    draft = ownership.draft(folding.unit_of(owner, side), side, pairing)
                    (draft.removed if side is Side.BEFORE else draft.added).append(number)
    return ownership


def moved_without_lines(ownership: Ownership, pairing: Pairing) -> Iterator[Draft]:
    """Yield what has another parent though git lists none of its lines: the parents changed around it."""
    for before, after in pairing.after_of.items():
        if after not in ownership.drafts and has_moved(pairing, before, after):
            yield Draft(before, after)


def changed_sides(file: ReadFile) -> Iterator[tuple[Side, Source, list[LineRange]]]:
    """Yield the sides of a file with their changed ranges."""
    if file.before is not None:
        yield Side.BEFORE, file.before, [hunk.removed for hunk in file.change.hunks if hunk.removed is not None]
    if file.after is not None:
        yield Side.AFTER, file.after, [hunk.added for hunk in file.change.hunks if hunk.added is not None]


def children_of(source: Source) -> dict[Entity | None, list[Entity]]:
    """Return the entities directly inside each entity, and inside the file (None)."""
    children: dict[Entity | None, list[Entity]] = defaultdict(list)
    for entity in source.entities:
        children[entity.parent].append(entity)
    return children
