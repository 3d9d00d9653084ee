"""How much attention each unit asks for (DESIGN §6, "Lanes")."""

from reviewer.model.ids import Fingerprint
from reviewer.model.plan import Lane
from reviewer.model.risk import Band
from reviewer.model.units import Action, ChangeUnit
from reviewer.triage.evidence import Evidence


def lanes(evidence: Evidence) -> dict[Fingerprint, Lane]:
    """Return the lane of every unit.

    Only what policy spares is exempt, only what is proved is mechanical; of the rest, one reason is enough to be read.
    Callers are not known yet, so that every signature change is read.
    """
    must_read = evidence.contradicted | evidence.intent.unexplained | {fact.unit for fact in evidence.facts}
    return {unit.fingerprint: _lane(unit, evidence.band(unit), must_read) for unit in evidence.units}


def _lane(unit: ChangeUnit, band: Band, must_read: frozenset[Fingerprint]) -> Lane:
    if unit.exempt is not None:
        return Lane.EXEMPT
    if unit.proof is not None:
        return Lane.MECHANICAL
    is_calm = band is Band.LOW and Action.SIGNATURE_CHANGED not in unit.actions and unit.fallback is None
    return Lane.GLANCE if is_calm and unit.fingerprint not in must_read else Lane.READ
