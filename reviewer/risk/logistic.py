"""Logistic models whose weights are zero or more, in plain Python: the same bytes on every machine that rounds alike.

Weights are found by accelerated projected gradient (Beck and Teboulle, SIAM J. Imaging Sciences 2009) on features
divided by their spread, with a small ridge.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, fsum, log, sqrt

Values = Mapping[str, float]
STEPS = 300
RIDGE = 0.003


@dataclass(frozen=True, slots=True)
class Fitted:
    """An intercept, and the weight of each feature that has one."""

    intercept: float
    weights: Mapping[str, float]

    def score(self, values: Values) -> float:
        """Return the log-odds of a row."""
        return self.intercept + fsum(weight * values.get(name, 0.0) for name, weight in self.weights.items())


Column = list[tuple[int, float]]
"""The rows where a feature is not zero, and its value there."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Which rows bear the label, how much each row counts, and the group it belongs to."""

    labels: Sequence[bool]
    weights: Sequence[float]
    groups: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ridge:
    """How strongly weights are drawn, and towards which; nothing named is drawn towards zero."""

    strength: float = RIDGE
    towards: Mapping[str, float] = field(default_factory=dict[str, float])


def fit_binary(rows: Sequence[Values], given: Labels, names: Sequence[str], ridge: Ridge = Ridge()) -> Fitted:
    """Return the logistic of some labels.

    Each group has an intercept of its own while the weights are found, so that they tell rows of one group apart and
    not the groups; the one that is returned makes the mean probability over all right.
    """
    total = fsum(given.weights)
    shares = [weight / total for weight in given.weights]
    kinds = sorted(set(given.groups))
    places = [kinds.index(group) for group in given.groups]

    def gradient(scores: Sequence[float], intercepts: Sequence[float]) -> tuple[list[float], list[float]]:
        slopes = [
            share * (_sigmoid(score + intercepts[place]) - label)
            for share, score, label, place in zip(shares, scores, given.labels, places, strict=True)
        ]
        sums = [0.0] * len(kinds)
        for slope, place in zip(slopes, places, strict=True):
            sums[place] += slope * len(kinds)
        return slopes, sums

    weights = _fit(_Problem(rows, names, gradient, [0.0] * len(kinds)), ridge)
    found = Fitted(0.0, weights)
    return Fitted(_intercept([found.score(row) for row in rows], given.labels, shares), weights)


def fit_matched(groups: Sequence[Sequence[tuple[Values, float]]], names: Sequence[str]) -> Fitted:
    """Return the conditional logistic of which member of its group bears the label (McFadden 1974), no intercept.

    A group holds the rows of one change, each with its share of the label; shares sum to 1.
    """
    rows = [values for group in groups for values, _ in group]
    shares = [share for group in groups for _, share in group]
    bounds: list[tuple[int, int]] = []
    for group in groups:
        start = bounds[-1][1] if bounds else 0
        bounds.append((start, start + len(group)))

    def gradient(scores: Sequence[float], _: Sequence[float]) -> tuple[list[float], list[float]]:
        slopes: list[float] = []
        for start, end in bounds:
            most = max(scores[start:end])
            powers = [exp(score - most) for score in scores[start:end]]
            total = sum(powers)
            slopes += [
                (power / total - share) / len(bounds) for power, share in zip(powers, shares[start:end], strict=True)
            ]
        return slopes, []

    return Fitted(0.0, _fit(_Problem(rows, names, gradient, []), Ridge()))


def intercept_for(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return what is to be added to all scores for their probabilities to have the mean of the labels."""
    return _intercept(scores, labels, [1 / len(labels)] * len(labels))


Gradient = Callable[[Sequence[float], Sequence[float]], tuple[list[float], list[float]]]
"""From scores and intercepts: the slope of the loss by each row's score, and by each intercept."""


@dataclass(frozen=True, slots=True)
class _Problem:
    rows: Sequence[Values]
    names: Sequence[str]
    gradient: Gradient
    start: Sequence[float]


def _fit(problem: _Problem, ridge: Ridge) -> dict[str, float]:
    rows, names, gradient, start = problem.rows, problem.names, problem.gradient, problem.start
    columns = [[(index, row[name]) for index, row in enumerate(rows) if row.get(name)] for name in names]
    spreads = [_spread(column, len(rows)) for column in columns]
    scaled = [
        [(index, value / spread) for index, value in column] for column, spread in zip(columns, spreads, strict=True)
    ]
    goals = [ridge.towards.get(name, 0.0) * spread for name, spread in zip(names, spreads, strict=True)]
    weights, ahead = list(goals), list(goals)
    intercepts, intercepts_ahead = list(start), list(start)
    # A logistic's curvature is at most a quarter (a conditional one's a half) of the mean square of its features.
    rate = 1 / (0.5 * sum(_square(column, len(rows)) for column in scaled) + 1 + ridge.strength)
    momentum = 1.0
    for _ in range(STEPS):
        slopes, tilts = gradient(_scores(scaled, ahead, len(rows)), intercepts_ahead)
        moved = [
            max(
                0.0,
                weight - rate * (sum(slopes[at] * value for at, value in column) + ridge.strength * (weight - goal)),
            )
            for weight, goal, column in zip(ahead, goals, scaled, strict=True)
        ]
        moved_intercepts = [one - rate * tilt for one, tilt in zip(intercepts_ahead, tilts, strict=True)]
        following = (1 + sqrt(1 + 4 * momentum * momentum)) / 2
        pull = (momentum - 1) / following
        ahead = [new + pull * (new - old) for new, old in zip(moved, weights, strict=True)]
        intercepts_ahead = [new + pull * (new - old) for new, old in zip(moved_intercepts, intercepts, strict=True)]
        weights, intercepts, momentum = moved, moved_intercepts, following
    found = {name: weight / spread for name, weight, spread in zip(names, weights, spreads, strict=True)}
    return {name: weight for name, weight in found.items() if weight > 0}


def _scores(columns: Sequence[Column], weights: Sequence[float], length: int) -> list[float]:
    scores = [0.0] * length
    for column, weight in zip(columns, weights, strict=True):
        if weight:
            for index, value in column:
                scores[index] += weight * value
    return scores


def _spread(column: Column, length: int) -> float:
    if not column:
        return 1.0
    mean = fsum(value for _, value in column) / length
    return sqrt(max(fsum(value * value for _, value in column) / length - mean * mean, 0.0)) or 1.0


def _square(column: Column, length: int) -> float:
    return fsum(value * value for _, value in column) / length


def _intercept(scores: Sequence[float], labels: Sequence[bool], shares: Sequence[float]) -> float:
    rate = fsum(share * label for share, label in zip(shares, labels, strict=True))
    intercept = log(rate / (1 - rate)) if 0 < rate < 1 else 0.0
    for _ in range(50):
        chances = [_sigmoid(score + intercept) for score in scores]
        slope = fsum(share * (chance - label) for share, chance, label in zip(shares, chances, labels, strict=True))
        curve = fsum(share * chance * (1 - chance) for share, chance in zip(shares, chances, strict=True))
        if abs(slope) < 1e-12 or curve == 0:
            break
        intercept -= slope / curve
    return intercept


def _sigmoid(score: float) -> float:
    return 1 / (1 + exp(-score)) if score >= 0 else 1 - 1 / (1 + exp(score))
