"""The phases of pairing (pairing.py), each a small function that pairs some of what has no partner yet."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable

from reviewer.diff.alignment import Alignment
from reviewer.diff.entities import Entity
from reviewer.diff.pairs import Pairing, can_move, family, names_other
from reviewer.model.lines import Side
from reviewer.model.units import EntityKind

Kinds = frozenset[EntityKind] | None
"""The kinds that a phase looks at; None is all."""

Key = Callable[[Entity], Hashable]
Test = Callable[[Entity, Entity], bool]


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


def pair_same_place(pairing: Pairing, is_one: Test) -> None:
    """Pair what has the same qualified name in the same file."""

    def key(entity: Entity) -> Hashable:
        return entity.file, family(entity), entity.qualified_name

    pair_groups(pairing, grouped(pairing.left_before(), pairing.left_after(), key, key), is_one)


def is_of_one_sort(before: Entity, after: Entity) -> bool:
    """Return False where a class stands in the place of an interface: it may be the old implementation."""
    return before.kind is not EntityKind.INTERFACE or after.kind is not EntityKind.CLASS


def always(_before: Entity, _after: Entity) -> bool:
    """Return True: nothing better was found."""
    return True


def pair_same_name(pairing: Pairing, is_one: Test) -> None:
    """Pair what has the same name under parents that are paired, level by level."""

    def key_before(entity: Entity) -> Hashable:
        parent = pairing.after_of.get(entity.parent) if entity.parent is not None else None
        return (parent, family(entity), entity.name) if parent is not None else None

    def key_after(entity: Entity) -> Hashable:
        return (entity.parent, family(entity), entity.name) if entity.parent in pairing.before_of else None

    found = -1
    while found != len(pairing.after_of):
        found = len(pairing.after_of)
        groups = grouped(pairing.left_before(), pairing.left_after(), key_before, key_after)
        pair_groups(pairing, groups, is_one)


def pair_groups(pairing: Pairing, groups: Iterable[tuple[list[Entity], list[Entity]]], is_one: Test) -> None:
    """Pair inside groups of one name: overloads with the same signature first, then by likeness."""

    def score(before: Entity, after: Entity) -> float:
        return pairing.likeness.of_overloads(before, after) if is_one(before, after) else 0.0

    for befores, afters in groups:
        if len(befores) == len(afters) == 1:
            if is_one(befores[0], afters[0]):
                pairing.pair(befores[0], afters[0])
        else:
            pair_best(pairing, pairing.likeness.ranked(befores, afters, score, 0.0))


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

UNMISTAKABLE = 0.8
"""How alike two entities of one name in other places must be to come before those of other names in one place."""

TOO_SMALL = 12
"""An entity of so few words says little: elsewhere it is known again only by a name that nothing else has."""


def pair_renamed(pairing: Pairing, kinds: Kinds) -> None:
    """Pair similar entities of other names under parents that are paired."""

    def score(before: Entity, after: Entity) -> float:
        fits = family(before) == family(after) and pairing.have_same_parent(before, after)
        return pairing.likeness.of_renamed(before, after) if fits else 0.0

    befores, afters = chosen(pairing.left_before(), kinds), chosen(pairing.left_after(), kinds)
    threshold = SAME_PARENT if kinds is None else SAME_PARENT_TYPE
    pair_best(pairing, pairing.likeness.ranked(befores, afters, score, threshold))


def pair_unmistakable(pairing: Pairing, kinds: Kinds) -> None:
    """Pair nearly equal entities of one name wherever they are."""
    move(pairing, kinds, UNMISTAKABLE)


def pair_moved(pairing: Pairing, kinds: Kinds) -> None:
    """Pair similar entities of one name wherever they are."""
    move(pairing, kinds, ELSEWHERE if kinds is None else ELSEWHERE_TYPE)


def move(pairing: Pairing, kinds: Kinds, threshold: float) -> None:
    """Pair similar entities wherever they are, of one name.

    Small ones are too alike everywhere: they follow only where their name is the only one of its kind, or where their
    types know each other: a larger member went the same way, or one type names the other in its signature.
    """
    befores = [entity for entity in chosen(pairing.left_before(), kinds) if can_move(entity)]
    afters = [entity for entity in chosen(pairing.left_after(), kinds) if can_move(entity)]
    names = [Counter((family(entity), entity.name) for entity in side) for side in (befores, afters)]

    def alike(before: Entity, after: Entity) -> float:
        fits = family(before) == family(after) and before.name == after.name
        return pairing.likeness.alike(before, after, "whole") if fits else 0.0

    def surely(before: Entity, after: Entity) -> float:
        is_only = all(count[family(before), before.name] == 1 for count in names)
        return alike(before, after) if is_only or pairing.likeness.smaller(before, after) >= TOO_SMALL else 0.0

    pair_best(pairing, pairing.likeness.ranked(befores, afters, surely, threshold))
    paths = {(before.parent, after.parent) for before, after in pairing.after_of.items()}

    def along_a_path(before: Entity, after: Entity) -> float:
        is_known = (before.parent, after.parent) in paths or names_other(pairing, before.parent, after.parent)
        return alike(before, after) if is_known else 0.0

    pair_best(
        pairing,
        pairing.likeness.ranked(
            pairing.unpaired_before(befores), pairing.unpaired_after(afters), along_a_path, threshold
        ),
    )


def pair_moved_and_renamed(pairing: Pairing, kinds: Kinds) -> None:
    """Pair nearly equal entities wherever they are, of any name."""

    def score(before: Entity, after: Entity) -> float:
        fits = family(before) == family(after) and pairing.likeness.smaller(before, after) >= TOO_SMALL
        return pairing.likeness.of_renamed(before, after) if fits else 0.0

    befores = [entity for entity in chosen(pairing.left_before(), kinds) if can_move(entity)]
    afters = [entity for entity in chosen(pairing.left_after(), kinds) if can_move(entity)]
    threshold = RENAMED_ELSEWHERE if kinds is None else RENAMED_ELSEWHERE_TYPE
    pair_best(pairing, pairing.likeness.ranked(befores, afters, score, threshold))


def chosen(entities: list[Entity], kinds: Kinds) -> list[Entity]:
    """Return the entities of some kinds, all when there is no choice."""
    return [entity for entity in entities if kinds is None or entity.kind in kinds]
