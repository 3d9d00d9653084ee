"""How good a ranking is: of changes with weights, and of units whose lines are read one after the other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple


class Graded(NamedTuple):
    """A score, whether the label is there, and how many changes this one stands for."""

    score: float
    label: bool
    weight: float


def auc(rows: Iterable[Graded]) -> float:
    """Return the chance that a faulty change scores above another one; a tie is half (Hanley and McNeil 1982)."""
    below = won = faulty = 0.0
    for _, together in groupby(sorted(rows), key=attrgetter("score")):
        group = list(together)
        hits = sum(row.weight for row in group if row.label)
        misses = sum(row.weight for row in group if not row.label)
        won += hits * (below + misses / 2)
        below += misses
        faulty += hits
    return won / (faulty * below)


def average_precision(rows: Iterable[Graded]) -> float:
    """Return the mean, over faulty changes, of the share of faulty ones among those ranked as high or higher."""
    seen = hits = total = 0.0
    for _, together in groupby(sorted(rows, reverse=True), key=attrgetter("score")):
        group = list(together)
        here = sum(row.weight for row in group if row.label)
        seen += sum(row.weight for row in group)
        hits += here
        total += here * hits / seen
    return total / hits


def reached(rows: Iterable[Graded], share: float) -> float:
    """Return the share of the faulty changes that stand in the top `share` of all; ties fill it evenly."""
    ordered = sorted(rows, reverse=True)
    room = share * sum(row.weight for row in ordered)
    found = 0.0
    for _, together in groupby(ordered, key=attrgetter("score")):
        group = list(together)
        size = sum(row.weight for row in group)
        found += sum(row.weight for row in group if row.label) * min(1.0, max(0.0, room / size))
        room -= size
    return found / sum(row.weight for row in ordered if row.label)


def early(units: Sequence[Mapping[str, Any]], worth: Callable[[Mapping[str, Any]], Any], share: float) -> float:
    """Return the share of blamed lines in the first `share` of lines, units read by what they are worth."""
    ordered = sorted(units, key=worth, reverse=True)
    room = share * sum(unit["lines"] for unit in ordered)
    found = 0.0
    for unit in ordered:
        found += unit["blamed"] * min(1.0, max(0.0, room / unit["lines"]))
        room -= unit["lines"]
    return found / sum(unit["blamed"] for unit in ordered)
