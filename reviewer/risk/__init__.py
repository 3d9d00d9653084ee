"""How risky a change unit and a pull are: an additive score with its exact reasons, blind to prose and comments."""

from reviewer.risk.score import score_units

__all__ = ["score_units"]
