"""Where a pull stands among the past changes of its repository, and what a calibration in force says of it."""

from dataclasses import replace
from math import exp

from facts.change_making import make_unit
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - as in other tests of numbers

from reviewer.model.calibration import Calibration
from reviewer.model.history import History
from reviewer.model.risk import Band, RiskReport
from reviewer.risk.place import FEWEST, Usual, band_at, estimated_place, measured_place
from reviewer.risk.score import score_units
from reviewer.risk.shipped import shipped_model

SMALL = {"files": 0.0, "directories": 0.0, "new_file": 0.0, "fresh": 0.1}
WIDE = {"files": 3.0, "directories": 2.0, "new_file": 2.0, "prior_fixes": 2.0, "fresh": 0.9, "many_hands": 0.8}
USUAL = Usual(-3.0, {"files": 1.0}, (-1.0, -0.5, 0.0, 0.5, 1.0))


def past(values: dict[str, float], count: int = FEWEST) -> History:
    return History(at=10**9, commits=900, landed=(values,) * count)


def calibration(**changed: object) -> Calibration:
    made = Calibration(
        shipped_model().name, tuple(step / 10 - 5 for step in range(101)), 400, 200, 40, "2026-01-01", 1.0, 0.5
    )
    return replace(made, **changed)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def graded(history: History | None = None, own: Calibration | None = None, **unit: object) -> RiskReport:
    return score_units([make_unit(**unit)], [], history=history, calibration=own)  # pyright: ignore[reportArgumentType]


def test_a_pull_is_placed_higher_among_small_changes_than_among_wide_ones() -> None:
    among_small, among_wide = (graded(past(values), added=40).pull.percentile for values in (SMALL, WIDE))
    assert among_small is not None
    assert among_wide is not None
    assert among_small > 60
    assert among_wide < 40


def test_the_band_is_the_place_among_the_repositorys_own_changes() -> None:
    assert graded(past(WIDE), name="label", path="web/label.py", added=90).pull.band is Band.LOW
    assert graded(past(SMALL), added=400).pull.band is Band.CRITICAL


def test_with_too_little_history_the_band_is_the_shipped_one_and_no_place_is_said() -> None:
    report = graded(past(WIDE, FEWEST - 1), added=90)
    assert (report.pull.percentile, report.pull.band, report.among) == (None, graded(added=90).pull.band, 0)


def test_how_many_changes_a_place_is_among_is_told() -> None:
    report = graded(past(SMALL, 120))
    assert (report.among, report.is_measured) == (120, False)


def test_what_is_ungraded_has_no_place() -> None:
    report = graded(past(SMALL), calibration(), name="", path="app.toml", fallback="no grammar")
    assert (report.pull.band, report.pull.percentile, report.pull.probability) == (Band.UNGRADED, None, None)


def test_a_pull_without_code_has_no_place_among_changes_of_code() -> None:
    report = graded(past(SMALL), calibration(), name="", path="README.md")
    assert (report.pull.band, report.pull.percentile, report.pull.probability) == (Band.LOW, None, None)


def test_a_place_never_lowers_what_is_sensitive() -> None:
    assert graded(past(WIDE), name="label", path="money/pay.py", added=1).pull.band is Band.MEDIUM


@given(st.floats(-9, 9), st.floats(0, 3), st.floats(0, 5))
def test_a_higher_score_is_never_placed_lower(score: float, more: float, files: float) -> None:
    landed = [{"files": files}, {"files": 0.0}] * FEWEST
    low, high = (estimated_place(one, landed, USUAL) for one in (score, score + more))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 100


def test_an_estimated_place_is_the_share_of_usual_scores_below() -> None:
    assert estimated_place(-2.9, [dict[str, float]()] * FEWEST, USUAL) == approx(60)
    assert estimated_place(-2.9, [{"files": 9.0}] * FEWEST, USUAL) == 0


def test_a_measured_place_counts_equal_scores_half() -> None:
    own = calibration(places=(0.0, 1.0, 1.0, 2.0))
    assert [measured_place(score, own) for score in (-1.0, 1.0, 3.0)] == [0, 50, 100]


def test_bands_begin_where_the_design_says() -> None:
    found = [band_at(place) for place in (49.9, 50, 84.9, 85, 94.9, 95)]
    assert found == [Band.LOW, Band.MEDIUM, Band.MEDIUM, Band.HIGH, Band.HIGH, Band.CRITICAL]


def test_a_calibration_makes_a_probability_of_the_score() -> None:
    report = graded(None, calibration())
    assert report.pull.probability == approx(1 / (1 + exp(-0.5 - report.pull.score)))
    assert (report.pull.is_calibrated, report.among, report.is_measured) == (True, 400, True)


def test_too_few_labels_make_a_place_and_no_probability() -> None:
    report = graded(None, calibration(slope=None))
    assert (report.pull.probability, report.pull.percentile is None) == (None, False)


def test_adapted_weights_are_the_reasons() -> None:
    report = graded(None, calibration(weights={"added_code": 2.0}, weights_intercept=-1.0), added=9)
    (reason,) = report.pull.reasons
    assert report.pull.score == approx(-1.0 + reason.contribution)
    assert report.pull.model == f"{shipped_model().name}, adapted"


def test_a_calibration_for_another_model_is_left_aside_and_said() -> None:
    report = graded(None, calibration(model="szz-0"))
    assert (report.pull.is_calibrated, report.pull.percentile) == (False, None)
    assert any("szz-0" in said for said in report.unknown)


def test_units_keep_the_shipped_bands() -> None:
    units = [graded(history, own).units for history, own in ((None, None), (past(WIDE), calibration()))]
    assert units[0] == units[1]
