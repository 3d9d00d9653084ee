"""A head that was not reviewed never looks like a clean one."""

import pytest
from report.report_samples import LINKS, STATES, nothing_needs_eyes, policy_problems

from reviewer.model.ids import PullNumber
from reviewer.model.policy import Mode
from reviewer.model.published import CheckReport
from reviewer.model.review import Conclusion
from reviewer.report.check import render_check
from reviewer.report.states import Waiting, render_failed, render_given_up, render_merge_group, render_waiting


def failed(mode: Mode = Mode.ADVISORY, error_id: str | None = None) -> CheckReport:
    what = "2 files over the size limit, GitHub answered 503"
    return render_failed(what, then="It is tried again at 14:05.", mode=mode, error_id=error_id)


@pytest.mark.parametrize("waiting", Waiting)
@pytest.mark.parametrize("mode", Mode)
def test_a_head_that_waits_never_ends_in_success(waiting: Waiting, mode: Mode) -> None:
    assert render_waiting(waiting, mode).conclusion is not Conclusion.SUCCESS


@pytest.mark.parametrize("waiting", [Waiting.DRAFT, Waiting.SUPERSEDED])
def test_a_gate_stays_closed_for_a_head_that_was_not_reviewed(waiting: Waiting) -> None:
    assert render_waiting(waiting, Mode.GATE).conclusion is Conclusion.ACTION_REQUIRED


def test_a_muted_repository_is_never_blocked() -> None:
    assert render_waiting(Waiting.MUTED, Mode.GATE).conclusion is Conclusion.NEUTRAL


def test_a_merge_queue_passes_what_its_pull_passed_and_no_more() -> None:
    assert render_waiting(Waiting.MERGE_GROUP, Mode.GATE).conclusion is Conclusion.ACTION_REQUIRED
    assert render_merge_group(nothing_needs_eyes(), PullNumber(12)).conclusion is Conclusion.SUCCESS
    gated = render_merge_group(policy_problems(), PullNumber(12))
    assert gated.conclusion is Conclusion.ACTION_REQUIRED
    assert gated.title.endswith("pull request 12")


def test_a_failed_review_is_neutral_when_only_advice_was_asked_for() -> None:
    assert failed().conclusion is Conclusion.NEUTRAL


def test_a_failed_review_keeps_a_gate_closed() -> None:
    assert failed(Mode.GATE).conclusion is Conclusion.ACTION_REQUIRED


def test_a_failed_review_says_in_its_title_what_happened() -> None:
    assert failed().title == "Not reviewed: 2 files over the size limit, GitHub answered 503"


def test_a_failed_review_says_what_happens_next() -> None:
    assert "**What happens next:** It is tried again at 14:05." in failed().summary


def test_a_bug_shows_its_id() -> None:
    assert "Error id `E-7f3a`" in failed(error_id="E-7f3a").summary


def test_no_id_is_spoken_of_where_there_is_none() -> None:
    assert "Error id" not in failed().summary


def test_a_title_stays_within_255_characters() -> None:
    assert len(render_failed("x" * 900, then="y", mode=Mode.GATE).title) <= 255


def test_clean_and_not_reviewed_never_share_a_title() -> None:
    reviewed = {render_check([(LINKS, state())]).title for state in STATES.values()}
    waiting = {render_waiting(waiting, Mode.ADVISORY).title for waiting in Waiting}
    assert all("units need" in title or "unit needs" in title or "No change units" in title for title in reviewed)
    assert not any("unit" in title for title in waiting | {failed().title})


def test_a_given_up_review_keeps_the_details_of_a_bug_for_the_log() -> None:
    report = render_given_up("bug: KeyError: 'secret'", mode=Mode.ADVISORY, error_id="E-1")
    assert "secret" not in report.title + report.summary
    assert "Error id `E-1`" in report.summary


@pytest.mark.parametrize("ending", ["busy", "told", "bug", "too long", "died", "something new"])
def test_words_for_the_operator_are_not_published(ending: str) -> None:
    report = render_given_up(f"{ending}: disk full at /srv/secret", mode=Mode.ADVISORY, error_id="E-1")
    assert "/srv" not in report.title + report.summary


def test_words_for_the_author_are_published() -> None:
    report = render_given_up("author: the pull changes 9,000 files", mode=Mode.ADVISORY, error_id="E-1")
    assert "9,000 files" in report.title


def test_a_given_up_review_says_what_to_press() -> None:
    report = render_given_up("busy: GitHub answered 503", mode=Mode.ADVISORY, error_id="E-1")
    assert "Re-run" in report.summary
