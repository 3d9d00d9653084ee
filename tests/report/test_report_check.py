"""The check run of a head: worst conclusion, exact lines, GitHub's limits."""

from dataclasses import replace

import pytest
from report.report_samples import (
    LINKS,
    STATES,
    Story,
    Wanted,
    build,
    draft_fork_without_body,
    feature,
    nothing_needs_eyes,
    partly_read,
    policy_problems,
    too_big,
)

from reviewer.model.ids import PullNumber
from reviewer.model.published import Level
from reviewer.model.review import Conclusion
from reviewer.model.risk import Band
from reviewer.model.units import Action
from reviewer.report.check import render_check

OTHER = replace(LINKS, number=PullNumber(344))


def test_the_title_says_how_many_units_need_a_person() -> None:
    assert render_check([(LINKS, feature())]).title == "4 of 41 units need you · high risk (uncalibrated)"


def test_the_title_says_that_something_was_not_fully_read() -> None:
    title = render_check([(LINKS, partly_read())]).title
    assert title == "3 of 3 units need you · ungraded risk (uncalibrated) · 83 % parsed · not fully read"


def test_the_worst_conclusion_of_all_pulls_with_that_head_stands() -> None:
    pairs = [(LINKS, nothing_needs_eyes()), (OTHER, policy_problems())]
    assert render_check(pairs).conclusion is Conclusion.ACTION_REQUIRED


def test_the_order_of_the_pulls_does_not_matter() -> None:
    pairs = [(LINKS, nothing_needs_eyes()), (OTHER, feature())]
    assert render_check(pairs) == render_check(pairs[::-1])


def test_each_pull_of_a_shared_head_has_its_part() -> None:
    report = render_check([(LINKS, nothing_needs_eyes()), (OTHER, feature())])
    assert report.summary.startswith("This head belongs to 2 open pull requests")
    for part in (report.summary, report.text):
        assert "### [Pull request 338](https://github.com/acme/shop/pull/338)" in part
        assert "### [Pull request 344](https://github.com/acme/shop/pull/344)" in part


def test_boxes_are_for_comments_only() -> None:
    report = render_check([(LINKS, feature())])
    assert "[ ]" not in report.summary + report.text


def test_annotations_stand_at_the_changed_lines_of_the_head() -> None:
    first = render_check([(LINKS, feature())]).annotations[0]
    assert (first.path, first.start_line, first.end_line, first.level) == ("pay/client.py", 41, 88, Level.WARNING)


def test_a_removed_unit_has_no_annotation() -> None:
    review = build(Story([Wanted((Action.REMOVED,), "a.py", "gone"), Wanted((Action.ADDED,), "b.py", "new")]))
    assert [note.path for note in render_check([(LINKS, review)]).annotations] == ["b.py"]


def test_a_path_that_is_not_utf8_has_no_annotation() -> None:
    review = build(Story([Wanted((Action.ADDED,), "caf\udce9.py", "new")]))
    assert render_check([(LINKS, review)]).annotations == ()


def test_only_lines_that_still_exist_are_annotated() -> None:
    unit = Wanted((Action.BODY_CHANGED,), "a.py", "f", (5, 90)).unit(1)
    review = build(Story([Wanted((Action.BODY_CHANGED,), "a.py", "f", (5, 90))]))
    shrunk = replace(review, units=(replace(unit, removed_lines=unit.added_lines, added_lines=()),))
    note = render_check([(LINKS, shrunk)]).annotations[0]
    assert (note.start_line, note.end_line) == (5, 5)


@pytest.mark.parametrize(
    ("band", "level"),
    [(Band.LOW, Level.NOTICE), (Band.MEDIUM, Level.NOTICE), (Band.HIGH, Level.WARNING), (Band.CRITICAL, Level.WARNING)],
)
def test_the_band_decides_how_loud_an_annotation_is(band: Band, level: Level) -> None:
    review = build(Story([Wanted((Action.ADDED,), "a.py", "f", band=band)]))
    assert render_check([(LINKS, review)]).annotations[0].level is level


def test_at_most_thirty_annotations_are_sent() -> None:
    assert len(render_check([(LINKS, too_big())]).annotations) == 30


def test_two_pulls_with_the_same_units_annotate_each_place_once() -> None:
    one, two = render_check([(LINKS, feature())]), render_check([(LINKS, feature()), (OTHER, feature())])
    assert one.annotations == two.annotations


def test_only_the_button_that_works_is_shown() -> None:
    assert [button.identifier for button in render_check([(LINKS, feature())]).buttons] == ["rerun"]


@pytest.mark.parametrize("state", STATES)
def test_every_part_is_within_the_limits_of_github(state: str) -> None:
    report = render_check([(replace(LINKS, number=PullNumber(n)), STATES[state]()) for n in range(1, 4)])
    assert len(report.title) <= 255
    assert max(len(report.summary.encode()), len(report.text.encode())) <= 65_535
    for button in report.buttons:
        assert len(button.label) <= 20
        assert len(button.description) <= 40
        assert len(button.identifier) <= 20
    assert all(note.title and note.message and len(note.title) <= 255 for note in report.annotations)


def test_a_draft_from_a_fork_says_both() -> None:
    assert "draft · from a fork" in render_check([(LINKS, draft_fork_without_body())]).summary
