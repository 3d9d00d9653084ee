"""The combined status of a commit.

https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference
"""

from reviewer.sandbox.acts.statuses import combined, newest_statuses
from reviewer.sandbox.git.bare import commit_sha
from reviewer.sandbox.rest.call import Call, Reply, not_found
from reviewer.sandbox.shapes.repository import minimal_repository_json, repository_url
from reviewer.sandbox.shapes.status import status_json

_MOST, _USUAL = 100, 30


def get_combined(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/commits/{ref}/status; check runs are no statuses, and not in it."""
    repository = call.repository
    sha = commit_sha(repository.git_dir, call.parameters["ref"])
    if sha is None:
        raise not_found()
    found = newest_statuses(call.world, repository, sha)
    size, number = min(_MOST, _number(call, "per_page", _USUAL)), _number(call, "page", 1)
    commit_url = f"{repository_url(call.world, repository)}/commits/{sha}"
    return Reply(
        {
            "state": combined(found),
            "statuses": [status_json(call.world, one) for one in found[(number - 1) * size : number * size]],
            "sha": sha,
            "total_count": len(found),
            "repository": minimal_repository_json(call.world, repository),
            "commit_url": commit_url,
            "url": f"{commit_url}/status",
        }
    )


def _number(call: Call, name: str, usual: int) -> int:
    value = call.query.get(name, "")
    return max(1, int(value)) if value.isdecimal() else usual
