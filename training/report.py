"""How good the model is on projects that it was not fitted to, beside the baselines, with intervals over projects."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log
from statistics import fmean
from typing import Any

from reviewer.risk.grades import Graded, auc, average_precision, early, reached
from training.fit import BY_HAND, EXPONENT, Row, fit_pulls, fit_units

SHARE = 0.2
RESAMPLES = 2000
Table = dict[str, dict[str, list[float]]]
"""For each measure and each way to rank, its value on every project."""


def report_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the report: each project is left out once, ranked by what the others say, and counts the same."""
    projects = sorted({row["project"] for row in rows})
    pulls: Table = {}
    orders: Table = {}
    for project in projects:
        others = [row for row in rows if row["project"] != project]
        own = [row for row in rows if row["project"] == project]
        _add(pulls, _pulls(others, own))
        _add(orders, _orders(others, own))
    coded = sum(bool(row["pull"].get("code")) for row in rows)
    ordered = sum(_is_ordered(row) for row in rows)
    yield f"{len(projects)} projects, each left out once: {', '.join(projects)}"
    yield f"Changes that touch code outside tests ({coded:,}): is one blamed by a later fix?"
    yield from _lines(pulls)
    yield f"Units of faulty changes with four units or more ({ordered:,}): where are the blamed lines?"
    yield from _lines(orders)


def _pulls(others: Sequence[Row], own: Sequence[Row]) -> dict[str, dict[str, float]]:
    model = fit_pulls(others)
    coded = [row for row in own if row["pull"].get("code")]
    rankings: Mapping[str, Callable[[Row], float]] = {
        "model": lambda row: model.score(row["pull"]),
        "added code lines": lambda row: row["added"],
        "random": _drawn(),
    }
    found: dict[str, dict[str, float]] = {"AUC": {}, "average precision": {}, "recall in the top 20 %": {}}
    for name, value in rankings.items():
        graded = [Graded(value(row), row["faulty"], row["weight"]) for row in coded]
        found["AUC"][name] = auc(graded)
        found["average precision"][name] = average_precision(graded)
        found["recall in the top 20 %"][name] = reached(graded, SHARE)
    return found


def _orders(others: Sequence[Row], own: Sequence[Row]) -> dict[str, dict[str, float]]:
    model = fit_units(others)
    weights = {**model.weights, **BY_HAND["unit"]}

    def worth(unit: Mapping[str, Any]) -> float:
        score = sum(weights.get(name, 0.0) * value for name, value in unit["features"].items())
        return score - EXPONENT * log(max(unit["lines"], 1))

    rankings: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
        "model": worth,
        "most added code first": lambda unit: (bool(unit["features"].get("code")), unit["added"]),
        "random": _drawn(),
    }
    ordered = [row["units"] for row in own if _is_ordered(row)]
    measure = "blamed lines in the first 20 % of lines"
    return {measure: {name: fmean(early(units, key, SHARE) for units in ordered) for name, key in rankings.items()}}


def _is_ordered(row: Row) -> bool:
    return len(row["units"]) >= 4 and any(unit["blamed"] for unit in row["units"])


def _drawn() -> Callable[[object], float]:
    """Return a ranking by lot, the same at every run."""
    drawing = random.Random(1)  # noqa: S311 - a baseline, no secret
    return lambda _: drawing.random()


def _add(table: Table, found: Mapping[str, Mapping[str, float]]) -> None:
    for measure, values in found.items():
        for name, value in values.items():
            table.setdefault(measure, {}).setdefault(name, []).append(value)


def _lines(table: Table) -> Iterator[str]:
    for measure, values in table.items():
        model, baseline, _ = values
        told = ", ".join(f"{name} {fmean(each):.3f}" for name, each in values.items())
        gains = [one - other for one, other in zip(values[model], values[baseline], strict=True)]
        low, high = _interval(gains)
        by_project = " ".join(f"{value:.3f}" for value in values[model])
        yield f"  {measure}: {told}; gain over {baseline} {fmean(gains):+.3f} (95 %: {low:+.3f} to {high:+.3f})"
        yield f"    by project: {by_project}"


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the middle 95 % of the means of projects drawn with replacement."""
    drawing = random.Random(1)  # noqa: S311 - a bootstrap, no secret
    means = sorted(fmean(drawing.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]
