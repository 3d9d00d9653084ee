"""From a labelled change to a row of features, by the product's own code: what is trained on is what is scored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.diff.pull import diff_pull
from reviewer.errors import ReviewerError
from reviewer.facts.read import read_facts
from reviewer.git.command import Git
from reviewer.git.diff import read_changes
from reviewer.git.history import read_history
from reviewer.git.repository import Repository
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.history import History
from reviewer.model.ids import Sha
from reviewer.model.lines import count_lines
from reviewer.model.units import ChangeUnit
from reviewer.risk.features import features
from reviewer.risk.measures import measure
from reviewer.risk.scope import Scope, Surroundings, counts
from reviewer.risk.score import Scopes
from training.labels import Labelled, Lacking

DIGITS = 6
"""Decimals that a feature keeps: more would only be noise of the machine's own logarithm."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A change as the product sees it."""

    units: Sequence[ChangeUnit]
    facts: Sequence[Fact]
    files: Sequence[FileChange]
    history: History | None


def rows_of(labels: Iterable[Labelled], mirrors: Path, kept: Path, git: Git) -> Iterator[dict[str, Any]]:
    """Yield the row of each labelled change; one that its clone has not, or that cannot be read, is left out.

    What was read of a project's past is kept as a file of the folder `kept`.
    """
    places: dict[str, Repository] = {}
    for label in labels:
        if label.project not in places:
            places[label.project] = Repository(git, _clone(mirrors, label.project))
        with suppress(ReviewerError):
            yield row_of(label, _see(places[label.project], label, kept / f"{label.project}.db"))


def _clone(mirrors: Path, project: str) -> Path:
    for place in (mirrors / project / "repo", mirrors / project):
        if (place / "objects").is_dir():
            return place
    raise Lacking(f"{mirrors} holds no bare clone called {project} or {project}/repo: clone it there.")


def _see(repository: Repository, label: Labelled, kept: Path) -> Seen:
    before = repository.resolve(f"{label.sha}^")
    files = read_changes(repository, before, Sha(label.sha), trusted=before).files
    units = diff_pull(files).units
    paths = {side.path for file in files for side in (file.before, file.after) if side}
    history = read_history(repository, repository.resolve("HEAD"), before, paths, kept)
    return Seen(units, read_facts(units, files), files, history)


def row_of(label: Labelled, seen: Seen) -> dict[str, Any]:
    """Return the row of a change: the pull's features, and each counted unit's with its lines and blamed lines."""
    measured = measure([unit for unit in seen.units if counts(unit)], seen.files)
    scopes = Scopes.of(Surroundings(tuple(seen.units), measured, seen.history), seen.facts)
    counted = [unit for unit in seen.units if counts(unit) and unit.churn]
    return {
        "project": label.project,
        "sha": label.sha,
        "faulty": label.is_faulty,
        "weight": label.weight,
        "added": _added_code(scopes.pull),
        "pull": _values(scopes.pull),
        "units": [
            {
                "lines": unit.churn,
                "added": count_lines(unit.added_lines),
                "blamed": blamed_lines(unit, label.faults),
                "features": _values(scopes.units[unit.fingerprint]),
            }
            for unit in counted
        ],
    }


def blamed_lines(unit: ChangeUnit, faults: Mapping[str, frozenset[int]]) -> int:
    """Return how many of a unit's added lines are blamed."""
    if unit.after is None or unit.after.path not in faults:
        return 0
    return sum(number in faults[unit.after.path] for lines in unit.added_lines for number in lines.numbers())


def _added_code(scope: Scope) -> int:
    """Return the added lines of code outside tests, as numstat would count them: the baseline to beat."""
    return sum(count_lines(unit.added_lines) for unit in scope.code)


def _values(scope: Scope) -> dict[str, float]:
    values: dict[str, float] = {}
    for counted in features(scope):
        values[counted.name] = round(values.get(counted.name, 0.0) + counted.value, DIGITS)
    return values
