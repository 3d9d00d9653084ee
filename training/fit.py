"""From rows to the model that ships: two formulas, the cuts of their bands, the exponent of the order, and a card."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from reviewer.risk.logistic import Fitted, Labels, fit_binary, fit_matched, intercept_for
from training.usual import fit_usual

Row = Mapping[str, Any]

UNIT: tuple[str, ...] = (
    *("code", "new_words", "new_share", "removed_code", "existing", "rewritten", "top_level", "conditions", "jumps"),
    *("errors", "removed_checks", "signature", "new_file", "untested"),
)
"""What is offered to the formula of units."""

PULL: tuple[str, ...] = (
    *(
        "added_code",
        "new_words",
        "removed_code",
        "existing",
        "top_level",
        "conditions",
        "errors",
        "removed_checks",
        "moved",
    ),
    *("signature", "public", "other_lines", "files", "directories", "entropy", "largest", "new_file"),
    *("untested", "prior_fixes", "prior_changes", "fresh", "many_hands"),
)
"""What is offered to the formula of pulls; not lines of tests, for to write them must not cost anybody attention."""

BY_HAND: Mapping[str, Mapping[str, float]] = {
    "unit": {"callers_left": 0.5, "moved": 0.5, "test_lines": 0.1, "other_lines": 0.3},
    "pull": {"callers_left": 0.3},
}
"""What no label here can tell: commits were not searched for callers; SZZ blames neither tests nor configuration."""

SHARES = {"medium": 0.5, "high": 0.85, "critical": 0.95}
"""The share of past changes below each band (DESIGN §7)."""

EXPONENT = 0.85
"""Of units' lengths in the reading order; 0.7 to 1 do alike on the training projects, shorter or longer ones worse."""

SENSITIVE_WORTH = 0.7
"""What sensitive territory adds to what reading a unit is worth: a mistake there is taken to cost twice as much."""

DIGITS = 4
LEAST = 0.01
"""A coefficient below this is left out: it would be a reason that weighs nothing."""


def fit_units(rows: Sequence[Row]) -> Fitted:
    """Return the formula of units: which unit of a faulty change a later fix blames."""
    groups = [group for row in rows if (group := _matched(row))]
    found = fit_matched(groups, UNIT)
    units = [unit for row in rows if row["faulty"] for unit in row["units"]]
    scores = [found.score(unit["features"]) for unit in units]
    return Fitted(intercept_for(scores, [unit["blamed"] > 0 for unit in units]), found.weights)


def _matched(row: Row) -> list[tuple[Mapping[str, float], float]]:
    """Return a change's units, each with its share of the blame; nothing where none is blamed."""
    blamed = sum(unit["blamed"] > 0 for unit in row["units"])
    return [(unit["features"], (unit["blamed"] > 0) / blamed) for unit in row["units"]] if blamed else []


def fit_pulls(rows: Sequence[Row]) -> Fitted:
    """Return the formula of pulls: is a change blamed later; changes of code only, every project counts the same."""
    coded = [row for row in rows if row["pull"].get("code")]
    sizes = Counter[str]()
    for row in coded:
        sizes[row["project"]] += row["weight"]
    weights = [row["weight"] / sizes[row["project"]] for row in coded]
    labels = Labels([row["faulty"] for row in coded], weights, [row["project"] for row in coded])
    return fit_binary([row["pull"] for row in coded], labels, PULL)


def make_model(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the model file's content."""
    ordered = sorted(rows, key=lambda row: (row["project"], row["sha"]))
    unit, pull = (
        _with_hand(fitted, BY_HAND[name])
        for name, fitted in (("unit", fit_units(ordered)), ("pull", fit_pulls(ordered)))
    )
    coded = [row for row in ordered if row["pull"].get("code")]
    usual = fit_usual(coded, [pull.score(row["pull"]) for row in coded])
    return {
        "name": "szz-3",
        "card": _card(ordered),
        "reading_exponent": EXPONENT,
        "sensitive_worth": SENSITIVE_WORTH,
        "unit": _formula(unit, _unit_scores(unit, ordered)),
        "pull": _formula(pull, [(pull.score(row["pull"]), row["weight"]) for row in coded]),
        "usual": asdict(usual),
    }


def _unit_scores(formula: Fitted, rows: Sequence[Row]) -> Iterable[tuple[float, float]]:
    """Return the score of every unit of code; a change's units count as much together as another's."""
    for row in rows:
        coded = [unit["features"] for unit in row["units"] if unit["features"].get("code")]
        yield from ((formula.score(values), row["weight"] / len(coded)) for values in coded)


def _with_hand(fitted: Fitted, by_hand: Mapping[str, float]) -> Fitted:
    return Fitted(fitted.intercept, {**fitted.weights, **by_hand})


def _formula(fitted: Fitted, scores: Iterable[tuple[float, float]]) -> dict[str, Any]:
    ordered = sorted(scores)
    total, passed, cuts = sum(weight for _, weight in ordered), 0.0, dict[str, float]()
    for score, weight in ordered:
        passed += weight
        for band, share in SHARES.items():
            if passed >= share * total:
                cuts.setdefault(band, round(score, DIGITS))
    weights = {name: round(weight, DIGITS) for name, weight in fitted.weights.items()}
    kept = {name: weight for name, weight in weights.items() if weight >= LEAST}
    return {"intercept": round(fitted.intercept, DIGITS), "coefficients": kept, "cuts": cuts}


def _card(rows: Sequence[Row]) -> dict[str, Any]:
    projects = {
        project: {
            "changes": sum(row["project"] == project for row in rows),
            "faulty": sum(row["project"] == project and row["faulty"] for row in rows),
        }
        for project in sorted({row["project"] for row in rows})
    }
    return {
        "what": "Two additive logistics; no coefficient and no feature is below zero, so nothing lowers a score.",
        "labels": "SZZ: a fix (by its subject) blames the commits that last touched the code lines it deletes. About "
        "half of such fixes are real ones, and a fix that only adds lines blames nobody. Labels fall on code outside "
        "tests.",
        "projects": projects,
        "rows": fingerprint(rows),
        "units": "Conditional logistic over the units of one faulty change: which of them is blamed. The intercept "
        "makes the mean probability over the units of faulty changes right; it calibrates for no other project.",
        "pulls": "Logistic over commits that touch code outside tests, weighted back to each project's own share of "
        "faulty ones; every project counts the same.",
        "bands": "Cuts above which 50, 15 and 5 % of these projects' changes of code (and units of code) lie, weighted "
        "likewise.",
        "usual": "What a pull's score is expected to be by names and dates of its files alone (least squares), and "
        "what scores differ from it by; estimates the scores of past changes whose texts were not read.",
        "by hand": {name: dict(values) for name, values in BY_HAND.items()},
        "why by hand": "Commits were not searched for callers, and SZZ blames neither tests nor configuration.",
        "blind to": "Titles, descriptions, discussions, comments in code, names of people. Subjects of past commits "
        "tell which of them were fixes.",
        "made by": "make train; see training/README.md",
    }


def fingerprint(rows: Sequence[Row]) -> str:
    """Return the SHA-256 that stands for the rows: which changes, with which labels, in which order."""
    return sha256("\n".join(f"{row['project']} {row['sha']} {row['faulty']:d}" for row in rows).encode()).hexdigest()
