import pytest

from reviewer.model.acts import Standing, Verb
from reviewer.model.ids import Fingerprint, Sha, UnitId
from reviewer.model.plan import Lane, Plan, PlannedUnit
from reviewer.model.policy import Mode, Policy
from reviewer.model.review import Conclusion
from reviewer.model.units import Coverage
from reviewer.policy.conclude import conclude

COVERAGE = Coverage(files=1, parsed_files=1, changed_lines=3, parsed_lines=3)


def plan(*, needs_eyes: bool) -> Plan:
    lane = Lane.READ if needs_eyes else Lane.MECHANICAL
    unit = PlannedUnit(UnitId("U1"), Fingerprint("fp1:a"), lane, 0, 0, needs_eyes)
    return Plan((), (unit,), 2, 2)


@pytest.mark.parametrize("mode", Mode)
def test_success_when_nothing_waits(mode: Mode) -> None:
    assert conclude(Policy(mode), plan(needs_eyes=False), COVERAGE) is Conclusion.SUCCESS


def test_advice_is_neutral_while_units_wait() -> None:
    assert conclude(Policy(Mode.ADVISORY), plan(needs_eyes=True), COVERAGE) is Conclusion.NEUTRAL


def test_a_gate_asks_for_action_while_units_wait() -> None:
    assert conclude(Policy(Mode.GATE), plan(needs_eyes=True), COVERAGE) is Conclusion.ACTION_REQUIRED


def test_a_gate_asks_for_action_when_files_changed_and_no_unit_was_made() -> None:
    assert conclude(Policy(Mode.GATE), Plan((), (), 2, 1), COVERAGE) is Conclusion.ACTION_REQUIRED


def test_advice_is_neutral_when_files_changed_and_no_unit_was_made() -> None:
    assert conclude(Policy(), Plan((), (), 2, 1), COVERAGE) is Conclusion.NEUTRAL


def test_a_pull_that_changes_nothing_is_a_success() -> None:
    assert conclude(Policy(Mode.GATE), Plan((), (), 2, 1), Coverage(0, 0, 0, 0)) is Conclusion.SUCCESS


REJECTED = Standing(Verb.REJECT, "lea", 1.0, Sha("a" * 40))


@pytest.mark.parametrize(("mode", "ends"), [(Mode.GATE, "action_required"), (Mode.ADVISORY, "neutral")])
def test_what_waits_on_the_author_is_no_success(mode: Mode, ends: str) -> None:
    unit = PlannedUnit(UnitId("U1"), Fingerprint("fp1:a"), Lane.READ, 0, 0, needs_eyes=False, standing=REJECTED)
    assert conclude(Policy(mode), Plan((), (unit,), 2, 2), COVERAGE).value == ends


def test_an_override_lets_a_gate_pass_whatever_waits() -> None:
    override = Standing(Verb.OVERRIDE, "lea", 1.0, Sha("a" * 40), words="down")
    assert conclude(Policy(Mode.GATE), plan(needs_eyes=True), COVERAGE, override) is Conclusion.SUCCESS
