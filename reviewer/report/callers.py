"""Who names a unit in the head: as its part of the JSON record, and in a few words."""

from reviewer.model.callers import Callers, Passed, Site
from reviewer.model.units import Action, ChangeUnit
from reviewer.report.neutral import utf8
from reviewer.report.phrases import count

Json = dict[str, object]

MOST_PLACES = 3


def callers_record(callers: Callers | None) -> Json | None:
    """Return the record of a unit's callers, None where nobody looked for them."""
    if callers is None:
        return None
    return {
        "sites": [_site(site) for site in callers.sites],
        "found": callers.found,
        "untouched": callers.untouched,
        "namesakes": callers.namesakes,
        "texts": callers.texts,
        "searched": callers.searched,
        "unsearched": [utf8(reason) for reason in callers.unsearched],
    }


def callers_left(unit: ChangeUnit) -> str | None:
    """Return what is said of places that did not follow a change: "3 callers not in this pull: a.py:12, b.py:7, …"."""
    left = unit.left_behind
    if unit.callers is None or not left:
        return None
    places = ", ".join(f"{site.path}:{site.line}" for site in left[:MOST_PLACES])
    more = ", …" if len(left) > MOST_PLACES else ""
    if Action.SIGNATURE_CHANGED not in unit.actions:
        return f"{left[0].name} is still named: {places}{more}"
    shared = f"; {count(unit.callers.namesakes, 'other definition')} of that name" if unit.callers.namesakes else ""
    return f"{count(max(unit.callers.untouched, len(left)), 'caller')} not in this pull: {places}{more}{shared}"


def _site(site: Site) -> Json:
    return {
        "path": utf8(site.path),
        "line": site.line,
        "name": utf8(site.name),
        "entity": utf8(site.entity),
        "kind": site.kind.value,
        "touched": site.is_touched,
        "passed": _passed(site.passed),
    }


def _passed(passed: Passed | None) -> Json | None:
    if passed is None:
        return None
    return {"positional": passed.positional, "keywords": [utf8(name) for name in passed.keywords]}
