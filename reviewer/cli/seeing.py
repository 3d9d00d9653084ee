"""A change of a repository's past as the product would have seen it on that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.diff.pull import diff_pull
from reviewer.facts.read import read_facts
from reviewer.git.diff import read_changes
from reviewer.git.history import read_history
from reviewer.git.repository import Repository
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.history import History
from reviewer.model.ids import Sha
from reviewer.model.units import ChangeUnit
from reviewer.risk.measures import measure
from reviewer.risk.scope import Surroundings, counts
from reviewer.risk.score import Scopes


@dataclass(frozen=True, slots=True)
class Seen:
    """The units of a change, its facts and files, and the past of those files."""

    units: Sequence[ChangeUnit]
    facts: Sequence[Fact]
    files: Sequence[FileChange]
    history: History | None

    def scopes(self) -> Scopes:
        """Return what is scored of it."""
        measured = measure([unit for unit in self.units if counts(unit)], self.files)
        return Scopes.of(Surroundings(tuple(self.units), measured, self.history), self.facts)


def see_change(repository: Repository, before: Sha, sha: Sha, tip: Sha, kept: Path) -> Seen:
    """Return a change from `before` to `sha`, which the branch with this tip took; the past is kept in a file."""
    files = read_changes(repository, before, sha, trusted=before).files
    units = diff_pull(files).units
    paths = {side.path for file in files for side in (file.before, file.after) if side}
    return Seen(units, read_facts(units, files), files, read_history(repository, tip, before, paths, kept))
