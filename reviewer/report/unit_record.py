"""A unit as its part of the JSON record."""

from collections.abc import Sequence

from reviewer.model.acts import Standing
from reviewer.model.lines import LineRange
from reviewer.model.plan import PlannedUnit
from reviewer.model.review import Review
from reviewer.model.risk import Band, Risk, RiskReport
from reviewer.model.units import ChangeUnit, Place
from reviewer.report.callers import callers_record
from reviewer.report.neutral import utf8
from reviewer.report.proof_record import proof_record

Json = dict[str, object]
_UNKNOWN: Json = {"band": Band.UNGRADED.value, "percentile": None, "reasons": [], "sensitive": []}


def unit_record(planned: PlannedUnit, unit: ChangeUnit, review: Review) -> Json:
    """Return the record of a unit: what it is, what its risk is, and where it stands in the plan."""
    risk = review.risk.units.get(unit.fingerprint)
    return {
        "id": planned.id,
        "order": planned.order,
        "needs_eyes": planned.needs_eyes,
        "lane": planned.lane.value,
        "group": planned.group,
        "actions": [action.value for action in unit.actions],
        "entity_kind": unit.entity_kind.value if unit.entity_kind else None,
        "before": _place(unit.before),
        "after": _place(unit.after),
        "removed_lines": _ranges(unit.removed_lines),
        "added_lines": _ranges(unit.added_lines),
        "mechanical": unit.proof is not None,
        "proof": proof_record(unit, review),
        "exempt": None if unit.exempt is None else utf8(unit.exempt),
        "fallback": None if unit.fallback is None else utf8(unit.fallback),
        "is_test": unit.is_test,
        "fingerprint": unit.fingerprint,
        "standing": _standing(planned.standing),
        "changed_since": _standing(planned.since),
        "risk": _risk(risk) if risk else _UNKNOWN,
        "callers": callers_record(unit.callers),
    }


def _standing(standing: Standing | None) -> Json | None:
    if standing is None:
        return None
    words = {"by": utf8(standing.by), "claim": utf8(standing.claim), "words": utf8(standing.words)}
    return {"verb": standing.verb.value, "at": standing.at, "head": standing.head, **words}


def pull_risk_record(report: RiskReport) -> Json:
    """Return the record of the whole pull's risk, with the model that made it and what it was made from."""
    risk = report.pull
    return {
        **_risk(risk),
        "is_calibrated": risk.is_calibrated,
        "probability": risk.probability,
        "among": report.among,
        "is_measured": report.is_measured,
        "model": risk.model,
        "past_commits": report.past,
        "unknown": [utf8(words) for words in report.unknown],
    }


def _risk(risk: Risk) -> Json:
    reasons = [{"text": utf8(reason.text), "contribution": reason.contribution} for reason in risk.reasons]
    sensitive = [utf8(text) for text in risk.sensitive]
    return {"band": risk.band.value, "percentile": risk.percentile, "reasons": reasons, "sensitive": sensitive}


def _place(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {
        "path": utf8(place.path),
        "qualified_name": utf8(place.qualified_name),
        "name": utf8(place.name),
        "start_line": place.start_line,
        "end_line": place.end_line,
    }


def _ranges(ranges: Sequence[LineRange]) -> list[list[int]]:
    return [[lines.start, lines.end] for lines in ranges]
