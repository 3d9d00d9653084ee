"""The counting words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.report_samples import risk

from reviewer.model.ids import Sha
from reviewer.model.intent import Quote, Source
from reviewer.model.lines import LineRange
from reviewer.model.risk import Band, Reason, Risk, RiskReport
from reviewer.model.units import Coverage
from reviewer.report import phrases


@pytest.mark.parametrize(("number", "said"), [(0, "0 units"), (1, "1 unit"), (2, "2 units"), (1204, "1,204 units")])
def test_a_count_agrees_with_its_noun(number: int, said: str) -> None:
    assert phrases.count(number, "unit") == said


def test_an_irregular_noun_is_given() -> None:
    assert phrases.count(2, "entity", "entities") == "2 entities"


@pytest.mark.parametrize(
    ("needing", "total", "said"),
    [
        (4, 41, "4 of 41 units need you"),
        (1, 1, "1 of 1 unit needs you"),
        (1, 9, "1 of 9 units needs you"),
        (0, 12, "0 of 12 units need you"),
        (0, 0, "No change units"),
    ],
)
def test_units_and_verb_agree(needing: int, total: int, said: str) -> None:
    assert phrases.need_you(needing, total) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (9, "9 min"), (59, "59 min"), (60, "1 h"), (70, "1 h 10 min"), (1830, "30 h 30 min")],
)
def test_minutes_become_hours(minutes: int, said: str) -> None:
    assert phrases.duration(minutes) == said


@given(whole=st.integers(1, 10**6), part=st.integers(0, 10**6))
def test_a_hundred_percent_is_said_only_of_everything(whole: int, part: int) -> None:
    percent = phrases.percent_parsed(Coverage(1, 1, whole, min(part, whole)))
    assert (percent == 100) == (part >= whole)


def test_files_are_counted_where_no_line_changed() -> None:
    assert phrases.parsed(Coverage(4, 1, 0, 0)) == "25 % parsed"


def test_nothing_changed_is_not_a_percentage() -> None:
    assert phrases.parsed(Coverage(0, 0, 0, 0)) == "nothing to parse"


@pytest.mark.parametrize(
    ("percentile", "said"),
    [(None, "high"), (92.0, "top 8 %"), (99.99, "top 1 %"), (100.0, "top 1 %"), (91.2, "top 9 %"), (12.0, "high")],
)
def test_a_percentile_is_said_from_the_top(percentile: float | None, said: str) -> None:
    assert phrases.risk_level(Risk(Band.HIGH, 0.0, (), "m", percentile)) == said


def test_a_band_that_the_second_axis_raised_is_not_played_down_by_a_place() -> None:
    assert phrases.risk_level(Risk(Band.HIGH, 0.0, (), "m", 60.0, sensitive=("touches money",))) == "high"


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0.234, ", 23 % of such changes mended later"), (0.001, ", under 1 % of such changes mended later")],
)
def test_a_chance_is_said_where_labels_tell_it(probability: float, said: str) -> None:
    risk = Risk(Band.HIGH, 0.0, (), "m", 92.0, is_calibrated=True, probability=probability)
    assert phrases.calibration(risk) == said


def test_no_chance_is_certain() -> None:
    assert [phrases.chance(one) for one in (0.9999, 0.991, 0.004)] == ["over 99 %", "99 %", "under 1 %"]


@pytest.mark.parametrize(
    ("is_measured", "said"),
    [(True, "here."), (False, "here, whose scores are estimated from names and dates of their files.")],
)
def test_what_the_place_is_among_is_said(is_measured: bool, said: str) -> None:  # noqa: FBT001 - a parameter
    report = RiskReport(risk(Band.HIGH), {}, 9, (), among=500, is_measured=is_measured)
    assert phrases.made_from(report).endswith(f"Its place is among the last 500 changes to code {said}")


def test_a_calibrated_risk_needs_no_warning() -> None:
    assert phrases.risk_title(Risk(Band.LOW, 0.0, (), "m", is_calibrated=True)) == "low risk"


def test_reasons_are_the_strongest_that_raised_the_risk() -> None:
    found = (Reason("b", 0.5), Reason("calming", -2.0), Reason("a", 0.9), Reason("none", 0.0))
    assert phrases.reasons(Risk(Band.HIGH, 0.0, found, "m")) == ("a", "b")


def test_what_makes_a_mistake_cost_more_leads_with_one_reason_and_the_rest_of_it_comes_last() -> None:
    found = Risk(Band.HIGH, 0.0, (Reason("a", 0.9),), "m", sensitive=("touches money", "migration: `1.sql`"))
    assert phrases.reasons(found) == ("touches money", "a", "migration: `1.sql`")


@pytest.mark.parametrize(
    ("past", "unknown", "said"),
    [
        (None, (), "Risk was made from the change itself."),
        (1204, (), "Risk was made from the change itself and 1,204 commits before it."),
        (None, ("the past of its files",), "Risk was made from the change itself; not from the past of its files."),
    ],
)
def test_what_the_risk_was_made_from_is_said(past: int | None, unknown: tuple[str, ...], said: str) -> None:
    assert phrases.made_from(RiskReport(risk(Band.LOW), {}, past, unknown)) == said


def test_no_more_reasons_than_asked_for_are_given() -> None:
    assert len(phrases.reasons(risk(Band.HIGH, "a", "b", "c", "d"))) == 3


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (Quote("x", Source.TITLE), "title"),
        (Quote("x", Source.BODY, "ignored"), "PR text"),
        (Quote("x", Source.ISSUE, "#12"), "issue #12"),
        (Quote("x", Source.COMMIT, "a1b2c3d"), "commit a1b2c3d"),
        (Quote("x", Source.COMMIT), "commit"),
    ],
)
def test_a_source_is_named(quote: Quote, said: str) -> None:
    assert phrases.source(quote) == said


@pytest.mark.parametrize(("words", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_a_listing_ends_in_and(words: list[str], said: str) -> None:
    assert phrases.listing(words) == said


def test_a_single_line_is_one_number() -> None:
    assert phrases.line_range(LineRange(12, 12)) == "12"


def test_no_sha_is_no_word() -> None:
    assert (phrases.short(None), phrases.short(Sha("a1b2c3d" + "0" * 33))) == ("", "a1b2c3d")


def test_what_is_telling_is_said_before_how_much_was_changed() -> None:
    found = Risk(
        Band.MEDIUM,
        0.0,
        (Reason("adds 90 lines of code", 2.0, is_size=True), Reason("touches money", 0.7), Reason("no test", 0.4)),
        "m",
    )
    assert phrases.reasons(found, 2) == ("touches money", "no test")
