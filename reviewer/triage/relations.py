"""Which units belong together: one uses what another defines, or a test is about it, or they stand in one entity."""

from collections.abc import Iterator, Sequence

from reviewer.model.ids import Fingerprint
from reviewer.model.units import ChangeUnit

_SHORTEST = 3
_MOST_USERS = 12
"""A name that more units mention ties nothing together: it is a word of the house, not a relation."""


def components(units: Sequence[ChangeUnit]) -> list[tuple[ChangeUnit, ...]]:
    """Return the units in sets that relations tie together, each in the order given, the sets by their first unit."""
    parents = {unit.fingerprint: unit.fingerprint for unit in units}
    for one, other in _relations(units):
        _join(parents, one.fingerprint, other.fingerprint)
    found: dict[Fingerprint, list[ChangeUnit]] = {}
    for unit in units:
        found.setdefault(_root(parents, unit.fingerprint), []).append(unit)
    return [tuple(members) for members in found.values()]


def _relations(units: Sequence[ChangeUnit]) -> Iterator[tuple[ChangeUnit, ChangeUnit]]:
    definers: dict[str, list[ChangeUnit]] = {}
    for unit in units:
        for name in _names(unit):
            definers.setdefault(name, []).append(unit)
    users: dict[str, list[ChangeUnit]] = {}
    for unit in units:
        for name in definers.keys() & set(unit.mentions):
            users.setdefault(name, []).append(unit)
    for name, defining in definers.items():
        using = users.get(name, [])
        if len(using) <= _MOST_USERS and len({unit.place.qualified_name for unit in defining}) == 1:
            yield from ((defining[0], unit) for unit in (*defining[1:], *using))
    yield from _in_one_place(units)


def _in_one_place(units: Sequence[ChangeUnit]) -> Iterator[tuple[ChangeUnit, ChangeUnit]]:
    """Yield members of one entity, and what has no entity with the first unit of its file."""
    first: dict[tuple[str, str], ChangeUnit] = {}
    for unit in units:
        container = unit.place.qualified_name.rpartition(".")[0]
        if container:
            yield first.setdefault((unit.place.path, container), unit), unit
    by_path: dict[str, ChangeUnit] = {}
    for unit in sorted(units, key=lambda unit: not unit.place.name):
        anchor = by_path.setdefault(unit.place.path, unit)
        if not unit.place.name:
            yield anchor, unit


def _names(unit: ChangeUnit) -> Iterator[str]:
    names = {place.name for place in (unit.before, unit.after) if place and len(place.name) >= _SHORTEST}
    yield from sorted(names)


def _root(parents: dict[Fingerprint, Fingerprint], item: Fingerprint) -> Fingerprint:
    while parents[item] != item:
        parents[item] = parents[parents[item]]
        item = parents[item]
    return item


def _join(parents: dict[Fingerprint, Fingerprint], one: Fingerprint, other: Fingerprint) -> None:
    first, second = _root(parents, one), _root(parents, other)
    if first != second:
        parents[second] = first
