"""Commit statuses as JSON."""

from reviewer.sandbox.git.bare import branches, read_commit
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import node_id
from reviewer.sandbox.shapes.commit import commit_json
from reviewer.sandbox.shapes.repository import repository_url
from reviewer.sandbox.state.checks import CommitStatus
from reviewer.sandbox.state.clock import stamp
from reviewer.sandbox.state.world import World

# "The array includes a maximum of 10 branches."
_MOST_BRANCHES = 10


def status_json(world: World, status: CommitStatus) -> Json:
    """Return the `simple-commit-status` shape."""
    return {
        "url": f"{repository_url(world, status.repository)}/statuses/{status.sha}",
        "id": status.id,
        "node_id": node_id("SC", status.id),
        "state": status.state,
        "context": status.context,
        "description": status.description,
        "target_url": None,
        "avatar_url": f"{world.url}/avatars/u/{status.creator.id}",
        "created_at": stamp(status.created_at),
        "updated_at": stamp(status.created_at),
    }


def status_event_json(world: World, status: CommitStatus) -> Json:
    """Return what a `status` event says beyond what every event does."""
    repository = status.repository
    own = f"{repository_url(world, repository)}/commits/{status.sha}"
    holding = [name for name, sha in branches(repository.git_dir).items() if sha == status.sha]
    return {
        "id": status.id,
        "sha": status.sha,
        "name": repository.full_name,
        "avatar_url": f"{world.url}/avatars/u/{status.creator.id}",
        "target_url": None,
        "context": status.context,
        "description": status.description,
        "state": status.state,
        "commit": commit_json(world, repository, read_commit(repository.git_dir, status.sha)),
        "branches": [
            {"name": name, "commit": {"sha": status.sha, "url": own}, "protected": False}
            for name in holding[:_MOST_BRANCHES]
        ],
        "created_at": stamp(status.created_at),
        "updated_at": stamp(status.created_at),
    }
