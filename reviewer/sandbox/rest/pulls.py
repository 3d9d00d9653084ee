"""Operations on pull requests, as an App reads them.

https://docs.github.com/en/rest/pulls/pulls
"""

from collections.abc import Callable
from datetime import datetime

from reviewer.sandbox.git.bare import commits, merge_base
from reviewer.sandbox.git.changes import changed_files
from reviewer.sandbox.rest.call import Call, Reply
from reviewer.sandbox.shapes.commit import commit_json, file_json
from reviewer.sandbox.shapes.conversation import issue_json, listed_review_json
from reviewer.sandbox.shapes.pull import pull_in_list_json, pull_json
from reviewer.sandbox.state.repositories import Pull

# "Responses include a maximum of 3000 files."
_MOST_FILES = 3000

_ORDERS: dict[str, Callable[[Pull], datetime]] = {
    "created": lambda pull: pull.created_at,
    "updated": lambda pull: pull.updated_at,
}


def list_pulls(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/pulls, by state, head and base; newest first unless asked otherwise."""
    repository, query = call.repository, call.query
    state = query.get("state", "open")
    found = [pull for pull in repository.pulls.values() if state in ("all", pull.state)]
    if head := query.get("head"):
        found = [pull for pull in found if f"{pull.head_owner.login}:{pull.head_ref}" == head]
    if base := query.get("base"):
        found = [pull for pull in found if pull.base_ref == base]
    sort = query.get("sort", "created")
    is_rising = query.get("direction", "desc" if sort == "created" else "asc") == "asc"
    order = _ORDERS.get(sort, _ORDERS["created"])
    found.sort(key=lambda pull: (order(pull), pull.number), reverse=not is_rising)
    return Reply([pull_in_list_json(call.world, repository, pull) for pull in found])


def get_pull(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/pulls/{pull_number}."""
    return Reply(pull_json(call.world, call.repository, call.pull("pull_number")))


def get_issue(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/issues/{issue_number}."""
    return Reply(issue_json(call.world, call.repository, call.item("issue_number")))


def list_commits(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/pulls/{pull_number}/commits, oldest first, 250 at most."""
    repository, pull = call.repository, call.pull("pull_number")
    since = merge_base(repository.git_dir, pull.base_sha, pull.head_sha)
    found = commits(repository.git_dir, since, pull.head_sha)
    return Reply([commit_json(call.world, repository, commit) for commit in found])


def list_files(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/pulls/{pull_number}/files, 3,000 at most."""
    repository, pull = call.repository, call.pull("pull_number")
    since = merge_base(repository.git_dir, pull.base_sha, pull.head_sha)
    found = changed_files(repository.git_dir, since, pull.head_sha)[:_MOST_FILES]
    return Reply([file_json(call.world, repository, pull.head_sha, file) for file in found])


def list_reviews(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews: "in chronological order"."""
    repository, pull = call.repository, call.pull("pull_number")
    return Reply([listed_review_json(call.world, repository, pull, review) for review in pull.reviews])
