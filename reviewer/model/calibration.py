"""What a repository's own labelled past says of the scores of its pulls."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two numbers that make a probability of a score, and where scores of the past stand; found by a backtest.

    The log-odds of a fault are `intercept + slope · score`; a slope of None says that too few labels were there.
    `places` are the scores of past changes at even steps from the lowest to the highest; `changes` were read, of which
    `labels` were used and `faulty` of them were mended later. It holds for the scores of one shipped `model` only.
    `weights` replace its coefficients where they were adapted (`weights_intercept` its intercept); empty: they were
    not.
    """

    model: str
    places: tuple[float, ...]
    changes: int
    labels: int
    faulty: int
    until: str
    slope: float | None = None
    intercept: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict[str, float])
    weights_intercept: float = 0.0
