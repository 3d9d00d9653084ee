"""The score that a change usually has, as far as names of files and dates tell: ordinary least squares."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from reviewer.risk.place import Usual

NAMES = ("files", "directories", "new_file", "prior_fixes", "prior_changes", "fresh", "many_hands")
"""The features of `reviewer.risk.past.landed_values`."""

STEPS = 60
DIGITS = 4
_RIDGE = 1e-6


def fit_usual(rows: Sequence[Mapping[str, Any]], scores: Sequence[float]) -> Usual:
    """Return the expected score of a change of code; every project counts the same."""
    sizes = Counter[str]()
    for row in rows:
        sizes[row["project"]] += row["weight"]
    shares = [row["weight"] / sizes[row["project"]] / len(sizes) for row in rows]
    table = [[1.0, *(row["pull"].get(name, 0.0) for name in NAMES)] for row in rows]
    intercept, *weights = (round(value, DIGITS) for value in _least_squares(table, scores, shares))
    found = Usual(intercept, dict(zip(NAMES, weights, strict=True)), ())
    left = sorted(
        (score - found.score(row["pull"]), share) for row, score, share in zip(rows, scores, shares, strict=True)
    )
    return Usual(found.intercept, found.weights, _even_steps(left))


def _least_squares(table: Sequence[Sequence[float]], values: Sequence[float], shares: Sequence[float]) -> list[float]:
    """Return the coefficients of the normal equations, by Gauss's elimination."""
    width = range(len(table[0]))
    weighted = list(zip(table, values, shares, strict=True))
    left = [
        [fsum(share * row[i] * row[j] for row, _, share in weighted) + (i == j) * _RIDGE for j in width] for i in width
    ]
    right = [fsum(share * row[i] * value for row, value, share in weighted) for i in width]
    for pivot in width:
        for below in range(pivot + 1, len(left)):
            factor = left[below][pivot] / left[pivot][pivot]
            left[below] = [one - factor * other for one, other in zip(left[below], left[pivot], strict=True)]
            right[below] -= factor * right[pivot]
    found = [0.0] * len(left)
    for pivot in reversed(width):
        known = fsum(left[pivot][j] * found[j] for j in range(pivot + 1, len(left)))
        found[pivot] = (right[pivot] - known) / left[pivot][pivot]
    return found


def _even_steps(ordered: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Return weighted values at the middles of even steps."""
    total, passed, steps = fsum(share for _, share in ordered), 0.0, list[float]()
    for value, share in ordered:
        passed += share
        while len(steps) < STEPS and passed >= total * (len(steps) + 0.5) / STEPS:
            steps.append(round(value, DIGITS))
    return tuple(steps)
