"""What a repository's own past says of the model: earlier changes teach, later ones judge."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum, log1p

from reviewer.model.backtest import Measured, PastChange, Ranking, Trial
from reviewer.model.calibration import Calibration
from reviewer.risk.calibrate import bins, fit_platt
from reviewer.risk.grades import Graded
from reviewer.risk.logistic import Fitted, Labels, Ridge, fit_binary
from reviewer.risk.ranking import Contender, Rows, Score, graded_by, rank_all
from reviewer.risk.shipped import shipped_model

EARLIER = 0.7
FEWEST_LABELS, FEWEST_FAULTY = 100, 20
"""With fewer earlier changes, or faulty ones among them, no probability is claimed (RISK.md, platt on 100 labels)."""

ADAPTING = 500
"""With as many the weights of features are adapted as well."""

RECENT = 300
"""The two numbers are fitted to so many of the newest of the earlier changes: shares of faults drift."""

PULL_TOWARDS = 0.02
"""How strongly adapted weights are held to the shipped ones."""

PLACES = 101
MODEL, ADAPTED, ADDED, RANDOM = "Reviewer", "Reviewer, adapted", "added lines of code", "random"


def split_by_time(rows: Rows) -> tuple[list[PastChange], list[PastChange]]:
    """Return the earlier and the later changes, each repository split at the same share of its own."""
    earlier: list[PastChange] = []
    later: list[PastChange] = []
    for name in sorted({row.repository for row in rows}):
        own = sorted((row for row in rows if row.repository == name), key=lambda row: (row.at, row.sha))
        total, passed = fsum(row.weight for row in own), 0.0
        for row in own:
            (earlier if passed < EARLIER * total else later).append(row)
            passed += row.weight
    return earlier, later


def try_model(rows: Rows, seed: int, until: str, tell: Callable[[int, int], None]) -> Trial:
    """Return the trial of settled and unsettled changes; only settled ones teach or judge.

    `until` is the day that the calibration is made of; `tell` hears how far the resampling is.
    """
    settled = [row for row in rows if row.is_settled]
    earlier, later = split_by_time(settled)
    contenders = list(_contenders(earlier))
    rankings = rank_all(contenders, ADDED, later, seed, tell)
    chosen, verdict = _decide(contenders, rankings, earlier, later)
    shown = chosen if chosen.platt is not None else contenders[0]
    return Trial(
        repositories=tuple(sorted({row.repository for row in rows})),
        split=min((row.at for row in later), default=0),
        earlier=count_faulty(earlier),
        later=count_faulty(later),
        base_rate=_rate(settled),
        rankings=rankings,
        bins=bins(graded_by(later, shown, foretold=True)) if shown.platt is not None and later else (),
        verdict=verdict,
        calibrations=_calibrations(chosen, rows, earlier, until),
    )


def count_faulty(rows: Rows) -> tuple[int, int]:
    """Return how many changes there are, and how many of them are faulty."""
    return len(rows), sum(row.is_faulty for row in rows)


def _rate(rows: Rows) -> float:
    return fsum(row.weight * row.is_faulty for row in rows) / fsum(row.weight for row in rows) if rows else 0.0


def _is_enough(rows: Rows, least: int = FEWEST_LABELS) -> bool:
    changes, faulty = count_faulty(rows)
    return changes >= least and faulty >= FEWEST_FAULTY


def _contenders(earlier: Rows) -> Iterator[Contender]:
    recent = sorted(earlier, key=lambda row: (row.at, row.sha))[-RECENT:]

    def contender(name: str, score: Score) -> Contender:
        known = [Graded(score(row), row.is_faulty, row.weight) for row in recent]
        is_enough = _is_enough(earlier) and any(row.label for row in known)
        return Contender(name, score, fit_platt(known) if is_enough else None)

    yield contender(MODEL, lambda row: row.score)
    if _is_enough(earlier, ADAPTING):
        adapted = adapt(earlier)
        yield contender(ADAPTED, lambda row: adapted.score(row.values))
    yield contender(ADDED, lambda row: log1p(row.added))
    yield contender(RANDOM, lambda _: 0.0)


def adapt(rows: Rows) -> Fitted:
    """Return the shipped weights drawn towards what some labelled changes say; none is below zero."""
    shipped = shipped_model().pull
    sizes: dict[str, float] = {}
    for row in rows:
        sizes[row.repository] = sizes.get(row.repository, 0.0) + row.weight
    weights = [row.weight / sizes[row.repository] for row in rows]
    labels = Labels([row.is_faulty for row in rows], weights, [row.repository for row in rows])
    names = tuple(shipped.coefficients)
    found = fit_binary([row.values for row in rows], labels, names, Ridge(PULL_TOWARDS, shipped.coefficients))
    rounded = {name: round(weight, 4) for name, weight in found.weights.items()}
    return Fitted(round(found.intercept, 4), {name: weight for name, weight in rounded.items() if weight > 0})


def _decide(
    contenders: Sequence[Contender], rankings: Sequence[Ranking], earlier: Rows, later: Rows
) -> tuple[Contender, tuple[str, ...]]:
    """Return which model is to be in force with which numbers, and why, in words for the operator."""
    shipped = contenders[0]
    by_name = {ranking.name: ranking for ranking in rankings}
    changes, faulty = count_faulty(earlier)
    if shipped.platt is None:
        why = (
            f"No probability: {changes} earlier changes with {faulty} known faults are too few "
            f"({FEWEST_LABELS} with {FEWEST_FAULTY} are needed). The place among past changes holds without labels."
        )
        return shipped, (why,)
    if "Brier skill" not in by_name[MODEL].measures:
        why = (
            f"No probability: of the {len(later)} later changes none, or all, have known faults: nothing can be judged."
        )
        return replace(shipped, platt=None), (why,)
    chosen, said = _adapted_or_shipped(contenders, by_name, changes)
    skill = by_name[chosen.name].measures["Brier skill"]
    if skill.value <= 0:
        said = (
            *said,
            f"No probability: on the later changes it is no better than their mean (Brier skill {_told(skill)}).",
        )
        return replace(chosen, platt=None), said
    is_sure = skill.low is not None and skill.low > 0
    how = "are better than their mean" if is_sure else "are better than their mean, which may be chance"
    return chosen, (*said, f"Probabilities on the later changes {how}: Brier skill {_told(skill)}.")


def _adapted_or_shipped(
    contenders: Sequence[Contender], by_name: Mapping[str, Ranking], changes: int
) -> tuple[Contender, tuple[str, ...]]:
    adapted = next((contender for contender in contenders if contender.name == ADAPTED), None)
    if adapted is None:
        return contenders[0], (
            f"Weights stay as shipped: {changes} earlier changes are too few ({ADAPTING} are needed).",
        )
    ours, theirs = by_name[ADAPTED], by_name[MODEL]
    gain = ours.measures["AUC"].value - theirs.measures["AUC"].value
    nearer = ours.measures["Brier skill"].value - theirs.measures["Brier skill"].value
    told = f"AUC {gain:+.3f}, Brier skill {nearer:+.3f} on the later changes"
    if gain > 0 and nearer > 0:
        return adapted, (f"Weights are adapted: {told}.",)
    return contenders[0], (f"The shipped weights stay: adapted ones do not improve ({told}).",)


def _told(measured: Measured) -> str:
    if measured.low is None or measured.high is None:
        return f"{measured.value:.3f}"
    return f"{measured.value:.3f} ({measured.low:.3f} to {measured.high:.3f})"


def _calibrations(chosen: Contender, rows: Rows, earlier: Rows, until: str) -> dict[str, Calibration]:
    """Return what may be put in force: the numbers, and where scores of each repository's newest changes stand."""
    adapted = adapt(earlier) if chosen.name == ADAPTED else None
    changes, faulty = count_faulty(earlier)
    platt = chosen.platt
    found: dict[str, Calibration] = {}
    for name in sorted({row.repository for row in rows}):
        own = [row for row in rows if row.repository == name]
        newest = [row for row in own if not row.is_settled] or own
        found[name] = Calibration(
            model=shipped_model().name,
            places=_places([(chosen.score(row), row.weight) for row in newest]),
            changes=len(newest),
            labels=changes,
            faulty=faulty,
            until=until,
            slope=None if platt is None else round(platt.slope, 4),
            intercept=0.0 if platt is None else round(platt.intercept, 4),
            weights=adapted.weights if adapted else {},
            weights_intercept=adapted.intercept if adapted else 0.0,
        )
    return found


def _places(scores: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Return the scores at even steps of weight, from the lowest to the highest."""
    ordered = sorted(scores)
    total, passed, found = fsum(weight for _, weight in ordered), 0.0, list[float]()
    for score, weight in ordered:
        passed += weight
        while len(found) < PLACES and passed >= total * (len(found) + 0.5) / PLACES - 1e-9:
            found.append(round(score, 4))
    return tuple(found)
