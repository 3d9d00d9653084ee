"""Report on a commit by a status, as tools do that make no check runs.

https://docs.github.com/en/rest/commits/statuses
"""

from dataclasses import dataclass

from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes.status import status_event_json
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.checks import CommitStatus
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World

STATES = ("pending", "success", "failure", "error")


@dataclass(frozen=True, slots=True)
class NewStatus:
    """A status to be reported."""

    sha: str
    state: str
    context: str = "default"
    description: str | None = None


def set_status(world: World, repository: Repository, creator: Account, new: NewStatus) -> CommitStatus:
    """Report a status and announce it; raises ValueError for a state that there is not."""
    if new.state not in STATES:
        message = f"a commit status is one of {', '.join(STATES)}, not {new.state!r}"
        raise ValueError(message)
    with world.lock:
        status = CommitStatus(
            world.new_id(),
            repository,
            new.sha,
            new.state,
            new.context,
            new.description,
            creator,
            world.clock.now(),
        )
        world.statuses.append(status)
        announce(world, Event("status", None, repository, creator, status_event_json(world, status)))
        return status


def newest_statuses(world: World, repository: Repository, sha: str) -> list[CommitStatus]:
    """Return the newest status of each context at a commit, the newest first."""
    newest: dict[str, CommitStatus] = {}
    for status in world.statuses:
        if status.repository is repository and status.sha == sha:
            newest[status.context] = status
    return sorted(newest.values(), key=lambda status: -status.id)


def combined(statuses: list[CommitStatus]) -> str:
    """Return the state of all together: "pending" also when there are none."""
    states = {status.state for status in statuses}
    if states & {"failure", "error"}:
        return "failure"
    return "success" if states == {"success"} else "pending"
