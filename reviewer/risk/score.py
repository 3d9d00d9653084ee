"""The risk of each unit and of the pull: an additive logistic whose reasons are its exact terms.

Uncalibrated first cut: the coefficients and cuts of model.json are priors, not fitted to anything; there is no
percentile and no probability until a repository's own history was read.
"""

from collections.abc import Mapping, Sequence
from math import fsum

from reviewer.model.facts import Fact
from reviewer.model.ids import Fingerprint
from reviewer.model.risk import Band, Reason, Risk, RiskReport
from reviewer.model.units import ChangeUnit
from reviewer.risk.features import SIZES, Scope, Surroundings, counts, features
from reviewer.risk.shipped import Formula, shipped_model
from reviewer.risk.territory import is_prose


def score_units(units: Sequence[ChangeUnit], facts: Sequence[Fact]) -> RiskReport:
    """Return the risk of every unit and of the whole pull, in log-odds, with the reasons, largest first.

    Nothing that people write about the change enters. What was not read as entities is ungraded, never low; so is a
    pull that holds such a unit outside texts for people, unless the rest of it is high. Mechanical units have no
    reasons; exempt ones are ungraded.
    """
    around = Surroundings(tuple(units))
    facts_of: dict[Fingerprint, list[Fact]] = {}
    for fact in facts:
        facts_of.setdefault(fact.unit, []).append(fact)
    graded = {unit.fingerprint: _unit_risk(unit, around, facts_of) for unit in around.change}
    return RiskReport(_pull_risk(around, facts), graded)


def _unit_risk(unit: ChangeUnit, around: Surroundings, facts_of: Mapping[Fingerprint, list[Fact]]) -> Risk:
    is_counted = counts(unit)
    facts = facts_of.get(unit.fingerprint, []) if is_counted else []
    scope = Scope((unit,) if is_counted else (), tuple(facts), around)
    is_unknown = unit.fallback is not None or (unit.exempt is not None and unit.proof is None)
    return _risk(shipped_model().unit, scope, is_unknown=is_unknown)


def _pull_risk(around: Surroundings, facts: Sequence[Fact]) -> Risk:
    counted = tuple(unit for unit in around.change if counts(unit))
    owners = {unit.fingerprint for unit in counted}
    scope = Scope(counted, tuple(fact for fact in facts if fact.unit in owners), around)
    is_unknown = any(unit.fallback is not None and not is_prose(unit) for unit in counted)
    return _risk(shipped_model().pull, scope, is_unknown=is_unknown)


def _risk(formula: Formula, scope: Scope, *, is_unknown: bool) -> Risk:
    reasons = [
        Reason(counted.text, formula.coefficients[counted.name] * counted.value, is_size=counted.name in SIZES)
        for counted in features(scope)
        if counted.name in formula.coefficients
    ]
    score = formula.intercept + fsum(reason.contribution for reason in reasons)
    ordered = tuple(sorted(reasons, key=lambda reason: (-reason.contribution, reason.text)))
    return Risk(_band(formula.band(score), is_unknown=is_unknown), score, ordered, shipped_model().name)


def _band(band: Band, *, is_unknown: bool) -> Band:
    """Return the band; what we could not read is ungraded, unless what we know is already high."""
    return Band.UNGRADED if is_unknown and band in {Band.LOW, Band.MEDIUM} else band
