"""How long a reviewer will need (DESIGN §7, the term E; the queue clamps it, the plan does not)."""

from reviewer.model.ids import Fingerprint
from reviewer.model.intent import Verdict
from reviewer.model.plan import Lane
from reviewer.triage.evidence import Evidence

_LINES_A_MINUTE = 6.7
_DOUBTFUL = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


def minutes(evidence: Evidence, lane_of: dict[Fingerprint, Lane], needing_eyes: int) -> int:
    """Return 2 + logic lines/6.7 + 1.5·units needing eyes + 2·facts + 3·doubtful claims, in whole minutes.

    Logic lines are the changed lines of units that are neither tests nor folded by proof or policy. What a person has
    validated costs nothing again.
    """
    waiting = [unit for unit in evidence.units if unit.fingerprint not in evidence.validated]
    open_units = {unit.fingerprint for unit in waiting if lane_of[unit.fingerprint] in (Lane.READ, Lane.GLANCE)}
    lines = sum(unit.churn for unit in waiting if unit.fingerprint in open_units and not unit.is_test)
    facts = sum(fact.unit in open_units for fact in evidence.facts)
    doubtful = sum(claim.verdict in _DOUBTFUL for claim in evidence.intent.claims)
    return int(2 + lines / _LINES_A_MINUTE + 1.5 * needing_eyes + 2 * facts + 3 * doubtful + 0.5)
