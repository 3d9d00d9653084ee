"""Curves as inline SVG: a unit square onto a plot, y upwards. Only numbers enter, so nothing needs escaping."""

from collections.abc import Sequence
from math import sqrt

from reviewer.model.backtest import Bin

WIDTH, HEIGHT = 420.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 22.0, 10.0, 40.0


def across(share: float) -> float:
    """Return the x of a share 0..1."""
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def up(share: float) -> float:
    """Return the y of a share 0..1."""
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def polyline(values: Sequence[float]) -> str:
    """Return the points of a curve whose values stand at even steps of x, from 0 to 1."""
    steps = max(len(values) - 1, 1)
    return " ".join(f"{across(index / steps)},{up(value)}" for index, value in enumerate(values))


def radius(one: Bin) -> float:
    """Return the radius of a bin's dot, whose area grows with how many changes it holds."""
    return round(min(9.0, 2.0 + sqrt(one.count) / 2), 1)


def reach(bins: Sequence[Bin]) -> float:
    """Return how far the axes of a calibration plot must go: the next tenth above all that is shown."""
    most = max((max(one.foretold, one.came_true) for one in bins), default=1.0)
    return min(1.0, (int(most * 10) + 1) / 10)
