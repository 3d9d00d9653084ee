"""Checks of "removes dead code": what is gone is named nowhere in the head, as far as it was searched."""

from collections.abc import Iterator

from reviewer.intent.evidence import Evidence, Finding, anchors_of, named
from reviewer.model.callers import Site, SiteKind
from reviewer.model.intent import Verdict
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.units import Action, ChangeUnit


def check_dead(name: str, evidence: Evidence) -> Finding | None:
    """Decide whether what is removed (under a name, or all of it) was dead.

    Contradicted by a call that stands in the head and can mean nothing else; unsupported by any other mention left.
    Found by name: verified says what was searched, and None where nobody searched.
    """
    gone = [
        unit for unit in evidence.counted if Action.REMOVED in unit.actions and not unit.is_test and _fits(unit, name)
    ]
    if not gone:
        return None
    left = [(unit, site) for unit in gone for site in _left(unit)]
    if left:
        calls = [pair for pair in left if pair[1].kind is SiteKind.CALL]
        unit, site = (calls or left)[0]
        verdict = Verdict.CONTRADICTED if calls else Verdict.UNSUPPORTED
        text = f"{named([unit])} is still {'called' if calls else 'named'} at {site.path}:{site.line}"
        return Finding(verdict, text, tuple(_anchor(site) for _, site in (calls or left)[:5]))
    searched = [unit.callers.searched for unit in gone if unit.callers is not None and unit.callers.are_all_known]
    if len(searched) < len(gone):
        return None
    text = f"{named(gone)} removed, and named nowhere in {max(searched)} searched files"
    return Finding(Verdict.VERIFIED, text, anchors_of(gone))


def _fits(unit: ChangeUnit, name: str) -> bool:
    own = unit.place.qualified_name
    return bool(own) and (not name or own == name or own.endswith(f".{name}"))


def _left(unit: ChangeUnit) -> Iterator[Site]:
    return (site for site in unit.left_behind if site.kind is not SiteKind.IMPORT)


def _anchor(site: Site) -> Anchor:
    return Anchor(site.path, Side.AFTER, LineRange(site.line, site.line))
