"""The door of all checks: whatever one meets is a finding."""

import pytest
from checking import settings_of

from reviewer.cli.checks.catalogue import CHECKS, Check, run_checks
from reviewer.cli.checks.finding import Finding, Mark, ok
from reviewer.cli.checks.ground import Ground
from reviewer.errors import TellOperator
from reviewer.settings import Settings


def no_settings() -> Settings:
    raise TellOperator("REVIEWER_PORT: not a number")


def bug(_ground: Ground) -> Finding:
    raise KeyError("lost\nits way")


def told(_ground: Ground) -> Finding:
    raise TellOperator("mend it")


def fine(_ground: Ground) -> Finding:
    return ok("fine")


def found(*checks: Check, is_offline: bool = False, ground: Ground | None = None) -> list[Finding]:
    steps = run_checks(ground or Ground(no_settings), is_offline=is_offline, checks=checks)
    return [finding for _, finding in steps]


def test_a_check_that_breaks_is_a_failed_one_with_the_reason_and_the_next_is_made() -> None:
    first, second = found(Check("g", "broken", bug), Check("g", "fine", fine))
    assert (first.mark, second.mark) == (Mark.FAIL, Mark.OK)
    assert first.found == r"the check itself broke: KeyError: 'lost\nits way'"


def test_what_the_operator_must_mend_is_told_in_its_own_words() -> None:
    assert found(Check("g", "told", told)) == [Finding(Mark.FAIL, "mend it")]


def test_offline_nothing_is_asked_of_github() -> None:
    [asked, other] = found(Check("g", "a", bug, asks_github=True), Check("g", "b", fine), is_offline=True)
    assert (asked.mark, other.mark) == (Mark.SKIP, Mark.OK)


def test_settings_that_cannot_be_read_fail_once_and_all_that_needs_them_is_skipped() -> None:
    marks = {check.name: finding.mark for check, finding in run_checks(Ground(no_settings), is_offline=False)}
    skipped = {name for name, mark in marks.items() if mark is Mark.SKIP}
    assert skipped == {check.name for check in CHECKS} - {"settings", "git", "grammars"}


def test_every_check_says_whether_it_asks_github(tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = settings_of(tmp_path_factory.mktemp("nowhere"), github_url="http://127.0.0.1:1")
    online = run_checks(Ground(lambda: nowhere), is_offline=False)
    offline = run_checks(Ground(lambda: nowhere), is_offline=True)
    differ = {check.name for (check, one), (_, other) in zip(online, offline, strict=True) if one != other}
    assert differ == {check.name for check in CHECKS if check.asks_github}
