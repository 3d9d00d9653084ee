"""The sticky comment: what stands above the fold, what is left out, and that it never sounds like an approval."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from report.github_rendering import Shown, render
from report.report_hostile import hostile_review
from report.report_samples import (
    HEAD,
    LINKS,
    STATES,
    Story,
    Wanted,
    anchor,
    build,
    claim,
    feature,
    folded,
    place,
    risk,
    too_big,
)

from reviewer.model.intent import Intent, Verdict
from reviewer.model.lines import Side
from reviewer.model.plan import Lane
from reviewer.model.risk import Band
from reviewer.model.units import Action, Fallback
from reviewer.report.comment import LIMIT, MARKER, render_comment


def above_the_fold(comment: str) -> str:
    return comment.partition("<details>")[0]


def words_of_ours(text: str) -> list[str]:
    """Return our own words: no quotes of people, no names, no addresses, no hidden comments."""
    for theirs in (r"<!--.*?-->", r"“.*?”", r"`[^`]*`", r"\]\([^)]*\)", r"<sub>.*?</sub>", r"\[[\w./-]+:\d+"):
        text = re.sub(theirs, " ", text)
    return re.findall(r"[A-Za-z]{2,}|\d+", text)


def test_the_first_line_is_the_marker_with_the_head() -> None:
    first = render_comment(feature(), LINKS).splitlines()[0]
    assert first == f'{MARKER} v1 {{"head": "{HEAD}"}} -->'


def test_the_first_line_people_see_holds_the_numbers() -> None:
    second = render_comment(feature(), LINKS).splitlines()[1]
    numbers = "**4 of 41 units need you** · about **9 min** · risk **high** (uncalibrated) · 100 % parsed · `a1b2c3d`"
    assert second.startswith(numbers)


@pytest.mark.parametrize("state", [state for state in STATES if state != "too-big"])
def test_at_most_150_words_of_ours_stand_above_the_fold(state: str) -> None:
    assert len(words_of_ours(above_the_fold(render_comment(STATES[state](), LINKS)))) <= 150


@pytest.mark.parametrize("state", STATES)
def test_nothing_sounds_like_an_approval(state: str) -> None:
    comment = render_comment(STATES[state](), LINKS).lower()
    assert not re.search(r"looks good|lgtm|approv|\bsafe\b|all clear|no issues|well done|ready to merge|✅|👍", comment)


@pytest.mark.parametrize("state", [state for state in STATES if state != "no-units"])
def test_an_uncalibrated_risk_says_so_beside_the_number(state: str) -> None:
    assert "(uncalibrated)" in render_comment(STATES[state](), LINKS).splitlines()[1]


def test_a_calibrated_risk_says_nothing_of_calibration() -> None:
    review = feature()
    risk = replace(review.risk.pull, percentile=92.0, is_calibrated=True)
    comment = render_comment(replace(review, risk=replace(review.risk, pull=risk)), LINKS)
    assert "risk **top 8 %** · 100 % parsed" in comment


def test_contradicted_claims_and_unclaimed_units_come_before_the_reading_order() -> None:
    comment = render_comment(feature(), LINKS)
    places = [comment.index(words) for words in ("**Contradicted**", "**Unclaimed:**", "Read in this order")]
    assert places == sorted(places)


def test_a_unit_is_linked_to_its_lines_in_files_changed() -> None:
    # The name of pay/client.py there: its SHA-256, as `printf pay/client.py | sha256sum` prints it.
    name = "9d1fb83f884fa682911a8239c5c458efc9b791261300ca639aa3ac4ebb4f1ec6"
    link = f"[`PaymentClient.charge`](https://github.com/acme/shop/pull/338/files#diff-{name}R41)"
    assert link in render_comment(feature(), LINKS)


def test_a_removed_unit_is_linked_on_the_left_side() -> None:
    review = build(Story([Wanted((Action.REMOVED,), "a.py", "gone", (7, 9))]))
    assert re.search(r"\[`gone`\]\(\S+#diff-[0-9a-f]{64}L7\)", render_comment(review, LINKS))


def test_without_links_places_are_named_and_not_linked() -> None:
    comment = render_comment(feature(), None)
    assert Shown(render(comment)).links == []
    assert "`PaymentClient.charge` <sub>pay/client.py 41" in comment


def test_a_group_is_a_box_with_the_ids_that_are_shown_under_it() -> None:
    boxes = re.findall(r"^- \[ \] .* <!-- g:(\S+) -->$", render_comment(feature(), LINKS), re.MULTILINE)
    assert boxes == ["U1,U2", "U3,U4"]


def test_a_box_does_not_speak_for_units_that_are_not_listed() -> None:
    comment = render_comment(too_big(), LINKS)
    boxes = [unit for box in re.findall(r"<!-- g:(\S+) -->", comment) for unit in box.split(",")]
    listed = re.findall(r"^  - (U\d+) ", comment, re.MULTILINE)
    assert boxes == listed


def test_too_many_units_are_counted_and_the_head_of_each_group_is_listed() -> None:
    comment = render_comment(too_big(), LINKS)
    assert len(re.findall(r"^  - U\d+ ", comment, re.MULTILINE)) == 30
    assert "… and 1,174 more in all that need you and are not listed here." in comment
    assert comment.count("- [ ] **Changes around") == 9


def test_exactly_thirty_units_are_all_listed() -> None:
    review = build(Story([Wanted((Action.ADDED,), f"f{n}.py", f"f{n}") for n in range(30)]))
    assert "more" not in above_the_fold(render_comment(review, LINKS))


def test_a_fold_says_how_much_it_does_not_list() -> None:
    units = [Wanted((Action.ADDED,), f"f{n}.py", f"f{n}", lane=Lane.GLANCE) for n in range(100)]
    assert "… and 60 more" in render_comment(build(Story(units)), LINKS)


def test_folds_that_do_not_fit_go_from_the_bottom_and_are_named() -> None:
    long = "é" * 60_000
    review = hostile_review("@" * 240)
    many = replace(review, notes=(long,) * 40)
    units = [replace(item, name="_" * 120 + item.name, path="@" * 100 + item.path) for item in folded()]
    big = build(
        Story(
            [*units, *(replace(unit, path=f"{n}{unit.path}") for n in range(9) for unit in units)],
            groups=[("a", None), ("b", None)],
        )
    )
    comment = render_comment(replace(big, notes=many.notes, policy=many.policy), LINKS)
    assert len(comment.encode()) <= LIMIT
    assert "Left out for size: " in comment
    assert "at a glance" in comment


def test_the_top_alone_is_kept_within_the_limit() -> None:
    wide = "\U0001d4b3" * 130
    units = [
        Wanted((Action.ADDED,), f"{n}{'@' * 130}", f"{wide}{n}", why=("@" * 300, ":a" * 300), group=n % 30)
        for n in range(300)
    ]
    comment = render_comment(build(Story(units, groups=[(f"{'#' * 119}{n}", None) for n in range(30)])), LINKS)
    assert len(comment.encode()) <= LIMIT
    assert comment.splitlines()[1].startswith("**300 of 300 units need you**")
    assert re.search(r"… and 2\d\d more in all that need you and are not listed here\.", comment)


def test_the_removed_side_of_a_renamed_file_is_linked_under_its_new_path() -> None:
    renamed = Wanted((Action.FILE_RENAMED,), "new.py", old=place("old.py", "", 1, 4))
    review = build(Story([renamed, Wanted((Action.REMOVED,), "old.py", "gone", (7, 9))]))
    files = set(re.findall(r"#diff-([0-9a-f]{64})[LR]", render_comment(review, LINKS)))
    assert files == {sha256(b"new.py").hexdigest()}


def test_a_file_read_as_lines_for_two_reasons_is_one_file() -> None:
    fallbacks = (Fallback("a.py", Side.BEFORE, "binary"), Fallback("a.py", Side.AFTER, "syntax errors"))
    comment = render_comment(build(Story([Wanted((Action.LINES,), "a.py")], fallbacks=fallbacks)), LINKS)
    assert "**Not fully read:** 1 file as plain lines: binary (1), syntax errors (1)" in comment


def test_every_fold_opens_and_closes() -> None:
    for state in STATES.values():
        comment = render_comment(state(), LINKS)
        assert comment.count("<details>") == comment.count("</details>") == comment.count("</summary>")


def test_the_same_review_gives_the_same_bytes() -> None:
    assert render_comment(feature(), LINKS) == render_comment(feature(), LINKS)


def test_names_between_backticks_are_shown_as_code() -> None:
    review = build(Story([Wanted((Action.ADDED,), "a.py", "f", band=Band.HIGH, why=("calls `g_(x)*`",))]))
    assert "*calls `g_(x)*`*" in render_comment(review, LINKS)


def test_files_read_as_lines_are_counted_with_their_main_reasons() -> None:
    fallbacks = tuple(Fallback(f"{n}.x{n % 5}", Side.AFTER, f"no grammar for .x{n % 5} files") for n in range(12))
    comment = render_comment(build(Story([Wanted((Action.LINES,), "0.x0")], fallbacks=fallbacks)), LINKS)
    words = "12 files as plain lines: no grammar for .x0 files (3), no grammar for .x1 files (3), no grammar for .x2"
    assert f"**Not fully read:** {words} files (2), 2 more reasons" in comment


def test_one_finding_against_two_claims_is_told_once() -> None:
    claims = (
        claim("refactoring only", Verdict.UNSUPPORTED, "11 units change code", anchor("a.py", 3)),
        claim("docs only", Verdict.CONTRADICTED, "a.py is code", anchor("a.py", 3)),
        claim("no behaviour change", Verdict.UNSUPPORTED, "11 units change code", anchor("a.py", 3)),
    )
    comment = render_comment(build(Story([], intent=Intent(None, None, claims))), LINKS)
    told = re.findall(r"\*\*(Contradicted|Unsupported)\*\*, (claims? [\d and]+):", comment)
    assert told == [("Contradicted", "claim 2"), ("Unsupported", "claims 1 and 3")]


def test_findings_that_are_not_told_above_the_fold_are_in_it() -> None:
    claims = tuple(claim(f"claim number {n}", Verdict.CONTRADICTED, f"because of {n}") for n in range(6))
    comment = render_comment(build(Story([], intent=Intent(None, None, claims))), LINKS)
    assert above_the_fold(comment).count("**Contradicted**") == 4
    assert "2 claims: 2 contradicted" in comment


def test_what_the_headline_says_of_all_units_is_not_said_beside_each() -> None:
    common = "no test is touched"
    wanted = [Wanted((Action.BODY_CHANGED,), "cart.py", name, why=(common, f"touches {name}")) for name in ("a", "b")]
    comment = render_comment(build(Story(wanted, pull_risk=risk(Band.LOW, common))), LINKS)
    assert above_the_fold(comment).count(common) == 1
    assert "touches a" in comment
