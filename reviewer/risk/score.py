"""The risk of each unit and of the pull: an additive logistic whose reasons are its exact terms, and a second axis.

The coefficients of model.json are fitted to public histories (its card says which). The band of a pull is its place
among past changes of its own repository; with too few of them, and for units, among those histories' changes. A
probability is not claimed before a repository's own labels were used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, log

from reviewer.model.calibration import Calibration
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.history import History
from reviewer.model.ids import Fingerprint
from reviewer.model.risk import BAND_RANK, Band, Reason, Risk, RiskReport
from reviewer.model.units import ChangeUnit
from reviewer.risk.features import SIZES, features
from reviewer.risk.measures import measure
from reviewer.risk.place import band_at
from reviewer.risk.scope import Scope, Surroundings, counts
from reviewer.risk.sensitive import floor, sensitive
from reviewer.risk.shipped import Formula, shipped_model
from reviewer.risk.territory import is_prose
from reviewer.risk.yardstick import Yardstick


def score_units(
    units: Sequence[ChangeUnit],
    facts: Sequence[Fact],
    files: Sequence[FileChange] = (),
    history: History | None = None,
    calibration: Calibration | None = None,
) -> RiskReport:
    """Return the risk of every unit and of the whole pull, in log-odds, with the reasons, largest first.

    Nothing that people write about the change enters. What was not read as entities is ungraded, never low; so is a
    pull that holds such a unit outside texts for people, unless the rest of it is high. Mechanical units have no
    reasons; exempt ones are ungraded. The pull is placed among past changes of its repository, as far as they are
    known; a calibration that was made for another model is not used, and named among what is unknown.
    """
    around = Surroundings(tuple(units), measure([unit for unit in units if counts(unit)], files), history)
    scopes = Scopes.of(around, facts)
    graded = {unit.fingerprint: _unit_risk(unit, scopes.units[unit.fingerprint]) for unit in around.change}
    yardstick = Yardstick.of(history, calibration)
    pull = _pull_risk(scopes.pull, yardstick)
    among = 0 if pull.percentile is None else yardstick.among
    past = history.commits or None if history else None
    unknown = (*_unknown(history), *yardstick.unknown)
    return RiskReport(pull, graded, past, unknown, among, is_measured=among > 0 and yardstick.is_measured)


@dataclass(frozen=True, slots=True)
class Scopes:
    """What is scored of a change: each unit (an empty scope where it does not count), and the pull."""

    pull: Scope
    units: Mapping[Fingerprint, Scope]

    @classmethod
    def of(cls, around: Surroundings, facts: Sequence[Fact]) -> "Scopes":
        """Return the scopes of a change."""
        facts_of: dict[Fingerprint, list[Fact]] = {}
        for fact in facts:
            facts_of.setdefault(fact.unit, []).append(fact)
        counted = tuple(unit for unit in around.change if counts(unit))
        owned = tuple(fact for unit in counted for fact in facts_of.get(unit.fingerprint, ()))
        units = {
            unit.fingerprint: Scope((unit,), tuple(facts_of.get(unit.fingerprint, ())), around)
            if counts(unit)
            else Scope((), (), around)
            for unit in around.change
        }
        return cls(Scope(counted, owned, around), units)


def _unknown(history: History | None) -> tuple[str, ...]:
    return ("the past of its files",) if history is None else history.unknown


def _unit_risk(unit: ChangeUnit, scope: Scope) -> Risk:
    is_unknown = unit.fallback is not None or (unit.exempt is not None and unit.proof is None)
    model = shipped_model()
    risk = _risk(model.unit, scope, is_unknown=is_unknown)
    # Worth per minute, as in the queue: likelier and dearer faults first, of two alike the one that is sooner read.
    worth = risk.score + (model.sensitive_worth if risk.sensitive else 0.0)
    return replace(risk, reading_value=worth - model.reading_exponent * log(max(unit.churn, 1)))


def score_scope(scope: Scope) -> Risk:
    """Return the risk of a pull by the shipped model alone, with no past to place it among."""
    return _pull_risk(scope, Yardstick((), None))


def _pull_risk(scope: Scope, yardstick: Yardstick) -> Risk:
    is_unknown = any(unit.fallback is not None and not is_prose(unit) for unit in scope.units)
    risk = _risk(yardstick.formula, scope, is_unknown=is_unknown, place=yardstick.place if scope.code else None)
    is_calibrated = yardstick.calibration is not None
    chance = yardstick.probability(risk.score) if scope.code and risk.band is not Band.UNGRADED else None
    return replace(risk, model=yardstick.name, is_calibrated=is_calibrated, probability=chance)


def _risk(
    formula: Formula, scope: Scope, *, is_unknown: bool, place: Callable[[float], float | None] | None = None
) -> Risk:
    reasons = [
        Reason(counted.text, formula.coefficients[counted.name] * counted.value, is_size=counted.name in SIZES)
        for counted in features(scope)
        if counted.name in formula.coefficients
    ]
    score = formula.intercept + fsum(reason.contribution for reason in reasons)
    ordered = tuple(sorted(reasons, key=lambda reason: (-reason.contribution, reason.text)))
    said = sensitive(scope)
    percentile = place(score) if place else None
    likely = formula.band(score) if percentile is None else band_at(percentile)
    worst = max(likely, floor(scope, said, likely), key=BAND_RANK.__getitem__)
    band = _band(worst, is_unknown=is_unknown)
    known = None if band is Band.UNGRADED else percentile
    return Risk(band, score, ordered, shipped_model().name, known, sensitive=said)


def _band(band: Band, *, is_unknown: bool) -> Band:
    """Return the band; what we could not read is ungraded, unless what we know is already high."""
    return Band.UNGRADED if is_unknown and band in {Band.LOW, Band.MEDIUM} else band
