"""Repositories as JSON."""

from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json, node_id, organisation_json
from reviewer.sandbox.state.accounts import AccountKind
from reviewer.sandbox.state.clock import stamp
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World

# The address templates every repository carries, under its own API address.
_ADDRESSES = {
    "archive": "{archive_format}{/ref}",
    "assignees": "assignees{/user}",
    "blobs": "git/blobs{/sha}",
    "branches": "branches{/branch}",
    "collaborators": "collaborators{/collaborator}",
    "comments": "comments{/number}",
    "commits": "commits{/sha}",
    "compare": "compare/{base}...{head}",
    "contents": "contents/{+path}",
    "contributors": "contributors",
    "deployments": "deployments",
    "downloads": "downloads",
    "events": "events",
    "forks": "forks",
    "git_commits": "git/commits{/sha}",
    "git_refs": "git/refs{/sha}",
    "git_tags": "git/tags{/sha}",
    "hooks": "hooks",
    "issue_comment": "issues/comments{/number}",
    "issue_events": "issues/events{/number}",
    "issues": "issues{/number}",
    "keys": "keys{/key_id}",
    "labels": "labels{/name}",
    "languages": "languages",
    "merges": "merges",
    "milestones": "milestones{/number}",
    "notifications": "notifications{?since,all,participating}",
    "pulls": "pulls{/number}",
    "releases": "releases{/id}",
    "stargazers": "stargazers",
    "statuses": "statuses/{sha}",
    "subscribers": "subscribers",
    "subscription": "subscription",
    "tags": "tags",
    "teams": "teams",
    "trees": "git/trees{/sha}",
}


def repository_url(world: World, repository: Repository) -> str:
    """Return a repository's address in the API."""
    return f"{world.api}/repos/{repository.full_name}"


def minimal_repository_json(world: World, repository: Repository) -> Json:
    """Return the `minimal-repository` shape."""
    own = repository_url(world, repository)
    return {
        "id": repository.id,
        "node_id": node_id("R", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "private": repository.is_private,
        "owner": account_json(world, repository.owner),
        "html_url": f"{world.url}/{repository.full_name}",
        "description": None,
        "fork": repository.parent is not None,
        "url": own,
        **{f"{name}_url": f"{own}/{path}" for name, path in _ADDRESSES.items()},
    }


def repository_json(world: World, repository: Repository) -> Json:
    """Return the `repository` shape, the one webhooks and pull requests carry."""
    open_pulls = sum(pull.state == "open" for pull in repository.pulls.values())
    created, pushed = stamp(repository.created_at), stamp(repository.pushed_at)
    web = f"{world.url}/{repository.full_name}"
    return {
        **minimal_repository_json(world, repository),
        "git_url": f"git{web.removeprefix('http')}.git",
        "ssh_url": f"git@localhost:{repository.full_name}.git",
        "clone_url": f"{web}.git",
        "svn_url": web,
        "mirror_url": None,
        "homepage": None,
        "language": None,
        "license": None,
        "size": 1,
        "default_branch": repository.default_branch,
        "visibility": "private" if repository.is_private else "public",
        "topics": list[str](),
        "archived": repository.is_archived,
        "disabled": False,
        "allow_forking": True,
        "is_template": False,
        "web_commit_signoff_required": False,
        "created_at": created,
        "updated_at": pushed,
        "pushed_at": pushed,
        "has_issues": repository.has_issues,
        **dict.fromkeys(("has_projects", "has_wiki", "has_downloads"), True),
        **dict.fromkeys(("has_pages", "has_discussions"), False),
        **dict.fromkeys(("forks", "forks_count", "stargazers_count", "watchers", "watchers_count"), 0),
        "open_issues": open_pulls,
        "open_issues_count": open_pulls,
    }


def full_repository_json(world: World, repository: Repository) -> Json:
    """Return the `full-repository` shape of a single repository."""
    owner, parent = repository.owner, repository.parent
    full: Json = {**repository_json(world, repository), "subscribers_count": 0, "network_count": 0}
    if owner.kind is AccountKind.ORGANISATION:
        full["organization"] = account_json(world, owner)
    if parent is not None:
        full["parent"] = full["source"] = repository_json(world, parent)
    return full


def short_repository_json(repository: Repository) -> Json:
    """Return the five keys that installation events list a repository by."""
    return {
        "id": repository.id,
        "node_id": node_id("R", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "private": repository.is_private,
    }


def organisation_of(world: World, repository: Repository) -> Json:
    """Return what a webhook says of the owner: the `organization` key, or nothing for a person's repository."""
    if repository.owner.kind is not AccountKind.ORGANISATION:
        return {}
    return {"organization": organisation_json(world, repository.owner)}
