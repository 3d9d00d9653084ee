"""What earlier changes teach, later ones judge, and what is refused."""

import random

import pytest

from reviewer.model.backtest import How, Mend, PastChange, Trial
from reviewer.model.ids import Sha
from reviewer.risk.calibrate import bins, brier_skill, calibration_error, fit_platt
from reviewer.risk.grades import Graded
from reviewer.risk.trial import ADDED, MODEL, RANDOM, split_by_time, try_model

MEND = Mend(Sha("f" * 40), 9, "Fix it", How.BLAMED)


def changes(count: int, *, telling: bool = True, seed: int = 1) -> list[PastChange]:
    """Return changes of which the higher scored ones are mended more often, or where scores tell nothing."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    found: list[PastChange] = []
    for number in range(count):
        score = dice.uniform(-3, 1)
        chance = 1 / (1 + 2.718 ** -(2 * score)) if telling else 0.3
        mends = (MEND,) if dice.random() < chance else ()
        sha = Sha(f"{number:040}")
        values = {"added_code": score + 3, "new_words": score + 3}
        found.append(PastChange("acme/shop", sha, number, "S", values, score, int(10 * (score + 3)), mends=mends))
    return found


def unheard(done: int, of: int) -> None:
    """Hear nothing of the progress."""


def tried(rows: list[PastChange]) -> Trial:
    return try_model(rows, 1, "2026-01-01", unheard)


def test_only_later_changes_judge() -> None:
    earlier, later = split_by_time(changes(100))
    assert (len(earlier), len(later)) == (70, 30)
    assert max(row.at for row in earlier) < min(row.at for row in later)


def test_scores_that_tell_become_probabilities_with_enough_labels() -> None:
    trial = tried(changes(300))
    own = trial.calibrations["acme/shop"]
    assert own.slope is not None
    assert own.slope > 0
    assert trial.rankings[0].measures["Brier skill"].value > 0


def test_too_few_labels_make_no_probability_and_that_is_said() -> None:
    trial = tried(changes(90))
    assert trial.calibrations["acme/shop"].slope is None
    assert "too few" in trial.verdict[0]


def test_a_score_that_tells_nothing_is_refused() -> None:
    trial = tried(changes(300, telling=False, seed=3))
    own = trial.calibrations["acme/shop"]
    skill = trial.rankings[0].measures["Brier skill"].value
    assert (own.slope is None) == (skill <= 0)
    assert skill < 0.05


def test_random_is_even_and_every_way_has_an_interval() -> None:
    by_name = {ranking.name: ranking for ranking in tried(changes(300)).rankings}
    assert set(by_name) == {MODEL, ADDED, RANDOM}
    assert by_name[RANDOM].measures["AUC"].value == 0.5
    assert by_name[RANDOM].measures["recall in the top 20 %"].value == pytest.approx(0.2)
    auc = by_name[MODEL].measures["AUC"]
    assert auc.low is not None
    assert auc.high is not None
    assert auc.low < auc.value < auc.high


def test_the_same_seed_gives_the_same_trial() -> None:
    assert tried(changes(150)) == tried(changes(150))


def test_probabilities_are_fitted_to_the_labels_share() -> None:
    rows = [Graded(float(number % 2), label=number % 4 == 1, weight=1.0) for number in range(400)]
    platt = fit_platt(rows)
    assert platt.probability(1.0) == pytest.approx(0.5, abs=0.01)
    assert platt.probability(0.0) < 0.05


def test_a_score_the_wrong_way_round_has_no_slope() -> None:
    rows = [Graded(-float(number % 2), label=number % 2 == 1, weight=1.0) for number in range(100)]
    assert fit_platt(rows).slope == 0


def test_skill_and_error_of_perfect_and_of_useless_probabilities() -> None:
    perfect = [Graded(float(number % 2), label=number % 2 == 1, weight=1.0) for number in range(100)]
    flat = [Graded(0.5, label=row.label, weight=1.0) for row in perfect]
    assert (brier_skill(perfect), calibration_error(perfect)) == (1.0, 0.0)
    assert brier_skill(flat) == 0
    assert sum(one.count for one in bins(perfect)) == 100


def test_alike_probabilities_are_not_parted_by_label() -> None:
    even = [Graded(0.1, label=number < 10, weight=1.0) for number in range(100)]
    assert calibration_error(even) == pytest.approx(0)
    assert [(one.came_true, one.count) for one in bins(even)] == [(pytest.approx(0.1), 100)]
