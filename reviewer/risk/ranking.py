"""How well some ways to rank tell faulty changes from others, each with an interval from changes drawn anew."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.model.backtest import Measured, PastChange, Ranking
from reviewer.risk.calibrate import Platt, brier_skill, calibration_error
from reviewer.risk.grades import Graded, auc, average_precision, reached

RESAMPLES = 500

Rows = Sequence[PastChange]
Score = Callable[[PastChange], float]


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to rank, and the probabilities that the earlier changes make of it; None where it has none."""

    name: str
    score: Score
    platt: Platt | None


def graded_by(rows: Rows, contender: Contender, *, foretold: bool = False) -> list[Graded]:
    """Return the rows with a contender's scores, or with the probabilities that it foretells."""
    platt = contender.platt if foretold else None
    values = (contender.score(row) for row in rows)
    scores = (value if platt is None else platt.probability(value) for value in values)
    return [Graded(score, row.is_faulty, row.weight) for score, row in zip(scores, rows, strict=True)]


_BY_RANK: Mapping[str, Callable[[Sequence[Graded]], float]] = {
    "AUC": auc,
    "average precision": average_precision,
    "recall in the top 20 %": lambda rows: reached(rows, 0.2),
    "caught in the top 5 %": lambda rows: reached(rows, 0.05),
    "caught in the top 10 %": lambda rows: reached(rows, 0.1),
    "caught in the top 50 %": lambda rows: reached(rows, 0.5),
}
_BY_CHANCE: Mapping[str, Callable[[Sequence[Graded]], float]] = {
    "Brier skill": brier_skill,
    "calibration error": calibration_error,
}


def _measure(contender: Contender, rows: Rows) -> dict[str, float]:
    if not 0 < sum(row.is_faulty for row in rows) < len(rows):
        return {}
    ranked = graded_by(rows, contender)
    found = {name: measure(ranked) for name, measure in _BY_RANK.items()}
    if contender.platt is not None:
        foretold = graded_by(rows, contender, foretold=True)
        found |= {name: measure(foretold) for name, measure in _BY_CHANCE.items()}
    return found


def rank_all(
    contenders: Sequence[Contender], baseline: str, later: Rows, seed: int, tell: Callable[[int, int], None]
) -> tuple[Ranking, ...]:
    """Return how well each contender does on the later changes, and its gain over the one called `baseline`.

    The same seed draws the same changes; `tell` hears how many draws of how many are done.
    """
    dice = random.Random(seed)  # noqa: S311 - a bootstrap, no secret
    drawn: list[list[dict[str, float]]] = []
    for done in range(RESAMPLES if later else 0):
        tell(done, RESAMPLES)
        again = dice.choices(later, k=len(later))
        if measured := [_measure(contender, again) for contender in contenders]:
            drawn.append(measured)
    tell(RESAMPLES, RESAMPLES)
    real = [_measure(contender, later) for contender in contenders]
    other = next(index for index, contender in enumerate(contenders) if contender.name == baseline)
    return tuple(
        Ranking(
            contender.name,
            {name: _measured(value, [one[at][name] for one in drawn if one[at]]) for name, value in real[at].items()},
            _gains(real, drawn, at, other),
            _caught(graded_by(later, contender)) if real[at] else (),
        )
        for at, contender in enumerate(contenders)
    )


def _gains(
    real: Sequence[Mapping[str, float]], drawn: Sequence[Sequence[Mapping[str, float]]], at: int, other: int
) -> dict[str, Measured]:
    """Return how much better a contender is than another, on the same changes each time."""
    return {
        name: _measured(value - real[other][name], [one[at][name] - one[other][name] for one in drawn if one[at]])
        for name, value in real[at].items()
    }


def _measured(value: float, drawn: Sequence[float]) -> Measured:
    if not drawn:
        return Measured(value)
    ordered = sorted(drawn)
    return Measured(value, ordered[int(0.025 * len(ordered))], ordered[int(0.975 * (len(ordered) - 1))])


def _caught(rows: Sequence[Graded]) -> tuple[float, ...]:
    return tuple(round(reached(rows, step / 100), 6) for step in range(101))
