"""Groups: what a person ticks on the card. Related units under the claim they serve, or under "not stated"."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reviewer.model.ids import Fingerprint
from reviewer.model.plan import Lane
from reviewer.model.units import ChangeUnit
from reviewer.triage.evidence import Evidence
from reviewer.triage.relations import components

MOST = 7
"""More groups than this are merged, as far as what is stated and what is not stay apart."""

FITS = 9
"""Units that serve one claim are one group up to this many; more of them are divided by directory."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Units that stand together, in reading order; `claim` indexes the intent's claims, None means not stated."""

    claim: int | None
    units: tuple[ChangeUnit, ...]


def bundles(evidence: Evidence, lane_of: dict[Fingerprint, Lane]) -> list[Bundle]:
    """Return the bundles in reading order, every unit in exactly one.

    Those with something to read come first, riskiest first. What is folded (glance, tied to nothing that is read;
    mechanical; exempt) stands in one last bundle.
    """
    open_lanes = (Lane.READ, Lane.GLANCE)
    units = [unit for unit in evidence.units if lane_of[unit.fingerprint] in open_lanes]
    order = evidence.place_in_order
    found = _by_claim(evidence, sorted(units, key=order))
    reading = [bundle for bundle in found if _is_read(bundle, lane_of)]
    merged = sorted(_merged(reading, evidence), key=lambda bundle: _first_key(bundle, evidence, lane_of))
    ordered = [Bundle(bundle.claim, _tests_last(sorted(bundle.units, key=order))) for bundle in merged]
    taken = {unit.fingerprint for bundle in ordered for unit in bundle.units}
    rest = sorted((unit for unit in evidence.units if unit.fingerprint not in taken), key=_where)
    return [*ordered, Bundle(None, tuple(rest))] if rest else ordered


def _is_read(bundle: Bundle, lane_of: dict[Fingerprint, Lane]) -> bool:
    return any(lane_of[unit.fingerprint] is Lane.READ for unit in bundle.units)


def _where(unit: ChangeUnit) -> tuple[str, int, str]:
    return (unit.place.path, unit.place.start_line, unit.fingerprint)


def _by_claim(evidence: Evidence, units: Sequence[ChangeUnit]) -> list[Bundle]:
    served = _served(evidence)
    claims: dict[int | None, list[ChangeUnit]] = {}
    for unit in units:
        claims.setdefault(served.get(unit.fingerprint), []).append(unit)
    found = [Bundle(claim, together) for claim, members in claims.items() for together in components(members)]
    return _gathered(found)


def _gathered(found: Sequence[Bundle]) -> list[Bundle]:
    """Put sets together that a person would look at as one: of one claim, or unstated and of one file.

    What serves one claim is one group, unless that is too much at once: then it is one group a directory.
    """
    sizes = Counter[int | None]()
    for bundle in found:
        sizes[bundle.claim] += len(bundle.units)
    gathered: dict[tuple[int | None, str], Bundle] = {}
    for bundle in found:
        key = (bundle.claim, "") if bundle.claim is not None else (None, bundle.units[0].place.path)
        if bundle.claim is not None and sizes[bundle.claim] > FITS:
            key = _claim_and_directory(bundle)
        before = gathered.get(key)
        gathered[key] = Bundle(bundle.claim, (*(before.units if before else ()), *bundle.units))
    return list(gathered.values())


def _served(evidence: Evidence) -> dict[Fingerprint, int]:
    """Return the claim that each unit serves: of those that explain it the most specific, else the first."""
    served: dict[Fingerprint, int] = {}
    specific_first = sorted(enumerate(evidence.intent.claims), key=lambda numbered: len(numbered[1].explains))
    for index, claim in specific_first:
        for fingerprint in claim.explains:
            served.setdefault(fingerprint, index)
    return {unit: claim for unit, claim in served.items() if unit not in evidence.intent.unexplained}


def _merged(found: list[Bundle], evidence: Evidence) -> list[Bundle]:
    """Merge until seven are left, calmest first: what serves one claim in one directory, one claim, then all stated."""
    left = sorted(found, key=lambda bundle: _calm(bundle, evidence))
    for key in (_claim_and_directory, _claim, _is_stated):
        left = _folded(left, key)
    return left


def _folded(calmest_first: list[Bundle], key: Callable[[Bundle], object]) -> list[Bundle]:
    """Put bundles of one key together, in the order given, until no more than seven are left."""
    kept: dict[object, Bundle] = {}
    surplus = len(calmest_first) - MOST
    for place, bundle in enumerate(calmest_first):
        before = kept.get(key(bundle)) if surplus > 0 else None
        if before is None:
            kept[(place,) if key(bundle) in kept else key(bundle)] = bundle
        else:
            kept[key(bundle)] = _joined(before, bundle)
            surplus -= 1
    return list(kept.values())


def _joined(one: Bundle, other: Bundle) -> Bundle:
    larger = one if len(one.units) >= len(other.units) else other
    return Bundle(larger.claim, (*one.units, *other.units))


def _calm(bundle: Bundle, evidence: Evidence) -> tuple[float | str, ...]:
    is_calm, value, *where = min(evidence.place_in_order(unit) for unit in bundle.units)
    return (not is_calm, -value, len(bundle.units), *where)


def _claim_and_directory(bundle: Bundle) -> tuple[int | None, str]:
    return (bundle.claim, str(PurePosixPath(bundle.units[0].place.path).parent))


def _claim(bundle: Bundle) -> int | None:
    return bundle.claim


def _is_stated(bundle: Bundle) -> bool:
    return bundle.claim is not None


def _first_key(bundle: Bundle, evidence: Evidence, lane_of: dict[Fingerprint, Lane]) -> tuple[object, ...]:
    read = (unit for unit in bundle.units if lane_of[unit.fingerprint] is Lane.READ)
    return min(evidence.place_in_order(unit) for unit in read)


def _tests_last(units: Iterable[ChangeUnit]) -> tuple[ChangeUnit, ...]:
    """Return the units in their order, the tests of the group after its code: a fault is seldom in a test."""
    return tuple(sorted(units, key=lambda unit: unit.is_test))
