"""Accounts, Apps and installations as JSON."""

import base64
from urllib.parse import quote

from reviewer.sandbox.shapes import Json
from reviewer.sandbox.state.accounts import Account, AccountKind, App, Installation
from reviewer.sandbox.state.clock import stamp
from reviewer.sandbox.state.world import World


def node_id(kind: str, number: int) -> str:
    """Return a node id: opaque to clients, made of the kind and the number."""
    return f"{kind}_" + base64.urlsafe_b64encode(number.to_bytes(8)).decode().rstrip("=")


def account_json(world: World, account: Account) -> Json:
    """Return the `simple-user` shape, which organisations and bots wear as well."""
    # GitHub writes a bot's brackets in encoded form here: "dependabot%5Bbot%5D".
    own = f"{world.api}/users/{quote(account.login)}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id("U", account.id),
        "avatar_url": f"{world.url}/avatars/u/{account.id}",
        "gravatar_id": "",
        "url": own,
        "html_url": f"{world.url}/{_page(account)}",
        "followers_url": f"{own}/followers",
        "following_url": f"{own}/following{{/other_user}}",
        "gists_url": f"{own}/gists{{/gist_id}}",
        "starred_url": f"{own}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{own}/subscriptions",
        "organizations_url": f"{own}/orgs",
        "repos_url": f"{own}/repos",
        "events_url": f"{own}/events{{/privacy}}",
        "received_events_url": f"{own}/received_events",
        "type": account.kind.value,
        "user_view_type": "public",
        "site_admin": False,
    }


def _page(account: Account) -> str:
    if account.kind is AccountKind.BOT:
        return "apps/" + quote(account.login.removesuffix("[bot]"))
    return quote(account.login)


def organisation_json(world: World, account: Account) -> Json:
    """Return the `organization-simple` shape that webhooks carry."""
    own = f"{world.api}/orgs/{quote(account.login)}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": node_id("O", account.id),
        "url": own,
        "repos_url": f"{own}/repos",
        "events_url": f"{own}/events",
        "hooks_url": f"{own}/hooks",
        "issues_url": f"{own}/issues",
        "members_url": f"{own}/members{{/member}}",
        "public_members_url": f"{own}/public_members{{/member}}",
        "avatar_url": f"{world.url}/avatars/u/{account.id}",
        "description": None,
    }


def app_json(world: World, app: App) -> Json:
    """Return the `integration` shape."""
    return {
        "id": app.id,
        "slug": app.slug,
        "client_id": app.client_id,
        "node_id": node_id("A", app.id),
        "owner": account_json(world, app.owner),
        "name": app.name,
        "description": app.description,
        "external_url": app.homepage,
        "html_url": f"{world.url}/apps/{app.slug}",
        "created_at": stamp(app.created_at),
        "updated_at": stamp(app.created_at),
        "permissions": dict(app.permissions),
        "events": list(app.events),
    }


def installation_json(world: World, installation: Installation) -> Json:
    """Return the `installation` shape."""
    own = f"{world.api}/app/installations/{installation.id}"
    account, suspended_at, suspended_by = installation.account, installation.suspended_at, installation.suspended_by
    return {
        "id": installation.id,
        "client_id": installation.app.client_id,
        "account": account_json(world, account),
        "repository_selection": "all" if installation.is_on_all else "selected",
        "access_tokens_url": f"{own}/access_tokens",
        "repositories_url": f"{world.api}/installation/repositories",
        "html_url": f"{world.url}/organizations/{quote(account.login)}/settings/installations/{installation.id}",
        "app_id": installation.app.id,
        "app_slug": installation.app.slug,
        "target_id": account.id,
        "target_type": account.kind.value,
        "permissions": dict(installation.permissions),
        "events": list(installation.events),
        "created_at": stamp(installation.created_at),
        "updated_at": stamp(installation.updated_at),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": list[str](),
        "suspended_by": account_json(world, suspended_by) if suspended_by else None,
        "suspended_at": stamp(suspended_at) if suspended_at else None,
    }
