"""The coefficients we ship, from the JSON file beside this module, and the bands they lead to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reviewer.model.risk import Band
from reviewer.risk.place import Usual


@dataclass(frozen=True, slots=True)
class Formula:
    """score = intercept + Σ coefficient · feature, in log-odds; `cuts` are the least scores of the bands above low."""

    intercept: float
    coefficients: Mapping[str, float]
    cuts: Mapping[Band, float]

    def __post_init__(self) -> None:
        """Refuse a coefficient below zero: no feature may lower attention."""
        lowering = [name for name, value in self.coefficients.items() if value < 0]
        if lowering:
            raise ValueError(f"coefficients below zero: {', '.join(lowering)}")

    def band(self, score: float) -> Band:
        """Return the band of a score; places among the changes that the model was fitted to."""
        reached = [band for band in (Band.CRITICAL, Band.HIGH, Band.MEDIUM) if score >= self.cuts[band]]
        return reached[0] if reached else Band.LOW


@dataclass(frozen=True, slots=True)
class RiskModel:
    """A named pair of formulas: one for units, one for pulls.

    `reading_exponent` is how much the length of a unit counts against it in the reading order: 0 not at all, 1 in full;
    `sensitive_worth` is what is added there, in log-odds, where a mistake costs more. `usual` is the score that a pull
    has as far as names and dates tell; it estimates the scores of past changes whose texts were not read.
    """

    name: str
    unit: Formula
    pull: Formula
    reading_exponent: float
    sensitive_worth: float
    usual: Usual


@cache
def shipped_model() -> RiskModel:
    """Return the model that ships with this version; its card stands in the same file."""
    raw = json.loads(files("reviewer.risk").joinpath("model.json").read_text("utf-8"))
    reading = float(raw["reading_exponent"]), float(raw["sensitive_worth"])
    usual = Usual(raw["usual"]["intercept"], raw["usual"]["weights"], raw["usual"]["residuals"])
    return RiskModel(raw["name"], _formula(raw["unit"]), _formula(raw["pull"]), *reading, usual)


def _formula(raw: Mapping[str, Mapping[str, float]]) -> Formula:
    cuts = {Band(name): float(value) for name, value in raw["cuts"].items()}
    intercept = raw["intercept"]
    assert isinstance(intercept, int | float)  # noqa: S101 - our own file, told to the type checker
    return Formula(float(intercept), dict(raw["coefficients"]), cuts)
