"""Operations on repositories, their people, files and commits.

https://docs.github.com/en/rest/repos, https://docs.github.com/en/rest/collaborators and https://docs.github.com/en/rest/meta
"""

import base64
from urllib.parse import quote

from reviewer.sandbox.acts.accounts import role_of
from reviewer.sandbox.git.bare import commit_sha, read_blob, read_commit
from reviewer.sandbox.rest.call import Call, Problem, Reply, not_found
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import account_json
from reviewer.sandbox.shapes.commit import commit_json
from reviewer.sandbox.shapes.repository import full_repository_json, repository_url

# https://docs.github.com/en/rest/repos/contents#get-repository-content
_MOST_JSON = 1_000_000
_MOST_RAW = 100_000_000


def get_repository(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}."""
    return Reply(full_repository_json(call.world, call.repository))


def get_repository_by_id(call: Call) -> Reply:
    """GET /repositories/{repository_id}."""
    number = call.number("repository_id")
    for repository in call.reached():
        if repository.id == number:
            return Reply(full_repository_json(call.world, repository))
    raise not_found()


def get_permission(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/collaborators/{username}/permission."""
    person = call.world.accounts.get(call.parameters["username"].lower())
    if person is None:
        raise not_found()
    role = role_of(call.repository, person)
    # The old word has four values only: "The permissions maintain and triage are mapped to write and read".
    permission = {"maintain": "write", "triage": "read"}.get(role, role)
    user: Json = {**account_json(call.world, person), "role_name": role, "permissions": _permissions(role)}
    return Reply({"permission": permission, "role_name": role, "user": user})


def _permissions(role: str) -> Json:
    rank = {"none": 0, "read": 1, "triage": 2, "write": 3, "maintain": 4, "admin": 5}[role]
    names = {"pull": 1, "triage": 2, "push": 3, "maintain": 4, "admin": 5}
    return {name: rank >= least for name, least in names.items()}


def get_content(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/contents/{path} of a file, as JSON or raw."""
    repository, path = call.repository, call.parameters["path"]
    ref = call.query.get("ref") or repository.default_branch
    found = read_blob(repository.git_dir, ref, path)
    if found is None:
        raise not_found()
    blob, content = found
    if len(content) > _MOST_RAW:
        raise Problem(403, "This API returns blobs up to 100 MB in size.")
    if ".raw" in call.headers.get("accept", ""):
        return Reply(content, media_type="application/vnd.github.raw+json; charset=utf-8")
    is_large = len(content) > _MOST_JSON
    api, web = repository_url(call.world, repository), f"{call.world.url}/{repository.full_name}"
    own, git, html = (
        f"{api}/contents/{quote(path)}?ref={ref}",
        f"{api}/git/blobs/{blob}",
        f"{web}/blob/{ref}/{quote(path)}",
    )
    return Reply(
        {
            "type": "file",
            "encoding": "none" if is_large else "base64",
            "size": len(content),
            "name": path.rsplit("/", 1)[-1],
            "path": path,
            "content": "" if is_large else base64.encodebytes(content).decode(),
            "sha": blob,
            "url": own,
            "git_url": git,
            "html_url": html,
            "download_url": f"{web}/raw/{ref}/{quote(path)}",
            "_links": {"self": own, "git": git, "html": html},
        }
    )


def get_commit(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/commits/{ref}."""
    repository = call.repository
    sha = commit_sha(repository.git_dir, call.parameters["ref"])
    if sha is None:
        raise Problem(422, f"No commit found for SHA: {call.parameters['ref']}")
    return Reply(commit_json(call.world, repository, read_commit(repository.git_dir, sha)))


def get_rate_limit(call: Call) -> Reply:
    """GET /rate_limit; the numbers are put in by the server, which counts them."""
    rate = {key: int(call.headers[f"x-sandbox-{key}"]) for key in ("limit", "remaining", "reset", "used")}
    return Reply({"resources": {"core": rate, "search": rate, "graphql": rate}, "rate": rate})


def get_meta(_call: Call) -> Reply:
    """GET /meta."""
    return Reply({"verifiable_password_authentication": False, "hooks": ["127.0.0.0/8"], "git": ["127.0.0.0/8"]})
