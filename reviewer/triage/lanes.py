"""How much attention each unit asks for (DESIGN §6, "Lanes")."""

from reviewer.model.ids import Fingerprint
from reviewer.model.plan import Lane
from reviewer.model.risk import Band
from reviewer.model.units import Action, ChangeUnit
from reviewer.triage.evidence import Evidence


def lanes(evidence: Evidence) -> dict[Fingerprint, Lane]:
    """Return the lane of every unit.

    Only what policy spares is exempt, only what is proved is mechanical; of the rest, one reason is enough to be read.
    A changed signature is one, unless all that can name it is known and none of it was left behind.
    """
    must_read = evidence.contradicted | evidence.intent.unexplained | {fact.unit for fact in evidence.facts}
    return {unit.fingerprint: _lane(unit, evidence.band(unit), must_read) for unit in evidence.units}


def _lane(unit: ChangeUnit, band: Band, must_read: frozenset[Fingerprint]) -> Lane:
    if unit.exempt is not None:
        return Lane.EXEMPT
    if unit.proof is not None:
        return Lane.MECHANICAL
    is_calm = band is Band.LOW and not leaves_callers(unit) and unit.fallback is None
    return Lane.GLANCE if is_calm and unit.fingerprint not in must_read else Lane.READ


def leaves_callers(unit: ChangeUnit) -> bool:
    """Return whether something that names a unit may not have followed its change.

    That is so of what is gone only where it is seen; of a changed signature also where it cannot be excluded.
    """
    is_changed, callers = Action.SIGNATURE_CHANGED in unit.actions, unit.callers
    is_doubtful = is_changed and (callers is None or callers.untouched > 0 or not callers.are_all_known)
    return is_doubtful or bool(unit.left_behind)
