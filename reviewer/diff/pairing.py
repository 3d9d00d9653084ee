"""Who is whom: each entity before paired with its other self after. One entity is paired once.

The phases go from the surest evidence to the weakest, so that a guess never takes the partner of a certainty:

1. exact twins           same file, same qualified name, same text: boilerplate and overloads go to their own selves
2. same place            same file, same qualified name; overloads by their parameters, then by likeness
3. same name             same name under parents that are paired (the class was renamed, its methods kept their names)
4. renamed               another name, similar text, under parents that are paired
5. moved                 same name, similar text, anywhere in the pull
6. moved and renamed     another name, nearly the same text, anywhere in the pull

Types go before what they hold, so that 3 and 4 know their parents; what is left after all is added or removed, or was
extracted or inlined (extraction.py).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from reviewer.diff.alignment import Alignment
from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES, TYPES, VALUES
from reviewer.diff.likeness import WORD, Likeness
from reviewer.diff.reading import ReadFile, Source
from reviewer.model.lines import Side
from reviewer.model.units import EntityKind

Kinds = frozenset[EntityKind] | None
"""The kinds that a phase looks at; None is all."""


@dataclass(slots=True)
class Pairing:
    """The pairs found so far, readable from both sides."""

    files: Sequence[ReadFile]
    after_of: dict[Entity, Entity] = field(default_factory=dict[Entity, Entity])
    before_of: dict[Entity, Entity] = field(default_factory=dict[Entity, Entity])

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

    def have_same_parent(self, before: Entity, after: Entity) -> bool:
        """Return whether both stand at the top of one file, or in entities that are paired."""
        if before.parent is None or after.parent is None:
            return before.parent is after.parent and before.file == after.file
        return self.after_of.get(before.parent) is after.parent


def family(entity: Entity) -> str:
    """Return what an entity can be paired with: a function may become a method or a test, but never a class."""
    for name, kinds in (("type", TYPES), ("callable", CALLABLES), ("value", VALUES)):
        if entity.kind in kinds:
            return name
    return entity.kind


def pair_entities(files: Sequence[ReadFile]) -> Pairing:
    """Return the pairing of all entities of a pull."""
    pairing = Pairing(files)
    likeness = Likeness(pairing.source)
    pair_twins(pairing)
    pair_same_place(pairing, likeness)
    for kinds in (TYPES, None):
        pair_same_name(pairing, likeness)
        pair_renamed(pairing, likeness, kinds)
        pair_moved(pairing, likeness, kinds)
        pair_moved_and_renamed(pairing, likeness, kinds)
    pair_same_name(pairing, likeness)
    return pairing


Key = Callable[[Entity], Hashable]


def grouped(
    befores: Iterable[Entity], afters: Iterable[Entity], key_before: Key, key_after: Key
) -> list[tuple[list[Entity], list[Entity]]]:
    """Return the groups of both sides that share a key, in order; a key of None groups nobody."""
    groups: dict[Hashable, tuple[list[Entity], list[Entity]]] = defaultdict(lambda: ([], []))
    for entity in befores:
        groups[key_before(entity)][0].append(entity)
    for entity in afters:
        groups[key_after(entity)][1].append(entity)
    return [group for key, group in groups.items() if key is not None and group[0] and group[1]]


def pair_twins(pairing: Pairing) -> None:
    """Pair what is the same, byte for byte, in the same place; several of a kind as git left them, then in order."""
    alignment = Alignment(pairing.files)

    def key(entity: Entity, *, is_before: bool) -> Hashable:
        text = pairing.source(entity, is_before=is_before).text(entity)
        return entity.file, family(entity), entity.qualified_name, text

    for befores, afters in grouped(
        pairing.left_before(),
        pairing.left_after(),
        lambda entity: key(entity, is_before=True),
        lambda entity: key(entity, is_before=False),
    ):
        pair_left(pairing, alignment, befores, afters)
        for before, after in zip(pairing.unpaired_before(befores), pairing.unpaired_after(afters), strict=False):
            pairing.pair(before, after)


def pair_left(pairing: Pairing, alignment: Alignment, befores: Iterable[Entity], afters: Iterable[Entity]) -> None:
    """Pair what git left where it was."""
    left = {kept.start: after for after in afters if (kept := alignment.kept(after, Side.AFTER))}
    for before in befores:
        kept = alignment.kept(before, Side.BEFORE)
        if kept and (after := left.pop(kept.start, None)) is not None:
            pairing.pair(before, after)


def pair_same_place(pairing: Pairing, likeness: Likeness) -> None:
    """Pair what has the same qualified name in the same file."""

    def key(entity: Entity) -> Hashable:
        return entity.file, family(entity), entity.qualified_name

    pair_groups(pairing, likeness, grouped(pairing.left_before(), pairing.left_after(), key, key))


def pair_same_name(pairing: Pairing, likeness: Likeness) -> None:
    """Pair what has the same name under parents that are paired, level by level."""

    def key_before(entity: Entity) -> Hashable:
        parent = pairing.after_of.get(entity.parent) if entity.parent is not None else None
        return (parent, family(entity), entity.name) if parent is not None else None

    def key_after(entity: Entity) -> Hashable:
        return (entity.parent, family(entity), entity.name) if entity.parent in pairing.before_of else None

    while groups := grouped(pairing.left_before(), pairing.left_after(), key_before, key_after):
        pair_groups(pairing, likeness, groups)


def pair_groups(pairing: Pairing, likeness: Likeness, groups: Iterable[tuple[list[Entity], list[Entity]]]) -> None:
    """Pair inside groups of one name: overloads with the same signature first, then by likeness."""
    for befores, afters in groups:
        if len(befores) == len(afters) == 1:
            pairing.pair(befores[0], afters[0])
        else:
            pair_best(pairing, likeness.ranked(befores, afters, likeness.of_overloads, 0.0))


def pair_best(pairing: Pairing, ranked: Iterable[tuple[float, Entity, Entity]]) -> None:
    """Pair from the best score down, each entity once."""
    for _, before, after in ranked:
        if before not in pairing.after_of and after not in pairing.before_of:
            pairing.pair(before, after)


SAME_PARENT = 0.5
"""How alike two entities of other names must be under one parent."""

SAME_PARENT_TYPE = 0.35
"""How alike two types of other names must be under one parent: they are large, and few."""

ELSEWHERE = 0.5
"""How alike two entities of one name must be in other places."""

ELSEWHERE_TYPE = 0.25
"""How alike two types of one name must be in other places."""

RENAMED_ELSEWHERE = 0.75
"""How alike two entities must be when neither name nor place is the same."""

RENAMED_ELSEWHERE_TYPE = 0.55
"""How alike two types must be when neither name nor place is the same."""

TOO_SMALL = 12
"""An entity of so few words says little: elsewhere it is known again only by a name that nothing else has."""


def pair_renamed(pairing: Pairing, likeness: Likeness, kinds: Kinds) -> None:
    """Pair similar entities of other names under parents that are paired."""

    def score(before: Entity, after: Entity) -> float:
        fits = family(before) == family(after) and pairing.have_same_parent(before, after)
        return likeness.alike(before, after, "whole") if fits else 0.0

    befores, afters = chosen(pairing.left_before(), kinds), chosen(pairing.left_after(), kinds)
    threshold = SAME_PARENT if kinds is None else SAME_PARENT_TYPE
    pair_best(pairing, likeness.ranked(befores, afters, score, threshold))


def pair_moved(pairing: Pairing, likeness: Likeness, kinds: Kinds) -> None:
    """Pair similar entities wherever they are, of one name.

    Small ones are too alike everywhere: they follow only where their name is the only one of its kind, or where their
    types know each other: a larger member went the same way, or one type names the other in its signature.
    """
    befores = [entity for entity in chosen(pairing.left_before(), kinds) if can_move(entity)]
    afters = [entity for entity in chosen(pairing.left_after(), kinds) if can_move(entity)]
    names = [Counter((family(entity), entity.name) for entity in side) for side in (befores, afters)]

    def alike(before: Entity, after: Entity) -> float:
        fits = family(before) == family(after) and before.name == after.name
        return likeness.alike(before, after, "whole") if fits else 0.0

    def surely(before: Entity, after: Entity) -> float:
        is_only = all(count[family(before), before.name] == 1 for count in names)
        return alike(before, after) if is_only or likeness.smaller(before, after) >= TOO_SMALL else 0.0

    threshold = ELSEWHERE if kinds is None else ELSEWHERE_TYPE
    pair_best(pairing, likeness.ranked(befores, afters, surely, threshold))
    paths = {(before.parent, after.parent) for before, after in pairing.after_of.items()}

    def along_a_path(before: Entity, after: Entity) -> float:
        is_known = (before.parent, after.parent) in paths or names_other(pairing, before.parent, after.parent)
        return alike(before, after) if is_known else 0.0

    pair_best(
        pairing,
        likeness.ranked(pairing.unpaired_before(befores), pairing.unpaired_after(afters), along_a_path, threshold),
    )


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


def head_words(source: Source, entity: Entity) -> frozenset[bytes]:
    """Return the words of an entity's signature."""
    start = entity.nodes[-1].start_byte
    return frozenset(WORD.findall(source.content, start, min((low for low, _ in entity.bodies), default=entity.end)))


def pair_moved_and_renamed(pairing: Pairing, likeness: Likeness, kinds: Kinds) -> None:
    """Pair nearly equal entities wherever they are, of any name."""

    def score(before: Entity, after: Entity) -> float:
        fits = family(before) == family(after) and likeness.smaller(before, after) >= TOO_SMALL
        return likeness.alike(before, after, "whole") if fits else 0.0

    befores = [entity for entity in chosen(pairing.left_before(), kinds) if can_move(entity)]
    afters = [entity for entity in chosen(pairing.left_after(), kinds) if can_move(entity)]
    threshold = RENAMED_ELSEWHERE if kinds is None else RENAMED_ELSEWHERE_TYPE
    pair_best(pairing, likeness.ranked(befores, afters, score, threshold))


def can_move(entity: Entity) -> bool:
    """Return whether an entity can be known again elsewhere; constructors, and what is inside a function, cannot."""
    is_inside = entity.parent is not None and entity.parent.kind in CALLABLES
    return entity.kind is not EntityKind.CONSTRUCTOR and (not is_inside or entity.kind is EntityKind.TEST)


def chosen(entities: list[Entity], kinds: Kinds) -> list[Entity]:
    """Return the entities of some kinds, all when there is no choice."""
    return [entity for entity in entities if kinds is None or entity.kind in kinds]
