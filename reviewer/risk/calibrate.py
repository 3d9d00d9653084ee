"""Two numbers that make probabilities of scores, and how good probabilities are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, fsum, log
from operator import attrgetter

from reviewer.model.backtest import Bin
from reviewer.risk.grades import Graded

BINS = 10
_STEPS = 100
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Platt:
    """The log-odds of a fault are `intercept + slope · score` (Platt 1999); the slope is zero or more."""

    slope: float
    intercept: float

    def probability(self, score: float) -> float:
        """Return the probability of a score."""
        return 1 / (1 + exp(-max(-500.0, min(500.0, self.intercept + self.slope * score))))


def fit_platt(rows: Sequence[Graded]) -> Platt:
    """Return the logistic of labels by score, by Newton's steps; a slope below zero is none."""
    total = fsum(row.weight for row in rows)
    mean = fsum(row.weight * row.score for row in rows) / total
    rate = min(max(fsum(row.weight * row.label for row in rows) / total, 1e-6), 1 - 1e-6)
    slope, intercept = 0.0, log(rate / (1 - rate))
    for _ in range(_STEPS):
        step_slope, step_intercept = _step(rows, mean, Platt(slope, intercept))
        slope, intercept = slope - step_slope, intercept - step_intercept
        if abs(step_slope) + abs(step_intercept) < 1e-9:
            break
    return Platt(slope, intercept - slope * mean) if slope > 0 else Platt(0.0, log(rate / (1 - rate)))


def _step(rows: Sequence[Graded], mean: float, now: Platt) -> tuple[float, float]:
    """Return Newton's step of slope and intercept, on scores less their mean."""
    total = fsum(row.weight for row in rows)
    first_slope, first, second_slope, cross, second = _RIDGE * now.slope, 0.0, _RIDGE, 0.0, 1e-9
    for row in rows:
        share, score = row.weight / total, row.score - mean
        chance = now.probability(score)
        first_slope += share * (chance - row.label) * score
        first += share * (chance - row.label)
        curve = share * chance * (1 - chance)
        second_slope += curve * score * score
        cross += curve * score
        second += curve
    bend = second_slope * second - cross * cross
    return (second * first_slope - cross * first) / bend, (second_slope * first - cross * first_slope) / bend


def brier_skill(rows: Sequence[Graded]) -> float:
    """Return how much nearer to the labels probabilities are than the labels' own mean: 1 perfect, 0 no better.

    The scores of the rows are the probabilities (Brier 1950; skill as in Murphy 1973).
    """
    total = fsum(row.weight for row in rows)
    rate = fsum(row.weight * row.label for row in rows) / total
    spread = fsum(row.weight * (rate - row.label) ** 2 for row in rows)
    return 1 - fsum(row.weight * (row.score - row.label) ** 2 for row in rows) / spread if spread else 0.0


def bins(rows: Sequence[Graded], most: int = BINS) -> tuple[Bin, ...]:
    """Return the rows in bins of alike weight, by probability; alike probabilities stand in one bin."""
    return tuple(_bin(group) for group in _binned(rows, most) if group)


def _binned(rows: Sequence[Graded], most: int) -> list[list[Graded]]:
    """Return the rows by bin. A tie goes where its middle falls: parted, it would be parted by label."""
    total = fsum(row.weight for row in rows)
    groups: list[list[Graded]] = [[] for _ in range(most)]
    passed = 0.0
    for _, together in groupby(sorted(rows), key=attrgetter("score")):
        group = list(together)
        size = fsum(row.weight for row in group)
        groups[min(most - 1, int(most * (passed + size / 2) / total))] += group
        passed += size
    return groups


def _bin(group: Sequence[Graded]) -> Bin:
    weight = fsum(row.weight for row in group)
    foretold = fsum(row.weight * row.score for row in group) / weight
    return Bin(foretold, fsum(row.weight * row.label for row in group) / weight, len(group))


def calibration_error(rows: Sequence[Graded]) -> float:
    """Return the mean distance of what was foretold from what came true, over ten bins of alike weight.

    It is above zero by chance alone: with few rows a bin holds few faults.
    """
    total = fsum(row.weight for row in rows)
    parts = (fsum(row.weight * (row.score - row.label) for row in group) for group in _binned(rows, BINS))
    return fsum(map(abs, parts)) / total
