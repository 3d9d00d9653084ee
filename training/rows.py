"""From a labelled change to a row of features, by the product's own code: what is trained on is what is scored."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from reviewer.cli.seeing import Seen, see_change
from reviewer.errors import ReviewerError
from reviewer.git.command import Git
from reviewer.git.repository import Repository
from reviewer.model.ids import Sha
from reviewer.model.lines import count_lines
from reviewer.model.units import ChangeUnit
from reviewer.risk.features import added_code, values_of
from reviewer.risk.scope import counts
from training.labels import Labelled, Lacking


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
    return see_change(repository, before, Sha(label.sha), repository.resolve("HEAD"), kept)


def row_of(label: Labelled, seen: Seen) -> dict[str, Any]:
    """Return the row of a change: the pull's features, and each counted unit's with its lines and blamed lines."""
    scopes = seen.scopes()
    counted = [unit for unit in seen.units if counts(unit) and unit.churn]
    return {
        "project": label.project,
        "sha": label.sha,
        "faulty": label.is_faulty,
        "weight": label.weight,
        "added": added_code(scopes.pull),
        "pull": values_of(scopes.pull),
        "units": [
            {
                "lines": unit.churn,
                "added": count_lines(unit.added_lines),
                "blamed": blamed_lines(unit, label.faults),
                "features": values_of(scopes.units[unit.fingerprint]),
            }
            for unit in counted
        ],
    }


def blamed_lines(unit: ChangeUnit, faults: Mapping[str, frozenset[int]]) -> int:
    """Return how many of a unit's added lines are blamed."""
    if unit.after is None or unit.after.path not in faults:
        return 0
    return sum(number in faults[unit.after.path] for lines in unit.added_lines for number in lines.numbers())
