"""The commits of a pull."""

from reviewer.git.repository import Repository
from reviewer.model.ids import Sha
from reviewer.model.pulls import Commit

COMMIT_LIMIT = 250
"""As many as GitHub lists for a pull (REST API, "List commits on a pull request")."""

LATEST = 253_402_300_799
"""The last second of the year 9999, and of most calendars."""

_FORMAT = "%H%x00%an%x00%at%x00%B%x00"


def read_commits(repository: Repository, base: Sha, head: Sha) -> tuple[tuple[Commit, ...], int]:
    """Return the newest commits of head that base does not have, oldest first, and how many there are in all."""
    span = f"{base}..{head}"
    output = repository.run(
        "rev-list", "--no-commit-header", "--topo-order", f"--max-count={COMMIT_LIMIT}", "--encoding=UTF-8",
        f"--format={_FORMAT}", span,
    )  # fmt: skip
    fields = output.stdout.decode(errors="replace").split("\0")
    commits = [_commit(fields[at : at + 4]) for at in range(0, len(fields) - 1, 4)]
    total = len(commits)
    if total == COMMIT_LIMIT:
        total = int(repository.run("rev-list", "--count", span).stdout)
    return tuple(reversed(commits)), total


def _commit(fields: list[str]) -> Commit:
    sha, author, authored_at, message = fields
    return Commit(Sha(sha.strip()), message.strip("\n"), author, _seconds(authored_at))


def _seconds(printed: str) -> int:
    """Return a date as git prints it: nothing when it cannot read it, a minus before 1970, and any number of digits."""
    seconds = int(printed) if printed.lstrip("-").isdigit() and len(printed) < 20 else 0
    return seconds if abs(seconds) <= LATEST else 0
