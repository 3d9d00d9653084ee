"""Whose unit an entity's lines belong to: what travels unchanged inside something that moved goes with that."""

from reviewer.diff.entities import Entity
from reviewer.diff.pairs import Pairing
from reviewer.diff.places import Places
from reviewer.model.lines import Side
from reviewer.model.units import EntityKind

DATA = frozenset({EntityKind.KEY, EntityKind.SECTION, EntityKind.STATEMENT})
"""Kinds of what data and documents are made of: a new key is one unit, with all that is in it."""


class Folding:
    """Answers for one pull, and remembers."""

    def __init__(self, pairing: Pairing, places: Places) -> None:
        self.pairing = pairing
        self.places = places
        self.known: dict[Entity, bool] = {}

    def unit_of(self, entity: Entity, side: Side) -> Entity:
        """Return the entity whose unit carries an entity's lines: most often itself."""
        while entity.parent is not None and self.is_carried(entity, side):
            entity = entity.parent
        return entity

    def is_carried(self, entity: Entity, side: Side) -> bool:
        """Return whether an entity is untouched inside one that travels, or is itself carried."""
        before = entity if side is Side.BEFORE else self.pairing.before_of.get(entity)
        if before is None or before not in self.pairing.after_of:
            return self.is_part_of_new(entity)
        if before not in self.known:
            self.known[before] = self.goes_along(before)
        return self.known[before]

    def is_part_of_new(self, entity: Entity) -> bool:
        """Return whether an unpaired entity is of data, inside one that is unpaired too: both came, or went, as one."""
        paired = (self.pairing.after_of, self.pairing.before_of)
        return (
            entity.kind in DATA
            and entity.parent is not None
            and entity.parent.kind in DATA
            and not any(entity.parent in known for known in paired)
        )

    def goes_along(self, before: Entity) -> bool:
        """Return whether an entity before is the same text under the same parent, which travels."""
        after, parent = self.pairing.after_of.get(before), before.parent
        if after is None or parent is None or not self.pairing.have_same_parent(before, after):
            return False
        travels = self.is_carried(parent, Side.BEFORE) or not self.places.are_kept(
            parent, self.pairing.after_of[parent]
        )
        return travels and self.pairing.are_twins(before, after)
