"""Operations an App asks about itself: who it is, where it is installed, its tokens.

https://docs.github.com/en/rest/apps
"""

from reviewer.sandbox.acts.installations import issue_token, uninstall
from reviewer.sandbox.acts.manifest import redeem_code
from reviewer.sandbox.rest.body import Invalid
from reviewer.sandbox.rest.call import Call, Problem, Reply, not_found
from reviewer.sandbox.rest.permissions import covers
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import app_json, installation_json
from reviewer.sandbox.shapes.repository import repository_json
from reviewer.sandbox.state.accounts import Installation
from reviewer.sandbox.state.clock import stamp


def get_app(call: Call) -> Reply:
    """GET /app."""
    count = sum(one.app is call.caller for one in call.world.installations.values())
    return Reply({**app_json(call.world, call.caller), "installations_count": count})


def convert_manifest(call: Call) -> Reply:
    """POST /app-manifests/{code}/conversions: the credentials, once."""
    app = redeem_code(call.world, call.parameters["code"])
    if app is None:
        raise not_found()
    secrets: Json = {
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "webhook_secret": app.webhook_secret,
        "pem": app.private_key,
    }
    return Reply({**app_json(call.world, app), **secrets}, 201)


def _own(call: Call) -> list[Installation]:
    return [one for one in call.world.installations.values() if one.app is call.caller]


def _installation(call: Call) -> Installation:
    number = call.number("installation_id")
    for one in _own(call):
        if one.id == number:
            return one
    raise not_found()


def list_installations(call: Call) -> Reply:
    """GET /app/installations."""
    return Reply([installation_json(call.world, one) for one in _own(call)])


def get_installation(call: Call) -> Reply:
    """GET /app/installations/{installation_id}."""
    return Reply(installation_json(call.world, _installation(call)))


def get_org_installation(call: Call) -> Reply:
    """GET /orgs/{org}/installation."""
    for one in _own(call):
        if one.account.login.lower() == call.parameters["org"].lower():
            return Reply(installation_json(call.world, one))
    raise not_found()


def get_repository_installation(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/installation."""
    wanted = f"{call.parameters['owner']}/{call.parameters['repo']}".lower()
    for one in _own(call):
        if any(repository.full_name.lower() == wanted for repository in call.world.reached(one)):
            return Reply(installation_json(call.world, one))
    raise not_found()


def delete_installation(call: Call) -> Reply:
    """DELETE /app/installations/{installation_id}."""
    installation = _installation(call)
    uninstall(call.world, installation, call.caller.owner)
    return Reply(status=204)


def create_token(call: Call) -> Reply:
    """POST /app/installations/{installation_id}/access_tokens, narrowed to repositories and permissions if asked."""
    installation = _installation(call)
    if installation.suspended_at is not None:
        raise Problem(403, "This installation has been suspended")
    ids = _narrowed_repositories(call, installation)
    token = issue_token(call.world, installation, _narrowed_permissions(call, installation), ids)
    reply: Json = {
        "token": token.token,
        "expires_at": stamp(token.expires_at),
        "permissions": dict(token.permissions),
        "repository_selection": "all" if installation.is_on_all and ids is None else "selected",
    }
    if ids is not None:
        reached = call.world.reached(installation)
        reply["repositories"] = [repository_json(call.world, one) for one in reached if one.id in ids]
    return Reply(reply, 201)


def _narrowed_permissions(call: Call, installation: Installation) -> dict[str, str]:
    asked = call.body.part("permissions")
    if asked is None:
        return dict(installation.permissions)
    wanted = {name: str(asked.word(name, ("read", "write", "admin"))) for name in asked.fields}
    granted = dict(installation.permissions)
    for name, level in wanted.items():
        if not covers(granted, (name, "write" if level != "read" else "read")):
            raise Problem(422, "The permissions requested are not granted to this installation.")
    return {"metadata": "read", **wanted}


def _narrowed_repositories(call: Call, installation: Installation) -> frozenset[int] | None:
    names, ids = call.body.values("repositories"), call.body.values("repository_ids")
    if names is None and ids is None:
        return None
    by_name = {one.name.lower(): one.id for one in call.world.reached(installation)}
    wanted = [by_name.get(str(name).lower()) for name in names or []] + list(ids or [])
    known = set(by_name.values())
    if any(one not in known for one in wanted):
        raise Problem(
            422, "There is at least one repository that does not exist or is not accessible to the parent installation."
        )
    if not wanted:
        raise Invalid("Only 1 item or more is allowed for 'repositories'; 0 were supplied.")
    return frozenset(one for one in wanted if isinstance(one, int))


def list_installation_repositories(call: Call) -> Reply:
    """GET /installation/repositories."""
    return Reply([repository_json(call.world, one) for one in call.reached()])


def revoke_token(call: Call) -> Reply:
    """DELETE /installation/token."""
    if call.token is not None:
        call.world.tokens.pop(call.token.token, None)
    return Reply(status=204)
