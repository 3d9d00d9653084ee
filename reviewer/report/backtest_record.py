"""A backtest as JSON, for other programs."""

from dataclasses import asdict

from reviewer.model.backtest import Backtest, Measured, PastChange, Ranking
from reviewer.report.backtest_words import NOISE, day, fate
from reviewer.report.neutral import utf8
from reviewer.report.unit_record import Json


def backtest_record(found: Backtest) -> Json:
    """Return the whole report; texts of the repositories are escaped where they are no UTF-8."""
    trial = found.trial
    return {
        "schema": "backtest/1",
        "repositories": list(trial.repositories),
        "seed": found.seed,
        "settle_days": found.settle_days,
        "split": day(trial.split),
        "earlier": {"changes": trial.earlier[0], "faulty": trial.earlier[1]},
        "later": {"changes": trial.later[0], "faulty": trial.later[1]},
        "base_rate": trial.base_rate,
        "rankings": [_ranking(ranking) for ranking in trial.rankings],
        "calibration_bins": [asdict(one) for one in trial.bins],
        "verdict": list(trial.verdict),
        "calibrations": {utf8(name): asdict(one) for name, one in trial.calibrations.items()},
        "labels": {
            utf8(name): {**asdict(labels), "by": {how.value: number for how, number in labels.by.items()}}
            for name, labels in found.labels.items()
        },
        "noise": NOISE,
        "riskiest": [_change(change) for change in found.riskiest],
    }


def _ranking(ranking: Ranking) -> Json:
    return {
        "name": ranking.name,
        "measures": {name: _measured(value) for name, value in ranking.measures.items()},
        "gain_over_added_lines": {name: _measured(value) for name, value in ranking.gains.items()},
        "caught": list(ranking.caught),
    }


def _measured(value: Measured) -> Json:
    return {"value": value.value, "low": value.low, "high": value.high}


def _change(change: PastChange) -> Json:
    return {
        "repository": utf8(change.repository),
        "sha": change.sha,
        "day": day(change.at),
        "subject": utf8(change.subject),
        "score": change.score,
        "added_lines": change.added,
        "reasons": [utf8(text) for text in change.reasons],
        "is_faulty": change.is_faulty,
        "fate": utf8(fate(change)),
    }
