"""Risk: a band, with the contributions that led to it."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.ids import Fingerprint


class Band(StrEnum):
    """How risky, in words. Ungraded is not low: it means that nobody could tell."""

    UNGRADED = "ungraded"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


BAND_RANK = {Band.LOW: 0, Band.UNGRADED: 1, Band.MEDIUM: 1, Band.HIGH: 2, Band.CRITICAL: 3}
"""From least to most attention; ungraded counts as medium, since it must be read."""

PLACES = {Band.CRITICAL: 95.0, Band.HIGH: 85.0, Band.MEDIUM: 50.0}
"""The least percentile of each band above low (DESIGN §7), the highest first."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One exact contribution to the score, in log-odds, worded for people.

    `is_size` marks what the diff itself shows at a glance: how much was changed. It is told after what is telling.
    """

    text: str
    contribution: float
    is_size: bool = False


@dataclass(frozen=True, slots=True)
class Risk:
    """A graded risk. `score` is the sum of the contributions and the model's intercept, in log-odds.

    `sensitive` is the second axis: what makes a mistake here cost more; it may have raised the band and is no part of
    the score. `reading_value` orders what is to be read: the score and what a mistake costs, less what reading costs;
    a pull has none.
    `percentile` (0..100, 92 = riskier than 92 % of this repository's own past changes) is None until enough of them
    were read, and where the risk is ungraded. `probability` (0..1) that a later change mends this one is None, and
    `is_calibrated` False, until the repository's own labels were used; that is said wherever the risk is shown.
    """

    band: Band
    score: float
    reasons: tuple[Reason, ...]
    model: str
    percentile: float | None = None
    is_calibrated: bool = False
    sensitive: tuple[str, ...] = ()
    reading_value: float = 0.0
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class RiskReport:
    """The risk of the whole pull and of each unit.

    `past` is how many commits of the past it was made from besides the change, None where nobody read them; `unknown`
    is what could not be read, in words for people. `among` is how many past changes the pull was placed among, 0 where
    it was not; `is_measured` tells whether their own scores are known, or estimated from names and dates.
    """

    pull: Risk
    units: dict[Fingerprint, Risk]
    past: int | None = None
    unknown: tuple[str, ...] = ()
    among: int = 0
    is_measured: bool = False
