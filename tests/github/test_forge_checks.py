"""One live check run a head, its annotations sent once."""

from dataclasses import replace

import pytest
from github_scene import Shop

from reviewer.errors import TryAgain
from reviewer.model.ids import CheckRunId, Sha
from reviewer.model.published import Annotation, CheckButton, CheckReport, Level
from reviewer.model.review import Conclusion
from reviewer.sandbox.faults import Fault, Moment

RUNS = "/check-runs$"
RUN = "/check-runs/[0-9]+$"


def report(annotations: int = 0, *, title: str = "Next up · 3 of 41 units need you") -> CheckReport:
    found = tuple(
        Annotation("pay.py", line, line, Level.WARNING, f"U{line}", "needs eyes") for line in range(1, annotations + 1)
    )
    return CheckReport(
        conclusion=Conclusion.NEUTRAL,
        title=title,
        summary="The reading order",
        text="The place in the queue",
        annotations=found,
        buttons=(CheckButton("Re-run", "Review this head again", "rerun"),),
    )


def head(shop: Shop) -> Sha:
    return Sha(shop.pull.head_sha)


def start(shop: Shop, external_id: str = "1", *, fresh: bool = False) -> CheckRunId:
    return shop.forge.start_check(shop.repository, head(shop), external_id, fresh=fresh)


def lines(shop: Shop) -> list[int]:
    return [annotation.start_line for annotation in shop.pull.check_run("review-queue").annotations]


def test_a_run_begins_in_progress_and_names_its_pull(shop: Shop) -> None:
    run = start(shop, "1")
    found = shop.pull.check_run("review-queue")
    assert (found.id, found.status, found.external_id) == (run, "in_progress", "1")


def test_a_head_has_one_run_however_often_it_is_started(shop: Shop) -> None:
    assert start(shop) == start(shop) == shop.new_forge().start_check(shop.repository, head(shop), "1")


def test_a_completed_run_is_used_again(shop: Shop) -> None:
    run = start(shop)
    shop.forge.complete_check(shop.repository, run, report())
    assert start(shop) == run


def test_a_rerun_makes_a_new_run(shop: Shop) -> None:
    run = start(shop)
    shop.forge.complete_check(shop.repository, run, report())
    assert start(shop, fresh=True) > run


def test_a_rerun_of_a_run_in_progress_makes_none(shop: Shop) -> None:
    assert start(shop) == start(shop, fresh=True)


def test_a_second_pull_of_the_head_is_named_too(shop: Shop) -> None:
    start(shop, "12")
    start(shop, "7")
    assert shop.pull.check_run("review-queue").external_id == "7,12"


def test_another_apps_run_of_the_same_name_is_not_ours(shop: Shop) -> None:
    run = start(shop)
    shop.sandbox.world.runs[run].suite.app = shop.sandbox.create_app(
        "acme", '{"name": "Other", "url": "https://o.example"}'
    )
    assert start(shop) != run


@pytest.mark.parametrize("is_cut", [False, True], ids=["502", "connection cut"])
def test_a_create_that_failed_after_it_was_done_leaves_one_run(shop: Shop, *, is_cut: bool) -> None:
    fault = Fault("POST", RUNS, 1, status=0 if is_cut else 502, moment=Moment.AFTER, is_cut=is_cut)
    shop.sandbox.faults.add(fault)
    with pytest.raises(TryAgain):
        start(shop)
    start(shop)
    assert len(shop.desk.check_runs(head(shop))) == 1


def test_a_run_is_completed_in_place(shop: Shop) -> None:
    run = start(shop)
    shop.forge.complete_check(shop.repository, run, report(1))
    found = shop.pull.check_run("review-queue")
    assert (found.id, found.status, found.conclusion, found.title, [action.label for action in found.actions]) == (
        run, "completed", "neutral", "Next up · 3 of 41 units need you", ["Re-run"],
    )  # fmt: skip


@pytest.mark.parametrize(("count", "calls"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_annotations_go_fifty_a_call(shop: Shop, count: int, calls: int) -> None:
    run = start(shop)
    fault = shop.sandbox.faults.add(Fault("PATCH", RUN, 9, delay=0.0))
    shop.forge.complete_check(shop.repository, run, report(count))
    assert (9 - fault.times, lines(shop)) == (calls, list(range(1, count + 1)))


def test_annotations_sent_before_a_failure_are_not_sent_again(shop: Shop) -> None:
    run = start(shop)
    shop.sandbox.faults.add(Fault("PATCH", RUN, 1, 502, Moment.AFTER))
    with pytest.raises(TryAgain):
        shop.forge.complete_check(shop.repository, run, report(51))
    shop.forge.complete_check(shop.repository, run, report(51))
    assert lines(shop) == list(range(1, 52))


def test_a_completion_that_failed_after_it_was_done_is_harmless_again(shop: Shop) -> None:
    run = start(shop)
    shop.sandbox.faults.add(Fault("PATCH", RUN, 1, 502, Moment.AFTER))
    with pytest.raises(TryAgain):
        shop.forge.complete_check(shop.repository, run, report(3))
    shop.forge.complete_check(shop.repository, run, report(3))
    assert (lines(shop), shop.pull.check_run("review-queue").conclusion) == ([1, 2, 3], "neutral")


def test_a_second_report_adds_only_what_is_new(shop: Shop) -> None:
    run = start(shop)
    shop.forge.complete_check(shop.repository, run, report(2))
    shop.forge.complete_check(shop.repository, run, report(4))
    assert lines(shop) == [1, 2, 3, 4]


def test_a_merge_groups_own_sha_can_be_answered(shop: Shop) -> None:
    group = Sha(shop.pull.queue_for_merge(by="lea"))
    run = shop.forge.start_check(shop.repository, group, "")
    shop.forge.complete_check(shop.repository, run, report())
    assert [found.conclusion for found in shop.desk.check_runs(group)] == ["neutral"]


def test_a_commit_that_github_does_not_know_yet_is_tried_again(shop: Shop) -> None:
    with pytest.raises(TryAgain, match="No commit found"):
        shop.forge.start_check(shop.repository, Sha("0" * 40), "1")


@pytest.mark.parametrize(
    ("name", "size", "said"), [("title", 256, "255"), ("summary", 65_536, "65535"), ("text", 65_536, "65535")]
)
def test_a_report_over_githubs_limits_is_a_bug(shop: Shop, name: str, size: int, said: str) -> None:
    with pytest.raises(ValueError, match=f"{name} has {size} characters, not {said}"):
        shop.forge.complete_check(shop.repository, CheckRunId(1), replace(report(), **{name: "x" * size}))


def test_a_fourth_button_is_a_bug(shop: Shop) -> None:
    button = CheckButton("Re-run", "Review this head again", "rerun")
    with pytest.raises(ValueError, match="4 buttons, not 3"):
        shop.forge.complete_check(shop.repository, CheckRunId(1), replace(report(), buttons=(button,) * 4))


def test_a_button_that_says_too_much_is_a_bug(shop: Shop) -> None:
    button = CheckButton("Review it once again", "x" * 41, "rerun")
    with pytest.raises(ValueError, match="button description has 41 characters, not 40"):
        shop.forge.complete_check(shop.repository, CheckRunId(1), replace(report(), buttons=(button,)))


def test_an_annotation_of_more_than_64_kilobytes_is_a_bug(shop: Shop) -> None:
    long = Annotation("pay.py", 1, 1, Level.NOTICE, "U1", "ü" * 33_000)
    with pytest.raises(ValueError, match=r"annotation message of pay\.py has more than 64 KB"):
        shop.forge.complete_check(shop.repository, CheckRunId(1), replace(report(), annotations=(long,)))
