"""Commits and changed files as JSON."""

from urllib.parse import quote

from reviewer.sandbox.git.bare import Commit, Person
from reviewer.sandbox.git.changes import FileChange
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json, node_id
from reviewer.sandbox.shapes.repository import repository_url
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World


def plain_commit_json(commit: Commit) -> Json:
    """Return the `simple-commit` shape that suites and merge groups carry."""
    return {
        "id": commit.sha,
        "tree_id": commit.tree,
        "message": commit.message,
        "timestamp": commit.committer.date,
        "author": {"name": commit.author.name, "email": commit.author.email},
        "committer": {"name": commit.committer.name, "email": commit.committer.email},
    }


def commit_json(world: World, repository: Repository, commit: Commit) -> Json:
    """Return the `commit` shape; its accounts are null, as on GitHub, where none has the email of a commit."""
    api, web = repository_url(world, repository), f"{world.url}/{repository.full_name}"
    own = f"{api}/commits/{commit.sha}"
    return {
        "sha": commit.sha,
        "node_id": node_id("C", int(commit.sha[:12], 16)),
        "url": own,
        "html_url": f"{web}/commit/{commit.sha}",
        "comments_url": f"{own}/comments",
        "author": _account(world, commit.author),
        "committer": _account(world, commit.committer),
        "parents": [
            {"sha": sha, "url": f"{api}/commits/{sha}", "html_url": f"{web}/commit/{sha}"} for sha in commit.parents
        ],
        "commit": {
            "url": f"{api}/git/commits/{commit.sha}",
            "message": commit.message,
            "comment_count": 0,
            "author": _person(commit.author),
            "committer": _person(commit.committer),
            "tree": {"sha": commit.tree, "url": f"{api}/git/trees/{commit.tree}"},
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        },
    }


def _account(world: World, person: Person) -> Json | None:
    found = world.account_of(person.email)
    return account_json(world, found) if found else None


def _person(person: Person) -> Json:
    return {"name": person.name, "email": person.email, "date": person.date}


def pushed_commit_json(world: World, repository: Repository, commit: Commit, files: tuple[FileChange, ...]) -> Json:
    """Return the shape of a commit in a `push` event."""
    by_status = {"added": "added", "removed": "removed"}
    named: dict[str, list[str]] = {"added": [], "removed": [], "modified": []}
    for file in files:
        named[by_status.get(file.status, "modified")].append(file.path)
    return {
        **plain_commit_json(commit),
        "distinct": True,
        "url": f"{world.url}/{repository.full_name}/commit/{commit.sha}",
        **named,
    }


def file_json(world: World, repository: Repository, sha: str, file: FileChange) -> Json:
    """Return the `diff-entry` shape; `patch` is left out where git shows no hunks, as GitHub does."""
    api, web, path = repository_url(world, repository), f"{world.url}/{repository.full_name}", quote(file.path)
    shape: Json = {
        "sha": file.sha,
        "filename": file.path,
        "status": file.status,
        "additions": file.additions,
        "deletions": file.deletions,
        "changes": file.additions + file.deletions,
        "blob_url": f"{web}/blob/{sha}/{path}",
        "raw_url": f"{web}/raw/{sha}/{path}",
        "contents_url": f"{api}/contents/{path}?ref={sha}",
    }
    if file.previous_path is not None:
        shape["previous_filename"] = file.previous_path
    if file.patch is not None:
        shape["patch"] = file.patch
    return shape
