"""Fingerprints: what a unit is, by content. No line numbers and no free layout enter (DESIGN §6)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from reviewer.diff.tokens import digest_of
from reviewer.model.ids import Fingerprint
from reviewer.model.units import ChangeUnit, Place


def fingerprint(unit: ChangeUnit, tokens_before: str, tokens_after: str, occurrence: int) -> Fingerprint:
    """Return the fingerprint of a unit from the digests of its proof tokens, and how many twins come before it."""
    parts = [
        *place_parts(unit.before),
        *place_parts(unit.after),
        unit.entity_kind or "",
        "+".join(unit.actions),
        tokens_before,
        tokens_after,
        str(occurrence),
    ]
    return Fingerprint("fp1:" + digest_of(part.encode("utf-8", "surrogateescape") for part in parts))


def place_parts(place: Place | None) -> tuple[str, str]:
    """Return the parts of a place that stay when lines move."""
    return (place.path, place.qualified_name) if place is not None else ("", "")


Unnamed = tuple[ChangeUnit, str, str]
"""A unit without its fingerprint, and the digests of its proof tokens before and after."""


def order_of(unit: ChangeUnit) -> tuple[str, int, int, str, int, tuple[str, ...]]:
    """Return where a unit stands in the list: by path and line, whatever the order of the files given."""
    place = unit.place
    first = min((lines.start for lines in unit.added_lines or unit.removed_lines), default=place.start_line)
    before = unit.before.start_line if unit.before is not None else 0
    return place.path, first, before, place.qualified_name, place.end_line, unit.actions


def fingerprinted(drafts: Iterable[Unnamed]) -> tuple[ChangeUnit, ...]:
    """Return units in their order, with fingerprints; twins are counted in that order."""
    seen: Counter[Fingerprint] = Counter()
    units: list[ChangeUnit] = []
    for unit, before, after in sorted(drafts, key=lambda draft: order_of(draft[0])):
        first = fingerprint(unit, before, after, 0)
        units.append(replace(unit, fingerprint=fingerprint(unit, before, after, seen[first])))
        seen[first] += 1
    return tuple(units)
