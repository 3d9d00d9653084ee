"""Where a pull's score stands among the past changes of its own repository."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from reviewer.model.calibration import Calibration
from reviewer.model.risk import PLACES, Band

FEWEST = 100
"""With fewer past changes than this the bands are those that ship: a place among a few tells little."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The score that a change usually has, told by what names and dates of its files alone say.

    `residuals` are what scores of the training projects differ by from it, in even steps from least to most.
    """

    intercept: float
    weights: Mapping[str, float]
    residuals: Sequence[float]

    def score(self, values: Mapping[str, float]) -> float:
        """Return the expected score."""
        return self.intercept + fsum(weight * values.get(name, 0.0) for name, weight in self.weights.items())


def estimated_place(score: float, landed: Sequence[Mapping[str, float]], usual: Usual) -> float | None:
    """Return the percentile of a score among past changes whose texts were not read; None for too few of them.

    For each of them the share of training changes is taken that, with such names and dates, score lower.
    """
    if len(landed) < FEWEST:
        return None
    steps = len(usual.residuals)
    below = fsum(bisect_left(usual.residuals, score - usual.score(values)) / steps for values in landed)
    return 100 * below / len(landed)


def measured_place(score: float, calibration: Calibration) -> float | None:
    """Return the percentile of a score among past changes whose own scores are known; None for too few of them."""
    if calibration.changes < FEWEST or len(calibration.places) < 2:
        return None
    middle = (bisect_left(calibration.places, score) + bisect_right(calibration.places, score)) / 2
    return 100 * min(1.0, middle / len(calibration.places))


def band_at(percentile: float) -> Band:
    """Return the band of a place among past changes."""
    return next((band for band, least in PLACES.items() if percentile >= least), Band.LOW)
