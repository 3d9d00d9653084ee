"""A backtest: past changes of repositories, what became of them, and how well scores would have told it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.calibration import Calibration
from reviewer.model.ids import Sha


class How(StrEnum):
    """How a later change is known to mend an earlier one; the surest first."""

    REVERTED = "reverted"
    NAMED = "named as the cause by its fix"
    BLAMED = "its lines were replaced by a fix"


@dataclass(frozen=True, slots=True)
class Mend:
    """A later commit that mends an earlier change; times are in seconds since 1970."""

    sha: Sha
    at: int
    subject: str
    how: How


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change that landed, as the product would have seen it on that day.

    `values` are the features of the pull, `score` the shipped model's; `added` are its added lines of code outside
    tests, `weight` is how many changes of its repository it stands for. `mends` are empty where nothing is known;
    a change that is too young for that to say anything `is_settled` no more.
    """

    repository: str
    sha: Sha
    at: int
    subject: str
    values: Mapping[str, float]
    score: float
    added: int
    reasons: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()
    weight: float = 1.0
    is_settled: bool = True

    @property
    def is_faulty(self) -> bool:
        """Return whether a later change is known to mend it."""
        return bool(self.mends)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with the middle 95 % of what it is on changes drawn anew; None where nothing was drawn."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well one way to rank tells faulty changes from others: each measure, and its gain over added lines.

    `caught` is, for each share of changes from the riskiest down (0, 0.01 … 1), the share of the faulty ones among
    them.
    """

    name: str
    measures: Mapping[str, Measured]
    gains: Mapping[str, Measured]
    caught: Sequence[float]


@dataclass(frozen=True, slots=True)
class Bin:
    """Changes of alike probability: what was foretold on average, what came true, and how many they are."""

    foretold: float
    came_true: float
    count: int


@dataclass(frozen=True, slots=True)
class Labels:
    """Where labels come from: changes by how they are known to be faulty; what was looked through and left out."""

    changes: int
    by: Mapping[How, int]
    fixes: int
    fixes_left_out: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What the earlier changes teach, tried on the later ones. `split` is when the later ones begin.

    `earlier` and `later` are numbers of (changes, faulty ones). `verdict` says in words what was decided, and why;
    `calibrations` are what may be put in force, for each repository: the places are its own, the numbers are shared.
    """

    repositories: tuple[str, ...]
    split: int
    earlier: tuple[int, int]
    later: tuple[int, int]
    base_rate: float
    rankings: tuple[Ranking, ...]
    bins: tuple[Bin, ...]
    verdict: tuple[str, ...]
    calibrations: Mapping[str, Calibration]


@dataclass(frozen=True, slots=True)
class Backtest:
    """The report: the trial over all repositories, where labels come from, and the riskiest of the later changes."""

    trial: Trial
    labels: Mapping[str, Labels]
    riskiest: tuple[PastChange, ...]
    settle_days: int
    seed: int
