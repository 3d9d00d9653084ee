"""Who may do what."""

from dataclasses import replace

import pytest

from reviewer.model.acts import Rights, Verb
from reviewer.model.ids import Fingerprint, UnitId
from reviewer.model.plan import Lane, Plan, PlannedUnit
from reviewer.model.risk import Band, Risk, RiskReport
from reviewer.policy.rights import MOST_AT_ONCE, may_validate_at_once, why_refused

WRITER = Rights("write")
OPINIONS = (Verb.VALIDATE, Verb.QUESTION, Verb.REJECT, Verb.UNDO)


@pytest.mark.parametrize("verb", OPINIONS)
def test_a_person_who_may_write_and_made_nothing_of_it_may(verb: Verb) -> None:
    assert why_refused(verb, WRITER) is None
    assert why_refused(verb, replace(WRITER, role="admin", asked_for_it=True)) is None


@pytest.mark.parametrize("verb", [*OPINIONS, Verb.OVERRIDE])
@pytest.mark.parametrize("role", ["none", "read", "triage", ""])
def test_nobody_may_anything_without_write_access(verb: Verb, role: str) -> None:
    assert "write access" in (why_refused(verb, Rights(role)) or "")


@pytest.mark.parametrize("verb", [*OPINIONS, Verb.OVERRIDE])
def test_bots_never_may_whatever_their_role(verb: Verb) -> None:
    assert "bot" in (why_refused(verb, Rights("admin", is_bot=True)) or "")


@pytest.mark.parametrize("verb", [Verb.VALIDATE, Verb.OVERRIDE])
@pytest.mark.parametrize("tie", [{"is_author": True}, {"wrote_commits": True}, {"is_known": False}])
def test_who_made_the_change_or_may_have_does_not_validate_it(verb: Verb, tie: dict[str, bool]) -> None:
    assert why_refused(verb, replace(WRITER, role="admin", **tie)) is not None
    assert why_refused(Verb.QUESTION, replace(WRITER, **tie)) is None


def test_an_override_takes_an_admin() -> None:
    assert "admin" in (why_refused(Verb.OVERRIDE, WRITER) or "")
    assert why_refused(Verb.OVERRIDE, Rights("admin")) is None


def plan(*bands: Band) -> tuple[Plan, RiskReport]:
    keys = [Fingerprint(f"fp1:{number}") for number in range(len(bands))]
    units = tuple(PlannedUnit(UnitId(f"U{n}"), key, Lane.READ, 0, n, needs_eyes=True) for n, key in enumerate(keys, 1))
    risks = {key: Risk(band, 0.0, (), "m") for key, band in zip(keys, bands, strict=True)}
    return Plan((), units, 1, 1), RiskReport(Risk(Band.LOW, 0.0, (), "m"), risks)


def test_few_units_of_no_high_risk_can_be_validated_at_once() -> None:
    assert may_validate_at_once(*plan(*[Band.MEDIUM] * MOST_AT_ONCE))
    assert not may_validate_at_once(*plan(*[Band.LOW] * (MOST_AT_ONCE + 1)))
    assert not may_validate_at_once(*plan(Band.LOW, Band.HIGH))
    assert not may_validate_at_once(*plan(Band.CRITICAL))
    assert not may_validate_at_once(*plan())
