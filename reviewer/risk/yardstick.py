"""What a pull is measured with: the shipped formula or one adapted to its repository, and that repository's past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp

from reviewer.model.calibration import Calibration
from reviewer.model.history import History
from reviewer.risk.place import estimated_place, measured_place
from reviewer.risk.shipped import Formula, shipped_model


@dataclass(frozen=True)
class Yardstick:
    """A formula, and the past changes to place its scores among: measured ones where a calibration is in force."""

    landed: Sequence[Mapping[str, float]]
    calibration: Calibration | None
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, history: History | None, calibration: Calibration | None) -> "Yardstick":
        """Return the yardstick of a repository; a calibration for another model is left aside, and that is said."""
        landed = history.landed if history else ()
        if calibration is None or calibration.model == shipped_model().name:
            return cls(landed, calibration)
        said = f"its calibration, which is for the risk model {calibration.model}: run `reviewer backtest` again"
        return cls(landed, None, (said,))

    @cached_property
    def formula(self) -> Formula:
        """Return the formula of pulls."""
        shipped, own = shipped_model().pull, self.calibration
        if own is None or not own.weights:
            return shipped
        # Cuts count only where there is no place, and then nothing was adapted.
        return Formula(own.weights_intercept, own.weights, shipped.cuts)

    @property
    def name(self) -> str:
        """Return the model's name, and whether it was adapted."""
        is_adapted = self.calibration is not None and bool(self.calibration.weights)
        return f"{shipped_model().name}, adapted" if is_adapted else shipped_model().name

    @property
    def is_measured(self) -> bool:
        """Return whether scores of past changes are known, and not only estimated."""
        return self.calibration is not None and measured_place(0.0, self.calibration) is not None

    @property
    def among(self) -> int:
        """Return how many past changes a score is placed among."""
        return self.calibration.changes if self.is_measured and self.calibration else len(self.landed)

    def place(self, score: float) -> float | None:
        """Return the percentile of a pull's score (0..100); None for too few past changes."""
        if self.calibration is not None and self.is_measured:
            return measured_place(score, self.calibration)
        return estimated_place(score, self.landed, shipped_model().usual)

    def probability(self, score: float) -> float | None:
        """Return how likely a later change mends such a pull, as the repository's own labels say; None without."""
        own = self.calibration
        if own is None or own.slope is None:
            return None
        return 1 / (1 + exp(-max(-500.0, own.intercept + own.slope * score)))
