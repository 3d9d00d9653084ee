"""The pairs of a pull: who is whom, readable from both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES, TYPES, VALUES
from reviewer.diff.likeness import Likeness
from reviewer.diff.reading import ReadFile, Source
from reviewer.diff.references import References
from reviewer.diff.words import head_words
from reviewer.model.units import EntityKind

HOLDERS = TYPES | {EntityKind.SUITE}
"""What is paired before what it holds."""


@dataclass(slots=True)
class Pairing:
    """The pairs found so far, readable from both sides."""

    files: Sequence[ReadFile]
    after_of: dict[Entity, Entity] = field(default_factory=dict[Entity, Entity])
    before_of: dict[Entity, Entity] = field(default_factory=dict[Entity, Entity])
    likeness: Likeness = field(init=False)

    def __post_init__(self) -> None:
        """Prepare to compare texts."""
        self.likeness = Likeness(self.source, References(self.files))

    def pair(self, before: Entity, after: Entity) -> None:
        """Record that two entities are one; nobody is paired twice."""
        if before in self.after_of or after in self.before_of:
            raise ValueError(f"{before.qualified_name} -> {after.qualified_name}: already paired")
        self.after_of[before] = after
        self.before_of[after] = before

    def source(self, entity: Entity, *, is_before: bool) -> Source:
        """Return the text that an entity stands in."""
        file = self.files[entity.file]
        side = file.before if is_before else file.after
        assert side is not None  # noqa: S101 - an entity was read from its side; told to the type checker
        return side

    def are_twins(self, before: Entity, after: Entity) -> bool:
        """Return whether two texts are the same, byte for byte."""
        old, new = self.source(before, is_before=True), self.source(after, is_before=False)
        return old.text(before) == new.text(after)

    def left_before(self) -> list[Entity]:
        """Return the entities before that have no partner yet, in order."""
        sides = [file.before for file in self.files if file.before is not None]
        return [entity for side in sides for entity in side.entities if entity not in self.after_of]

    def left_after(self) -> list[Entity]:
        """Return the entities after that have no partner yet, in order."""
        sides = [file.after for file in self.files if file.after is not None]
        return [entity for side in sides for entity in side.entities if entity not in self.before_of]

    def unpaired_before(self, entities: Iterable[Entity]) -> list[Entity]:
        """Return those of some entities before that still have no partner."""
        return [entity for entity in entities if entity not in self.after_of]

    def unpaired_after(self, entities: Iterable[Entity]) -> list[Entity]:
        """Return those of some entities after that still have no partner."""
        return [entity for entity in entities if entity not in self.before_of]

    def is_adrift(self, before: Entity, after: Entity) -> bool:
        """Return whether the parent of either is lost in what the grammar could not read of their file."""
        if before.file != after.file:
            return False
        sides = (self.source(before, is_before=True), before), (self.source(after, is_before=False), after)
        return any(start <= entity.start < end for source, entity in sides for start, end in source.errors)

    def have_same_parent(self, before: Entity, after: Entity) -> bool:
        """Return whether both stand at the top of one file, or in entities that are paired."""
        if before.parent is None or after.parent is None:
            return before.parent is after.parent and before.file == after.file
        return self.after_of.get(before.parent) is after.parent


def has_moved(pairing: Pairing, before: Entity, after: Entity) -> bool:
    """Return whether an entity has another parent, as far as the grammar could read it.

    What is inside overloads that changed places has not.
    """
    is_in_place = before.file == after.file and before.qualified_name == after.qualified_name
    return not (is_in_place or pairing.have_same_parent(before, after) or pairing.is_adrift(before, after))


def family(entity: Entity) -> str:
    """Return what an entity can be paired with: a function may become a method or a test, but never a class."""
    for name, kinds in (("type", TYPES), ("callable", CALLABLES), ("value", VALUES)):
        if entity.kind in kinds:
            return name
    return entity.kind


def names_other(pairing: Pairing, before: Entity | None, after: Entity | None) -> bool:
    """Return whether one of two types stands in the signature of the other, as its super- or subtype does."""
    if before is None or after is None:
        return False
    old, new = pairing.source(before, is_before=True), pairing.source(after, is_before=False)
    if before.name.encode() in head_words(new, after):
        return True
    later = pairing.after_of.get(before)
    heads = head_words(old, before) | (
        head_words(pairing.source(later, is_before=False), later) if later is not None else frozenset[bytes]()
    )
    return after.name.encode() in heads


def can_move(entity: Entity) -> bool:
    """Return whether an entity can be known again elsewhere; constructors, and what is inside a function, cannot."""
    is_inside = entity.parent is not None and entity.parent.kind in CALLABLES | VALUES
    return entity.kind is not EntityKind.CONSTRUCTOR and (not is_inside or entity.kind is EntityKind.TEST)
