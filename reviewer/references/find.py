"""From change units to the same units with their callers; without a searched head they stay as they are."""

from collections.abc import Sequence
from dataclasses import replace

from reviewer.model.callers import Callers, Site, SiteKind, is_left
from reviewer.model.files import FileChange
from reviewer.model.parsing import Parsing
from reviewer.model.search import Search
from reviewer.model.units import Action, ChangeUnit, Place
from reviewer.references.head import Found, Head, read_head
from reviewer.references.mentions import Sort
from reviewer.references.renames import with_rename_proofs
from reviewer.references.wanted import endings_beside, is_wanted, names_of, question_of, why_not

MOST_SITES = 20
"""Places that are kept of one unit; how many there are is counted."""

KINDS = {Sort.CALL: SiteKind.CALL, Sort.IMPORT: SiteKind.IMPORT, Sort.NAME: SiteKind.NAME}


def with_references(
    units: Sequence[ChangeUnit], changes: Sequence[FileChange], search: Search | None, parsing: Parsing
) -> tuple[ChangeUnit, ...]:
    """Return a pull's units with what the searched head says of them: who names them, which were only renamed."""
    if search is None:
        return tuple(units)
    head = read_head(search, question_of(units).names, changes, parsing)
    proved = with_rename_proofs(units, head, changes, parsing)
    return tuple(with_callers(unit, head) for unit in proved)


def with_callers(unit: ChangeUnit, head: Head) -> ChangeUnit:
    """Return a unit with its callers, unchanged when it has no name to look for."""
    if not is_wanted(unit):
        return unit
    names = names_of(unit)
    can_name = tuple(endings_beside(unit.place.path))
    found = [one for name in names for one in head.named(name) if one.path.endswith(can_name)]
    if any(is_own(one, unit.after) and one.mention.is_local for one in found):
        return unit
    reason = why_not(unit)
    return replace(
        unit,
        callers=callers_of(unit, found, head, (*head.why_not_all(names), *((reason,) if reason else ()))),
    )


def callers_of(unit: ChangeUnit, found: Sequence[Found], head: Head, unsearched: tuple[str, ...]) -> Callers:
    """Return the callers of a unit among what mentions its names; what stands inside the unit itself calls nobody."""
    outside = [one for one in found if not is_inside(one, unit)]
    sites = [site_of(one, head, kind) for one in outside if (kind := KINDS.get(one.mention.sort)) is not None]
    distinct = {(site.path, site.line, site.name): site for site in reversed(sites)}
    ordered = sorted(
        distinct.values(),
        key=lambda site: (site.is_touched, site.kind is SiteKind.IMPORT, site.path, site.line, site.name),
    )
    return Callers(
        sites=tuple(ordered[:MOST_SITES]),
        found=len(ordered),
        untouched=sum(map(is_left, ordered)),
        namesakes=sum(one.mention.sort is Sort.DEFINITION and not one.mention.is_local for one in outside),
        texts=sum(one.mention.sort is Sort.STRING for one in outside),
        searched=head.search.searched,
        unsearched=unsearched,
    )


def site_of(one: Found, head: Head, kind: SiteKind) -> Site:
    """Return a mention as a place for people."""
    mention = one.mention
    return Site(one.path, mention.lines.start, mention.name, mention.entity, kind, head.is_touched(one), mention.passed)


def is_own(one: Found, place: Place | None) -> bool:
    """Return whether a mention is the definition of what stands at a place."""
    mention = one.mention
    return (
        place is not None
        and mention.sort is Sort.DEFINITION
        and one.path == place.path
        and mention.inside[-1].qualified_name == place.qualified_name
        and place.start_line <= mention.lines.start <= place.end_line
    )


def is_inside(one: Found, unit: ChangeUnit) -> bool:
    """Return whether a mention stands in what a unit is, as it is in the head."""
    place = unit.after if Action.INLINED not in unit.actions else None
    return (
        place is not None and one.path == place.path and place.start_line <= one.mention.lines.start <= place.end_line
    )
